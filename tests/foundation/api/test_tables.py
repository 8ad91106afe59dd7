"""A list as a table: the whole of it, in columns, with nothing that a spreadsheet program would compute."""

import csv
import io

import openpyxl
import pytest

from tests.factories.actionplan import ActivityFactory

pytestmark = pytest.mark.django_db
ACTIVITIES = "/api/v1/activities/"


def test_csv_holds_the_whole_list_by_columns(client):
    activity = ActivityFactory(title_en="=1+1", title_ar="تدريب", domains=[2, 4])
    asked = {"plan": activity.objective.plan.uuid, "format": "csv", "fields": "uuid,title,lead,domains"}

    answer = client.get(ACTIVITIES, asked)

    head, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
    told = dict(zip(head, row, strict=True))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert head[:4] == ["uuid", "title.en", "title.fr", "title.ar"]
    assert (told["title.en"], told["title.ar"], told["lead.code"]) == ("'=1+1", "تدريب", activity.lead.code)
    assert told["domains"].startswith('[{"uuid":"')


def test_workbook_runs_from_right_to_left_in_arabic_and_computes_nothing(client):
    activity = ActivityFactory(title_en="=1+1")
    asked = {"plan": activity.objective.plan.uuid, "format": "xlsx", "fields": "code,title,milestones"}

    arabic, english = (client.get(ACTIVITIES, {**asked, "language": language}) for language in ("ar", "en"))

    sheets = [openpyxl.load_workbook(io.BytesIO(b"".join(one.streaming_content))).active for one in (arabic, english)]
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in sheets] == [True, False]
    assert [[cell.value for cell in row] for row in sheets[0].rows] == [
        ["code", "title", "milestones"],
        [activity.code, "=1+1", None],
    ]
    assert sheets[0]["B2"].data_type == "s"


def test_table_of_a_page_holds_the_rows_of_the_page(client):
    answer = client.get("/api/v1/jvap-domains/", {"format": "csv", "page_size": 2, "fields": "number"})

    assert b"".join(answer.streaming_content) == b"number\r\n1\r\n2\r\n"


@pytest.mark.parametrize("given", [{"page_size": "0"}, {"count": "5"}, {"domain": "9"}])
def test_what_a_table_does_not_offer_is_refused_in_json(given, client):
    answer = client.get(ACTIVITIES, {"format": "csv", **given})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    assert [error["attr"] for error in answer.json()["errors"]] == [*given]
