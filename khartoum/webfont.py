"""Makes a small web font of a large one: the glyphs of some characters, all weights, one width; packed as WOFF.

Glyphs keep their numbers and those not wanted become empty, so that no other table has to be written anew. Formats: the
OpenType specification (glyf, loca, cmap, gvar, GSUB) and the W3C's WOFF 1.0, which needs nothing but zlib.
"""

import struct
import zlib
from collections.abc import Collection, Iterable, Iterator

from khartoum.substitutions import reached

DROPPED = {"HVAR", "DSIG"}
"""Widths between the weights are found in `gvar` as well."""
SHAPING = {"GSUB", "GPOS", "GDEF"}
"""Needed where letters join; in Latin script they kern and little else, and weigh more than the letters."""
WEIGHED, COMPOSITE_MORE, COMPOSITE_WORDS, LONG_OFFSETS = "wght", 0x20, 0x1, 1
SCALES = {0x8: 2, 0x40: 4, 0x80: 8}
"""Flags of a component, and the bytes of the scale that then follows."""
EMBEDDED, INTERMEDIATE, SHARED_POINTS, COUNT = 0x8000, 0x4000, 0x8000, 0x0FFF

Tables = dict[str, bytes]


def web_font(font: bytes, wanted: Iterable[range], *, is_joined: bool) -> bytes:
    """The WOFF with the glyphs of the characters `wanted`; `is_joined` keeps what a script needs whose letters join."""
    tables = {tag: data for tag, data in _tables(font) if tag not in DROPPED and (is_joined or tag not in SHAPING)}
    glyphs = {char: glyph for char, glyph in characters(tables["cmap"]) if any(char in one for one in wanted)}
    offsets = _offsets(tables)
    kept = reached(tables["GSUB"], {0, *glyphs.values()}) if is_joined else {0, *glyphs.values()}
    kept = _with_components(tables["glyf"], offsets, kept)
    tables["glyf"], tables["loca"] = _outlines(tables["glyf"], offsets, kept)
    tables["head"] = tables["head"][:50] + struct.pack(">h", LONG_OFFSETS) + tables["head"][52:]
    tables["gvar"] = _variations(tables, kept)
    tables["hmtx"] = _widths(tables, kept)
    tables["cmap"] = _cmap(glyphs)
    tables["post"] = struct.pack(">I", 0x30000) + tables["post"][4:32]
    return _woff(font[:4], tables)


def _tables(font: bytes) -> Iterator[tuple[str, bytes]]:
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(count):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * at)
        yield tag.decode(), font[offset : offset + length]


def characters(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Each with its glyph: of the subtable in format 12, which covers all of Unicode."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = [struct.unpack_from(">HHI", cmap, 4 + 8 * at)[2] for at in range(count)]
    start = next(one for one in starts if struct.unpack_from(">H", cmap, one) == (12,))
    (groups,) = struct.unpack_from(">I", cmap, start + 12)
    for at in range(groups):
        first, last, glyph = struct.unpack_from(">III", cmap, start + 16 + 12 * at)
        yield from ((char, glyph + char - first) for char in range(first, last + 1))


def _offsets(tables: Tables) -> Collection[int]:
    is_long = struct.unpack_from(">h", tables["head"], 50)[0] == LONG_OFFSETS
    loca = tables["loca"]
    return (
        struct.unpack(f">{len(loca) // 4}I", loca)
        if is_long
        else [2 * one for one in struct.unpack(f">{len(loca) // 2}H", loca)]
    )


def _with_components(glyf: bytes, offsets: Collection[int], kept: set[int]) -> set[int]:
    """With the glyphs of which others are put together."""
    starts, found, waiting = list(offsets), set(kept), list(kept)
    while waiting:
        glyph = waiting.pop()
        new = set(_components(glyf[starts[glyph] : starts[glyph + 1]])) - found
        found |= new
        waiting += new
    return found


def _components(outline: bytes) -> Iterator[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, COMPOSITE_MORE
    while flags & COMPOSITE_MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield glyph
        at += 8 if flags & COMPOSITE_WORDS else 6
        at += sum(size for flag, size in SCALES.items() if flags & flag)


def _outlines(glyf: bytes, offsets: Collection[int], kept: set[int]) -> tuple[bytes, bytes]:
    starts, made, places = list(offsets), bytearray(), [0]
    for glyph in range(len(starts) - 1):
        if glyph in kept:
            made += _even(glyf[starts[glyph] : starts[glyph + 1]], 4)
        places.append(len(made))
    return bytes(made), struct.pack(f">{len(places)}I", *places)


def _variations(tables: Tables, kept: set[int]) -> bytes:
    gvar = tables["gvar"]
    axes, shared_count, shared_at, count, flags, data_at = struct.unpack_from(">4xHHIHHI", gvar)
    size, unit = ("I", 1) if flags & 1 else ("H", 2)
    starts = struct.unpack_from(f">{count + 1}{size}", gvar, 20)
    peaks = [struct.unpack_from(f">{axes}h", gvar, shared_at + 2 * axes * at) for at in range(shared_count)]
    weight = _axes(tables["fvar"]).index(WEIGHED)
    made, places = bytearray(), [0]
    for glyph in range(count):
        if glyph in kept:
            piece = gvar[data_at + unit * starts[glyph] : data_at + unit * starts[glyph + 1]]
            made += _even(_of_weight(piece, peaks, weight), 2) if piece else b""
        places.append(len(made))
    head_size = 20 + 4 * len(places)
    shared = gvar[shared_at : shared_at + 2 * axes * shared_count]
    head = struct.pack(">HHHHIHHI", 1, 0, axes, shared_count, head_size, count, 1, head_size + len(shared))
    return head + struct.pack(f">{len(places)}I", *places) + shared + bytes(made)


def _axes(fvar: bytes) -> list[str]:
    start, _two, count, size = struct.unpack_from(">4xHHHH", fvar)
    return [fvar[start + size * at : start + size * at + 4].decode() for at in range(count)]


def _of_weight(piece: bytes, peaks: list[tuple[int, ...]], weight: int) -> bytes:
    """What changes with the weight alone: at the usual width nothing else of a glyph's variations counts."""
    axes, (count, data_at) = len(peaks[0]), struct.unpack_from(">HH", piece)
    at, begin = 4, data_at + (_length_of_points(piece, data_at) if count & SHARED_POINTS else 0)
    heads, bodies = bytearray(), bytearray(piece[data_at:begin])
    left = 0
    for _each in range(count & COUNT):
        length, index = struct.unpack_from(">HH", piece, at)
        own = struct.unpack_from(f">{axes}h", piece, at + 4) if index & EMBEDDED else None
        head_size = 4 + 2 * axes * (bool(index & EMBEDDED) + 2 * bool(index & INTERMEDIATE))
        peak = own or peaks[index & COUNT]
        if not any(value for axis, value in enumerate(peak) if axis != weight):
            heads += piece[at : at + head_size]
            bodies += piece[begin : begin + length]
            left += 1
        at, begin = at + head_size, begin + length
    if not left:
        return b""
    return struct.pack(">HH", (count & ~COUNT) | left, 4 + len(heads)) + bytes(heads) + bytes(bodies)


def _length_of_points(piece: bytes, start: int) -> int:
    """The bytes of a packed list of point numbers."""
    count, at = piece[start], start + 1
    if count & 0x80:
        count, at = (count & 0x7F) << 8 | piece[at], at + 1
    while count > 0:
        run = (piece[at] & 0x7F) + 1
        at += 1 + run * (2 if piece[at] & 0x80 else 1)
        count -= run
    return at - start


def _widths(tables: Tables, kept: set[int]) -> bytes:
    (wide,) = struct.unpack_from(">H", tables["hhea"], 34)
    hmtx = bytearray(tables["hmtx"])
    for glyph in range(wide):
        if glyph not in kept:
            hmtx[4 * glyph : 4 * glyph + 4] = bytes(4)
    return bytes(hmtx)


def _cmap(glyphs: dict[int, int]) -> bytes:
    """One subtable in format 12, a group for each run of characters whose glyphs follow one another."""
    groups: list[list[int]] = []
    for char, glyph in sorted(glyphs.items()):
        if groups and char == groups[-1][1] + 1 and glyph == groups[-1][2] + char - groups[-1][0]:
            groups[-1][1] = char
        else:
            groups.append([char, char, glyph])
    body = b"".join(struct.pack(">III", *group) for group in groups)
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body


def _woff(flavor: bytes, tables: Tables) -> bytes:
    packed = {tag: min(data, zlib.compress(data, 9), key=len) for tag, data in sorted(tables.items())}
    at = 44 + 20 * len(packed)  # of two of one length the table itself: that is how a reader tells them apart
    directory, body = bytearray(), bytearray()
    for tag, data in packed.items():
        whole = tables[tag]
        directory += struct.pack(">4sIIII", tag.encode(), at + len(body), len(data), len(whole), _sum(whole))
        body += _even(data, 4)
    unpacked = 12 + 16 * len(tables) + sum(len(_even(data, 4)) for data in tables.values())
    head = struct.pack(">4s4sIHHIHH20x", b"wOFF", flavor, at + len(body), len(packed), 0, unpacked, 1, 0)
    return head + bytes(directory) + bytes(body)


def _sum(data: bytes) -> int:
    even = _even(data, 4)
    return sum(struct.unpack(f">{len(even) // 4}I", even)) & 0xFFFFFFFF


def _even(data: bytes, unit: int) -> bytes:
    return data + bytes(-len(data) % unit)
