"""Meetings in every state, with delegations, texts, decisions and follow-ups that only some may read."""

from meetings.enums import MeetingState
from tests.canaries.strings import planted
from tests.factories import meetings as made
from tests.factories.parties import designated_term


def build(world):
    meetings = {state: _meeting(world, state) for state in MeetingState.values}
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
    world.rows["sitting"] = {
        state: made.SittingFactory(meeting=meetings[state]) for state in ("planned", "convened", "held", "of_last_term")
    }
    world.rows["kind"] = {"som": made.kind("som")}
    world.rows["verb"] = {code: made.verb(code) for code in ("endorsed", "reviewed")}
    drafted = made.OutcomeTextFactory(
        meeting=meetings["held"], state="draft", title_en=planted("draft of an outcome text")
    )
    adopted = made.OutcomeTextFactory(meeting=meetings["held"], state="adopted")
    world.rows["text"] = {"draft": drafted, "adopted": adopted}
    world.rows["paragraph"] = {
        state: made.ParagraphFactory(outcome_text=text, short_title_en=text.title_en)
        for state, text in world.rows["text"].items()
    }
    held, concluded = meetings["held"], meetings["concluded"]
    secret = planted("decision of a meeting not concluded")
    world.rows["decision"] = {
        "held": made.DecisionFactory(meeting=held, text_en=secret),
        "concluded": made.DecisionFactory(meeting=concluded),
    }
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


def _delegation(meeting, party, whose):
    letter = planted(f"letter of the {whose} delegation")
    delegation = made.DelegationFactory(meeting=meeting, party=party, letter_number=letter)
    delegation.delegates.create(full_name=planted(f"delegate of the {whose} delegation"))
    return delegation
