"""The form as a workbook: downloaded in each language, filled in elsewhere, compared, and taken in as written."""

from datetime import date

import pytest

from reports.models import Answer
from reports.offline.manifest import manifest_of, pieces, read_manifest
from reports.offline.meaning import as_day, as_text
from reports.selectors.asked_question import AskedQuestion
from tests.factories.reports import answered
from tests.reports.offline.forms import (
    DAY,
    STATE,
    TYPED,
    Workbook,
    download,
    offered,
    stands,
    take_in,
    upload,
    url,
)

pytestmark = pytest.mark.django_db

ACTIVITY, FROM_THE_RIGHT = 1, 2
TEXTS = {
    "en": "Forty were trained.\nIn two towns.",
    "fr": "Quarante personnes formées.\nDans deux villes.",
    "ar": "تدرّب أربعون شخصًا.\nفي مدينتين.",
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_answers_of_every_kind_come_back_as_they_were_filled_in(office, draft, activity, language):
    text = TEXTS[language]
    book = Workbook(download(office, draft, language=language))
    book.fill("What was achieved?", text)
    book.fill("Was it agreed?", offered(language, "yes_no", "yes"))
    book.fill("How many were trained?", 40)
    book.fill("Where does it stand?", offered(language, "activity_status", "ongoing"))
    book.fill("Milestones", offered(language, "milestones", "reached"))
    book.fill("Milestones", date(2026, 3, 1), column=DAY)
    book.fill("Values", 12.5)
    book.fill("Projects and policies", "A training centre.")
    book.fill("Projects and policies", "A second one.", nth=1)

    shown = upload(office, draft, book.saved())
    assert (shown.status_code, stands(draft)) == (200, {})
    taken = take_in(office, draft, shown)

    assert taken.status_code == 302
    said = {code: text for (code, _item), text in stands(draft).items() if code != "projects"}
    assert said == {
        "summary": text,
        "agreed": "yes",
        "trained": "40",
        "status": "ongoing",
        "milestones": "reached 2026-03-01",
        "values": "12.5",
    }
    assert {text for (code, _item), text in stands(draft).items() if code == "projects"} == {
        "A training centre.",
        "A second one.",
    }


def test_a_file_whose_manifest_has_names_in_full_is_taken_in(office, draft, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(AskedQuestion, "name", AskedQuestion.full_name)
        book = Workbook(download(office, draft))
    book.fill("Milestones", "planned")
    book.fill("Values", 12.5)

    take_in(office, draft, upload(office, draft, book.saved()))

    assert {code: text for (code, _item), text in stands(draft).items()} == {"milestones": "planned", "values": "12.5"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_form_that_nobody_touched_changes_nothing(office, draft, focal_point, language):
    answered(draft, by=focal_point, summary="Forty.\n\n<b>=1+1</b>  \tand more", agreed="no", trained="40")

    shown = upload(office, draft, Workbook(download(office, draft, language=language)).saved())

    assert shown.status_code == 200
    assert shown.context["sections"] == []
    assert "says what stands here already" in shown.content.decode()


def test_whatever_is_typed_stays_text(office, plain_draft):
    book = Workbook(download(office, plain_draft))
    for code, typed in TYPED.items():
        book.fill(f"What of {code}?", typed)

    shown = upload(office, plain_draft, book.saved())
    page = shown.content.decode()
    take_in(office, plain_draft, shown)

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    written = {code: typed.strip() for code, typed in TYPED.items()}
    assert {code: text for (code, _item), text in stands(plain_draft).items()} == written
    again = Workbook(download(office, plain_draft))
    cells = {code: again.row(f"What of {code}?")[4] for code in TYPED}
    assert {code: (cell.data_type, cell.value) for code, cell in cells.items()} == {
        code: ("s", text) for code, text in written.items()
    }


def test_an_override_does_not_leave_the_house_and_is_no_difference_when_it_comes_back(office, draft, focal_point):
    answered(draft, by=focal_point, summary="abc\u202egpj.exe")

    content = download(office, draft)
    shown = upload(office, draft, Workbook(content).saved())

    assert Workbook(content).row("What was achieved?")[4].value == "abcgpj.exe"
    assert shown.context["sections"] == []


def test_choices_may_be_written_in_another_of_our_languages(office, draft):
    book = Workbook(download(office, draft, language="ar"))
    book.fill("Where does it stand?", f" {offered('fr', 'activity_status', 'completed').upper()} ")

    take_in(office, draft, upload(office, draft, book.saved()))

    assert stands(draft)["status", None] == "completed"


@pytest.mark.parametrize(
    ("language", "typed", "stored"),
    [
        ("en", "1 234.5", "1234.5"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("ar", "٤٠٫٥", "40.5"),
        ("en", True, None),
        ("fr", "1,234", None),
    ],
)
def test_numbers_are_read_as_the_page_reads_them_in_whichever_language_the_file_is(
    office, draft, language, typed, stored
):
    book = Workbook(download(office, draft, language=language))
    book.fill("How many were trained?", typed)

    shown = upload(office, draft, book.saved())

    assert shown.status_code == (200 if stored else 400)
    if stored:
        take_in(office, draft, shown)
        assert stands(draft)["trained", None] == stored


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (33.3333333333333, "33.333333"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (12.50, "12.5"),
        (5e-7, "0.0000005"),
        (1e40, "1" + "0" * 40),
    ],
)
def test_a_computed_number_is_read_to_the_decimals_of_an_answer(cell, read):
    assert as_text(cell, "number") == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("04/12/2026", "2026-12-04"),
        ("4.12.2026", "2026-12-04"),
        ("2026/12/4", "2026-12-04"),
        ("next week", "next week"),
    ],
)
def test_a_day_is_read_as_it_is_written_by_hand(typed, read):
    assert as_day(typed) == read


def test_rows_and_columns_may_have_moved(office, draft):
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "Forty.")
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows()]
    book.sheet.delete_rows(1, len(rows))
    for row in [*rows[:5], *reversed(rows[5:])]:
        book.sheet.append([None, *reversed(row)])

    take_in(office, draft, upload(office, draft, book.saved()))

    assert stands(draft) == {("summary", None): "Forty."}


def test_what_is_written_beside_the_form_or_where_a_state_is_chosen_is_said(office, draft):
    book = Workbook(download(office, draft))
    row = book.row("What was achieved?")[0].row
    noted = {f"J{row}": "Ask the Ministry.", f"F{row}": "next week", f"G{row}": "nearly done", "B90": "Below it."}
    for place, text in noted.items():
        book.sheet[place] = text

    told = upload(office, draft, book.saved())

    assert dict(told.context["told"].stray) == noted
    assert all(text in told.content.decode() for text in noted.values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_said_of_a_form_as_it_was_given_out(office, draft, language):
    book = Workbook(download(office, draft, language=language))
    heads = {"السؤال": "سؤال", "الشرح": "شرح"}
    for cell in book.sheet[5]:
        cell.value = heads.get(cell.value, cell.value)

    assert upload(office, draft, book.saved()).context["told"].stray == []


def test_what_is_left_out_of_the_file_stays(office, draft, focal_point):
    answered(draft, by=focal_point, summary="Stays.")
    book = Workbook(download(office, draft))
    book.sheet.delete_rows(book.row("What was achieved?")[0].row)

    shown = upload(office, draft, book.saved())

    assert shown.context["sections"] == []


def test_an_answer_emptied_in_the_file_is_a_difference_to_be_confirmed(office, draft, focal_point):
    answered(draft, by=focal_point, summary="To be taken out.")
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", None)

    shown = upload(office, draft, book.saved())
    assert "To be taken out." in shown.content.decode()
    take_in(office, draft, shown)

    assert stands(draft) == {}


def test_a_row_of_a_list_is_closed_by_its_state(office, draft, focal_point):
    book = Workbook(download(office, draft))
    book.fill("Projects and policies", "A centre.")
    take_in(office, draft, upload(office, draft, book.saved()))
    book = Workbook(download(office, draft, language="fr"))
    book.fill("Projects and policies", "clos", column=STATE)

    take_in(office, draft, upload(office, draft, book.saved()))

    assert Answer.objects.get(text="A centre.").is_closed


def test_what_looks_like_a_number_of_a_character_comes_back_as_it_was_written(office, draft, focal_point):
    words = "Annex_x0041_b, _xABCD_ and x005F_"
    answered(draft, by=focal_point, summary=words)

    shown = upload(office, draft, Workbook(download(office, draft)).saved())

    assert shown.context["sections"] == []


def test_nothing_in_what_a_file_is_known_by_can_be_read_as_a_number_of_a_character(draft):
    manifests = [manifest_of(draft, "en", {f"answer-{number}": number}) for number in range(20)]

    assert not any("_" in piece for one in manifests for piece in pieces(one.signed()))
    assert [read_manifest(pieces(one.signed())) for one in manifests] == manifests
    assert read_manifest([manifests[0].signed()]) == manifests[0]


def test_the_same_file_twice_adds_nothing_twice(office, draft):
    book = Workbook(download(office, draft))
    book.fill("Projects and policies", "A centre.")
    take_in(office, draft, upload(office, draft, book.saved()))

    shown = upload(office, draft, book.saved())

    assert shown.context["sections"] == []


def test_only_the_answers_may_be_changed_and_arabic_begins_at_the_right(office, draft):
    book = Workbook(download(office, draft, language="ar"))
    row = book.row("What was achieved?")

    activity = book.row("Where does it stand?")[ACTIVITY]

    assert book.sheet.sheet_view.rightToLeft
    assert activity.value.isascii()
    assert activity.alignment.readingOrder == FROM_THE_RIGHT
    assert book.sheet.protection.sheet
    assert [cell.protection.locked for cell in row] == [True, True, True, True, False, True, True, True]
    assert [sheet.sheet_state for sheet in book.book.worksheets] == ["visible", "veryHidden"]


def test_the_file_is_never_kept_by_a_browser_and_its_name_says_what_it_is(office, draft):
    answer = office.get(url("form-file", draft, language="fr", kind="xlsx"))

    assert "no-store" in answer["Cache-Control"]
    assert f"{draft.party.code}-fr.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize(("language", "kind"), [("de", "xlsx"), ("en", "xls")])
def test_other_languages_and_kinds_are_not_there(office, draft, language, kind):
    assert office.get(url("form-file", draft, language=language, kind=kind)).status_code == 404
