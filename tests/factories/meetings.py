"""Meetings and what came of them, on the kinds and verbs of the reference data."""

from datetime import date

import factory

from meetings.models import (
    AgendaItem,
    Decision,
    Delegation,
    FollowUp,
    Meeting,
    MeetingKind,
    OutcomeText,
    Paragraph,
    SilenceProcedure,
    Sitting,
    Statement,
    Verb,
)
from meetings.selectors import COUNTS, with_presence
from tests.factories.documents import DocumentFactory
from tests.factories.parties import PartyFactory


def kind(code):
    """A kind of meeting of the reference data: "som", "ministerial"."""
    return MeetingKind.objects.get(code=code)


def verb(code):
    """A verb of the reference data: "endorsed", "taken_note_of"."""
    return Verb.objects.get(code=code)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A Senior Officials' Meeting, a week before `NOW`; planned, but any state may be given."""

    class Meta:
        model = Meeting

    code = factory.Sequence(lambda n: f"MEETING-{n}")
    kind = factory.LazyFunction(lambda: kind("som"))
    title_en = factory.LazyAttribute(lambda meeting: f"Meeting {meeting.code}")
    state = "planned"
    begins_on = date(2026, 2, 24)
    ends_on = date(2026, 2, 25)
    time_zone = "Europe/Paris"


def conclude(meeting):
    """What was entered while it was held is its record now, which takes nothing more."""
    Meeting.objects.filter(pk=meeting.pk).update(state="concluded")
    meeting.state = "concluded"
    return meeting


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: f"{n}")
    position = factory.Sequence(lambda n: n % 30000)
    title_en = "Periodic report"


class SittingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sitting

    meeting = factory.SubFactory(MeetingFactory, state="held")
    number = factory.Sequence(lambda n: n % 30000 + 1)


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    meeting = factory.SubFactory(MeetingFactory, state="convened")
    party = factory.SubFactory(PartyFactory)


class OutcomeTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutcomeText

    code = factory.Sequence(lambda n: f"TEXT-{n}")
    meeting = factory.SubFactory(MeetingFactory, state="held")
    kind = "conclusions"
    title_en = factory.LazyAttribute(lambda text: f"Conclusions {text.code}")


class ParagraphFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paragraph

    outcome_text = factory.SubFactory(OutcomeTextFactory)
    part = "operative"
    number = factory.Sequence(lambda n: f"{n + 1}")
    position = factory.Sequence(lambda n: n % 30000)
    short_title_en = "A short title of ours"


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory, state="held")
    number = factory.Sequence(lambda n: f"D{n}")
    verb = factory.LazyFunction(lambda: verb("agreed"))
    text_en = "The meeting agreed."
    decided_on = date(2026, 2, 25)


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    meeting = factory.SubFactory(MeetingFactory, state="held")
    party = factory.SubFactory(PartyFactory)
    language = "en"
    text = "What was said, as it was said."


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    decision = factory.SubFactory(DecisionFactory)
    title_en = "What is to be done"


class SilenceProcedureFactory(factory.django.DjangoModelFactory):
    """Being prepared, on a decision of senior officials that met; its text is issued by whoever needs it."""

    class Meta:
        model = SilenceProcedure

    title_en = factory.Sequence(lambda n: f"Silence procedure {n}")
    authorised_by = factory.SubFactory(DecisionFactory)
    document = factory.SubFactory(DocumentFactory)


def presence_of(meeting):
    """n and N of States, then of organisations."""
    return with_presence(Meeting.objects.filter(pk=meeting.pk)).values_list(*COUNTS).get()
