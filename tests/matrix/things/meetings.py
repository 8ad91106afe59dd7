"""Meetings in every state, with delegations, texts, decisions and follow-ups that only some may read."""

from datetime import date, timedelta

from meetings.enums import MeetingState, SilenceState
from tests.canaries.strings import planted, planted_key
from tests.factories import meetings as made
from tests.factories.documents import DocumentFactory, issue
from tests.factories.parties import designated_term

DECIDED = "decision of a meeting not concluded"
SILENT = {state: ["running", state] for state in ("closed", "broken")} | {"running": ["running"], "preparing": []}
SILENT |= {"declared_concluded": ["running", "closed", "declared_concluded"], "withdrawn": ["withdrawn"]}
"""The steps by which a procedure comes to each state: who is asked is written before the first."""


def build(world):
    meetings = {state: _meeting(world, state) for state in MeetingState.values if state not in {"held", "concluded"}}
    meetings["concluded"] = _meeting(world, "held", name="concluded")  # once its record is written
    meetings["held"] = _meeting(world, "held", ends_on=date(2026, 6, 30))  # the reports are tabled in its days
    meetings["of_last_term"] = _meeting(world, "held", name="of_last_term", chair=world.rows["presidency"]["finished"])
    meetings["ministerial"] = _meeting(world, "held", name="ministerial", kind=made.kind("ministerial"))
    meetings["handing_over"] = _meeting(world, "held", name="handing_over", hands_over=designated_term())
    meetings["called_off"] = _meeting(world, "cancelled", name="called_off", convened_at=world.now)
    world.rows["meeting"] = meetings
    world.rows["delegation"] = {
        name: _delegation(meetings["convened"], party, name)
        for name, party in (("own", world.own), ("other", world.other))
    }
    for state in ("nominated", "excused"):
        world.rows["delegation"][state] = made.DelegationFactory(meeting=meetings["convened"], state=state)
    for state in ("held", "of_last_term", "ministerial"):
        made.DelegationFactory(meeting=meetings[state])
    world.rows["meeting ahead"] = _ahead(world)
    world.rows["agenda item"] = {
        state: made.AgendaItemFactory(meeting=meeting, title_en=meeting.title_en) for state, meeting in meetings.items()
    }
    world.rows["sitting"] = {
        state: made.SittingFactory(meeting=meetings[state]) for state in ("planned", "convened", "held", "of_last_term")
    }
    for whose in ("own", "other"):
        world.rows["sitting"]["convened"].presences.create(delegation=world.rows["delegation"][whose])
    world.rows["silence procedure"] = _silences(world, meetings["concluded"])
    world.rows["kind"] = {"som": made.kind("som")}
    world.rows["verb"] = {code: made.verb(code) for code in ("endorsed", "reviewed")}
    in_the_making = _texts(world, meetings["held"])
    _record(world, meetings["held"], meetings["concluded"], in_the_making)
    made.conclude(meetings["concluded"])


def _texts(world, held):
    """An outcome text in each state with a paragraph; gives another paragraph of the draft."""
    drafted = made.OutcomeTextFactory(meeting=held, state="draft", title_en=planted("draft of an outcome text"))
    adopted = made.OutcomeTextFactory(meeting=held, state="adopted")
    world.rows["text"] = {"draft": drafted, "adopted": adopted}
    world.rows["paragraph"] = {
        state: made.ParagraphFactory(outcome_text=text, short_title_en=text.title_en)
        for state, text in world.rows["text"].items()
    }
    return made.ParagraphFactory(outcome_text=drafted, uuid=planted_key("draft of an outcome text"))


def _record(world, held, concluded, in_the_making):
    """Decisions, statements and follow-ups of a record that is open and of one that is concluded."""
    secret = planted(DECIDED)
    world.rows["decision"] = {
        "held": made.DecisionFactory(meeting=held, text_en=secret),
        "concluded": made.DecisionFactory(meeting=concluded),
    }
    world.rows["decision"]["concluded"].paragraphs.set([world.rows["paragraph"]["adopted"], in_the_making])
    _of_what_few_see(world, made.DecisionFactory(meeting=held, text_en=secret, uuid=planted_key(DECIDED)))
    world.rows["statement"] = {
        "held": made.StatementFactory(meeting=held, party=world.own, text=secret),
        "concluded": made.StatementFactory(meeting=concluded, party=world.own),
    }
    world.rows["follow-up"] = {
        state: made.FollowUpFactory(decision=decision, title_en=f"What is to be done: {decision.text_en}")
        for state, decision in world.rows["decision"].items()
    }


def _meeting(world, state, name="", **given):
    hidden = not name and state in {"planned", "postponed", "cancelled"}
    title = planted("meeting being planned") if hidden else f"Meeting {name or state}"
    values = {"chair": world.term, "host": world.other, **given}
    return made.MeetingFactory(code=f"world-{name or state}", state=state, title_en=title, **values)


def _ahead(world):
    """One that is being planned, and one with a question to a participant whose representation is on hold."""
    days = {"begins_on": world.now.date() + timedelta(days=30), "ends_on": world.now.date() + timedelta(days=31)}
    name = "meeting ahead"
    planned = made.MeetingFactory(code="world-ahead", title_en=planted(name), uuid=planted_key(name), **days)
    convened = made.MeetingFactory(code="world-soon", title_en="Meeting soon", state="convened", **days)
    made.DelegationFactory(meeting=convened, party=world.own)
    made.DelegationFactory(meeting=convened, party=world.contested, state="queried")
    return {"planned": planned, "convened": convened}


def _of_what_few_see(world, decision):
    """A silence that everybody reads of, and not of the decision behind it or the meeting it goes to."""
    made.SilenceProcedureFactory(
        title_en="Silence kept",
        state=SilenceState.CONCLUDED,
        authorised_by=decision,
        reported_to=world.rows["meeting ahead"]["planned"],
        begins_at=world.now - timedelta(days=2),
        closes_at=world.now - timedelta(days=1),
        declared_at=world.now,
        letter_number="FR/2",
    )


def _silences(world, authorised_at):
    """One procedure in each state; what it carries is issued in its one required language."""
    decision = made.DecisionFactory(meeting=authorised_at, number="ON SILENCE")
    window = {"begins_at": world.now - timedelta(days=2), "closes_at": world.now - timedelta(days=1)}
    declared = {"declared_at": world.now, "letter_number": "FR/1"}
    secret = {
        "preparing": planted("silence procedure being prepared"),
        "withdrawn": planted("silence procedure being prepared"),
        "declared_concluded": "Silence kept",
    }
    rows = {}
    for state in SilenceState.values:
        given = {} if state in {"preparing", "withdrawn"} else {**window, "term": world.term}
        given |= declared if state == "declared_concluded" else {}
        title = secret.get(state, planted("silence procedure not concluded"))
        document = DocumentFactory(title_en=f"Put to silence: {state}")
        issue(document)
        rows[state] = made.SilenceProcedureFactory(
            title_en=title, authorised_by=decision, document=document, required_languages=["en"], **given
        )
        if given:
            rows[state].addressees.create(party=world.own)
        for step in SILENT[state]:
            rows[state].state = step
            rows[state].save(update_fields=["state"])
    rows["running"].breaks.create(
        party=world.own,
        kind="amendment",
        received_at=world.now,
        letter_number=planted("letter of the own delegation"),
        language="en",
        text="As we would have it",
    )
    return rows


def _delegation(meeting, party, whose):
    letter = planted(f"letter of the {whose} delegation")
    delegation = made.DelegationFactory(meeting=meeting, party=party, letter_number=letter)
    delegation.delegates.create(full_name=planted(f"delegate of the {whose} delegation"))
    return delegation
