"""Whoever waited for a row acts with the offices held once it is theirs: a mandate may have ended meanwhile."""

from pathlib import Path

import pytest

from foundation.base import lock
from foundation.errors import NotAllowed
from foundation.ledger.models import LedgerEntry
from foundation.outbox.services import send_again
from meetings.models import Meeting
from meetings.services import record_handover, save_meeting
from parties.models import Mandate
from parties.services import end_mandate, pass_the_chair
from reports.models import ConsolidatedReport
from reports.selectors.asked import asked_sections
from reports.services.autosave import Typed, save_field
from reports.services.consolidated import save_paragraph
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import (
    NOW,
    PartyFactory,
    PresidencyFactory,
    actor,
    actor_as,
    hat_of,
    person,
    term_in_chair,
)
from tests.factories.reports import LATER, opened_round
from tests.factories.reports import drafted as drafted_contribution
from tests.factories.reports_consolidated import drafted
from tests.foundation.outbox.messages import ended
from tests.guards.rights import asked_too_early
from tests.test_architecture import OURS, ROOT
from tests.waiting import beside

SERVICES = {"services", "services.py", "bounces.py"}
WAITS_FOR_NOBODY = {
    "documents/services.py:create_work": "a new row",
    "integrations/services/clients.py:register_own_client": "a new row; the mandate is asked again once it is held",
    "meetings/services/delegations.py:nominate_delegation": "who needs a letter: the step has asked the right",
    "notifications/services/pauses.py:note_pause": "a new row",
    "notifications/services/pauses.py:refuse_digests": "one row of one person, there or not",
    "notifications/services/pauses.py:want_digests": "one row of one person, there or not",
    "parties/services/accounts.py:open_account": "a new row",
    "parties/services/emergency.py:break_glass": "the system alone, which holds no office",
    "parties/services/mandates.py:give_mandate": "a new row",
    "reports/services/presence.py:be_seen": "one row of one person, overwritten",
    "reports/services/recording.py:check_recorder": "what the Secretariat has to say: the step has asked the right",
    "reports/services/recording.py:recorded": "what is noted of the Secretariat",
}
"""Functions that ask at once, each with its reason."""


def of_a_handover():
    meeting = MeetingFactory(state="held", chair=term_in_chair(), hands_over=PresidencyFactory())
    return meeting, lambda who: record_handover(Meeting.objects.get(pk=meeting.pk), actor=who, version=1, now=NOW)


def of_the_chair():
    term, incoming = term_in_chair(), PresidencyFactory()
    return term, lambda who: pass_the_chair(incoming, actor=who, on=NOW.date(), now=NOW)


def of_a_mail():
    message = ended()
    return message, lambda who: send_again(message, actor=who, version=None, now=NOW)


def of_a_form_of_the_workbench():
    meeting = MeetingFactory()
    return meeting, lambda who: save_meeting(Meeting.objects.get(pk=meeting.pk), actor=who, version=1, creating=False)


def of_a_paragraph():
    report = drafted(paragraphs=1)

    def write(who):
        paragraph = ConsolidatedReport.objects.get(pk=report.pk).paragraphs.get()
        paragraph.text_en = "Written by somebody who was not in office any more."
        save_paragraph(paragraph, actor=who, version=report.version)

    return report, write


def of_an_answer(party):
    begun = drafted_contribution(party, opened_round(party))
    name = asked_sections(begun)[0].questions[0].name
    return begun, lambda who: save_field(begun, name, actor=who, typed=Typed("Done.", 0), now=LATER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("act", "office"),
    [
        (of_a_handover, "secretariat_officer"),
        (of_the_chair, "secretariat_officer"),
        (of_a_mail, "secretariat_officer"),
        (of_a_form_of_the_workbench, "secretariat_officer"),
        (of_a_paragraph, "secretariat_officer"),
        (of_an_answer, "contributor"),
    ],
)
def test_a_mandate_that_ended_while_its_holder_waited_opens_nothing(act, office):
    party = [] if office == "secretariat_officer" else [PartyFactory()]
    row, work = act(*party)
    user = person(office, *party)
    who = actor_as(user, hat_of(office), now=LATER)
    secretary, mandate = actor("secretariat_officer"), Mandate.objects.get(user=user)
    stood = type(row).objects.values().get(pk=row.pk)

    def ends():
        end_mandate(mandate, actor=secretary, version=mandate.version, now=NOW)

    with pytest.raises(NotAllowed):
        beside(lambda: lock(row), lambda: work(who), then=ends).result()

    assert type(row).objects.values().get(pk=row.pk) == stood
    assert not LedgerEntry.objects.filter(user_id=user.pk).exists()


def asked():
    """What services ask too early, by module and function."""
    modules = {path for config in OURS for path in Path(config.path).rglob("*.py") if SERVICES & {*path.parts}}
    for path in sorted(modules):
        for function, said in asked_too_early(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{function}", said


def test_services_ask_rights_of_the_offices_still_held_once_they_have_waited():
    assert [place for place in asked() if place[0] not in WAITS_FOR_NOBODY] == []


def test_whoever_is_excused_still_asks_at_once():
    assert {*WAITS_FOR_NOBODY} - {place for place, _said in asked()} == set()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("current = lock(row)\n if not can_step(actor, current): raise No", ["can_step(actor, current)"]),
        ("may = can_step if row.is_open else can_do\n if not may(actor, row): raise No", ["may(actor, row)"]),
        ("if not can_step(made_again(actor), row): raise No\n save_seen(row)", ["made_again(actor)"]),
        ("current = lock(row)\n if not can_step(made_again(actor), current): raise No", []),
        ("take_up(row)\n if not can_step(made_again(actor), row): raise No\n save_seen(row)", []),
    ],
)
def test_the_search_finds_a_right_that_was_asked_too_early(body, found):
    source = f"from reports.permissions.rounds import can_do, can_step\ndef step(row, *, actor):\n {body}"

    assert [said for _function, said in asked_too_early(source)] == found
