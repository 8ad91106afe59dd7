"""Who sees what, now, in one sentence: whatever was chosen in whatever state, those it names read it, and no others."""

import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils.html import escape

from foundation.uploads import examine
from reports.enums import ContributionState as S
from reports.enums import Use, Visibility
from reports.models import Answer, Attachment, SectionTerms
from reports.selectors.asked import asked_sections
from reports.selectors.attachments import files_of
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.joint import named_for, told_of
from reports.selectors.openness import sections_open_to, who_sees_now
from reports.services.attachments import attach_file
from reports.services.contributions import (
    declare_nothing_to_report,
    start_contribution,
    submit_contribution,
    withdraw_contribution,
)
from reports.services.joint import name_participant
from reports.services.judging import mark_complete, reopen_contribution
from reports.services.queries import ask
from reports.services.terms import CHANGEABLE_TERMS, Terms, set_terms
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, actor_as, appoint, person
from tests.factories.reports import (
    LATER,
    QuestionFactory,
    SectionFactory,
    TemplateFactory,
    answered,
    contribution_of,
    fresh,
    opened_round,
)
from tests.states import kept

pytestmark = pytest.mark.django_db
CHOICES = list(product(Visibility.values, Use.values))
STATES = [state for state in S.values if state != S.NOT_STARTED]
STAFF = ("presidency_current", "presidency_incoming", "presidency_outgoing", "secretariat_officer", "both_hats")
WRITERS = ("contributor", "focal_point", "alternate", "senior_official")
READS_WHAT_WAS_SENT = ("mission", "cabinet")
ONLY = re.compile(r"Now only (?P<house>.+) sees this: nothing has been submitted\.")
SENT = re.compile(
    r"Now (?P<house>.+), the Presidency and the Secretariat see (?:everything|what) (?:you|was) submitted"
    r"(?:[,:] (?!all participants|everybody)[^;]+?)?"
    r"(?:; all participants also see: (?P<participants>[^;]+?))?(?:; everybody also sees: (?P<public>[^;]+?))?\."
)


def named(choice):
    return " ".join(choice).replace("_", "-")


def template():
    """A section for each choice there is."""
    shaped = TemplateFactory()
    for position, choice in enumerate(CHOICES):
        title = named(choice)
        section = SectionFactory(template=shaped, code=title.replace(" ", "-"), position=position, title_en=title)
        QuestionFactory(section=section, code=f"q-{section.code}")
    return shaped


def begun(party, authority, by, *asked_too):
    """A draft with a file, and words in each section, each section to be seen and used in its own way."""
    round_ = opened_round(party, PartyFactory(), *asked_too, state_template=template())
    draft = contribution_of(party, round_, authority)
    draft = start_contribution(draft, actor=by, version=draft.version, now=LATER)
    sections = asked_sections(draft)
    draft = answered(draft, by=by, **{section.questions[0].question.code: "Done." for section in sections})
    for section, choice in zip(sections, CHOICES, strict=True):
        title = f"file {named(choice)}"
        file = examine(title.encode(), name="a.txt")
        attach_file(fresh(draft), actor=by, now=LATER, place=section.name, title=title, name="a.txt", file=file)
    terms = {section.section.uuid: Terms(*choice) for section, choice in zip(sections, CHOICES, strict=True)}
    files = Attachment.objects.filter(contribution=draft).order_by("pk")
    terms |= {file.uuid: Terms(*choice) for file, choice in zip(files, CHOICES, strict=True)}
    draft = fresh(draft)
    return set_terms(draft, actor=by, version=draft.version, terms=terms)


def brought(draft, state, by):
    """Taken to a state by the services."""
    own, staff = {"actor": by, "now": LATER}, {"actor": actor("secretariat_officer"), "now": LATER}
    if state == S.DRAFT:
        return draft
    if state == S.NOTHING_TO_REPORT:
        return declare_nothing_to_report(draft, version=draft.version, **own)
    sent = submit_contribution(draft, version=draft.version, **own)
    if state == S.QUESTION_OPEN:
        return ask(sent, version=sent.version, asked="How many?", **staff).contribution
    steps = {
        S.SUBMITTED: lambda: sent,
        S.COMPLETE: lambda: mark_complete(sent, version=sent.version, **staff),
        S.REOPENED: lambda: reopen_contribution(sent, version=sent.version, reason="More.", **own),
        S.WITHDRAWN: lambda: withdraw_contribution(sent, version=sent.version, reason="A mistake.", **own),
    }
    return steps[state]()


def sentence(contribution):
    return who_sees_now(contribution, terms_of(contribution).values(), files_of(contribution), told_of(contribution))


def said(contribution):
    """What the sentence promises: whether staff read it, and what all participants and everybody read."""
    only, sent = ONLY.fullmatch(sentence(contribution)), SENT.fullmatch(sentence(contribution))
    assert (only is None) != (sent is None), sentence(contribution)
    if only:
        return False, set(), set()
    participants, public = (parts(sent[group]) for group in ("participants", "public"))
    return True, participants | public, public


def parts(listed):
    return set(re.split(r", (?:and )?| and ", listed)) if listed else set()


def read_by(who, contribution):
    """Titles of the sections and of the files that this reader gets: of what was sent, once anything was."""
    titles = {title.replace(" ", "-"): title for title in map(named, CHOICES)}
    files = Attachment.objects.visible_to(who).filter(contribution=contribution)
    if contribution.submitted_at is not None:
        files = files.filter(revision__isnull=False)
    return {titles[code] for code in sections_read_by(who, contribution)} | set(files.values_list("title", flat=True))


def sections_read_by(who, contribution):
    """By their codes: of a draft in its own house, afterwards of what was sent."""
    snapshot = latest_snapshot(contribution)
    if snapshot is None:
        answers = Answer.objects.visible_to(who).filter(contribution=contribution)
        return set(answers.values_list("question__section__code", flat=True))
    if named_for(who).filter(contribution=contribution).exists():
        return {section["code"] for section in snapshot.content["sections"]}
    return {section["code"] for section in sections_open_to(snapshot, actor=who)}


def chosen_anew(contribution, choice):
    """Everything to be seen and used in the same way."""
    values = dict(zip(("visibility", "use"), choice, strict=True))
    SectionTerms.objects.filter(contribution=contribution).update(**values)
    Attachment.objects.filter(contribution=contribution).update(**values)


def submitted_parts(contribution):
    """All that was sent, or all that is written while nothing was."""
    snapshot = latest_snapshot(contribution)
    if snapshot is not None and not snapshot.content["sections"]:
        return set()
    return {title for choice in CHOICES for title in (named(choice), f"file {named(choice)}")}


def faults(contribution, identities):
    """Where what an identity reads is not what the sentence says of its audience."""
    by_staff, by_participants, by_everybody = said(contribution)
    whole, sent = submitted_parts(contribution), contribution.submitted_at is not None
    told = {
        "writers": whole,
        "the house": whole if sent else set(),
        "staff": whole if by_staff else set(),
        "participants": by_participants,
        "everybody": by_everybody,
    }
    found = {(audience, role): read_by(who, contribution) for audience, role, who in identities}
    return {key: (read, told[key[0]]) for key, read in found.items() if read != told[key[0]]}


@kept
def readers_and_draft(*, is_on_hold):
    """One person of each kind with their audience, whoever writes, and their draft: each state begins with these."""
    party = PartyFactory()
    authority = AuthorityFactory(party=party, state="on_hold") if is_on_hold else None
    contended = AuthorityFactory(party=party, state="on_hold") if is_on_hold else None

    def of(office, **given):
        return actor_as(appoint(office, party, **given), "participant")

    by = of("focal_point", authority=authority)
    identities = [
        *(("writers", role, of(role, authority=authority)) for role in WRITERS),
        *(("the house", role, of(role, authority=authority)) for role in READS_WHAT_WAS_SENT),
        *(("staff", role, actor(role)) for role in STAFF),
        *(("participants", role, actor(role)) for role in ("focal_point", "mission", "reporting_officer", "on_hold")),
        *(("everybody", role, actor(role)) for role in ("anonymous", "deactivated", "just_ended")),
    ]
    if is_on_hold:
        identities.append(("participants", "the other authority", of("focal_point", authority=contended)))
    return identities, by, begun(party, authority, by)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("is_on_hold", [False, True], ids=["in force", "on hold"])
def test_each_reader_gets_what_the_sentence_says_of_its_audience(state, is_on_hold):
    identities, by, draft = readers_and_draft(is_on_hold=is_on_hold)
    contribution = brought(draft, state, by)

    found = {"each its own": faults(contribution, identities)}
    one_of_each = list({audience: (audience, role, who) for audience, role, who in identities}.values())
    for choice in CHOICES if state in CHANGEABLE_TERMS else ():
        chosen_anew(contribution, choice)
        found[named(choice)] = faults(contribution, one_of_each)

    assert {choice: wrong for choice, wrong in found.items() if wrong} == {}


def test_a_participant_that_is_asked_to_confirm_is_named_and_reads_what_was_sent():
    party = PartyFactory()
    by, asked = actor("focal_point", party), PartyFactory()
    draft = begun(party, None, by, asked)
    name_participant(draft, actor=by, version=draft.version, party=asked.uuid)
    reader = actor("focal_point", asked)

    before, read_before = sentence(draft), read_by(reader, draft)
    sent = brought(fresh(draft), S.SUBMITTED, by)

    assert (asked.name in before, read_before) == (False, set())
    assert sentence(sent).startswith(
        f"Now {party.name}, {asked.name}, the Presidency and the Secretariat see everything"
    )
    assert read_by(reader, sent) == submitted_parts(sent)


@pytest.mark.parametrize("page", ["contribution", "terms"])
def test_the_sentence_stands_on_the_pages_of_its_participant(client, page):
    user = person("focal_point", party := PartyFactory())
    sent = brought(begun(party, None, by := actor_as(user, "participant")), S.SUBMITTED, by)
    client.force_login(user)

    shown = client.get(reverse(f"portal-{page}", kwargs={"uuid": sent.uuid})).content.decode()

    assert escape(sentence(sent)) in shown
