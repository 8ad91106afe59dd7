"""What tells of what happened is written once, by its step: not by `queryset.update()`, and not in psql."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint
from foundation.kept import RECORDED
from meetings.enums import SilenceState
from meetings.models import SilenceAddressee, SilenceBreak
from notifications.models import Obligation
from parties.models import Mandate, Presidency
from reports.models import Attachment, Confirmation, Endorsement
from reports.services.completing import confirm_ad_referendum, declare_confirmed
from tests.factories.meetings import (
    DecisionFactory,
    DelegationFactory,
    FollowUpFactory,
    MeetingFactory,
    SilenceProcedureFactory,
)
from tests.factories.parties import (
    NOW,
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    UserFactory,
    let_in,
    office,
    participant,
    term_in_chair,
)
from tests.factories.reports import completed, opened_round
from tests.factories.reports_comments import settled
from tests.factories.reports_consolidated import NOW as RECORDED_AT
from tests.factories.reports_consolidated import chair, endorsed, published, tabled
from tests.guards.test_kept import confirmed, file, received

pytestmark = pytest.mark.django_db
ANOTHER = datetime(2020, 1, 1, tzinfo=UTC)
KEPT_WHOLE = "record_of_a_meeting_is_kept"


def handed_over():
    return MeetingFactory(state="held", convened_at=NOW, handover_recorded_at=NOW)


def finished_term():
    term = term_in_chair()
    Presidency.objects.filter(pk=term.pk).update(state="finished", ends_on=NOW.date(), handed_over_at=NOW)
    return term


def ended_mandate():
    return MandateFactory(ended_at=NOW)


def emergency():
    return let_in(UserFactory())


def silence():
    window = {"begins_at": NOW, "closes_at": NOW + timedelta(days=9), "declared_at": NOW + timedelta(days=10)}
    told = {"letter_number": "L/1", "reported_to": MeetingFactory(state="held")}
    return SilenceProcedureFactory(state=SilenceState.CONCLUDED, **window, **told)


def asked_in_silence():
    return SilenceAddressee.objects.create(procedure=silence(), party=participant("KE"))


def objection():
    given = {"kind": "objection", "received_at": NOW, "letter_number": "NV/7", "language": "en", "text": "No."}
    return SilenceBreak.objects.create(procedure=silence(), party=participant("KE"), **given)


def carried_over():
    old = FollowUpFactory()
    return FollowUpFactory(decision=old.decision, carried_from=old, carried_at=MeetingFactory(state="held"))


def complete():
    party = PartyFactory()
    return completed(party, opened_round(party))


def ad_referendum():
    return endorsed("endorsed_ad_referendum").endorsements.get()


def confirmed_endorsement():
    declare_confirmed(ad_referendum().report, actor=chair(), version=None, now=NOW)
    return Endorsement.objects.get()


def confirmation():
    letter = {"party": participant("EG"), "letter_number": "NV/3", "confirmed_on": date(2026, 3, 12)}
    confirm_ad_referendum(ad_referendum().report, actor=chair(), version=None, now=RECORDED_AT, **letter)
    return Confirmation.objects.get(party__code="EG")


def comment():
    return settled()


def removed_file():
    row = file(content=b"abc")
    Attachment.objects.filter(pk=row.pk).update(removed_at=NOW)
    return row


def request():
    received()
    return Obligation.objects.exclude(closed_at=None).latest("pk")


WRITTEN = [
    (handed_over, "handover_recorded_at", None),
    (handed_over, "handover_recorded_at", ANOTHER),
    (handed_over, "convened_at", None),
    (handed_over, "convened_at", ANOTHER),
    (term_in_chair, "handed_over_at", ANOTHER),
    (finished_term, "handed_over_at", None),
    (finished_term, "took_over_at", ANOTHER),
    (MandateFactory, "office_id", lambda: office("secretariat_officer").pk),
    (MandateFactory, "party_id", lambda: participant("EG").pk),
    (MandateFactory, "user_id", lambda: UserFactory().pk),
    (MandateFactory, "ends_on", date(2099, 1, 1)),
    (MandateFactory, "letter_number", "NV/0"),
    (ended_mandate, "ended_at", None),
    (ended_mandate, "ended_at", ANOTHER),
    (emergency, "expires_at", NOW + timedelta(minutes=59)),
    (emergency, "opened_at", NOW + timedelta(minutes=1)),
    (emergency, "reason", "Another reason."),
    (lambda: AuthorityFactory(state="on_hold"), "decision", "Another decision."),
    (silence, "begins_at", ANOTHER),
    (silence, "closes_at", NOW + timedelta(days=99)),
    (silence, "closes_zone", "Africa/Cairo"),
    (silence, "declared_at", None),
    (silence, "declared_at", ANOTHER),
    (silence, "letter_number", "L/2"),
    (silence, "letter_number", ""),
    (silence, "reported_to_id", None),
    (SilenceProcedureFactory, "declared_at", ANOTHER),
    (asked_in_silence, "party_id", lambda: participant("EG").pk),
    (objection, "received_at", ANOTHER),
    (objection, "kind", "amendment"),
    (objection, "letter_number", "NV/8"),
    (objection, "text", "Yes."),
    (objection, "party_id", lambda: participant("EG").pk),
    (DecisionFactory, "decided_on", date(2020, 1, 1)),
    (DecisionFactory, "number", "D-0"),
    (carried_over, "carried_from_id", None),
    (carried_over, "carried_at_id", lambda: MeetingFactory(state="held").pk),
    (DelegationFactory, "party_id", lambda: participant("EG").pk),
    (DelegationFactory, "letter_number", "NV/9"),
    (lambda: opened_round(PartyFactory()), "opened_at", ANOTHER),
    (received, "submitted_at", ANOTHER),
    (received, "submitted_at", None),
    (received, "is_after_due", True),
    (received, "receipt_number", "R/0"),
    (received, "completed_at", ANOTHER),
    (complete, "completed_at", None),
    (tabled, "tabled_at", ANOTHER),
    (tabled, "circulated_at", ANOTHER),
    (tabled, "comments_until", ANOTHER),
    (tabled, "tabled_revision_id", None),
    (tabled, "term_id", None),
    (tabled, "published_at", ANOTHER),
    (published, "published_at", ANOTHER),
    (confirmation, "confirmed_on", date(2026, 3, 1)),
    (confirmation, "letter_number", "NV/4"),
    (comment, "disposition", "Another sentence."),
    (comment, "settled_at", ANOTHER),
    (confirmed, "answered_at", ANOTHER),
    (removed_file, "removed_at", None),
    (removed_file, "removed_at", ANOTHER),
    (request, "opened_at", ANOTHER),
    (request, "kind", "another"),
]
OF_A_MEETING = [
    (ad_referendum, "on_instruction", True),
    (ad_referendum, "confirm_by", date(2030, 1, 1)),
    (ad_referendum, "is_provisional", False),
    (ad_referendum, "silence_id", lambda: SilenceProcedureFactory().pk),
    (confirmed_endorsement, "confirmed_at", ANOTHER),
    (confirmed_endorsement, "confirmed_at", None),
]


def refused(change):
    with pytest.raises(BrokenConstraint) as told, transaction.atomic():
        change()
    return told.value.constraint


def both_doors(made, column, value):
    """What `queryset.update()` and what psql are told."""
    row, given = made(), value() if callable(value) else value
    table = row._meta.db_table

    def in_psql():
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [given, row.pk])

    return refused(lambda: type(row)._base_manager.filter(pk=row.pk).update(**{column: given})), refused(in_psql)


@pytest.mark.parametrize(("made", "column", "value"), WRITTEN)
def test_what_happened_is_not_rewritten(made, column, value):
    assert both_doors(made, column, value) == (RECORDED, RECORDED)


@pytest.mark.parametrize(("made", "column", "value"), OF_A_MEETING)
def test_record_of_an_endorsement_is_kept_whole(made, column, value):
    assert both_doors(made, column, value) == (KEPT_WHOLE, KEPT_WHOLE)


def test_a_step_writes_what_it_notes():
    meeting = MeetingFactory(state="planned")

    type(meeting).objects.filter(pk=meeting.pk).update(state="convened", convened_at=NOW)

    meeting.refresh_from_db()
    assert meeting.convened_at == NOW


def test_what_was_not_written_yet_may_be():
    mandate = MandateFactory()

    assert Mandate.objects.filter(pk=mandate.pk).update(ended_at=NOW) == 1
