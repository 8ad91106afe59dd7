"""Requests with ladders of their own, and people at work on them."""

from datetime import UTC, datetime

import factory

from notifications.models import Ladder, LadderStep, Notice, Obligation
from notifications.selectors import drift
from notifications.services.obligations import open_obligations
from tests.factories.parties import PartyFactory, UserFactory
from tests.states import kept

KIND = "test.due"
WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)
"""A working day everywhere, within working hours from Lisbon to Nairobi."""


class LadderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ladder
        django_get_or_create = ("kind",)

    kind = KIND
    name_en = "Tests"


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LadderStep

    ladder = factory.SubFactory(LadderFactory)
    offset_days = -7
    offices = factory.LazyFunction(lambda: ["alternate", "focal_point"])
    subject_en = factory.LazyAttribute(lambda step: f"Step {step.offset_days:+d} of {{participant}}")
    subject_fr = factory.LazyAttribute(lambda step: f"Étape {step.offset_days:+d}")
    text_en = "Dear {name}, until {due}."


@kept
def ladder(*offsets, **given):
    """The steps of a ladder counted from the due day, by their days."""
    return {days: StepFactory(offset_days=days, **given) for days in offsets}


@kept
def asked(party, *, due_at, opened_at=None, subject=None, kind=KIND, **given):
    """An open request of a participant."""
    subject = subject or party
    opened_at = opened_at or datetime(2026, 1, 5, 8, tzinfo=UTC)
    rest = {"offices": ["focal_point"], "due_zone": "UTC", **given}
    row = Obligation.of(subject, kind, party, due_at=due_at, **rest)
    row.opened_at = opened_at
    open_obligations([row])
    return Obligation.objects.get(subject_uuid=subject.uuid, party=party, kind=kind)


def request(party, kind, name, *, due_at, opened_at):
    """Unsaved: one of many requests of a participant, all of the same kind, told apart by their names."""
    return Obligation(
        key=f"{kind}:{party.code}:{name}",
        kind=kind,
        subject_type="parties.party",
        subject_uuid=party.uuid,
        party=party,
        offices=["focal_point"],
        due_at=due_at,
        due_zone=party.time_zone,
        opened_at=opened_at,
    )


@kept
def renewed(subject, *, kind=KIND, **changes):
    """What is asked of a subject, said anew."""
    row = Obligation.objects.get(subject_uuid=subject.uuid, kind=kind)
    for column, value in changes.items():
        setattr(row, column, value)
    open_obligations([row])


@kept
def noticed(state="prepared", *, request=None, recipient=None, **given):
    """What was made of one step for one person."""
    request = request or asked(PartyFactory(), due_at=WEDNESDAY)
    first = "prepared" if state == "withdrawn" else state
    rest = {"due_at": request.due_at, "moment": WEDNESDAY, "made_at": WEDNESDAY, "office": "focal_point"}
    step = given.pop("step", None) or StepFactory(ladder=LadderFactory(kind=f"{KIND}.{LadderStep.objects.count()}"))
    notice = Notice.objects.create(
        obligation=request, step=step, recipient=recipient or UserFactory(), state=first, **{**rest, **given}
    )
    if state == "withdrawn":
        Notice.objects.filter(pk=notice.pk).update(state=state, withdrawn_because="closed")
        notice.refresh_from_db()
    return notice


def untrue():
    """What reconciliation would name; people of tests are given their offices by no service, so nobody asked them."""
    return [found for found in drift() if found.kind != "mandate.confirmation"]
