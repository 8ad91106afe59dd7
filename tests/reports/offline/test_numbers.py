"""The same number, however it is typed and through whichever door it comes, is kept in one writing."""

import pytest

from reports.models import Answer
from tests.factories.reports import fresh
from tests.posted import of_portal
from tests.reports.offline.forms import Letter, Workbook, download, named, stands, take_in, upload, url

pytestmark = pytest.mark.django_db
TYPED = {"-0": "0", "00012": "12", "+5": "5", "1 234,5": "1234.5", "٠٠١٢٫٥٠": "12.5"}
"""As it is typed, and as it is kept."""
QUESTION = "How many were trained?"


def on_the_page(office, draft, typed):
    page = office.get(url("form", draft))
    office.post(url("form", draft), {**of_portal(page), named(draft, "trained"): typed})


def in_a_workbook(office, draft, typed):
    book = Workbook(download(office, draft))
    book.fill(QUESTION, typed)
    take_in(office, draft, upload(office, draft, book.saved()))


def in_a_letter(office, draft, typed):
    letter = Letter(download(office, draft, kind="docx"))
    letter.fill(QUESTION, typed)
    take_in(office, draft, upload(office, draft, letter.saved(), name="form.docx"))


def over_the_api(office, draft, typed):
    question = draft.round.state_template.sections.get(code="general").questions.get(code="trained")
    body = {"contribution": str(draft.uuid), "question": str(question.uuid), "text": typed}
    headers = {"idempotency-key": typed.encode().hex()}
    office.post("/api/v1/answers/", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("door", [on_the_page, in_a_workbook, in_a_letter, over_the_api])
@pytest.mark.parametrize(("typed", "kept"), TYPED.items())
def test_a_number_is_kept_in_one_writing_through_every_door(office, draft, door, typed, kept):
    door(office, draft, typed)

    assert stands(draft) == {("trained", None): kept}


@pytest.mark.parametrize("door", [in_a_workbook, in_a_letter])
def test_the_same_number_written_otherwise_in_a_file_is_no_difference(office, draft, door):
    on_the_page(office, draft, "12,5")

    door(office, draft, "+012.50")

    assert Answer.objects.get(contribution=fresh(draft), question__code="trained").version == 1
