"""The feed of changes: each once, in the order of commits, what a reader sees now, and bare words for what is gone."""

import threading

import pytest
from django.apps import apps
from django.core import signing
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.services import classify
from foundation.accounts.models import User
from foundation.actors import anonymous, system
from foundation.ledger.audience import PUBLIC, STAFF, unit, unit_and_staff
from foundation.ledger.models import SealedEntry
from foundation.ledger.selectors import START
from foundation.ledger.services import record
from foundation.uploads import examine
from integrations.cursors import SALT
from integrations.services.clients import limit_client
from khartoum.resources import OF_SUBJECT, ROUTES
from khartoum.told.feed import Listed, feed
from parties.models import Party
from reports.forms.attachments import EVIDENCE
from reports.selectors.asked import asked_sections
from reports.services.attachments import attach_file
from reports.services.contributions import submit_contribution
from tests.factories.documents import DocumentFactory, issue
from tests.factories.integrations import keeper, key_of
from tests.factories.parties import actor, participant, person
from tests.factories.reports import LATER, answered, drafted, opened_round, submitted
from tests.factories.reports_consolidated import published
from tests.foundation.uploads.files import pdf_file

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = "/api/v1/changes/"
GONE = {"cursor": "", "resource": "documents", "is_gone": True, "kind": None, "at": None, "url": None}


class NoRow:
    """A row that is not there (any more)."""

    uuid = "00000000-0000-4000-8000-000000000000"
    _meta = Party._meta


def note(obj, kind="thing.changed", audience=PUBLIC, times=1):
    with transaction.atomic():
        for _time in range(times):
            record(obj, kind, actor=system(), audience=audience)


def latest(client):
    return client.get(CHANGES, {"after": "latest"}).json()["next"]


def followed(client, address):
    """Everything from an address to the end of the feed, and the address where to go on."""
    rows, has_more = [], True
    while has_more:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        rows, address, has_more = rows + told["results"], told["next"], told["has_more"]
    return rows, address


def parties_to_all(word):
    return Listed("parties", Party.objects.all()) if word else None


def named(rows):
    return [(row["resource"], row["uuid"], row["kind"], row["is_gone"]) for row in rows]


def test_what_is_seen_now_is_told_with_its_address_and_each_change_once(client):
    egypt, begin = participant("EG"), latest(client)
    note(egypt, times=2)
    rows, after = followed(client, begin)

    assert named(rows) == [("parties", str(egypt.uuid), "thing.changed", False)] * 2
    assert client.get(rows[0]["url"]).json()["uuid"] == str(egypt.uuid)
    assert followed(client, after)[0] == []
    assert named(followed(client, f"{CHANGES}?after={rows[0]['cursor']}")[0]) == named(rows[1:])


def test_what_is_seen_now_and_was_done_among_others_is_told_without_a_word_of_it(client):
    begin = latest(client)
    note(participant("EG"), "thing.considered", STAFF)

    ((row,), _after) = followed(client, begin)

    assert (row["kind"], row["at"], row["is_gone"]) == (None, None, False)


@pytest.mark.parametrize("audience", [unit, unit_and_staff])
def test_affair_of_one_participant_is_told_to_nobody_else_not_even_as_a_change(audience, client):
    egypt, france = participant("EG"), participant("FR")
    asked, told = opened_round(egypt, france), {}
    begin = latest(client)
    note(asked, "round.extension_agreed", audience(egypt.pk))
    readers = {"own": person("focal_point", egypt), "other": person("focal_point", france)}
    for who, account in readers.items():
        client.force_login(account)
        told[who] = [(row["resource"], row["kind"]) for row in followed(client, begin)[0]]
    client.logout()

    assert told["own"] == [("rounds", "round.extension_agreed")]
    assert (told["other"], followed(client, begin)[0]) == ([], [])


def test_own_report_is_told_to_its_participant_and_to_nobody_else(client):
    egypt, france, begin = participant("EG"), participant("FR"), latest(client)
    sent = submitted(egypt, opened_round(egypt, france))
    told = {}
    for who, account in (("own", person("focal_point", egypt)), ("other", person("focal_point", france))):
        client.force_login(account)
        told[who] = {row["uuid"] for row in followed(client, begin)[0]}

    assert str(sent.uuid) in told["own"]
    assert str(sent.uuid) not in told["other"]


def test_key_limited_to_a_round_is_told_of_it_and_walks_past_all_others(client):
    egypt, now = participant("EG"), timezone.now()
    system, key = key_of(person("service", egypt), now=now)
    own, other = opened_round(egypt), opened_round(egypt)
    limit_client(system, actor=keeper(now), version=system.version, now=now, rounds=[own])
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    begin = latest(client)
    sent, _unseen = submitted(egypt, own), submitted(egypt, other)
    published()

    rows, after = followed(client, begin)

    told = {(row["resource"], row["uuid"]) for row in rows if row["resource"] not in {"meetings", "decisions"}}
    assert told == {("contributions", str(sent.uuid))}
    assert followed(client, after) == ([], after)


def test_what_was_told_of_and_is_not_seen_any_more_is_gone(client):
    paper = issue(DocumentFactory()).expression.document
    before, after = followed(client, CHANGES)
    staff = actor("secretariat_officer")
    classify(paper, classification="staff", actor=staff, version=paper.version, now=staff.now)

    rows, _after = followed(client, after)

    assert ("documents", str(paper.uuid), "document.issued", False) in named(before)
    assert [row | {"cursor": ""} for row in rows] == [GONE | {"uuid": str(paper.uuid)}]


def test_own_file_is_not_told_of_as_gone_from_a_list_that_never_showed_it(client):
    egypt, name = participant("EG"), "evidence.pdf"
    by, draft = actor("focal_point", egypt), drafted(egypt, opened_round(egypt))
    file = examine(pdf_file(), name=name, allowed=EVIDENCE)
    place = asked_sections(draft)[0].name
    attach_file(draft, place=place, title="", name=name, file=file, actor=by, now=LATER)
    draft = answered(draft, by=by, summary="What Egypt achieved.")
    client.force_login(User.objects.get(pk=by.user_id))
    begin = latest(client)
    submit_contribution(draft, actor=by, version=draft.version, now=LATER)

    rows, _after = followed(client, begin)

    written = SealedEntry.objects.filter(subject__startswith="documents.document:").values_list("kind", flat=True)
    assert {"document.created", "document.issued"} <= set(written)
    assert ("contributions", str(draft.uuid), "contribution.submitted", False) in named(rows)
    assert [row["resource"] for row in rows if row["is_gone"]] == []
    assert client.get("/api/v1/attachments/").json()["results"][0]["file_name"] == name


def test_an_object_of_no_list_and_one_of_another_audience_are_walked_past(client):
    begin = latest(client)
    note(person("focal_point", participant("EG")), audience=PUBLIC)
    note(NoRow(), audience=STAFF)

    rows, after = followed(client, begin)

    assert rows == []
    assert after != begin


def test_writers_at_once_leave_no_gap_and_double_nothing():
    party, writers, each = participant("EG"), 10, 8
    begun = SealedEntry.objects.count()
    done, told = threading.Event(), []

    def write():
        for _time in range(each):
            note(party)
        connection.close()

    def follow():
        place, last_look = START, False
        while True:
            part = feed(place, anonymous(), parties_to_all, limit=7)
            told.extend(change.place for change in part.changes)
            place = part.place
            if not part.changes and not part.has_more:
                if last_look:
                    break
                last_look = done.wait(0.005)
        connection.close()

    reader = threading.Thread(target=follow)
    threads = [threading.Thread(target=write) for _writer in range(writers)]
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()

    places = [tuple(place) for place in told]
    wanted = SealedEntry.objects.filter(subject__startswith="parties.party:", audience="public")
    assert places == sorted(set(places))
    assert len(places) >= writers * each
    assert set(wanted.order_by("block", "id")[begun:].values_list("block", "id")) <= set(places)


def test_every_cursor_is_signed_and_one_of_another_history_is_told(client):
    note(participant("EG"))
    block = SealedEntry.objects.order_by("-block").first().block
    forged = client.get(CHANGES, {"after": "WzEsMSwiIl0:abc"})
    restored = [
        client.get(CHANGES, {"after": signing.dumps(place, salt=SALT)})
        for place in ([block, 1, "0" * 16], [block + 1000, 1, "0" * 16])
    ]

    assert (forged.status_code, forged.json()["errors"][0]["attr"]) == (400, "after")
    assert [answer.status_code for answer in restored] == [410, 410]
    assert restored[0].json()["errors"][0]["code"] == "another_history"


@pytest.mark.parametrize("query", ["page_size=0", "page_size=x", "page_size=201", "after=", "language=fr", "x=1"])
def test_bad_questions_get_a_sentence(query, client):
    answer = client.get(f"{CHANGES}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"]


def test_pages_hold_as_many_as_were_asked_for(client):
    egypt, begin = participant("EG"), latest(client)
    note(egypt, times=7)

    sizes = []
    address, has_more = f"{begin}&page_size=3", True
    while has_more or len(sizes) < 3:
        told = client.get(address).json()
        sizes.append(len(told["results"]))
        address, has_more = told["next"], told["has_more"]

    assert sizes == [3, 3, 1]


def test_cost_does_not_grow_with_what_changed(client):
    egypt, begin = participant("EG"), latest(client)
    counted = []
    for times in (1, 2, 97):
        note(egypt, times=times)
        with CaptureQueriesContext(connection) as queries:
            client.get(begin, {"page_size": 200})
        counted.append(len(queries))

    assert len(set(counted)) == 1


def test_every_list_is_known_to_the_ledger_by_one_word():
    assert {name for name, _view in OF_SUBJECT.values()} <= {name for name, _view in ROUTES}
    assert all(apps.get_model(word) is view.model for word, (_name, view) in OF_SUBJECT.items())
