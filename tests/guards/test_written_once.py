"""What tells of what happened is written once, by its step: not by `queryset.update()`, and not in psql."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint
from foundation.kept import RECORDED
from meetings.enums import SilenceState
from meetings.models import MeetingKind, SilenceAddressee, SilenceBreak
from notifications.models import Obligation
from parties.models import Mandate, Presidency, PresidencyHolder
from reports.models import (
    Addressee,
    Answer,
    Attachment,
    Confirmation,
    ConsolidatedReport,
    Endorsement,
    Presentation,
    ReportParagraph,
)
from reports.services.completing import confirm_ad_referendum, declare_confirmed
from tests.factories.actionplan import PlanFactory
from tests.factories.documents import DocumentFactory, issue
from tests.factories.meetings import (
    AgendaItemFactory,
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
    PresidencyFactory,
    UserFactory,
    let_in,
    office,
    participant,
    term_in_chair,
)
from tests.factories.reports import RoundFactory, completed, opened_round
from tests.factories.reports_comments import settled
from tests.factories.reports_consolidated import NOW as RECORDED_AT
from tests.factories.reports_consolidated import chair, endorsed, published, round_in, tabled
from tests.foundation.outbox.messages import queued
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
    return SilenceAddressee.objects.create(procedure=SilenceProcedureFactory(), party=participant("KE"))


def objection():
    given = {"kind": "objection", "received_at": NOW, "letter_number": "NV/7", "language": "en", "text": "No."}
    running = SilenceProcedureFactory(state=SilenceState.RUNNING, begins_at=NOW, closes_at=NOW + timedelta(days=9))
    return SilenceBreak.objects.create(procedure=running, party=participant("KE"), **given)


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


def holder():
    return PresidencyHolder.objects.filter(presidency=term_in_chair()).latest("pk")


def answer():
    return Answer.objects.filter(contribution=complete()).latest("pk")


def presentation():
    report = tabled()
    return Presentation.objects.create(report=report, agenda_item=AgendaItemFactory())


def round_and_draft():
    made = round_in(asked=())
    return ConsolidatedReport.objects.create(round=made, title_en="Draft")


def concluded():
    return MeetingFactory(state="concluded")


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
    (MandateFactory, "letter_number", "NV/another"),
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
    (MandateFactory, "rests_on_id", lambda: MandateFactory().pk),
    (holder, "party_id", lambda: PartyFactory().pk),
    (holder, "role", "co_holder"),
    (silence, "title_en", "Another text"),
    (silence, "document_id", lambda: DocumentFactory().pk),
    (silence, "authorised_by_id", lambda: DecisionFactory().pk),
    (lambda: opened_round(PartyFactory()), "code", "another"),
    (lambda: opened_round(PartyFactory()), "plan_id", lambda: PlanFactory().pk),
    (lambda: opened_round(PartyFactory()), "period_ends_on", date(2099, 1, 1)),
    (tabled, "title_en", "Another report"),
    (tabled, "authentic_language", "ar"),
    (tabled, "document_id", None),
    (published, "amended_revision_id", lambda: issue(DocumentFactory()).pk),
    (answer, "text", "Other words."),
    (answer, "language", "ar"),
    (answer, "contribution_id", lambda: complete().pk),
    (presentation, "agenda_item_id", lambda: AgendaItemFactory().pk),
    (queued, "body_text", "Other words."),
    (queued, "headers", '["another"]'),
    (queued, "language", "ar"),
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


def test_series_and_chair_of_a_concluded_meeting_change_with_a_reason_only():
    unsaid = "record_is_corrected_with_a_reason"

    assert both_doors(concluded, "kind_id", lambda: MeetingKind.objects.order_by("-pk")[0].pk) == (unsaid, unsaid)
    assert both_doors(concluded, "ordinal", 99) == (unsaid, unsaid)
    assert both_doors(concluded, "chair_id", lambda: PresidencyFactory().pk) == (unsaid, unsaid)


def test_what_is_fixed_is_not_left_by_moving_to_where_it_is_not():
    asked, elsewhere = opened_round(PartyFactory()).addressees.get(), RoundFactory()
    paragraph, draft = tabled().paragraphs.first(), round_and_draft()

    assert refused(lambda: Addressee.objects.filter(pk=asked.pk).update(round=elsewhere)) == "addressees_are_fixed"
    moved = ReportParagraph.objects.filter(pk=paragraph.pk)
    assert refused(lambda: moved.update(report=draft)) == "report_text_is_fixed"


def test_a_body_that_lets_its_reader_in_may_be_forgotten():
    assert type(queued())._base_manager.update(body_text="", body_html="") == 1


def test_a_step_writes_what_it_notes():
    meeting = MeetingFactory(state="planned")

    type(meeting).objects.filter(pk=meeting.pk).update(state="convened", convened_at=NOW)

    meeting.refresh_from_db()
    assert meeting.convened_at == NOW


def test_what_was_not_written_yet_may_be():
    mandate = MandateFactory()

    assert Mandate.objects.filter(pk=mandate.pk).update(ended_at=NOW) == 1
