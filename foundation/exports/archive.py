"""Office files are zip archives that carry the clock of the machine: packed again, the same content gives one file."""

import io
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip archive can name."""


def packed_again(content: bytes) -> bytes:
    """The same members in the same order, without the time of packing or the rights of a file system."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in source.namelist():
            archive.writestr(zipfile.ZipInfo(name, date_time=EARLIEST), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
