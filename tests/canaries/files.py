"""What a person reads in a file: PDF, DOCX and XLSX are compressed, so a search for planted words must open them first.

Written for the files that this house makes. Whatever looks like text is taken: too much is better than too little.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import fromstring

STREAM = re.compile(rb"(\d+) 0 obj\s*<<((?:(?!endobj).)*?)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"(\d+) 0 obj\s*<</Type/Font/Subtype/Type0.*?/ToUnicode (\d+) 0 R", re.DOTALL)
PAGE = re.compile(rb"/Type/Page\b(?:(?!endobj).)*?>>\s*endobj", re.DOTALL)
TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|/ActualText|<([0-9A-Fa-f]+)>|\\.|[()]", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of_file(content: bytes) -> str:
    """The text of a PDF, DOCX or XLSX, without the breaks of its lines; nothing for other bytes."""
    if content.startswith(b"%PDF-"):
        return "".join(_pdf(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        return "\n".join(_archive(content))
    return ""


def _archive(content: bytes) -> Iterator[str]:
    """Every text and every attribute of every member: properties, comments and names of sheets among them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            if name.endswith((".xml", ".rels", ".vml")):
                root = fromstring(archive.read(name))
                yield "".join(root.itertext())
                yield from (value for node in root.iter() for value in node.attrib.values())


def _pdf(content: bytes) -> Iterator[str]:
    streams = {int(number): unpacked(raw) for number, _entries, raw in STREAM.findall(content)}
    fonts = {int(number): _letters(streams[int(table)]) for number, table in FONT.findall(content)}
    for match in PAGE.findall(content):
        page = _first(rb"/Contents (\d+) 0 R", match)
        named = _fonts_of(content, match)
        yield from _said(streams[page], {name: fonts[number] for name, number in named.items() if number in fonts})
    for title in re.findall(rb"/(?:Title|Author|Subject|Keywords|Alt|ActualText)\s*\(((?:\\.|[^\\)])*)\)", content):
        yield _plain(title).decode("latin-1") + "\n"


def unpacked(raw: bytes) -> bytes:
    """Whole, even where the check sum ends in a carriage return that the pattern takes for an end of line."""
    try:
        return zlib.decompressobj().decompress(raw)
    except zlib.error:
        return raw


def _first(pattern: bytes, where: bytes) -> int:
    found = re.search(pattern, where)
    assert found, "a PDF of another make: teach tests/canaries/files.py to read it"
    return int(found.group(1))


def _fonts_of(content: bytes, page: bytes) -> dict[bytes, int]:
    number = _first(rb"/Resources (\d+) 0 R", page)
    resources = content.split(b"\n%d 0 obj" % number, 1)[1].split(b"endobj", 1)[0]
    return {name: int(font) for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}


def _letters(table: bytes) -> dict[int, str]:
    """Glyph -> letters, out of the table that lets a reader copy text."""
    letters: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, said in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            letters[int(glyph, 16)] = bytes.fromhex(said.decode()).decode("utf-16-be", "replace")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, said in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            for step in range(int(high, 16) - int(low, 16) + 1):
                letters[int(low, 16) + step] = chr(int(said, 16) + step)
    return letters


def _said(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    letters: dict[int, str] = {}
    for name, shown in _shown(stream):
        if name:
            letters = fonts.get(name, {})
            continue
        said = "".join(letters.get(int.from_bytes(shown[at : at + 2], "big"), "") for at in range(0, len(shown), 2))
        yield said.replace("\u200b", "")
    yield "\n"


def _shown(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each choice of a font, and each row of glyphs: between the outermost of its brackets, or in hexadecimal.

    A string after ActualText is no row of glyphs: it says in letters what the glyphs after it say.
    """
    depth, began, spelt = 0, 0, False
    for token in TOKEN.finditer(stream):
        found = token.group()
        if found == b"(":
            depth += 1
            began = began if depth > 1 else token.end()
            continue
        if found == b")":
            depth -= 1
        if depth > 0:
            continue
        if found == b"/ActualText":
            spelt = True
        elif token.group(1):
            yield token.group(1), b""
        elif not spelt:
            yield (
                b"",
                bytes.fromhex(token.group(2).decode()) if token.group(2) else _plain(stream[began : token.start()]),
            )
        else:
            spelt = False


def _plain(shown: bytes) -> bytes:
    return ESCAPED.sub(lambda found: _escaped(found.group(1)), shown)


def _escaped(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() and len(code) == 3 else NAMED.get(code, code)
