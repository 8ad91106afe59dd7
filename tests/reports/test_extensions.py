"""Another due moment agreed with one participant, from the list of participants of a round."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from notifications.models import Obligation
from reports.permissions.rounds import can_agree_extension
from reports.services.addressees import agree_extension
from reports.services.rounds import close_round, close_to_contributions, save_round
from tests.factories.parties import actor, participant, person
from tests.factories.reports import LATER, fresh, opened_round, submitted
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return opened_round(participant("KE"), participant("EG"))


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def step_of(round_):
    return reverse("admin:reports_round_step", args=[round_.pk, "agree_extension"])


def typed(round_, code="KE", **changes):
    until = timezone.now() + timedelta(days=400)
    given = {"addressee": round_.addressees.get(party__code=code).uuid, "extension_until": f"{until:%Y-%m-%dT%H:%M}"}
    return {"seen_version": round_.version, **given, **changes}


def test_extension_is_offered_only_while_something_is_awaited(officer, round_):
    submitted(participant("EG"), round_)
    overview = reverse("admin:reports_round_overview", args=[round_.pk])

    shown = officer.get(overview).content.decode()
    offered = officer.get(step_of(round_)).context["form"].fields["addressee"].queryset
    refused = officer.post(step_of(round_), typed(fresh(round_), "EG"))

    assert [one.party.code for one in offered] == ["KE"]
    assert f"{step_of(round_)}?participant=EG" not in shown
    of_egypt, of_kenya = shown.split("<tr>")[-2:]
    assert [round_.due_at.isoformat() in row for row in (of_egypt, of_kenya)] == [False, True]
    assert refused.status_code == 400
    assert "of whom a contribution is still awaited" in refused.content.decode()
    assert not round_.addressees.exclude(extension_until=None).exists()


@pytest.mark.parametrize("over", [False, True])
def test_round_is_saved_with_no_new_extension_for_whom_nothing_is_awaited(round_, over):
    submitted(participant("EG"), round_)
    staff, saved = actor("secretariat_officer"), fresh(round_)
    if over:
        saved = close_to_contributions(saved, actor=staff, version=saved.version, now=LATER)
        saved = close_round(saved, actor=staff, version=saved.version, now=LATER)
    addressee = round_.addressees.get(party__code="KE" if over else "EG")
    addressee.extension_until = round_.due_at + timedelta(days=9)

    with pytest.raises(RuleBroken, match="Nothing is awaited of this participant") as refused:
        save_round(
            saved, actor=staff, version=saved.version, creating=False, related=Related(children=[("round", addressee)])
        )

    assert refused.value.field == "extension_until"
    assert not round_.addressees.exclude(extension_until=None).exists()


def test_service_agrees_nothing_with_whose_contribution_has_come(round_):
    submitted(participant("EG"), round_)

    with pytest.raises(RuleBroken, match="still awaited"):
        agree(fresh(round_), actor("presidency_current"), code="EG")


def test_extension_begins_at_the_row_of_a_participant_and_ends_there(officer, round_):
    overview = reverse("admin:reports_round_overview", args=[round_.pk])
    link = f"{step_of(round_)}?participant=KE"
    shown = officer.get(overview).content.decode()
    assert link in shown
    assert 'Register a letter</a> · <a href="' in shown

    asked = officer.get(link).context["form"]
    answer = officer.post(step_of(round_), typed(round_))

    assert asked["addressee"].value() == round_.addressees.get(party__code="KE").uuid
    assert (answer.status_code, answer["Location"]) == (302, overview)
    moved = {one.party.code: one.due_at for one in Obligation.objects.select_related("party")}
    assert moved == {"KE": round_.addressees.get(party__code="KE").extension_until, "EG": round_.due_at}
    entry = LedgerEntry.objects.get(kind="extension.agreed")
    assert list(LedgerEntry.objects.about(round_).filter(pk=entry.pk)) == [entry]
    assert entry.audience == f"unit+staff:{participant('KE').pk}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"addressee": ""}, "addressee"),
        ({"addressee": "none"}, "addressee"),
        ({"extension_until": ""}, "extension_until"),
        ({"extension_until": "soon"}, "extension_until"),
        ({"extension_until": "2001-01-01T10:00"}, "extension_until"),
    ],
)
def test_refusal_stands_at_its_field_and_writes_nothing(changes, field, officer, round_):
    answer = officer.post(step_of(round_), typed(round_, **changes))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert fresh(round_).version == round_.version
    assert not round_.addressees.exclude(extension_until=None).exists()


def test_second_press_of_the_same_page_is_told_and_changes_nothing(officer, round_):
    sent = typed(round_)

    first, second = officer.post(step_of(round_), sent), officer.post(step_of(round_), sent)

    assert (first.status_code, second.status_code) == (302, 409)
    assert LedgerEntry.objects.filter(kind="extension.agreed").count() == 1


@pytest.mark.parametrize(
    ("office", "may"),
    [
        ("presidency_current", True),
        ("secretariat_officer", True),
        ("presidency_incoming", False),
        ("presidency_outgoing", False),
        ("focal_point", False),
    ],
)
def test_only_who_acts_for_all_now_agrees(office, may, round_):
    who = actor(office)

    assert can_agree_extension(who, round_) is may
    if not may:
        with pytest.raises(NotAllowed):
            agree(round_, who)


def test_nothing_is_agreed_once_the_round_is_over(round_):
    staff = actor("secretariat_officer")
    consolidating = close_to_contributions(round_, actor=staff, version=round_.version, now=LATER)
    closed = close_round(consolidating, actor=staff, version=consolidating.version, now=LATER)

    assert not can_agree_extension(staff, closed)
    with pytest.raises(IllegalTransition):
        agree(closed, staff)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_agree_at_once_one_is_heard(round_):
    who = actor("secretariat_officer")

    answers = at_once(4, lambda number: agree(round_, who, code=("KE", "EG")[number % 2]).party.code)

    assert sorted(map(str, answers))[:3] == ["409", "409", "409"]
    assert LedgerEntry.objects.filter(kind="extension.agreed").count() == 1
    assert round_.addressees.exclude(extension_until=None).count() == 1


def agree(round_, who, *, code="KE"):
    given = {"addressee": round_.addressees.get(party__code=code), "extension_until": round_.due_at + timedelta(days=9)}
    return agree_extension(fresh(round_), **given, actor=who, version=round_.version, now=LATER)
