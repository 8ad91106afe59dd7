"""What is uploaded is kept in memory, up to what anybody reads of it, and never on the disk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from foundation.uploads import LARGEST
from foundation.uploads.handler import MOST_OF_A_REQUEST


def uploaded(*sizes):
    files = {f"file{n}": SimpleUploadedFile("a.txt", b"x" * size) for n, size in enumerate(sizes)}
    return RequestFactory().post("/", files).FILES


def test_file_arrives_whole():
    file = uploaded(1000)["file0"]

    assert (file.name, file.size, file.read()) == ("a.txt", 1000, b"x" * 1000)


def test_of_a_file_that_is_too_large_one_byte_more_is_kept_than_it_may_have():
    file = uploaded(LARGEST + 5000)["file0"]

    assert (file.size, len(file.read())) == (LARGEST + 5000, LARGEST + 1)


def test_many_large_files_keep_no_more_together_than_a_request_may():
    files = uploaded(*[LARGEST] * 5)

    assert sum(len(file.read()) for file in files.values()) == MOST_OF_A_REQUEST


@pytest.mark.parametrize("size", [0, 1, LARGEST])
def test_file_is_held_in_memory(size):
    assert isinstance(uploaded(size)["file0"].file, io.BytesIO)
