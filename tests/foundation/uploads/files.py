"""Files as people and attackers make them: whole ones of each kind, and ones that would do more than be read."""

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
import openpyxl

from foundation.uploads.kinds import XLSX

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MEGABYTE = 1024 * 1024
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_file(text="Answers"):
    made = docx.Document()
    made.add_paragraph(text)
    return _saved(made)


def xlsx_file(value="Answers"):
    made = openpyxl.Workbook()
    made.active.append([value])
    return _saved(made)


def pdf_file(inside=b""):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def png_file():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def with_parts(content, parts, *, without=()):
    """An office file with more parts, or other ones."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return made.getvalue()


def part_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


@cache
def zip_bomb(megabytes=70):
    """A few hundred kilobytes that unpack to more than anybody reads."""
    return with_parts(docx_file(), {"word/media/image1.xml": b"0" * (megabytes * MEGABYTE)})


def lying_bomb(megabytes=70):
    """The same, with a directory that says the part is small."""
    bomb = bytearray(zip_bomb(megabytes))
    size = struct.pack("<I", megabytes * MEGABYTE)
    while (found := bomb.find(size)) >= 0:
        bomb[found : found + 4] = struct.pack("<I", 10)
    return bytes(bomb)


def swelling_part(megabytes=70):
    """A workbook whose first part has the size and the checksum it claims; behind it the zeros go on."""
    said = b"<Types><Override ContentType='" + XLSX.declares + b"'/></Types>"
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = (
        packed.compress(said) + b"".join(packed.compress(b"\0" * MEGABYTE) for _ in range(megabytes)) + packed.flush()
    )
    name = b"[Content_Types].xml"
    sizes = (8, 0, 0, zlib.crc32(said), len(body), len(said), len(name), 0)
    file = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, *sizes) + name + body
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, *sizes, 0, 0, 0, 0, 0) + name
    return file + entry + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(file), 0)


def packed_as(method):
    """A whole document, packed in a way that no office program uses."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_file())) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


def encrypted_package():
    """An ordinary ZIP whose parts say that they are encrypted."""
    content = bytearray(docx_file())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def relation(kind):
    """One relation of a part to an address outside the package."""
    leads = f'Type="{TYPES}/{kind}" Target="http://192.0.2.1/t" TargetMode="External"'
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}"><Relationship Id="r1" {leads}/></Relationships>'


def external_template():
    """A document that fetches its template from elsewhere when it is opened."""
    return with_parts(docx_file(), {"word/_rels/settings.xml.rels": relation("attachedTemplate")})


def hyperlinked():
    return with_parts(docx_file(), {"word/_rels/footnotes.xml.rels": relation("hyperlink")})


def entity_bomb(code="utf-8"):
    """Ten entities that each name the one before ten times."""
    entities = '<!ENTITY e0 "lol">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0" encoding="{code}"?><!DOCTYPE d [{entities}]><d>&e9;</d>'
    return with_parts(docx_file(), {"customXml/item1.xml": text.encode(code)})


def _saved(made):
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
