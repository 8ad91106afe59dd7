"""What a participant's own system writes: answers over what it saw, steps once for their key, nothing undeclared."""

from io import BytesIO
from itertools import count

import pytest
from gunicorn.http.errors import InvalidChunkSize

from foundation.ledger.models import LedgerEntry
from reports.models import Answer, Contribution
from tests.factories.parties import PartyFactory, person
from tests.factories.pieces import Pieces
from tests.factories.reports import answered, drafted, fresh, opened_round, questioned, submitted

pytestmark = pytest.mark.django_db
API = "/api/v1/"
KEYS = (f"key-{number}" for number in count())


def tag(row):
    return f'"{fresh(row).version}.whatever"'


def send(client, method, address, body=None, *, of=None, key=None, **headers):
    """A request with the version seen of a row and, where it is a POST, a key of its own."""
    if of is not None:
        headers["if-match"] = tag(of)
    if method == "post":
        headers["idempotency-key"] = key or next(KEYS)
    return getattr(client, method)(f"{API}{address}/", body or {}, content_type="application/json", headers=headers)


@pytest.fixture
def opened(party):
    return opened_round(party)


@pytest.fixture
def own(client, party):
    client.force_login(person("focal_point", party))
    return client


def test_report_is_begun_answered_and_sent(own, party, opened):
    awaited = Contribution.objects.get(party=party)
    question = opened.state_template.sections.get(code="general").questions.get(code="summary")

    begun = send(own, "post", f"contributions/{awaited.uuid}/start", {"language": "fr"}, of=awaited)
    first = {"contribution": str(awaited.uuid), "question": str(question.uuid), "text": "Fait."}
    written = send(own, "post", "answers", first)
    changed = send(
        own, "put", f"answers/{written.json()['uuid']}", {"text": "Tout est fait."}, **{"if-match": written["ETag"]}
    )
    sent = send(own, "post", f"contributions/{awaited.uuid}/submit", of=awaited)

    assert (begun.status_code, begun.json()["state"], begun.json()["language"]) == (200, "draft", "fr")
    assert (written.status_code, written["Location"]) == (
        201,
        f"http://testserver{API}answers/{written.json()['uuid']}/",
    )
    assert (changed.status_code, changed.json()["version"], changed.json()["text"]) == (200, 2, "Tout est fait.")
    assert (sent.status_code, sent.json()["state"]) == (200, "submitted")
    assert sent.content == own.get(f"{API}contributions/{awaited.uuid}/").content
    assert sent["ETag"] == own.get(f"{API}contributions/{awaited.uuid}/")["ETag"]


def test_change_of_what_nobody_read_is_refused(own, party, opened):
    draft = drafted(party, opened)

    for headers in ({}, {"if-match": "*"}, {"if-match": "words"}):
        answer = send(own, "post", f"contributions/{draft.uuid}/submit", **headers)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (428, "precondition_required")


def test_stale_change_is_refused_with_what_stands_now(own, party, opened):
    answer = answered(drafted(party, opened), summary="First.").answers.get(question__code="summary")
    seen = tag(answer)
    send(own, "put", f"answers/{answer.uuid}", {"text": "Second."}, of=answer)

    late = send(own, "put", f"answers/{answer.uuid}", {"text": "Third."}, **{"if-match": seen})

    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "stale_version")
    now = own.get(f"{API}answers/{answer.uuid}/")
    assert (late.json()["current"], late["ETag"]) == (now.json(), now["ETag"])
    assert fresh(answer).text == "Second."


def test_post_without_a_key_is_refused(own, party, opened):
    draft = drafted(party, opened)
    for key in ("", "two words", "é", "x" * 201):
        headers = {"if-match": tag(draft), "idempotency-key": key.encode().decode("latin-1")}
        answer = own.post(f"{API}contributions/{draft.uuid}/submit/", headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "idempotency_key_missing")


def test_same_request_again_is_answered_alike_and_done_once(own, party, opened):
    awaited = Contribution.objects.get(party=party)
    seen, address = tag(awaited), f"contributions/{awaited.uuid}/start"

    first = send(own, "post", address, key="one", **{"if-match": seen})
    again = send(own, "post", address, key="one", **{"if-match": seen})

    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert LedgerEntry.objects.about(awaited).filter(kind="contribution.started").count() == 1


def test_key_of_another_request_is_refused(own, party, opened):
    awaited = Contribution.objects.get(party=party)
    address, seen = f"contributions/{awaited.uuid}/start", tag(awaited)
    send(own, "post", address, {"language": "en"}, key="one", **{"if-match": seen})

    answer = send(own, "post", address, {"language": "fr"}, key="one", **{"if-match": seen})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "idempotency_key_reused")


def test_refusal_is_not_kept(own, party, opened):
    draft = drafted(party, opened)
    refused = send(own, "post", f"contributions/{draft.uuid}/submit", of=draft, key="one")
    answered(draft, summary="Done.")

    sent = send(own, "post", f"contributions/{draft.uuid}/submit", of=draft, key="one")

    assert (refused.status_code, sent.status_code, sent.json()["state"]) == (400, 200, "submitted")


def test_key_is_known_to_its_sender_alone(own, party, opened, client):
    other = PartyFactory()
    second = opened_round(other)
    send(
        own,
        "post",
        f"contributions/{Contribution.objects.get(party=party).uuid}/start",
        of=Contribution.objects.get(party=party),
        key="one",
    )
    client.force_login(person("focal_point", other))
    theirs = Contribution.objects.get(party=other, round=second)

    begun = send(client, "post", f"contributions/{theirs.uuid}/start", of=theirs, key="one")

    assert (begun.status_code, begun.json()["uuid"]) == (200, str(theirs.uuid))


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"language": "fr", "state": "submitted"}, "/state", "unknown"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown"),
        ({"language": "xx"}, "/language", "invalid_choice"),
        ([], "", "invalid"),
    ],
)
def test_what_is_not_declared_is_refused_at_its_place(own, party, opened, body, pointer, code):
    awaited = Contribution.objects.get(party=party)
    headers = {"if-match": tag(awaited), "idempotency-key": "one"}

    answer = own.post(
        f"{API}contributions/{awaited.uuid}/start/", body, content_type="application/json", headers=headers
    )

    assert answer.status_code == 400
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(pointer, code)]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (BytesIO(b'{"language": "fr", "colour": "red"}'), ["unknown"]),
        (Pieces(b'{"language": "fr"}', InvalidChunkSize(b"zz")), ["cut_off"]),
        (BytesIO(b'{"language": '), ["parse_error"]),
    ],
    ids=["undeclared", "broken", "cut"],
)
def test_body_that_comes_in_pieces_is_read_and_nothing_of_it_left_out(own, party, opened, body, codes):
    awaited = Contribution.objects.get(party=party)
    pieces = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_TYPE": "application/json"}
    headers = {"if-match": tag(awaited), "idempotency-key": next(KEYS), "transfer-encoding": "chunked"}
    headers["accept-language"] = "fr"

    answer = own.generic("POST", f"{API}contributions/{awaited.uuid}/start/", headers=headers, **pieces)

    assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (400, codes)
    assert "JSON parse error" not in answer.content.decode()
    assert fresh(awaited).state == "not_started"


def test_place_inside_a_list_is_named(own, party, opened):
    draft = drafted(party, opened)

    answer = send(
        own, "patch", f"contributions/{draft.uuid}", {"terms": [{"of": str(draft.uuid), "visibility": "x"}]}, of=draft
    )

    assert {one["pointer"] for one in answer.json()["errors"]} == {"/terms/0/visibility", "/terms/0/use"}


def test_refusal_is_told_in_the_readers_language(own, party, opened):
    draft = drafted(party, opened)

    answer = own.post(f"{API}contributions/{draft.uuid}/submit/", headers={"accept-language": "fr"})

    assert "If-Match" in answer.json()["errors"][0]["detail"]
    assert answer.json()["errors"][0]["detail"] != "Read this first, and send the ETag of what you read as If-Match."


def test_terms_are_chosen_over_what_was_seen(own, party, opened):
    draft = drafted(party, opened)
    section = opened.state_template.sections.get(code="general")
    chosen = {"of": str(section.uuid), "visibility": "participants", "use": "unnamed"}

    answer = send(own, "patch", f"contributions/{draft.uuid}", {"terms": [chosen]}, of=draft)

    assert answer.json()["terms"] == [{"section": str(section.uuid), "visibility": "participants", "use": "unnamed"}]


def test_second_first_answer_finds_the_one_that_stands(own, party, opened):
    draft = answered(drafted(party, opened), summary="Here.")
    question = Answer.objects.get(contribution=draft).question

    body = {"contribution": str(draft.uuid), "question": str(question.uuid), "text": "There."}
    answer = send(own, "post", "answers", body)

    assert answer.status_code == 409
    assert Answer.objects.get(contribution=draft).text == "Here."


@pytest.mark.parametrize(
    ("step", "body", "state"), [("reply", {"reply": "Three."}, "answered"), ("nothing-to-add", {}, "nothing_to_add")]
)
def test_question_is_answered(own, party, opened, step, body, state):
    asked = questioned(party, opened)

    answer = send(own, "post", f"questions/{asked.uuid}/{step}", body, of=asked)

    assert (answer.status_code, answer.json()["state"], answer.json()["reply"]) == (200, state, body.get("reply", ""))


def test_office_that_may_not_is_refused_and_strangers_find_nothing(client, party, opened):
    draft = drafted(party, opened)
    statuses = {}
    for name, user in (("contributor", person("contributor", party)), ("other", person("focal_point"))):
        client.force_login(user)
        statuses[name] = send(client, "post", f"contributions/{draft.uuid}/submit", of=draft).status_code
    client.logout()
    statuses["nobody"] = send(client, "post", f"contributions/{draft.uuid}/submit", of=draft).status_code

    assert statuses == {"contributor": 403, "other": 404, "nobody": 401}


def test_number_is_no_reason(own, party, opened):
    sent = submitted(party, opened)

    answer = send(own, "post", f"contributions/{sent.uuid}/withdraw", {"reason": 0}, of=sent)

    assert answer.status_code == 400
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/reason", "invalid")]


def test_number_is_no_uuid(own, party, opened):
    draft = drafted(party, opened)
    terms = [{"of": 0, "visibility": "staff", "use": "attributed"}]

    answer = send(own, "patch", f"contributions/{draft.uuid}", {"terms": terms}, of=draft)

    assert answer.status_code == 400
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/terms/0/of", "invalid")]


def test_sent_report_is_taken_up_again_and_withdrawn(own, party, opened):
    sent = submitted(party, opened)
    why = {"reason": "A figure was wrong."}

    reopened = send(own, "post", f"contributions/{sent.uuid}/reopen", why, of=sent)
    withdrawn = send(own, "post", f"contributions/{sent.uuid}/withdraw", why, of=sent)

    assert (reopened.json()["state"], withdrawn.json()["state"]) == ("reopened", "withdrawn")


def test_the_language_of_an_answer_is_corrected_over_what_was_seen(own, party, opened):
    answer = answered(drafted(party, opened), summary="Fait.").answers.get()

    corrected = send(own, "put", f"answers/{answer.uuid}", {"text": "Fait.", "language": "fr"}, of=answer)

    assert (corrected.status_code, corrected.json()["language"], corrected.json()["version"]) == (200, "fr", 2)
    assert LedgerEntry.objects.filter(kind="answer.language_corrected").count() == 1
