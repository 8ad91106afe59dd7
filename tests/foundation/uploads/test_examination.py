"""Whole files of each kind are taken; whatever could do more than be read is refused in a sentence."""

import tracemalloc
import zipfile

import pytest

from foundation.errors import RuleBroken
from foundation.uploads import KINDS, LARGEST, examine
from foundation.uploads import examination as said
from foundation.uploads import packages as told
from foundation.uploads.kinds import DOCX, PDF
from tests.foundation.uploads import files


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("answers.docx", files.docx_file),
        ("answers.XLSX", files.xlsx_file),
        ("letter.pdf", files.pdf_file),
        ("map.png", files.png_file),
        ("photo.jpeg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 64 + b"\xff\xd9"),
        ("note.txt", "رسالة".encode),
        ("linked.docx", files.hyperlinked),
    ],
)
def test_whole_file_is_taken_as_what_it_is(name, make):
    content = make()

    taken = examine(content, name=name)

    assert (taken.content, taken.kind.extension) == (content, name.lower().rsplit(".")[-1].replace("jpeg", "jpg"))


UNKNOWN_CHARSET = {"customXml/_rels/item1.xml.rels": b"<?xml version='1.0' encoding='nobody-1'?><Relationships/>"}
REFUSED = [
    ("empty", "a.txt", b"", said.EMPTY),
    ("larger than 10 MB", "a.txt", b"x" * (LARGEST + 1), said.TOO_LARGE),
    ("zip bomb", "a.docx", files.zip_bomb, told.TOO_MUCH_INSIDE),
    ("zip bomb whose directory lies", "a.docx", files.lying_bomb, told.DAMAGED),
    ("packed as BZIP2", "a.docx", files.packed_as(zipfile.ZIP_BZIP2), told.DAMAGED),
    ("packed as LZMA", "a.docx", files.packed_as(zipfile.ZIP_LZMA), told.DAMAGED),
    ("character set nobody knows", "a.docx", files.with_parts(files.docx_file(), UNKNOWN_CHARSET), told.DAMAGED),
    ("macros", "a.docx", files.with_parts(files.docx_file(), {"word/vbaProject.bin": b"x"}), told.HAS_MACROS),
    ("macro sheet", "a.xlsx", files.with_parts(files.xlsx_file(), {"xl/macrosheets/s.xml": b"<x/>"}), told.HAS_MACROS),
    ("embedded object", "a.docx", files.with_parts(files.docx_file(), {"word/embeddings/o": b"x"}), told.HAS_OBJECTS),
    ("ending that lies", "a.docx", files.xlsx_file(), told.NOT_OF_ITS_KIND),
    ("program with the ending of a PDF", "a.pdf", b"MZ\x90\0", told.NOT_OF_ITS_KIND),
    ("page with the ending of a picture", "a.png", b"<html><script>", told.NOT_OF_ITS_KIND),
    ("template from elsewhere", "a.docx", files.external_template(), told.HAS_LINKS),
    ("other sheets", "a.xlsx", files.with_parts(files.xlsx_file(), {"xl/externalLinks/e": b"<x/>"}), told.HAS_LINKS),
    ("behind a password", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, told.LOCKED),
    ("encrypted parts", "a.docx", files.encrypted_package(), told.LOCKED),
    ("cut off", "a.docx", files.docx_file()[:-200], told.DAMAGED),
    ("entities", "a.docx", files.entity_bomb(), told.HAS_ENTITIES),
    ("entities in another encoding", "a.docx", files.entity_bomb("utf-16"), told.HAS_ENTITIES),
    ("a part outside the package", "a.docx", files.with_parts(files.docx_file(), {"../x.xml": b"<x/>"}), told.DAMAGED),
    ("PDF cut off", "a.pdf", files.pdf_file()[:-10], told.DAMAGED),
    ("PDF behind a password", "a.pdf", files.pdf_file(b"/Encrypt 5 0 R"), told.LOCKED),
    ("PDF with a script", "a.pdf", files.pdf_file(b"/OpenAction << /S /JavaScript /JS (x) >>"), said.IS_ACTIVE),
    ("PDF with a script in disguise", "a.pdf", files.pdf_file(b"/S /J#61vaScript"), said.IS_ACTIVE),
    ("picture cut off", "a.png", files.png_file()[:-12], told.DAMAGED),
    ("text that is none", "a.txt", b"a\0b", told.NOT_OF_ITS_KIND),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_hostile_file_is_refused_in_a_sentence(name, content, sentence):
    with pytest.raises(RuleBroken) as refused:
        examine(content() if callable(content) else content, name=name)

    assert (refused.value.field, str(refused.value)) == ("content", str(sentence))


def test_part_that_goes_on_behind_its_size_is_never_unpacked_at_once():
    bomb = files.swelling_part(megabytes=70)
    tracemalloc.start()

    examine(bomb, name="a.xlsx")

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * files.MEGABYTE


def test_kinds_that_a_form_does_not_take_are_named():
    with pytest.raises(RuleBroken, match="These are: DOCX, PDF"):
        examine(b"x", name="a.exe", allowed=(DOCX, PDF))


def test_name_without_an_ending_is_refused():
    with pytest.raises(RuleBroken):
        examine(files.pdf_file(), name="letter")


def test_every_kind_has_an_ending_of_its_own():
    assert len({kind.extension for kind in KINDS.values()}) == len(KINDS)
