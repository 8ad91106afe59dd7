"""Partner systems send many activities in one call: whole or row by row, and are told what became of each row."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize, NoMoreData

from actionplan.api.proposed import ActivitySent, DescriptionSent, TitleSent
from actionplan.models import ActivityProposal
from actionplan.selectors.proposals import columns_for
from foundation.api.writes.stream import MEGABYTE, NDJSON
from foundation.ledger.models import LedgerEntry
from integrations.models import ApiClient
from integrations.services.clients import issue_key, save_client
from tests.factories.parties import actor, person
from tests.factories.pieces import Pieces
from tests.factories.proposals import proposed, row, sent, source_called

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/proposals/"
YEAR = timezone.timedelta(days=365)


def partner(*grants, name="JVAP"):
    """A partner system with a key that opens this."""
    who, now = actor("secretariat_officer"), timezone.now()
    made = save_client(ApiClient(name=name, grants=list(grants)), actor=who, version=None, creating=True)
    made.key = issue_key(made, actor=who, version=made.version, expires_at=now + YEAR / 2, now=now)
    return made


@pytest.fixture
def system():
    return partner("proposals.write", "*.read")


@pytest.fixture
def source(system):
    return source_called("jvap", system)


@pytest.fixture
def say(client, system, source):
    """Send lines, or bytes as they are, and read what became of them."""

    def post(*lines, key="one", kind=NDJSON, by=system, to=source.code, headers=None, **asked):
        body = lines[0] if lines and isinstance(lines[0], bytes) else "\n".join(map(json.dumps, lines))
        query = "&".join(f"{name}={value}" for name, value in {"source": to, **asked}.items())
        given = {"authorization": f"Bearer {by.key}", "idempotency-key": key, **(headers or {})}
        return client.post(f"{ADDRESS}?{query}", body, content_type=kind, headers=given)

    return post


def read(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, NDJSON), answer.content
    return [json.loads(line) for line in answer.content.splitlines()]


def refused(answer, status=400):
    assert answer.status_code == status, answer.content
    return [(error["code"], error["pointer"]) for error in answer.json()["errors"]]


# -- what becomes of rows -----------------------------------------------------------------------------------------


def test_each_row_is_told_what_became_of_it(say, source):
    first = read(say(row("1"), row("2")))
    again = read(say(row("1"), row("2", joint_with="Rabat Process"), row("3"), key="two"))

    kept = {one.external_id: str(one.uuid) for one in ActivityProposal.objects.all()}
    assert first == [
        {"row": 1, "external_id": "1", "outcome": "created", "proposal": kept["1"], "errors": []},
        {"row": 2, "external_id": "2", "outcome": "created", "proposal": kept["2"], "errors": []},
    ]
    assert [(one["outcome"], one["proposal"]) for one in again] == [
        ("unchanged", kept["1"]),
        ("changed", kept["2"]),
        ("created", kept["3"]),
    ]
    assert LedgerEntry.objects.about(source).filter(kind="source.proposals_received").count() == 2


def test_call_as_a_whole_is_refused_for_one_row_and_nothing_is_written(say):
    answer = say(row("1"), row("2", title={"en": ""}, colour="red"))

    assert refused(answer) == [("empty", "/rows/2/title/en"), ("unknown", "/rows/2/colour")]
    assert answer.json()["errors"][0]["attr"] == "rows.2.title.en"
    assert not ActivityProposal.objects.exists()
    assert read(say(row("1"), row("2")))[1]["outcome"] == "created", "a refusal is not kept under its key"


def test_call_row_by_row_writes_what_is_right(say):
    told = read(say(row("1"), row("2", colour="red"), row("1"), atomic="false"))

    assert [one["outcome"] for one in told] == ["created", "refused", "refused"]
    assert [[error["code"] for error in one["errors"]] for one in told] == [[], ["unknown"], ["repeated"]]
    assert told[1]["errors"][0]["pointer"] == "/rows/2/colour"
    assert ActivityProposal.objects.count() == 1


def test_dry_run_tells_and_writes_nothing(say):
    told = read(say(row("1"), row("2", colour="red"), dry_run="true", atomic="false"))

    assert [(one["outcome"], one["proposal"]) for one in told] == [("created", None), ("refused", None)]
    assert not ActivityProposal.objects.exists()
    assert refused(say(row("1"), key="one"), 422) == [("idempotency_key_reused", None)]


def test_few_rows_come_as_a_list_and_all_answers_in_one_object(say):
    body = json.dumps([row("1"), row("2")]).encode()
    answer = say(body, kind="application/json", headers={"accept": "application/json"})

    assert [one["outcome"] for one in answer.json()["results"]] == ["created", "created"]


def test_sentences_are_in_the_readers_language(say):
    told = say(row("1", colour="red"), headers={"accept-language": "fr"})

    assert told.json()["errors"][0]["detail"] == "Ce champ n’est pas connu ici."


# -- once ---------------------------------------------------------------------------------------------------------


def test_same_call_takes_effect_once_and_another_body_is_refused(say):
    first, again = say(row("1")), say(row("1"))
    other = say(row("1", joint_with="x"))

    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert refused(other, 422) == [("idempotency_key_reused", None)]
    assert ActivityProposal.objects.get().version == 1


def test_call_without_a_key_of_its_own_is_refused(say):
    for source in ("jvap", "nowhere"):
        answer = say(row("1"), headers={"idempotency-key": ""}, to=source)
        assert refused(answer) == [("idempotency_key_missing", None)]


# -- what cannot be read ------------------------------------------------------------------------------------------

GOOD = json.dumps(row("1")).encode()
BROKEN = {
    "a line that is cut off": (b'{"external_id": "2", "ti', "parse_error"),
    "bytes that are no UTF-8": (b'{"external_id": "\xff"}', "parse_error"),
    "what is no number": (b'{"external_id": "2", "domains": [NaN]}', "parse_error"),
    "half of a character": (b'{"external_id": "2", "joint_with": "\\ud800"}', "parse_error"),
    "a list": (b"[1]", "parse_error"),
    "nested without an end": (b'{"external_id":' + b"[" * 60_000, "parse_error"),
    "a line of two megabytes": (b'{"external_id": "' + b"x" * 2 * MEGABYTE + b'"}', "max_length"),
    "a NUL": (b'{"external_id": "2", "title": {"en": "a\\u0000b"}}', "invalid"),
}


@pytest.mark.parametrize(("line", "code"), BROKEN.values(), ids=BROKEN)
def test_line_that_cannot_be_read_is_named_and_others_are_kept_if_asked(line, code, say):
    body = GOOD + b"\n\n" + line

    assert [told for told, pointer in refused(say(body)) if pointer.startswith("/rows/2")] == [code]
    assert not ActivityProposal.objects.exists()
    told = read(say(body, atomic="false", key="two"))
    assert [one["outcome"] for one in told] == ["created", "refused"]
    assert [error["code"] for error in told[1]["errors"]] == [code]


def test_request_that_breaks_off_leaves_nothing(client, system, source):
    answer = client.generic(
        "POST",
        f"{ADDRESS}?source=jvap&atomic=false",
        GOOD,
        content_type=NDJSON,
        headers={"authorization": f"Bearer {system.key}", "idempotency-key": "one"},
        CONTENT_LENGTH=len(GOOD) + 10,
        **{"wsgi.input": BytesIO(GOOD)},
    )

    assert refused(answer) == [("cut_off", None)]
    assert not ActivityProposal.objects.exists()


@pytest.mark.parametrize("fault", [InvalidChunkSize(b"zz"), ChunkMissingTerminator(b"XX"), NoMoreData()])
def test_body_whose_pieces_cannot_be_put_together_leaves_nothing(fault, client, system, source):
    pieces = {"wsgi.input": Pieces(GOOD, fault), "wsgi.input_terminated": True, "CONTENT_TYPE": NDJSON}
    headers = {"authorization": f"Bearer {system.key}", "idempotency-key": "one", "transfer-encoding": "chunked"}

    answer = client.generic("POST", f"{ADDRESS}?source=jvap&atomic=false", headers=headers, **pieces)

    assert refused(answer) == [("cut_off", None)]
    assert not ActivityProposal.objects.exists()


def test_body_that_comes_in_pieces_is_read_to_its_end(client, system, source):
    pieces = {"wsgi.input": BytesIO(GOOD), "wsgi.input_terminated": True, "CONTENT_TYPE": NDJSON}
    headers = {"authorization": f"Bearer {system.key}", "idempotency-key": "one", "transfer-encoding": "chunked"}

    answer = client.generic("POST", f"{ADDRESS}?source=jvap", headers=headers, **pieces)

    assert [one["outcome"] for one in read(answer)] == ["created"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", NDJSON, 400, "parse_error"),
        (b"\n \n", NDJSON, 400, "parse_error"),
        (b"{}", "application/json", 400, "parse_error"),
        (b"[]", "application/json", 400, "parse_error"),
        (b"[NaN]", "application/json", 400, "parse_error"),
        (b"[" * 100_000, "application/json", 400, "parse_error"),
        (b"[" + b" " * MEGABYTE + b"]", "application/json", 413, "too_large"),
        (b" " * 32 * MEGABYTE + b"\n", NDJSON, 413, "too_large"),
        (b"{}\n" * 10_001, NDJSON, 413, "too_large"),
        (b"a,b", "text/csv", 415, "unsupported_media_type"),
    ],
    ids=["nothing", "empty lines", "object", "no rows", "NaN", "nested", "long list", "33 MB", "10,001 rows", "CSV"],
)
def test_body_that_is_not_taken_is_refused_in_a_sentence(body, kind, status, code, say):
    answer = say(body, kind=kind, atomic="false")

    assert refused(answer, status) == [(code, None)]
    assert answer.json()["errors"][0]["detail"]


def test_of_a_row_of_names_that_nobody_knows_the_first_are_told(say):
    [told] = read(say(row("1", **{f"field {number}": 1 for number in range(500)}), atomic="false"))

    assert len(told["errors"]) == 10


# -- who, and how it is asked -------------------------------------------------------------------------------------


def test_source_of_others_is_missing_for_whoever_does_not_speak_for_it(say, source):
    source_called("staff")
    other = partner("*.write", "*.read", name="Another")
    answers = [say(row("1"), to="staff"), say(row("1"), to="nowhere"), say(row("1"), by=other)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert not ActivityProposal.objects.exists()


def test_key_that_was_not_granted_proposals_writes_none(say, source):
    source.client = reader = partner("*.read", "activities.write", name="Reader")
    source.save()

    assert refused(say(row("1"), by=reader), 403) == [("not_granted", None)]


def test_nobody_known_writes_nothing(client, source):
    answer = client.post(f"{ADDRESS}?source=jvap", GOOD, content_type=NDJSON, headers={"idempotency-key": "one"})

    assert answer.status_code == 401


def test_staff_upload_for_a_source(client, source):
    client.force_login(person("secretariat_officer"))
    answer = client.post(f"{ADDRESS}?source=jvap", GOOD, content_type=NDJSON, headers={"idempotency-key": "one"})

    assert [one["outcome"] for one in read(answer)] == ["created"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"to": ""}, "source"),
        ({"to": "jvap%00"}, "source"),
        ({"atomic": "1"}, "atomic"),
        ({"dry_run": "True"}, "dry_run"),
        ({"dry_run": ""}, "dry_run"),
        ({"dryrun": "true"}, "dryrun"),
        ({"state": "waiting"}, "state"),
        ({"language": "fr"}, "language"),
        ({"format": "csv"}, "format"),
    ],
)
def test_call_is_asked_for_strictly(asked, field, say):
    answer = say(row("1"), **asked)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [field]
    assert not ActivityProposal.objects.exists()


def test_number_of_queries_does_not_follow_from_the_number_of_rows(say):
    counts = set()
    read(say(row("1")))  # notes that the key was used
    for many in (1, 3, 100):
        with CaptureQueriesContext(connection) as captured:
            read(say(*(row(f"{many} {number}") for number in range(many)), key=str(many)))
        counts.add(len(captured))

    assert len(counts) == 1


def test_description_names_what_the_importer_reads():
    columns = columns_for(actor("secretariat_officer"))

    assert set(ActivitySent().fields) == set(columns.readers)
    assert {name for name, field in ActivitySent().fields.items() if field.required} == set(columns.needed)
    assert set(TitleSent().fields) == set(DescriptionSent().fields) == {"en", "fr", "ar"}


# -- what became of it --------------------------------------------------------------------------------------------


def test_partner_reads_what_became_of_each_of_its_own_and_nothing_else(client, system):
    taken, left = proposed("accepted", client=system), proposed("declined", client=system)
    proposed()
    headers = {"authorization": f"Bearer {system.key}"}

    read_back = client.get(ADDRESS, headers=headers).json()["results"]

    told = {one["uuid"]: (one["state"], one["answer"], one["activity"]) for one in read_back}
    assert told == {
        str(taken.uuid): ("accepted", "", str(taken.activity.uuid)),
        str(left.uuid): ("declined", "Not now.", None),
    }
    assert read_back[0]["said"]["domains"] == [1]
    sources = client.get("/api/v1/sources/", headers=headers).json()["results"]
    assert [one["code"] for one in sources] == [taken.source.code, left.source.code]


def test_proposals_are_found_by_source_id_state_and_moment_of_the_answer(client, system, source):
    left = proposed("declined", client=system)
    sent(source, row("7"), row("8"))
    headers = {"authorization": f"Bearer {system.key}"}

    def found(**asked):
        answer = client.get(ADDRESS, {**asked, "fields": "external_id"}, headers=headers)
        return [one["external_id"] for one in answer.json()["results"]]

    assert found(source="jvap") == ["7", "8"]
    assert found(source="jvap", external_id="8") == ["8"]
    assert found(state="declined") == [left.external_id]
    assert found(answered_from=left.answered_at.isoformat()) == [left.external_id]
    assert found(answered_from="2999-01-01T00:00:00Z") == []
