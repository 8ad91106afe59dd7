"""What makes two answers differ from one request to the next is taken out before they are compared, nothing else."""

import pytest

from tests.matrix.walk import normal

ADDRESS = "/api/v1/activities/7f6f3b1e-0d3c-4f0e-9a53-5b1f3f6f2c11/"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (b'<input name="csrfmiddlewaretoken" value="aB3">', b'<input name="csrfmiddlewaretoken" value="xY9">'),
        (b"asked at 2026-06-01T09:30:00.5Z", b"asked at 2026-06-01T09:31:02Z"),
        (b"whsec_MfKQ9r8GKYqr/TwjUPD8+A==", b"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
        (b"?cursor=WyJ0%3A1vYh2k%3A" + b"a" * 43, b"?cursor=WyJ0%3A1vYh9z%3A" + b"b" * 43),
        (b"no 00000000-0000-4000-8000-000000000000 here", b"no 7f6f3b1e-0d3c-4f0e-9a53-5b1f3f6f2c11 here"),
    ],
    ids=["token of a form", "moment", "secret", "second of a cursor", "uuid"],
)
def test_what_is_made_anew_makes_no_difference(here, there):
    assert normal(here, ADDRESS) == normal(there, ADDRESS)


def test_address_that_was_asked_for_makes_no_difference():
    here, there = "/admin/meetings/meeting/17/change/", "/admin/meetings/meeting/2000000001/change/"

    assert normal(f"<a href='{here}'>".encode(), here) == normal(f"<a href='{there}'>".encode(), there)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (b"There is no such object.", b"You may not read this object."),
        (b"It was held on 2026-06-01.", b"It was held on 2026-06-02."),
        (b"?cursor=WyJ0%3A1vYh2k%3A" + b"a" * 43, b"?cursor=WyJ1%3A1vYh2k%3A" + b"a" * 43),
        (b"version 3", b"version 4"),
    ],
    ids=["sentence", "day", "place of a cursor", "number"],
)
def test_what_tells_of_a_row_stays(here, there):
    assert normal(here, ADDRESS) != normal(there, ADDRESS)
