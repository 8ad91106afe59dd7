"""Which glyphs a script needs besides those of its characters: the forms of letters beside one another (GSUB)."""

import struct
from collections.abc import Iterator

SINGLE, MULTIPLE, ALTERNATE, LIGATURE, EXTENSION = 1, 2, 3, 4, 7


def reached(gsub: bytes, glyphs: set[int]) -> set[int]:
    """With everything that substitutions can put in their place, whatever stands around them."""
    subtables, found = list(_subtables(gsub)), set(glyphs)
    while True:
        new = {made for kind, at in subtables for made in _made(gsub, kind, at, found)} - found
        if not new:
            return found
        found |= new


def _subtables(gsub: bytes) -> Iterator[tuple[int, int]]:
    """Kind and place of each; those that only say where others apply hold no glyphs of their own."""
    (lookups,) = struct.unpack_from(">H", gsub, 8)
    (count,) = struct.unpack_from(">H", gsub, lookups)
    for offset in struct.unpack_from(f">{count}H", gsub, lookups + 2):
        at = lookups + offset
        kind, _flags, number = struct.unpack_from(">HHH", gsub, at)
        for place in struct.unpack_from(f">{number}H", gsub, at + 6):
            if kind == EXTENSION:
                _one, inner, far = struct.unpack_from(">HHI", gsub, at + place)
                yield inner, at + place + far
            else:
                yield kind, at + place


def _made(gsub: bytes, kind: int, at: int, found: set[int]) -> Iterator[int]:
    if kind not in {SINGLE, MULTIPLE, ALTERNATE, LIGATURE}:
        return
    form, coverage = struct.unpack_from(">HH", gsub, at)
    covered = list(_covered(gsub, at + coverage))
    if kind == SINGLE and form == 1:
        (delta,) = struct.unpack_from(">h", gsub, at + 4)
        yield from ((glyph + delta) & 0xFFFF for glyph in covered if glyph in found)
        return
    (count,) = struct.unpack_from(">H", gsub, at + 4)
    for glyph, value in zip(covered, struct.unpack_from(f">{count}H", gsub, at + 6), strict=True):
        if glyph not in found:
            continue
        if kind == SINGLE:
            yield value
        elif kind == LIGATURE:
            yield from _ligatures(gsub, at + value, found)
        else:
            (number,) = struct.unpack_from(">H", gsub, at + value)
            yield from struct.unpack_from(f">{number}H", gsub, at + value + 2)


def _ligatures(gsub: bytes, at: int, found: set[int]) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", gsub, at)
    for offset in struct.unpack_from(f">{count}H", gsub, at + 2):
        made, parts = struct.unpack_from(">HH", gsub, at + offset)
        if found.issuperset(struct.unpack_from(f">{parts - 1}H", gsub, at + offset + 4)):
            yield made


def _covered(gsub: bytes, at: int) -> Iterator[int]:
    form, count = struct.unpack_from(">HH", gsub, at)
    if form == 1:
        yield from struct.unpack_from(f">{count}H", gsub, at + 4)
        return
    for number in range(count):
        first, last, _index = struct.unpack_from(">HHH", gsub, at + 4 + 6 * number)
        yield from range(first, last + 1)
