"""What was recorded is neither removed nor rewritten: not by the product, and not in psql by its role."""

from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation.accounts.enums import Purpose
from foundation.accounts.links import new_link
from foundation.accounts.models import EntryLink, User
from foundation.actors import system
from foundation.errors import BrokenConstraint
from foundation.kept import RECORDED, Keeper
from foundation.ledger.selectors import START
from foundation.outbox.models import Message
from foundation.related import Related
from integrations.models import ApiClient
from integrations.services.clients import issue_key, revoke_key, save_client
from integrations.services.deliveries import Event, tell
from meetings.models import SittingPresence, Statement
from meetings.services.statements import save_statement
from reports.models import (
    AnswerRevision,
    Attachment,
    ConsolidatedReport,
    HandedSection,
    JointName,
    Query,
    Receipt,
    SectionTerms,
)
from reports.services.contributions import delete_draft
from reports.services.judging import reopen_contribution
from tests.factories.actionplan import ActivityFactory
from tests.factories.documents import DocumentFactory, issue
from tests.factories.integrations import webhook_of
from tests.factories.meetings import DelegationFactory, MeetingFactory, SittingFactory
from tests.factories.parties import MandateFactory, PartyFactory, UserFactory, actor, person
from tests.factories.reports import LATER, answered, contribution_of, drafted, opened_round, questioned, submitted
from tests.factories.reports_consolidated import endorsed
from tests.factories.reports_translations import translated
from tests.foundation.outbox.messages import queued

pytestmark = pytest.mark.django_db
LAST_STATEMENT, LAST_PARTY = "(SELECT max(id) FROM meetings_statement)", "(SELECT max(id) FROM parties_party)"
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
    return Receipt.objects.get(snapshot__contribution=received())


def confirmed():
    contribution, named = taken_up_again(), PartyFactory()
    rest = {"round": contribution.round, "snapshot": contribution.snapshots.get()}
    joint = JointName.objects.create(contribution=contribution, party=named, **rest)
    for state in ("asked", "confirmed"):
        JointName.objects.filter(pk=joint.pk).update(state=state)
    return joint


def file(**columns):
    contribution = taken_up_again()
    section = contribution.round.state_template.sections.first()
    rest = {"file_name": "a.pdf", "media_type": "application/pdf", "size": 3, "sha256": "0" * 64, "added_at": LATER}
    return Attachment.objects.create(contribution=contribution, section=section, title="Annex", **rest, **columns)


def translation():
    return translated(received())


def issued_file():
    return file(revision=issue(DocumentFactory()))


def received():
    party = PartyFactory()
    return submitted(party, opened_round(party))


def taken_up_again():
    """Reopened: what was sent may be changed."""
    sent = received()
    return reopen_contribution(sent, actor=system(LATER), version=sent.version, now=LATER, reason="A figure was wrong.")


def question():
    party = PartyFactory()
    return questioned(party, opened_round(party))


def handed_section():
    party = PartyFactory()
    begun = drafted(party, opened_round(party))
    section = begun.round.state_template.sections.first()
    rest = {"user": person("contributor", party), "handed_at": LATER}
    return HandedSection.objects.create(contribution=begun, section=section, note="By Friday.", **rest)


def entry_link(until=timedelta(days=7)):
    new_link(UserFactory(), Purpose.INVITATION, now=timezone.now(), until=timezone.now() + until)
    return EntryLink.objects.get()


def api_client():
    account = User.objects.create_user("jvap@example.org", full_name="JVAP", is_service=True)
    client, staff = ApiClient(name="JVAP", user=account), actor("secretariat_officer")
    save_client(client, actor=staff, version=None, creating=True)
    issue_key(client, actor=staff, version=1, expires_at=LATER + timedelta(days=1), now=LATER)
    client.refresh_from_db()
    return client


def api_key():
    return api_client().keys.get()


def secret_of_webhook():
    return webhook_of().secrets.get()


def call_of_webhook():
    webhook = webhook_of()
    tell(webhook, [Event(START, "parties:1")], place=START, now=LATER)
    return webhook.deliveries.get()


MADE = {
    "reports_receipt": receipt,
    "reports_query": question,
    "reports_jointname": confirmed,
    "reports_attachment": issued_file,
    "reports_answertranslation": translation,
    "meetings_sittingpresence": presence,
    "parties_mandate": MandateFactory,
    "outbox_message": queued,
    "reports_handedsection": handed_section,
    "accounts_entrylink": entry_link,
    "integrations_apiclient": api_client,
    "integrations_apikey": api_key,
    "integrations_webhook": webhook_of,
    "integrations_webhooksecret": secret_of_webhook,
    "integrations_delivery": call_of_webhook,
}


@pytest.mark.parametrize("table", MADE)
def test_evidence_is_not_removed(table):
    row = MADE[table]()

    assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk) == RECORDED


def test_what_else_is_kept():
    assert set(KEPT) >= {
        "parties.Party",
        "parties.Presidency",
        "meetings.Decision",
        "reports.ConsolidatedReport",
        "reports.Comment",
    }


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("outbox_message", "subject = 'Another subject'"),
        ("outbox_message", "\"to\" = 'somebody.else@example.org'"),
        ("outbox_message", "dedupe_key = 'another'"),
        ("reports_query", "contribution_id = contribution_id + 1"),
        ("reports_receipt", "snapshot_id = snapshot_id + 1"),
        ("reports_contribution", "party_id = (SELECT min(id) FROM parties_party)"),
        ("reports_contribution", "round_id = round_id + 1"),
        ("reports_contribution", "uuid = gen_random_uuid()"),
        ("reports_jointname", "party_id = party_id + 1"),
        ("reports_attachment", "revision_id = NULL, content = 'x'"),
        ("reports_attachment", "title = 'Another annex'"),
        ("reports_answertranslation", "sha256 = repeat('0', 64)"),
        ("reports_answertranslation", "language = 'ar'"),
        ("reports_attachment", "contribution_id = contribution_id + 1"),
        ("reports_handedsection", "user_id = user_id + 1"),
        ("reports_handedsection", "note = 'By Monday.'"),
        ("reports_handedsection", "handed_at = now()"),
        ("reports_handedsection", "finished_at = now()"),
        ("accounts_entrylink", "user_id = user_id + 1"),
        ("accounts_entrylink", "expires_at = expires_at + interval '1 day'"),
        ("accounts_entrylink", "digest = repeat('0', 64)"),
        ("integrations_apiclient", "user_id = user_id + 1"),
        ("integrations_apikey", "expires_at = expires_at + interval '1 day'"),
        ("integrations_apikey", "prefix = 'another'"),
        ("integrations_webhook", "address = 'https://another.example/'"),
        ("integrations_webhook", "client_id = client_id + 1"),
        ("integrations_webhooksecret", "seed = '\\x00'"),
        ("integrations_delivery", "entry = entry + 1"),
        ("outbox_message", "line = gen_random_uuid()"),
    ],
)
def test_evidence_is_not_rewritten(table, change):
    row = {**MADE, "reports_contribution": received}[table]()

    assert refused(f"UPDATE {table} SET {change} WHERE id = %s", row.pk) == RECORDED


def test_a_contribution_that_was_received_is_not_removed_and_one_that_was_not_may_be():
    awaited, sent = PartyFactory(), received()
    begun = contribution_of(awaited, opened_round(awaited))

    assert refused("DELETE FROM reports_contribution WHERE id = %s", sent.pk) == RECORDED
    assert begun.delete()[0]


@pytest.mark.parametrize("table", ["reports_sectionterms", "reports_attachment"])
@pytest.mark.parametrize("change", ["visibility = 'public'", "use = 'not_quoted'"])
def test_who_may_see_what_is_chosen_until_the_report_is_tabled(table, change):
    contribution = file(content=b"abc").contribution
    section = contribution.round.state_template.sections.first()
    SectionTerms.objects.get_or_create(contribution=contribution, section=section)
    statement = f"UPDATE {table} SET {change}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount
        transaction.set_rollback(True)

    ConsolidatedReport.objects.create(round=contribution.round, title_en="Report", tabled_at=LATER)

    assert refused(statement) == RECORDED


def test_a_link_is_used_once_and_goes_when_it_opens_nothing_any_more():
    used = entry_link()
    EntryLink.objects.update(used_at=LATER)

    assert refused("UPDATE accounts_entrylink SET used_at = NULL WHERE id = %s", used.pk) == RECORDED
    new_link(UserFactory(), Purpose.SIGN_IN, now=LATER, until=LATER)
    assert EntryLink.objects.filter(expires_at=LATER).delete()[0] == 1


def test_a_key_that_was_revoked_stays_so():
    client, staff = api_client(), actor("secretariat_officer")
    revoke_key(client, actor=staff, version=client.version, now=LATER, key=client.keys.get())

    assert refused("UPDATE integrations_apikey SET revoked_at = NULL") == RECORDED


def test_what_was_handed_over_goes_with_the_draft():
    handed = handed_section()
    begun = handed.contribution

    delete_draft(begun, actor=actor("focal_point", begun.party), version=begun.version, now=LATER)

    assert not HandedSection.objects.exists()


def test_a_file_of_a_draft_may_be_taken_away():
    assert file(content=b"abc").delete()[0] == 1


def test_endorsed_text_is_never_another():
    report = endorsed()
    other = issue(DocumentFactory()).pk

    change = "UPDATE reports_consolidatedreport SET endorsed_revision_id = %s WHERE id = %s"
    assert refused(change, other, report.pk) == RECORDED
    assert refused(change, None, report.pk) == RECORDED


def test_no_activity_joins_a_submission_afterwards():
    snapshot = received().snapshots.get()

    statement = "INSERT INTO reports_snapshot_activities (snapshot_id, activity_id) VALUES (%s, %s)"
    assert refused(statement, snapshot.pk, ActivityFactory().pk) == "snapshot_is_frozen"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM meetings_statement_on_behalf_of",
        f"UPDATE meetings_statement_on_behalf_of SET party_id = {LAST_PARTY}",
        f"INSERT INTO meetings_statement_on_behalf_of (statement_id, party_id) VALUES ({LAST_STATEMENT}, {LAST_PARTY})",
    ],
)
def test_a_statement_stays_in_whose_name_it_was_made(statement):
    speaking, agreeing, _other = PartyFactory(), PartyFactory(), PartyFactory()
    said = {"party": speaking, "kind": "statement", "language": "en", "text": "We agree."}
    save_statement(
        Statement(meeting=MeetingFactory(state="held"), **said),
        actor=actor("secretariat_officer"),
        version=None,
        creating=True,
        related=Related(many={"on_behalf_of": [agreeing]}),
    )

    assert refused(statement) == "statement_is_kept"


def test_moment_of_sending_is_written_once():
    message = queued()
    sent = Message.objects.filter(pk=message.pk)

    sent.update(sent_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert refused("UPDATE outbox_message SET sent_at = NULL WHERE id = %s", message.pk) == RECORDED


def test_presence_may_be_corrected():
    row = presence()

    SittingPresence.objects.filter(pk=row.pk).update(presence="remote")

    row.refresh_from_db()
    assert row.presence == "remote"


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
