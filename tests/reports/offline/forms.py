"""A form on its way through somebody's office: downloaded, filled in by another program, uploaded, taken in."""

import io

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from foundation.errors import RuleBroken
from foundation.uploads import examine
from reports.models import Answer
from reports.offline import marks
from reports.offline.reading import TAKEN, read_filled
from reports.selectors.asked import asked_sections
from tests.bounded import within
from tests.canaries.payloads import FORMULAS, MARKUP
from tests.factories.reports import fresh

ANSWER, DAY, STATE, REFERENCE = 5, 6, 7, 8
"""Columns of the sheet of answers."""
TYPED = {f"typed_{number}": text for number, text in enumerate((*FORMULAS, *MARKUP), start=10)}
"""What somebody types that another program would run, by the code of the question it answers."""


def url(name, contribution, **more):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more})


def download(client, contribution, *, language="en", kind="xlsx"):
    answer = client.get(url("form-file", contribution, language=language, kind=kind))
    assert answer.status_code == 200
    return answer.content


def upload(client, contribution, content, name="form.xlsx"):
    return client.post(url("offline", contribution), {"content": SimpleUploadedFile(name, content)})


def refused_within_bounds(content, name):
    """Why nothing is taken from these bytes, said by a child that has two seconds and 200 MB."""

    def said():
        try:
            read_filled(examine(content, name=name, allowed=TAKEN))
        except RuleBroken as refused:
            return str(refused)
        return "taken"

    return within(said, seconds=2, megabytes=200)


def as_shown(response, **instead):
    """The difference page as the browser would post it back."""
    values = dict(response.context["form"].data.items())
    return values | instead


def take_in(client, contribution, response, **instead):
    return client.post(url("take-in", contribution), as_shown(response, **instead))


def named(contribution, code, activity=None, item=None):
    """The name of the field under a question."""
    items = [one for section in asked_sections(fresh(contribution)) for one in section.questions]
    return next(
        one.name for one in items if one.question.code == code and one.activity == activity and item in {None, one.item}
    )


def stands(contribution):
    """What is stored, by the code of the question."""
    rows = Answer.objects.filter(contribution=contribution).exclude(text="")
    return {(row.question.code, row.item): row.text for row in rows.select_related("question")}


def offered(language, kind, value):
    """The word for a value, as a file in this language offers it."""
    with override(language):
        return dict(marks.offered(kind))[value]


class Workbook:
    """A workbook as somebody fills it in."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet = self.book.worksheets[0]

    def row(self, question, nth=0):
        """The row of a question, by what is asked in it."""
        rows = [row for row in self.sheet.iter_rows() if question in str(row[2].value or "") and row[7].value]
        return rows[nth]

    def fill(self, question, text, *, nth=0, column=ANSWER):
        """As typed: what begins with `=` stays the text that was typed."""
        cell = self.row(question, nth)[column - 1]
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"
        return cell.coordinate

    def saved(self):
        made = io.BytesIO()
        self.book.save(made)
        return made.getvalue()


class Letter:
    """A document as somebody fills it in."""

    def __init__(self, content):
        self.document = docx.Document(io.BytesIO(content))
        self.content = content

    def fields(self, question):
        """The tags under a question, in order: each stands in the first cell of the row after it."""
        asked, found = "", []
        for block in self.document.element.body:
            if block.tag == qn("w:p"):
                asked = Paragraph(block, None).text
            elif block.tag == qn("w:tbl") and question in asked:
                found.append(_texts(block)[0])
        return found

    def row(self, tag):
        """The row in which this tag stands."""
        return next(row for row in self.document.element.body.iter(qn("w:tr")) if _texts(row)[0] == tag)

    def write(self, tag, text):
        """Paragraph by paragraph, as Word leaves it."""
        cell = self.row(tag).findall(qn("w:tc"))[1]
        for old in cell.findall(qn("w:p")):
            cell.remove(old)
        for line in text.split("\n"):
            paragraph = OxmlElement("w:p")
            cell.append(paragraph)
            Paragraph(paragraph, None).add_run(line)

    def fill(self, question, text, *, nth=0):
        tag = self.fields(question)[nth]
        self.write(tag, text)
        return tag

    def read(self, question, nth=0):
        return "".join(_texts(self.row(self.fields(question)[nth]))[1:])

    def saved(self):
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()


def _texts(block):
    """Cell by cell."""
    return ["".join(one.text or "" for one in cell.iter(qn("w:t"))) for cell in block.iter(qn("w:tc"))]
