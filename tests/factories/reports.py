"""Templates, rounds and contributions: made by factories, moved by the services that move them in the product.

`opened_round(party, ...)` asks exactly these participants; `drafted`, `submitted`, `questioned`, `completed` take a
participant's contribution as far as their name says.
"""

from datetime import UTC, date, datetime, timedelta

import factory

from foundation.actors import system
from parties.models import Participation
from reports.models import Addressee, Answer, Contribution, Round, Template, TemplateQuestion, TemplateSection
from reports.selectors.asked import asked_sections
from reports.services.answers import write_answers
from reports.services.contributions import start_contribution, submit_contribution
from reports.services.handing import finish_section, hand_over
from reports.services.judging import mark_complete
from reports.services.one_answer import Draft
from reports.services.queries import ask
from reports.services.rounds import open_round
from tests.factories.actionplan import PlanFactory
from tests.factories.parties import PartyFactory, actor, actor_as, appoint
from tests.states import kept

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 5, 11, 21, 59, tzinfo=UTC)
CUTOFF = datetime(2026, 6, 1, 21, 59, tzinfo=UTC)
LATER = OPENED + timedelta(days=7)


class TemplateFactory(factory.django.DjangoModelFactory):
    """Without questions; `template()` makes one with a few."""

    class Meta:
        model = Template

    code = factory.Sequence(lambda n: f"questions-{n}")
    title_en = "Periodic report"
    audience = "state"


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateSection

    template = factory.SubFactory(TemplateFactory)
    code = factory.Sequence(lambda n: f"section-{n}")
    position = factory.Sequence(lambda n: n % 30000)
    title_en = factory.LazyAttribute(lambda section: f"Section {section.code}")


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateQuestion

    section = factory.SubFactory(SectionFactory)
    code = factory.Sequence(lambda n: f"question-{n}")
    position = factory.Sequence(lambda n: n % 30000)
    text_en = "What was done?"


@kept
def template(audience="state", **given):
    """One general section (a required and a free question), one per activity led, one for supporting participants."""
    made = TemplateFactory(audience=audience, **given)
    general, led, supporting = TemplateSection.objects.bulk_create(
        [
            SectionFactory.build(template=made, code="general", position=1),
            SectionFactory.build(template=made, code="activity", position=2, per_activity=True),
            SectionFactory.build(template=made, code="support", position=3, for_supporting=True),
        ]
    )
    ask = QuestionFactory.build
    TemplateQuestion.objects.bulk_create(
        [
            ask(section=general, code="summary", position=1, is_required=True, text_en="What was achieved?"),
            ask(section=general, code="needs", position=2, text_en="What is needed?"),
            ask(section=led, code="status", position=1, kind="activity_status", text_en="Where does it stand?"),
            ask(section=led, code="progress", position=2, text_en="What progress was made?"),
            ask(section=supporting, code="agree", kind="short_text", text_en="Do you agree, or add?"),
        ]
    )
    return made


class RoundFactory(factory.django.DjangoModelFactory):
    """A round in preparation."""

    class Meta:
        model = Round

    code = factory.Sequence(lambda n: f"round-{n}")
    plan = factory.SubFactory(PlanFactory)
    title_en = factory.LazyAttribute(lambda one: f"Round {one.code}")
    period_begins_on = date(2025, 1, 1)
    period_ends_on = date(2025, 12, 31)
    due_at = DUE
    due_zone = "Africa/Cairo"
    cutoff_at = CUTOFF
    state_template = factory.LazyFunction(template)
    organisation_template = factory.LazyFunction(lambda: template("organisation"))


class AddresseeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Addressee

    round = factory.SubFactory(RoundFactory)


@kept
def ask_nobody_by_switch():
    """From here on only participants added by hand are asked."""
    Participation.objects.filter(body__code="process").update(is_asked_to_report=False)


@kept
def opened_round(*parties, now=OPENED, **given):
    """An open round that asks exactly these participants; none named: everybody whom the switches name."""
    made = RoundFactory(**given)
    if parties:
        ask_nobody_by_switch()
        for party in parties:
            AddresseeFactory(round=made, party=party)
    return open_round(made, actor=system(now), version=made.version, now=now)


def contribution_of(party, round_, authority=None):
    return Contribution.objects.select_related("party", "round").get(round=round_, party=party, authority=authority)


def fresh(obj):
    """The row as it stands in the database now."""
    return type(obj)._base_manager.get(pk=obj.pk)


@kept
def drafted(party, round_, *, by=None, now=LATER):
    """Begun, nothing typed."""
    by = by or actor("focal_point", party)
    found = contribution_of(party, round_)
    return start_contribution(found, actor=by, version=found.version, now=now)


@kept
def answered(contribution, *, by=None, now=LATER, **texts):
    """Answers to questions by their codes."""
    by = by or actor("focal_point", contribution.party)
    drafts = [draft_for(contribution, code, text) for code, text in texts.items()]
    return write_answers(contribution, actor=by, drafts=drafts, now=now).contribution


def draft_for(contribution, code, text, *, version=None, activity=None, confirms=False, item=None, closes=None):
    """What somebody types under a question, having seen the present version unless another is named."""
    found = TemplateQuestion.objects.get(
        section__template__in=[contribution.round.state_template_id, contribution.round.organisation_template_id],
        section__template__audience=contribution.party.kind,
        code=code,
    )
    present = Answer.objects.filter(contribution=contribution, question=found, activity=activity, item=item).first()
    seen = version if version is not None else (present.version if present else 0)
    place = found.uuid, activity.uuid if activity else None
    return Draft(*place, text, seen, confirms=confirms, item=item, closes=closes)


@kept
def submitted(party, round_, *, by=None, now=LATER, **texts):
    """Received."""
    by = by or actor("focal_point", party)
    begun = drafted(party, round_, by=by, now=now)
    written = answered(begun, by=by, now=now, **(texts or {"summary": f"What {party.code} achieved."}))
    return submit_contribution(written, actor=by, version=written.version, now=now)


@kept
def questioned(party, round_, *, by=None, now=LATER, **texts):
    """Sent back with a question; gives the question."""
    sent = submitted(party, round_, now=now, **texts)
    return ask(sent, actor=by or system(now), version=sent.version, now=now, asked="How many?")


@kept
def completed(party, round_, *, by=None, now=LATER, **texts):
    """Complete: it can be consolidated."""
    sent = submitted(party, round_, now=now, **texts)
    return mark_complete(sent, actor=by or system(now), version=sent.version, now=now)


@kept
def handed_section(contribution=None, *, to=None, by=None, now=LATER, number=0, **more):
    """The first section of a draft (or another), handed to a contributor of its participant."""
    if contribution is None:
        party = PartyFactory()
        contribution = drafted(party, opened_round(party))
    to = to or appoint("contributor", contribution.party)
    by = by or actor("focal_point", contribution.party)
    place = asked_sections(contribution)[number].name
    note = more.pop("note", "")
    handed = hand_over(contribution, actor=by, now=now, places=[place], to=to.uuid, note=note)[0]
    for name, value in more.items():
        setattr(handed, name, value)
    handed.save()
    return handed


@kept
def finished_section(*, now=LATER):
    """The same, finished by whom it was handed to."""
    handed = handed_section()
    by = actor_as(handed.user, "participant", now=now)
    return finish_section(handed, actor=by, version=handed.version, now=now)


def write_answer(contribution, draft, *, actor, now):
    return write_answers(contribution, actor=actor, drafts=[draft], now=now)
