"""Office files are ZIP packages: unpacked here within bounds, and refused when they could do more than be read.

What is looked for: packages that swell (zip bombs), damage, encryption, macros, embedded objects, links that are
followed on opening, and XML that declares entities (ECMA-376 and OpenDocument 1.3 need none of these for a form).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.uploads.kinds import Kind

MOST_PARTS = 2_000
LARGEST_UNPACKED = 60 * 1024 * 1024
LARGEST_RELATIONS = 1024 * 1024
CHUNK = 64 * 1024
ENCRYPTED = 0x1
MACROS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "basic/", "scripts/")
OBJECTS = ("/embeddings/", "/activex/", "/ctrlprops/", "objectreplacements/")
LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
DECLARATIONS = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY", "<!doctype", "<!entity")
    for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)
LONGEST_DECLARATION = max(map(len, DECLARATIONS))
PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""All that office files are packed with. The library unpacks what was packed by other methods without any bound."""
HARMLESS = "/hyperlink"
"""A relation of this type is followed only when somebody clicks on it."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ET.ParseError, ValueError, LookupError)
"""What the libraries raise for a damaged package; `LookupError` for a part in a character set nobody knows."""

DAMAGED = _("The file is damaged or incomplete: save it again in the program it was made with.")
TOO_MUCH_INSIDE = _("The file unpacks to more than this system reads. Remove pictures or sheets that are not needed.")
LOCKED = _("The file is protected by a password. Save it without one.")
HAS_MACROS = _("The file holds macros. Save it as an ordinary document without macros.")
HAS_OBJECTS = _("The file holds embedded objects. Remove them, or attach them as files of their own.")
HAS_LINKS = _("The file draws on other files or addresses when it is opened. Remove these links.")
HAS_ENTITIES = _("The file holds declarations that ordinary documents do not need. Save it again in another program.")
NOT_OF_ITS_KIND = _(
    "The content of the file is not what the ending of its name says. Open it and save it again as a file of that "
    "kind, or choose another file."
)


def check_package(content: bytes, kind: Kind) -> None:
    """Raise `RuleBroken` with what to do, unless the package is whole, of its kind and harmless. Keeps nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_names(package.infolist())
            _check_parts(package, kind)
    except UNREADABLE as error:
        raise RuleBroken(DAMAGED, field="content") from error


def read_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part of a checked package. Asked for it at once, the library unpacks all there is, whatever size is said."""
    return b"".join(_chunks(package, part))


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise RuleBroken(LOCKED, field="content")
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise RuleBroken(TOO_MUCH_INSIDE, field="content")
    if any(part.compress_type not in PACKED_AS for part in parts):
        raise RuleBroken(DAMAGED, field="content")
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise RuleBroken(DAMAGED, field="content")
    for marks, sentence in ((MACROS, HAS_MACROS), (OBJECTS, HAS_OBJECTS), (LINKS, HAS_LINKS)):
        if any(mark in f"/{name}" if mark.startswith("/") else mark in name for name in names for mark in marks):
            raise RuleBroken(sentence, field="content")


def _check_parts(package: zipfile.ZipFile, kind: Kind) -> None:
    unpacked, declared = 0, b""
    for part in package.infolist():
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        for chunk in _chunks(package, part):
            unpacked += len(chunk)
            if unpacked > LARGEST_UNPACKED:
                raise RuleBroken(TOO_MUCH_INSIDE, field="content")
        if is_xml:
            _check_declarations(package, part)
        if part.filename in {"[Content_Types].xml", "mimetype"}:
            declared += read_part(package, part)[:LARGEST_RELATIONS]
        if part.filename.lower().endswith(".rels"):
            _check_relations(package, part)
    if b"macroenabled" in declared.lower():
        raise RuleBroken(HAS_MACROS, field="content")
    if kind.declares not in declared:
        raise RuleBroken(NOT_OF_ITS_KIND, field="content")


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _check_declarations(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Entities are declared before the first element, but the whole part is looked through: parsers differ."""
    tail = b""
    for chunk in _chunks(package, part):
        window = tail + chunk
        if any(word in window for word in DECLARATIONS):
            raise RuleBroken(HAS_ENTITIES, field="content")
        tail = window[-LONGEST_DECLARATION:]


def _check_relations(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > LARGEST_RELATIONS:
        raise RuleBroken(TOO_MUCH_INSIDE, field="content")
    for relation in ET.fromstring(read_part(package, part)):  # noqa: S314 -- entities were refused above
        external = relation.get("TargetMode", "").lower() == "external"
        if external and not relation.get("Type", "").endswith(HARMLESS):
            raise RuleBroken(HAS_LINKS, field="content")
