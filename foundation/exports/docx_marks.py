"""What WordprocessingML knows and python-docx does not: directions, fields, rows to fill in, a watermark, properties.

Everything given is set as text or attribute of an element, so it is escaped and never read as markup.
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from foundation.exports.paper import Said
from foundation.exports.text import inert_line

VML = "urn:schemas-microsoft-com:vml"
OFFICE = "urn:schemas-microsoft-com:office:office"
ART = "_x0000_t136"
ACROSS = (
    "position:absolute;margin-left:0;margin-top:0;width:560pt;height:32pt;rotation:318;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CUSTOM_PART = "docProps/custom.xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that a user of Word sees under Custom."""
WIDTHS_OF_FIELD = (1250, 8160)
"""Twentieths of a point: what a field is known by, and what is written in it."""


def element(tag: str, **attributes: str) -> Any:
    """`element("w:jc", val="start")`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _cell(width: int, *, is_open: bool) -> Any:
    made, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", w=str(width), type="dxa"))
    if is_open:
        borders = element("w:tcBorders")
        for side in ("top", "left", "bottom", "right"):
            borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="C4CCD4"))
        properties.append(borders)
        properties.append(element("w:shd", val="clear", color="auto", fill="FFFBEF"))
    made.append(properties)
    made.append(element("w:p"))
    return made


def _field() -> Any:
    """An empty cell is seen too: it has a frame and a ground of its own."""
    table, properties, grid, row = element("w:tbl"), element("w:tblPr"), element("w:tblGrid"), element("w:tr")
    properties.append(element("w:tblW", w=str(sum(WIDTHS_OF_FIELD)), type="dxa"))
    properties.append(element("w:tblLayout", type="fixed"))
    for part in (properties, grid, row):
        table.append(part)
    for at, width in enumerate(WIDTHS_OF_FIELD):
        grid.append(element("w:gridCol", w=str(width)))
        row.append(_cell(width, is_open=at == 1))
    return table


FIELD = _field()

AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:rPr",
    "w:sectPr",
)
"""Word reads the children of an element only in the order of its schema."""
AFTER_SHADE = ("w:tabs", "w:suppressAutoHyphens", "w:wordWrap", "w:bidi", *AFTER_BIDI)
AFTER_SIZE = ("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang")
AFTER_BOLD = ("w:i", "w:iCs", "w:caps", "w:smallCaps", "w:color", "w:spacing", "w:kern", "w:sz", "w:szCs", *AFTER_SIZE)


def direction(paragraph: Paragraph, *, rtl: bool) -> None:
    """From right to left, or explicitly not: a paragraph does not take its direction from its neighbours."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx keeps the element there
    properties.insert_element_before(element("w:bidi", val="1" if rtl else "0"), *AFTER_BIDI)


def run(paragraph: Paragraph, said: Said, *, bold: bool = False) -> Run:
    """A run with its language, and its direction where it is not the usual one."""
    added = paragraph.add_run(said.text)
    properties = added._r.get_or_add_rPr()  # noqa: SLF001 -- as above
    if bold:
        added.bold = True
        properties.append(element("w:bCs"))
    if said.rtl:
        properties.append(element("w:rtl"))
        properties.append(element("w:lang", bidi=said.language))
    else:
        properties.append(element("w:lang", val=said.language))
    return added


def fonts(style: ParagraphStyle, name: str, size: float, *, bold: bool) -> None:
    """The same face, size and weight for scripts that Word calls complex: Arabic is one of them."""
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        faces.set(qn(f"w:{slot}"), name)
    for slot in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        faces.attrib.pop(qn(f"w:{slot}"), None)
    for old in properties.findall(qn("w:szCs")) + properties.findall(qn("w:bCs")):
        properties.remove(old)
    if bold:
        properties.insert_element_before(element("w:bCs"), *AFTER_BOLD)
    properties.insert_element_before(element("w:szCs", val=str(int(size * 2))), *AFTER_SIZE)


def plain_title(style: ParagraphStyle) -> None:
    """Without the line that the usual template draws under a title."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def note(paragraph: Paragraph) -> None:
    """A ground of its own."""
    ground = element("w:shd", val="clear", color="auto", fill="F3F5F7")
    paragraph._p.get_or_add_pPr().insert_element_before(ground, *AFTER_SHADE)  # noqa: SLF001 -- as above


def section_rtl(section: Section) -> None:
    """Columns and page numbers from the right."""
    section._sectPr.insert_element_before(element("w:bidi"), "w:rtlGutter", "w:docGrid")  # noqa: SLF001 -- as above


def table_rtl(table: Table) -> None:
    """The first column at the right."""
    after = ("w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblLook")
    table._tbl.tblPr.insert_element_before(element("w:bidiVisual"), *after)  # noqa: SLF001 -- as above


def repeat_head(row: _Row) -> None:
    """Again on every page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001 -- as above


def line_below(cell: _Cell) -> None:
    """Room to sign, and the line under it."""
    borders = element("w:tcBorders")
    borders.append(element("w:bottom", val="single", sz="4", color="1B2733"))
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 -- as above
    cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = 130000


def field(paragraph: Paragraph, code: str) -> None:
    """`PAGE` or `NUMPAGES`: the only field codes there are, and none comes from outside."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("value", "1"), ("end", "")):
        holder = paragraph.add_run()._r  # noqa: SLF001 -- as above
        if kind == "value":
            holder.text = text
        elif kind:
            holder.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = element("w:instrText")
            instruction.text = text
            holder.append(instruction)


def field_to_fill(*, rtl: bool) -> tuple[Any, Any, Any]:
    """A table of one row, which every office program saves as it was: what it is known by, and room.

    Its element, and the paragraphs of the two cells. (Of content controls LibreOffice moves the line breaks away.)
    """
    made = deepcopy(FIELD)
    made.find(qn("w:tblPr")).insert(0, element("w:bidiVisual", val="1" if rtl else "0"))
    known_by, answer = made.iter(qn("w:p"))
    return made, known_by, answer


def offering(paragraph: Paragraph, choices: Sequence[tuple[str, str]]) -> None:
    """Wrap what was set into a list to choose from; what is chosen is text of the cell, list or no list."""
    control, properties, content = element("w:sdt"), element("w:sdtPr"), element("w:sdtContent")
    offered = element("w:dropDownList")
    for value, reads in choices:
        offered.append(element("w:listItem", displayText=inert_line(reads), value=value))
    properties.append(offered)
    control.append(properties)
    control.append(content)
    body = paragraph._p  # noqa: SLF001 -- as above
    content.extend(body.findall(qn("w:r")))
    body.append(control)


def watermark(paragraph: Paragraph, text: str) -> None:
    """Words across every page whose header this is, as Word itself draws them: art text along two straight lines."""
    picture = element("w:pict")
    kind = etree.SubElement(
        picture, f"{{{VML}}}shapetype", nsmap={"v": VML, "o": OFFICE}, id=ART, coordsize="21600,21600"
    )
    kind.set(f"{{{OFFICE}}}spt", "136")
    kind.set("path", "m,l21600,m,21600l21600,21600e")
    etree.SubElement(kind, f"{{{VML}}}path", textpathok="t")
    etree.SubElement(kind, f"{{{VML}}}textpath", on="t", fitshape="t")
    shape = etree.SubElement(picture, f"{{{VML}}}shape", id="PowerPlusWaterMarkObject1", type=f"#{ART}", alt=text)
    shape.set("style", ACROSS)
    shape.set("fillcolor", "#1B2733")
    shape.set("stroked", "f")
    etree.SubElement(shape, f"{{{VML}}}fill", opacity=".1")
    etree.SubElement(shape, f"{{{VML}}}textpath", style="font-family:'Noto Sans';font-weight:bold", string=text)
    paragraph.add_run()._r.append(picture)  # noqa: SLF001 -- as above


def with_custom_properties(content: bytes, properties: Sequence[tuple[str, str]]) -> bytes:
    """The archive with its invisible properties, which python-docx cannot write."""
    if not properties:
        return content
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, _announced(name, source.read(name)))
        archive.writestr(CUSTOM_PART, _custom(properties))
    return target.getvalue()


def _announced(name: str, member: bytes) -> bytes:
    if name not in {"[Content_Types].xml", "_rels/.rels"}:
        return member
    root = etree.fromstring(member)
    space = root.nsmap[None]
    if name == "_rels/.rels":
        found = {"Id": "rIdCustom", "Type": CUSTOM_RELATION, "Target": CUSTOM_PART}
        etree.SubElement(root, f"{{{space}}}Relationship", found)
    else:
        etree.SubElement(root, f"{{{space}}}Override", {"PartName": f"/{CUSTOM_PART}", "ContentType": CUSTOM_TYPE})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _custom(properties: Sequence[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={None: CUSTOM, "vt": VALUES})
    for number, (name, value) in enumerate(properties, start=2):
        held = etree.SubElement(root, f"{{{CUSTOM}}}property", fmtid=FORMAT_ID, pid=str(number), name=name)
        etree.SubElement(held, f"{{{VALUES}}}lpwstr").text = inert_line(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
