"""One way in for every kind of form that comes back."""

from collections.abc import Callable, Mapping

from foundation.uploads import Examined
from foundation.uploads.kinds import DOCX, XLSX, Kind
from reports.offline.found import Filled
from reports.offline.reading_document import read_document
from reports.offline.reading_workbook import read_workbook

READERS: Mapping[Kind, Callable[[bytes], Filled]] = {XLSX: read_workbook, DOCX: read_document}
TAKEN = tuple(READERS)
"""The kinds of files in which a form comes back."""


def read_filled(file: Examined) -> Filled:
    """What was filled in. Raises `RuleBroken` with the reason where nothing can be taken from the file."""
    return READERS[file.kind](file.content)
