"""Takes what is uploaded into memory and no more of it than is read: nothing of an upload is ever on the disk."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from foundation.uploads.kinds import LARGEST

MOST_OF_A_REQUEST = 3 * LARGEST
"""Bytes that all files of one request may keep together."""


class BoundedUploadHandler(FileUploadHandler):
    """Keeps one byte more than a file may have, so that `examine` says that it is too large; the rest is let go."""

    kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 -- Django's signature
        room = min(LARGEST + 1 - self.file.tell(), MOST_OF_A_REQUEST - self.kept)
        taken = raw_data[: max(room, 0)]
        self.file.write(taken)
        self.kept += len(taken)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as it was taken in; its size is the true one."""
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
