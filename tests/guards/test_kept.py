"""What was recorded is neither removed nor rewritten: not by the product, and not in psql by its role."""

from datetime import UTC, datetime

import pgtrigger
import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint
from foundation.kept import RECORDED, Keeper
from foundation.outbox.models import Message
from meetings.models import SittingPresence
from reports.models import AnswerRevision, Query, Receipt
from reports.services.contributions import delete_draft
from tests.factories.meetings import DelegationFactory, SittingFactory
from tests.factories.parties import MandateFactory, PartyFactory, actor
from tests.factories.reports import LATER, answered, drafted, opened_round, questioned, submitted
from tests.foundation.outbox.messages import queued

pytestmark = pytest.mark.django_db
KEPT = {model._meta.label: trigger for model, trigger in pgtrigger.registered() if isinstance(trigger, Keeper)}


def refused(statement, *values):
    """The constraint that psql is told of."""
    with pytest.raises(BrokenConstraint) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return told.value.constraint


def presence():
    sitting = SittingFactory()
    return SittingPresence.objects.create(sitting=sitting, delegation=DelegationFactory(meeting=sitting.meeting))


def receipt():
    party = PartyFactory()
    submitted(party, opened_round(party))
    return Receipt.objects.get(snapshot__contribution__party=party)


def question():
    party = PartyFactory()
    return questioned(party, opened_round(party))


MADE = {
    "reports_receipt": receipt,
    "reports_query": question,
    "meetings_sittingpresence": presence,
    "parties_mandate": MandateFactory,
    "outbox_message": queued,
}


@pytest.mark.parametrize("table", MADE)
def test_evidence_is_not_removed(table):
    row = MADE[table]()

    assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk) == RECORDED


def test_what_else_is_kept():
    assert set(KEPT) >= {"parties.Party", "parties.Presidency", "meetings.Decision", "reports.ConsolidatedReport"}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("outbox_message", "subject = 'Another subject'"),
        ("outbox_message", "\"to\" = 'somebody.else@example.org'"),
        ("outbox_message", "dedupe_key = 'another'"),
        ("reports_query", "contribution_id = contribution_id + 1"),
        ("reports_receipt", "snapshot_id = snapshot_id + 1"),
    ],
)
def test_evidence_is_not_rewritten(table, change):
    row = MADE[table]()

    assert refused(f"UPDATE {table} SET {change} WHERE id = %s", row.pk) == RECORDED


def test_moment_of_sending_is_written_once():
    message = queued()
    sent = Message.objects.filter(pk=message.pk)

    sent.update(sent_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert refused("UPDATE outbox_message SET sent_at = NULL WHERE id = %s", message.pk) == RECORDED


def test_presence_may_be_corrected():
    row = presence()

    SittingPresence.objects.filter(pk=row.pk).update(presence="present")

    row.refresh_from_db()
    assert row.presence == "present"


@pytest.fixture
def draft():
    party = PartyFactory()
    return answered(drafted(party, opened_round(party)), summary="What was achieved.")


@pytest.mark.parametrize(
    "statement", ["UPDATE reports_answerrevision SET text = ''", "DELETE FROM reports_answerrevision"]
)
def test_versions_of_answers_are_kept(draft, statement):
    before = list(AnswerRevision.objects.values_list("pk", "text"))

    assert refused(statement) == "answer_version_is_kept"

    assert before
    assert list(AnswerRevision.objects.values_list("pk", "text")) == before


def test_a_draft_that_is_deleted_takes_its_versions_along(draft):
    focal_point = actor("focal_point", draft.party)

    delete_draft(draft, actor=focal_point, version=draft.version, now=LATER)

    assert not AnswerRevision.objects.filter(answer__contribution=draft).exists()


@pytest.mark.parametrize(
    "change", ["asked = 'Another question'", "asked_at = asked_at - interval '1 day'", "language = 'fr'"]
)
def test_a_question_does_not_change_its_words(change):
    row = question()

    assert refused(f"UPDATE reports_query SET {change} WHERE id = %s", row.pk) == "said_in_a_thread_is_kept"


def test_a_reply_does_not_change_its_words_unless_a_turn_holds_them():
    row = question()
    Query.objects.filter(pk=row.pk).update(reply="Twelve.", replied_at=LATER, state="answered")

    assert refused("UPDATE reports_query SET reply = 'Thirteen.'") == "said_in_a_thread_is_kept"
    assert refused("UPDATE reports_query SET replied_at = NULL") == "said_in_a_thread_is_kept"
