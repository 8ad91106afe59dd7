"""Rounds in every state, and contributions of several participants in every state, taken there by the services.

What each has written, sent or been asked holds words that nobody else may read.
"""

from datetime import timedelta
from uuid import uuid4

from foundation.uploads import examine
from reports.enums import ContributionState as S
from reports.enums import Use, Visibility
from reports.models import Attachment, Contribution, Query
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.services.answers import write_answers
from reports.services.attachments import attach_file
from reports.services.clearances import record_clearance
from reports.services.contributions import (
    declare_nothing_to_report,
    start_contribution,
    submit_contribution,
    withdraw_contribution,
)
from reports.services.judging import mark_complete, reopen_contribution
from reports.services.queries import ask, ask_again, reply_to_query
from reports.services.rounds import close_round, close_to_contributions
from reports.services.templates import make_next_edition
from reports.services.terms import Terms, set_terms
from tests.canaries.strings import planted, planted_key
from tests.factories import reports as made
from tests.factories.parties import actor, participant
from tests.factories.reports_alike import written_alike
from tests.factories.reports_translations import sent, translated, written
from tests.reports import letters

PREPARED = "questions being prepared"

QUIET = {"quiet": Use.NOT_QUOTED, "unnamed": Use.UNNAMED}
"""Sections with terms of their own."""
EDITED_AGAIN = {S.REOPENED, S.QUESTION_OPEN}
SHOWN = {"own": S.values, "other": ["draft", "submitted", "reopened"], "chair": ["draft", "submitted"]}
"""The states in which each owner's contribution is asked for in the matrix; all of them exist."""


def build(world):
    named = {"state": {}, "organisation": {"uuid": planted_key("questions in use")}}
    templates = {f"{kind}_template": with_a_quiet_section(kind, **given) for kind, given in named.items()}
    dates = {"due_at": world.now + timedelta(days=30), "cutoff_at": world.now + timedelta(days=40)}
    given = {**templates, **dates, "plan": world.rows["plan"]["published"]}
    hidden = made.RoundFactory(code="world-preparing", title_en=planted("round in preparation"), **given)
    made.AddresseeFactory(round=hidden, party=world.own)
    asked = (world.own, world.other, world.chair, participant("ICMPD"), world.contested, participant("KE"))
    owners = owners_of(world)
    contributions = {owner: {} for owner in owners}
    for state in S.values:
        round_ = made.opened_round(*asked, now=world.now, code=f"world-{state}", **given)
        round_.addressees.filter(party=world.own).update(note=planted("note on an addressee"))
        for owner, (party, authority, focal_point) in owners.items():
            contribution = made.contribution_of(party, round_, authority)
            contributions[owner][state] = bring(contribution, state, owner, focal_point=focal_point, world=world)
    world.rows["round"] = {"preparing": hidden, "open": round_, **later_rounds(world, given)}
    world.rows["contribution"] = shown(contributions)
    world.rows["chain contribution"] = {owner: contributions[owner]["complete"] for owner in ("own", "organisation")}
    world.rows["own contribution"] = {**contributions["own"], "foreign": contributions["somebody else"]["submitted"]}
    shared_by(world, given)
    by_letter(world, given, without=contributions["own"]["submitted"])
    files = Attachment.objects.all()
    for owner, state in (("own", "draft"), ("own", "submitted"), ("other", "draft"), ("other", "submitted")):
        contribution = contributions[owner][state]
        world.rows["attachment"][f"{owner}:{state}"] = files.get(contribution=contribution)
    world.rows["query"] = queries(contributions)
    world.rows["answer"] = {
        name: world.rows["contribution"][name].answers.first() for name in ("own:draft", "own:submitted", "other:draft")
    }
    world.rows["handed"] = handed(contributions, world)
    world.rows["template"] = {"frozen": templates["state_template"], "free": _being_prepared()}
    used = made.fresh(templates["state_template"])
    make_next_edition(used, actor=world.actor("secretariat"), version=used.version, now=world.now)
    world.rows["template question"] = {
        name: made.TemplateQuestion.objects.filter(section__template=one).first()
        for name, one in world.rows["template"].items()
    }
    world.rows["section"] = {name: one.sections.first() for name, one in world.rows["template"].items()}


def _being_prepared():
    """A template that no round has opened with."""
    free, words = made.template(title_en=planted(PREPARED)), planted(PREPARED)
    free.sections.update(title_en=words)
    made.TemplateQuestion.objects.filter(section__template=free).update(text_en=words)
    return free


def owners_of(world):
    """Each owner of a contribution: participant, authority, and who types for it."""
    parties = {
        "own": (world.own, None, "focal_point_own"),
        "other": (world.other, None, "focal_point_other"),
        "chair": (world.chair, None, "both_hats"),
        "organisation": (participant("ICMPD"), None, "reporting_officer"),
        "first authority": (world.contested, world.first, "on_hold_first"),
        "second authority": (world.contested, world.second, "on_hold_second"),
    }
    found = {
        name: (party, authority, world.actor(role, "participant")) for name, (party, authority, role) in parties.items()
    }
    kenya = participant("KE")
    return found | {"somebody else": (kenya, None, actor("focal_point", kenya))}


def shared_by(world, given):
    """One contribution of which all participants may read a section and a file, one with a section for everybody.

    A third is not begun: what would tell of it is its key.
    """
    around = {"som": world.rows["meeting ahead"]["planned"], "previous": another_in_preparation(given)}
    round_ = made.opened_round(world.own, world.other, now=world.now, code="world-shared", **around, **given)
    focal_points = {"own": world.actor("focal_point_own"), "other": world.actor("focal_point_other")}
    unbegun = planted_key("draft answer of somebody else")
    Contribution.objects.create(round=round_, party=participant("KE"), uuid=unbegun)
    found = {owner: made.contribution_of(getattr(world, owner), round_) for owner in focal_points}
    own = made.drafted(world.own, round_, by=focal_points["own"], now=world.now)
    own = in_french(own)
    own = typed(own, focal_points["own"], world, summary="answer shared with participants", unquoted="answer of own")
    links = {"evidence": "answer shared with participants", "evidence-unquoted": "answer of own"}
    own = linked(own, focal_points["own"], world, **links)
    own = with_file(own, focal_points["own"], world, "file shared with participants")
    file = own.attachments.get()
    other = made.drafted(world.other, round_, by=focal_points["other"], now=world.now)
    other = in_french(other)
    other = made.answered(other, by=focal_points["other"], now=world.now, summary="Words for everybody.")
    other = typed(other, focal_points["other"], world, unquoted="answer not to be quoted of other")
    other = linked(other, focal_points["other"], world, **{"evidence-unquoted": "answer not to be quoted of other"})
    chosen = _terms_chosen(found, file)
    for owner, contribution in (("own", own), ("other", other)):
        by = {"actor": focal_points[owner], "now": world.now}
        current = made.fresh(contribution)
        current = set_terms(current, actor=by["actor"], version=current.version, terms=chosen[owner])
        found[owner] = submit_contribution(current, version=current.version, **by)
    _translate_what_was_sent(world, found)
    world.rows["attachment"] = {"participants": Attachment.objects.get(pk=file.pk)}
    world.rows["shared contribution"] = {"participants": found["own"], "public": found["other"]}


def _terms_chosen(found, file):
    """Who may see which section, and how it may be used: of one for participants, of the other for everybody."""
    general = {owner: template_of(one).sections.get(code="general").uuid for owner, one in found.items()}
    quiet = template_of(found["other"]).sections.get(code="quiet").uuid
    for_all = Terms(Visibility.PARTICIPANTS, Use.NOT_QUOTED)
    return {
        "own": {general["own"]: for_all, file.uuid: for_all},
        "other": {
            general["other"]: Terms(Visibility.PUBLIC, Use.ATTRIBUTED),
            quiet: Terms(Visibility.PUBLIC, Use.UNNAMED),
        },
    }


def _translate_what_was_sent(world, found):
    texts = {"own": {"summary": "translation shared with participants", "unquoted": "translation of own"}}
    texts["other"] = {"summary": "", "unquoted": "translation not to be quoted of other"}
    for owner, kinds in texts.items():
        for code, kind in kinds.items():
            text = planted(kind) if kind else "What everybody reads."
            staff = {"by": world.actor("secretariat"), "now": world.now}
            place = _place_of(code, found[owner])
            translated(found[owner], of=sent(found[owner], place=place), into="en", text=text, **staff)


def _place_of(code, contribution):
    """Where in the submission, counted from 1, the answer under this question stands."""
    sections = latest_snapshot(contribution).content["sections"]
    return 1 + [answer["question"] for section in sections for answer in section["answers"]].index(code)


def another_in_preparation(given):
    """Named by its key in the round after it, to those who may see it."""
    name = "round in preparation"
    return made.RoundFactory(code="world-before", title_en=planted(name), uuid=planted_key(name), **given)


def by_letter(world, given, *, without):
    """A round to which three participants wrote letters, with passages that wait for their confirmation."""
    writers = {"own": world.own, "other": world.other, "somebody else": participant("KE")}
    round_ = made.opened_round(*writers.values(), now=world.now, code="world-letters", **given)
    staff = world.actor("secretariat")
    found = {}
    for owner, party in writers.items():
        words = planted(f"letter of {owner}")
        letter = letters.registered(
            party,
            round_,
            by=staff,
            now=world.now,
            sender=f"Ministry {words}",
            received_at=world.now,
            file=examine(words.encode(), name="letter.txt"),
        )
        found[owner] = letters.arranged(letter, words, by=staff)
    world.rows["letter"] = found
    contributions = {owner: letter.contribution for owner, letter in found.items()}
    world.rows["letter contribution"] = {
        "own": contributions["own"],
        "foreign": contributions["somebody else"],
        "without": without,
    }


def later_rounds(world, given):
    """Rounds that are over or nearly so."""
    rounds = {}
    for state in ("consolidating", "closed"):
        round_ = made.opened_round(world.own, world.other, now=world.now, code=f"world-{state}", **given)
        steps = (close_to_contributions, close_round)[: 1 if state == "consolidating" else 2]
        for step in steps:
            round_ = step(round_, actor=world.actor("secretariat"), version=round_.version, now=world.now)
        rounds[state] = round_
    return rounds


def bring(contribution, state, owner, *, focal_point, world):
    """One contribution to its state, with its own words on the way."""
    by, at = {"actor": focal_point, "now": world.now}, {"actor": world.actor("secretariat"), "now": world.now}
    if state == S.NOT_STARTED:
        return contribution
    contribution = start_contribution(contribution, version=contribution.version, **by)
    if state in {S.DRAFT, S.NOTHING_TO_REPORT}:
        contribution = begun(contribution, owner, focal_point, world)
        contribution = cleared(contribution, owner, **by)
        nothing = state == S.NOTHING_TO_REPORT
        return declare_nothing_to_report(contribution, version=contribution.version, **by) if nothing else contribution
    contribution = signed_off(contribution, owner, focal_point, world)
    contribution = submit_contribution(contribution, version=contribution.version, **by)
    reason = planted(f"reason of {owner}")
    if state == S.COMPLETE:
        contribution = mark_complete(contribution, version=contribution.version, **at)
    elif state == S.WITHDRAWN:
        contribution = withdraw_contribution(contribution, version=contribution.version, reason=reason, **by)
    elif state == S.REOPENED:
        contribution = reopen_contribution(contribution, version=contribution.version, reason=reason, **by)
    elif state == S.QUESTION_OPEN:
        contribution = questioned(contribution, owner, by=by, at=at)
    if state in EDITED_AGAIN:
        contribution = typed(contribution, focal_point, world, summary=f"answer typed after it was sent of {owner}")
        contribution = linked(contribution, focal_point, world, evidence=f"answer typed after it was sent of {owner}")
        made_in_french(contribution, focal_point, world, summary=f"translation of a draft answer of {owner}")
    return contribution


def begun(contribution, owner, focal_point, world):
    """What every draft of this owner holds: an answer and its translation, a link, a file."""

    def write(draft):
        draft = typed(draft, focal_point, world, summary=f"draft answer of {owner}")
        draft = linked(draft, focal_point, world, evidence=f"draft answer of {owner}")
        draft = with_file(draft, focal_point, world, f"draft answer of {owner}")
        made_in_french(draft, focal_point, world, summary=f"translation of a draft answer of {owner}")
        return draft

    return written_alike(world.held, ("begun", owner), contribution, write)


def cleared(contribution, owner, *, actor, now):
    """By somebody whose name its own house alone reads, before anything is sent."""
    said = {"cleared_by": planted(f"clearance of {owner}"), "cleared_on": now.date(), "answers_version": "0" * 12}
    record_clearance(contribution, actor=actor, version=contribution.version, now=now, **said)
    return made.fresh(contribution)


def signed_off(contribution, owner, focal_point, world):
    """What every contribution of this owner holds before it is sent: written once, and alike in the others."""
    key = "signed off", owner
    return written_alike(world.held, key, contribution, lambda draft: _signed_off(draft, owner, focal_point, world))


def _signed_off(contribution, owner, focal_point, world):
    """Answers and links in three sections: one not to be quoted, one to be used without naming the participant."""
    words = {"summary": f"answer of {owner}", "unquoted": f"answer not to be quoted of {owner}"}
    words["unnamed"] = f"unnamed answer of {owner}"
    contribution = typed(contribution, focal_point, world, **words)
    contribution = linked(contribution, focal_point, world, **links_of(owner))
    translations = {
        "unquoted": f"translation not to be quoted of {owner}",
        "unnamed": f"unnamed translation of {owner}",
    }
    made_in_french(contribution, focal_point, world, **translations)
    contribution = with_file(contribution, focal_point, world, f"answer of {owner}")
    sections = made.TemplateSection.objects.filter(template=template_of(contribution), code__in=QUIET)
    terms = {section.uuid: Terms(Visibility.STAFF, QUIET[section.code]) for section in sections}
    return set_terms(contribution, actor=focal_point, version=contribution.version, terms=terms)


def with_file(contribution, by, world, kind):
    """The contribution with a file under the first section, whose name and text hold the words of its kind."""
    place, name = asked_sections(contribution)[0].name, f"{planted(kind)}.txt"
    file = examine(planted(kind).encode(), name=name)
    attach_file(contribution, actor=by, now=world.now, place=place, title="", name=name, file=file)
    return made.fresh(contribution)


def template_of(contribution):
    return getattr(contribution.round, f"{contribution.party.kind}_template")


def with_a_quiet_section(audience, **given):
    """A template that asks for links, whose last sections are not to be quoted, or not with the participant's name."""
    template = made.template(audience, **given)
    general = template.sections.get(code="general")
    made.QuestionFactory(section=general, code="evidence", position=9, kind="links", text_en="Where is it published?")
    for position, (code, question) in enumerate({"quiet": "unquoted", "unnamed": "unnamed"}.items(), start=9):
        section = made.SectionFactory(template=template, code=code, position=position)
        made.QuestionFactory(section=section, code=question, position=1, text_en="What else should we know?")
        link = f"evidence-{question}"
        made.QuestionFactory(section=section, code=link, position=2, kind="links", text_en="Where is it published?")
    return template


def typed(contribution, focal_point, world, **words):
    """Words of their kind under questions, by the questions' codes."""
    texts = {code: planted(kind) for code, kind in words.items()}
    return made.answered(contribution, by=focal_point, now=world.now, **texts)


def linked(contribution, focal_point, world, **words):
    """Links under questions, by the questions' codes: words of their kind in the address and in what it shows."""
    texts = {
        code: f"{planted(kind)} https://{planted(kind)}.example.org/{planted(kind)}" for code, kind in words.items()
    }
    drafts = [made.draft_for(contribution, code, text, item=uuid4()) for code, text in texts.items()]
    return write_answers(contribution, actor=focal_point, drafts=drafts, now=world.now).contribution


def links_of(owner):
    """What the links of one owner hold, in each of the three sections."""
    return {
        "evidence": f"answer of {owner}",
        "evidence-unquoted": f"answer not to be quoted of {owner}",
        "evidence-unnamed": f"unnamed answer of {owner}",
    }


def made_in_french(contribution, focal_point, world, **words):
    """Translations of answers as they stand, by the questions' codes, with the words of their kind."""
    for code, kind in words.items():
        translated(contribution, of=written(contribution, code), by=focal_point, text=planted(kind), now=world.now)


def in_french(contribution):
    """Its answers are written in French from here on: pages in English show their translations."""
    Contribution.objects.filter(pk=contribution.pk).update(language="fr")
    return made.fresh(contribution)


def questioned(contribution, owner, *, by, at):
    """One question replied to, one asked twice and open again."""
    first = ask(contribution, version=contribution.version, asked=planted(f"question of {owner}"), **at)
    reply_to_query(first, version=first.version, reply=planted(f"reply of {owner}"), **by)
    contribution = made.fresh(contribution)
    second = ask(contribution, version=contribution.version, asked=planted(f"question of {owner}"), **at)
    second = reply_to_query(second, version=second.version, reply=planted(f"reply of {owner}"), **by)
    ask_again(second, version=second.version, asked=planted(f"question of {owner}"), **at)
    return made.fresh(contribution)


def shown(contributions):
    """The rows that the matrix asks for: every state of the own participant's, the telling ones of the others."""
    rows = {f"{owner}:{state}": contributions[owner][state] for owner, states in SHOWN.items() for state in states}
    for state in ("draft", "submitted"):
        rows[f"first:{state}"] = contributions["first authority"][state]
    return rows | {"organisation:submitted": contributions["organisation"]["submitted"]}


def queries(contributions):
    """An open and an answered question to the own participant, and an open one to the other."""
    asked = {owner: contributions[owner]["question_open"] for owner in ("own", "other")}
    found = {owner: Query.objects.filter(contribution=one) for owner, one in asked.items()}
    return {
        "own_open": found["own"].get(state="open"),
        "own_answered": found["own"].get(state="answered"),
        "other_open": found["other"].get(state="open"),
    }


def handed(contributions, world):
    """A section of two drafts, each handed to the contributor of its participant with a line of note."""
    return {
        f"{owner}_handed": made.handed_section(
            made.fresh(contributions[owner]["draft"]),
            to=world.people[f"contributor_{owner}"],
            by=world.actor(f"focal_point_{owner}"),
            now=world.now,
            note=planted(f"draft answer of {owner}"),
        )
        for owner in ("own", "other")
    }
