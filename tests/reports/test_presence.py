"""Who is in a form is said to colleagues of the same participant, for a minute, and to nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.ledger.models import LedgerEntry
from reports.models import Presence
from reports.selectors.asked import asked_sections
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import AuthorityFactory, PartyFactory, UserFactory, actor, actor_as, appoint, person
from tests.factories.reports import drafted, opened_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def contribution(party):
    activity = ActivityFactory(lead=party, code="A-12")
    return drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))


def seen(client, contribution, who, place=""):
    client.force_login(who)
    return client.post(reverse("portal-who", kwargs={"uuid": contribution.uuid}), {"place": place})


def places(contribution):
    return [section.name for section in asked_sections(contribution)]


def test_colleagues_see_who_is_in_which_section(client, contribution, party):
    amina = appoint("focal_point", party, user=UserFactory(full_name="Amina Hassan"))
    bilal = person("contributor", party)
    general, activity = places(contribution)[:2]

    alone = seen(client, contribution, amina, general)
    together = seen(client, contribution, bilal, activity).content.decode()
    back = seen(client, contribution, amina, activity).content.decode()

    assert alone.content.strip() == b""
    assert "<bdi>Amina Hassan</bdi> is in “Section general”" in together
    assert f'<bdi>{bilal}</bdi> is in “Section activity” (<bdi class="code">A-12</bdi>)' in back


def test_a_place_that_is_none_is_the_form(client, contribution, party):
    seen(client, contribution, appoint("focal_point", party, user=UserFactory(full_name="Amina Hassan")), "s-nowhere")

    shown = seen(client, contribution, person("contributor", party)).content.decode()

    assert "<bdi>Amina Hassan</bdi> is in this form" in shown


def test_after_a_minute_somebody_is_gone_and_leaves_one_row(client, contribution, party, time_machine):
    amina = person("focal_point", party)
    time_machine.move_to(NOW, tick=False)
    seen(client, contribution, amina)
    seen(client, contribution, amina)
    time_machine.move_to(NOW + timedelta(seconds=61), tick=False)

    assert seen(client, contribution, person("contributor", party)).content.strip() == b""
    assert Presence.objects.filter(user=amina).count() == 1


def test_nobody_else_is_told(client, contribution, party):
    seen(client, contribution, person("focal_point", party))

    for role, whose in (("focal_point", PartyFactory()), ("secretariat_officer", None), ("presidency_current", None)):
        assert seen(client, contribution, person(role, whose) if whose else person(role)).status_code == 404
    assert seen(client, contribution, person("cabinet", party)).status_code == 404
    assert not Presence.objects.visible_to(actor("focal_point", PartyFactory())).exists()
    assert not Presence.objects.visible_to(actor("secretariat_officer")).exists()
    assert not Presence.objects.visible_to(actor("cabinet", party)).exists()


def test_authorities_of_one_participant_do_not_see_each_other(contribution, party):
    Presence.objects.create(contribution=contribution, user=person("focal_point", party), seen_at=NOW)
    authority = AuthorityFactory(party=party, state="on_hold")
    other = appoint("focal_point", party, authority=authority)

    assert not Presence.objects.visible_to(actor_as(other, "participant")).exists()


def test_a_reader_is_not_noted_and_a_stranger_is_asked_to_sign_in(client, contribution, party):
    assert seen(client, contribution, person("senior_official", party)).status_code == 403
    client.logout()
    assert client.post(reverse("portal-who", kwargs={"uuid": contribution.uuid})).status_code == 401
    assert not Presence.objects.exists()


def test_presence_is_in_no_ledger(client, contribution, party):
    before = LedgerEntry.objects.count()

    seen(client, contribution, person("focal_point", party))

    assert LedgerEntry.objects.count() == before
