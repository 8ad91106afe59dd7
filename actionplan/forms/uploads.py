"""What is asked of a source, and the form that takes a table of what it says, one activity in each row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import SourceSystem
from actionplan.selectors.proposals import KEY
from actionplan.selectors.table import HEADS, InWords, Known, in_words, known_codes, row_of_cells
from foundation.errors import RuleBroken
from foundation.forms import StepForm, WorkbenchForm
from foundation.imports import Line
from foundation.inputs import FILE_FIRST
from foundation.uploads.examination import examine
from foundation.uploads.kinds import KINDS, XLSX
from foundation.uploads.tables import Row, rows_of_table
from foundation.wording import apart, localnumber

TABLES = (XLSX, KINDS["text/csv"])
MOST_TOLD = 20
"""Faults that are told at once."""


class SourceForm(WorkbenchForm):
    """A source of activities."""

    class Meta:
        model = SourceSystem
        fields = ("code", "name", "client")
        help_texts = {
            "code": gettext_lazy("A short name in Latin letters and hyphens. Activities that are taken up bear it."),
            "name": gettext_lazy("What it is called, for its readers here."),
        }


class UploadForm(StepForm):
    """A table; what it may say, and how, is told beside it."""

    content = forms.FileField(
        label=gettext_lazy("table"),
        help_text=gettext_lazy("XLSX or CSV in UTF-8, 10 MB and 2,000 rows at most. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind.extension}" for kind in TABLES)}),
        allow_empty_file=True,
        error_messages=FILE_FIRST,
    )

    @property
    def refused_file(self) -> str:
        """The name of the file that was not taken: no browser lets a page choose it again."""
        upload = self.files.get("content")
        return PurePath(upload.name or "").name if upload is not None and self.errors else ""

    @cached_property
    def known(self) -> list[Known]:
        """What the columns take by code."""
        return known_codes(self.actor)

    @property
    def columns(self) -> list[InWords]:
        """The columns in words."""
        return in_words(self.actor, self.known)

    def clean_content(self) -> UploadedFile:
        """The rows under the heads, if the file may be read at all."""
        upload: UploadedFile = self.cleaned_data["content"]
        try:
            file = examine(upload.read(), name=PurePath(upload.name or "").name, allowed=TABLES)
            first, *rows = rows_of_table(file) or [Row(1, [])]
        except RuleBroken as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        heads = [_as_head(cell) for cell in first.cells]
        if KEY not in heads or not rows:
            raise forms.ValidationError(
                _("Write external_id and other columns into the first row, and activities below.")
            )
        if wrong := [*_faults_of_heads(heads, first), *_faults_of_cells(heads, rows)]:
            raise forms.ValidationError(wrong[:MOST_TOLD])
        self.lines = [Line(row.number, row_of_cells(heads, row.cells)) for row in rows]
        return upload

    def clean(self) -> dict[str, Any]:
        """The keyword of the service."""
        super().clean()
        return {} if self.errors else {"lines": self.lines}


def _as_head(cell: str) -> str:
    """`External ID` is meant as `external_id`."""
    return "_".join(cell.casefold().split())


def _faults_of_heads(heads: Sequence[str], row: Row) -> Iterator[str]:
    """Columns that nobody knows, and those that stand there twice."""
    told = {"row": localnumber(row.number)}
    for head, written in zip(heads, row.cells, strict=True):
        if head and head not in HEADS:
            yield _("Row %(row)s: no column is called “%(head)s”. Take one of those below, or leave it out.") % {
                **told,
                "head": apart(written[:60]),
            }
    for head, times in Counter(heads).items():
        if head in HEADS and times > 1:
            yield _("Row %(row)s: more than one column is called “%(head)s”. Keep one.") % {**told, "head": apart(head)}


def _faults_of_cells(heads: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """Values that stand under no column: often a text was parted where it holds a comma."""
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell and not (place < len(heads) and heads[place]):
                yield _(
                    "Row %(row)s: “%(value)s” stands under no column. Name its column in the first row; in a CSV file,"
                    " put a text that holds the separator between quotation marks."
                ) % {"row": localnumber(row.number), "value": apart(cell[:60])}
                break
