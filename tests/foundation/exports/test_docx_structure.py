"""What Word asks of a DOCX before it opens it without a word: each part announced, each element in its place.

Word refuses or "repairs" what stands out of the order of its schema (ECMA-376, part 1, WordprocessingML), where other
office programs look over it. The orders below are those of the schema, for the elements that we set.
"""

import io
import posixpath
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from foundation.exports.docx import write_docx
from tests.canaries.payloads import HOSTILE
from tests.foundation.exports.test_paper_files import everywhere

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "sdt": "sdtPr sdtEndPr sdtContent",
}
FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr"}
"""What stands at the head of these, where it stands in them at all."""
ONE_AFTER_ANOTHER = {"headerReference", "footerReference", "tr", "tc", "tblStylePr"}
"""What there may be several of; everything else of an ordered element stands in it once."""


@pytest.fixture(scope="module", params=["en", "ar"])
def parts(request):
    """Every part of a file with each kind of block in it, by its name; its texts are hostile."""
    blocks = [block for text in HOSTILE for block in everywhere(text, request.param).blocks]
    paper = replace(everywhere(HOSTILE[0], request.param), language=request.param, blocks=blocks)
    with zipfile.ZipFile(io.BytesIO(write_docx(paper))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def elements(parts, *names):
    for part, content in parts.items():
        if part.endswith(".xml"):
            for found in etree.fromstring(content).iter(*(WORD + name for name in names)):
                yield f"{part}: {found.tag.removeprefix(WORD)}", found


def inside(found):
    return [child.tag.removeprefix(WORD) for child in found]


@pytest.mark.parametrize("name", ORDERS)
def test_what_stands_in_an_element_stands_in_the_order_of_the_schema(parts, name):
    order = ORDERS[name].split()
    seen = [(where, inside(found)) for where, found in elements(parts, name)]

    assert seen
    for where, names in seen:
        assert names == sorted(names, key=order.index), where
        once = [one for one in names if one not in ONE_AFTER_ANOTHER]
        assert len(once) == len(set(once)), where


def test_what_describes_an_element_stands_at_its_head(parts):
    for where, found in elements(parts, *FIRST):
        names = inside(found)
        assert FIRST[found.tag.removeprefix(WORD)] not in names[1:], where


def test_each_cell_ends_with_a_paragraph_and_each_row_has_the_cells_of_its_grid(parts):
    for where, cell in elements(parts, "tc"):
        assert inside(cell)[-1] == "p", where
    for where, table in elements(parts, "tbl"):
        columns = len(table.findall(f"{WORD}tblGrid/{WORD}gridCol"))
        assert {len(row.findall(WORD + "tc")) for row in table.findall(WORD + "tr")} == {columns}, where


def test_the_section_is_the_last_of_the_body(parts):
    [(_where, body)] = elements(parts, "body")

    assert inside(body)[-1] == "sectPr"
    assert inside(body).count("sectPr") == 1


def test_the_items_of_a_list_to_choose_from_differ(parts):
    lists = [found for _where, found in elements(parts, "dropDownList")]

    assert lists
    for offered in lists:
        for told in ("value", "displayText"):
            said = [item.get(WORD + told) for item in offered]
            assert len(said) == len(set(said))


def test_every_style_that_is_named_is_there(parts):
    known = {style.get(WORD + "styleId") for _where, style in elements(parts, "style")}
    named = {found.get(WORD + "val") for _where, found in elements(parts, "pStyle", "rStyle", "tblStyle", "basedOn")}

    assert named - known == set()


def test_every_part_is_announced_and_every_relation_leads_to_one(parts):
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension").lower() for one in types if one.tag.endswith("Default")}
    named = {one.get("PartName").lstrip("/") for one in types if one.tag.endswith("Override")}

    assert named <= set(parts)
    for part in set(parts) - named - {"[Content_Types].xml"}:
        assert part.rsplit(".", 1)[-1].lower() in endings, part
    for part in filter(lambda name: name.endswith(".rels"), parts):
        folder = posixpath.dirname(posixpath.dirname(part))
        known_by = [one.get("Id") for one in etree.fromstring(parts[part])]
        assert len(known_by) == len(set(known_by)), part
        for one in etree.fromstring(parts[part]):
            assert posixpath.normpath(posixpath.join(folder, one.get("Target"))).lstrip("/") in parts, part
