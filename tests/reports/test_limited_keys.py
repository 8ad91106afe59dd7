"""A partner system limited to rounds: it works in them, and of all others it learns nothing by any address."""

import json
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from foundation.errors import NotAllowed, StaleVersion
from foundation.ledger.models import LedgerEntry
from integrations.models import ApiClient
from integrations.services.clients import limit_client
from reports.models import RoundLimit
from tests.factories.integrations import keeper, key_of
from tests.factories.parties import UserFactory, actor, appoint, participant, person
from tests.factories.reports import RoundFactory, answered, contribution_of, drafted, fresh, opened_round
from tests.factories.reports_consolidated import published

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=30), "cutoff_at": NOW + timedelta(days=60)}
KEYS = (f"limited-{number}" for number in count())


@pytest.fixture
def party():
    return participant("EG")


@pytest.fixture
def rounds(party):
    return opened_round(party, now=NOW, **AHEAD), opened_round(party, now=NOW, **AHEAD)


@pytest.fixture
def system_and_key(party):
    return key_of(appoint("focal_point", party, user=UserFactory(is_service=True)), now=NOW)


@pytest.fixture
def asks(client, system_and_key):
    """A request with the key; a write says what it saw of the row."""

    def ask(address, method="get", sent=None, seen=None):
        headers = {"authorization": f"Bearer {system_and_key[1]}", "idempotency-key": next(KEYS)}
        headers |= {"if-match": f'"{fresh(seen).version}.x"'} if seen else {}
        return getattr(client, method)(f"/api/v1/{address}", sent, content_type="application/json", headers=headers)

    return ask


def limited(client, *rounds, by=None):
    current = ApiClient.objects.get(pk=client.pk)
    return limit_client(current, actor=by or keeper(NOW), version=current.version, now=NOW, rounds=rounds)


def names(answer):
    return [row["uuid"] for row in answer.json()["results"]]


def test_limit_narrows_every_list_and_holds_from_the_next_request_on(asks, party, rounds, system_and_key):
    mine, other = (answered(drafted(party, one, now=NOW), now=NOW, summary="Words.") for one in rounds)

    before = {name: len(names(asks(name))) for name in ("rounds/", "contributions/", "answers/")}
    limited(system_and_key[0], rounds[0])

    assert before == {"rounds/": 2, "contributions/": 2, "answers/": 2}
    assert names(asks("rounds/")) == [str(rounds[0].uuid)]
    assert names(asks("contributions/")) == [str(mine.uuid)]
    assert names(asks("answers/")) == [str(mine.answers.get().uuid)]
    assert str(other.uuid) not in json.dumps(asks("calendar/").json())
    limited(system_and_key[0])
    assert len(names(asks("contributions/"))) == 2


def test_writes_outside_are_answered_as_if_nothing_were_there(asks, party, rounds, system_and_key):
    mine, other = (contribution_of(party, one) for one in rounds)
    limited(system_and_key[0], rounds[0])

    begun = asks(f"contributions/{mine.uuid}/start/", "post", {}, seen=mine)
    refused = asks(f"contributions/{other.uuid}/start/", "post", {}, seen=other)
    missing = asks(f"contributions/{RoundFactory().uuid}/start/", "post", {}, seen=other)
    question = rounds[1].state_template.sections.get(code="general").questions.get(code="summary")
    said = {"contribution": str(other.uuid), "question": str(question.uuid), "text": "Words."}
    written = asks("answers/", "post", said)

    assert begun.status_code == 200
    assert [one.status_code for one in (refused, missing, written)] == [404, 404, 404]
    assert refused.json() == missing.json()
    assert fresh(other).state == "not_started"


def test_report_of_another_round_is_nowhere_not_even_among_the_papers(asks, rounds, system_and_key):
    report = published()
    act, draft = report.endorsements.get(), report.circulated_revision.expression.document
    everywhere = [f"reports/{report.uuid}/", f"endorsements/{act.uuid}/", f"chain/report/{report.uuid}/"]
    everywhere += [f"documents/{paper.uuid}/" for paper in (report.document, draft)]

    before = {asks(address).status_code for address in everywhere}
    limited(system_and_key[0], rounds[0])
    outside = {asks(address).status_code for address in everywhere}
    limited(system_and_key[0], report.round)

    assert draft != report.document
    assert (before, outside) == ({200}, {404})
    assert {asks(address).status_code for address in everywhere} == {200}


def test_limit_never_widens(asks, system_and_key):
    hidden = RoundFactory()

    limited(system_and_key[0], hidden)

    assert names(asks("rounds/")) == []


def test_whoever_keeps_a_system_limits_it_and_leaves_limits_that_it_does_not_see(party, rounds):
    client, _key = key_of(person("service", party), now=NOW, party=party)
    hidden = RoundFactory()
    limited(client, hidden)

    limited(client, rounds[0], by=actor("focal_point", party, now=NOW))
    limited(client, by=actor("focal_point", party, now=NOW))

    assert [one.round for one in RoundLimit.objects.all()] == [hidden]
    told = LedgerEntry.objects.about(client).filter(kind="api_client.limited").order_by("pk")
    assert [one.facts for one in told] == [
        {"rounds": [hidden.code]},
        {"rounds": sorted([hidden.code, rounds[0].code])},
        {"rounds": [hidden.code]},
    ]


def test_limiting_needs_the_right_and_the_version_seen(party, rounds):
    client, _key = key_of(person("service", party), now=NOW, party=party)

    with pytest.raises(NotAllowed):
        limited(client, rounds[0], by=actor("focal_point", participant("SE"), now=NOW))
    with pytest.raises(StaleVersion):
        limit_client(client, actor=keeper(NOW), version=client.version - 1, now=NOW, rounds=[])


def test_focal_point_limits_its_system_in_the_portal(client, party, rounds):
    made, _key = key_of(person("service", party), now=NOW, party=party)
    client.force_login(person("focal_point", party))
    page, hidden = f"/portal/partner-systems/{made.uuid}/", RoundFactory()

    offered = client.get(page).content.decode()
    sent = {"seen_version": made.version, "rounds": [rounds[0].pk]}
    answer = client.post(f"{page}limits/", sent)
    wrong = client.post(f"{page}limits/", {"seen_version": made.version + 1, "rounds": [hidden.pk]})
    late = client.post(f"{page}limits/", sent)

    assert rounds[0].title_en in offered
    assert hidden.title_en not in offered
    assert (answer.status_code, wrong.status_code, late.status_code) == (302, 400, 409)
    assert [one.round for one in RoundLimit.objects.all()] == [rounds[0]]


def test_staff_limit_it_in_the_workbench_and_see_to_what(client, party, rounds):
    made, _key = key_of(person("service", party), now=NOW)
    client.force_login(person("secretariat_officer"))
    page = f"/admin/integrations/apiclient/{made.pk}/"

    answer = client.post(f"{page}step/limit/", {"seen_version": made.version, "rounds": [rounds[1].pk]})

    assert answer.status_code == 302
    assert rounds[1].title_en in client.get(f"{page}change/").content.decode()
