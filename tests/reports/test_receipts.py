"""After a submission: a frozen PDF with a hash of its own, and a mail with number, hash and block of the ledger."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, Revision
from foundation.actors import anonymous
from foundation.exports import pdf
from foundation.exports.docx import write_docx
from foundation.exports.pdf import PaperNotSetError
from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from foundation.outbox.registry import is_wanted
from foundation.wording import localdate
from parties.models import Mandate
from reports.models import Receipt, Snapshot
from reports.models.receipts import MOST_TRIES
from reports.papers.submission import submission_paper
from reports.services import receipts
from reports.services.clearances import record_clearance
from reports.services.contributions import declare_nothing_to_report, submit_contribution
from reports.services.receipts import freeze_paper, give_receipts
from reports.services.snapshots import working_version
from tests.canaries.files import text_of_file
from tests.canaries.payloads import BIDI, HOSTILE, OVERRIDES
from tests.factories.parties import AuthorityFactory, PartyFactory, UserFactory, actor, actor_as, appoint, person
from tests.factories.reports import answered, contribution_of, drafted, opened_round, submitted

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}
TYPED = "Nous avons formé 45 agents."


@pytest.fixture
def sent(party):
    return submitted(party, opened_round(party, **AHEAD), now=NOW, summary=TYPED)


def url(name, contribution, **more):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more})


def test_the_paper_is_frozen_once_with_its_own_hash_and_the_same_bytes_would_come_again(sent):
    snapshot = Snapshot.objects.get()

    revision = freeze_paper(snapshot, now=NOW)

    again = freeze_paper(Snapshot.objects.get(), now=NOW + timedelta(days=1))
    assert again == revision
    assert Revision.objects.count() == 1
    assert revision.sha256 == Revision.digest(bytes(revision.content))
    assert pdf.write_pdf(submission_paper(snapshot, number=sent.receipt_number)) == bytes(revision.content)
    shown = "".join(text_of_file(bytes(revision.content)).split())
    assert "".join(TYPED.split()) in shown
    assert snapshot.sha256 in shown
    assert sent.receipt_number in shown


def test_the_frozen_paper_has_no_address_but_its_owners(client, party, sent):
    revision = freeze_paper(Snapshot.objects.get(), now=NOW)
    client.force_login(person("secretariat_officer"))

    assert not Document.objects.visible_to(anonymous()).exists()
    assert client.get(f"/documents/revisions/{revision.uuid}/").status_code == 404
    assert client.get(url("submission-pdf", sent, number=1)).status_code == 404
    audiences = LedgerEntry.objects.filter(kind__startswith="document.").values_list("audience", flat=True)
    assert set(audiences) == {f"unit+staff:{party.pk}"}


def test_its_owner_gets_the_frozen_bytes_whoever_asks_first(client, party, sent):
    client.force_login(person("focal_point", party))

    response = client.get(url("submission-pdf", sent, number=1))

    assert response.content == bytes(Revision.objects.get().content)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert Revision.objects.get().sha256 in client.get(url("receipt", sent)).content.decode()
    assert client.get(url("submission-pdf", sent, number=2)).status_code == 404


def test_a_paper_that_cannot_be_set_is_a_sentence_and_the_submission_stays(client, party, sent, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PaperNotSetError("no")

    monkeypatch.setattr(receipts, "write_pdf", refuse)
    client.force_login(person("focal_point", party))

    response = client.get(url("submission-pdf", sent, number=1))
    for _try in range(MOST_TRIES + 1):
        give_receipts(now=NOW)

    assert response.status_code == 503
    assert "what you submitted is safe" in response.content.decode()
    assert Receipt.objects.get().tries == MOST_TRIES


def test_the_receipt_on_paper_names_number_hash_and_both_clocks(client, party, sent):
    reader = person("focal_point", party)
    reader.time_zone = "Asia/Tokyo"
    reader.save(update_fields=["time_zone"])
    client.force_login(reader)

    shown = "".join(text_of_file(client.get(url("receipt-pdf", sent)).content).split())

    assert sent.receipt_number in shown
    assert Snapshot.objects.get().sha256 in shown
    assert "Tokyo" in shown
    assert "Cairo" in shown


def test_no_mail_leaves_before_the_block_of_the_ledger_is_known(sent):
    give_receipts(now=NOW)

    assert not Message.objects.exists()
    assert Receipt.objects.get().mailed_at is None


def test_submitting_offices_are_told_once_each_in_their_language_and_never_what_was_written(transactional_db):
    party, other = PartyFactory(), PartyFactory()
    french, arabic = appoint("focal_point", party), appoint("focal_point", party)
    for user, language in ((french, "fr"), (arabic, "ar")):
        user.language = language
        user.save(update_fields=["language"])
    appoint("focal_point", other)
    appoint("contributor", party)
    sent = submitted(party, opened_round(party, other, **AHEAD), by=actor("focal_point", party), now=NOW, summary=TYPED)

    give_receipts(now=NOW)
    give_receipts(now=NOW)

    told = Message.objects.filter(kind="contribution.receipt")
    assert {french.email: "fr", arabic.email: "ar"}.items() <= dict(told.values_list("to", "language")).items()
    assert told.count() == Mandate.objects.filter(party=party, office__can_submit=True).count()
    snapshot = Snapshot.objects.get()
    for message in told:
        assert snapshot.sha256 in message.body_text
        assert sent.receipt_number in message.subject
        assert url("receipt", sent) in message.body_text
        assert TYPED not in message.body_text


def test_whoever_an_authority_in_force_named_is_told_like_the_others(transactional_db):
    party = PartyFactory()
    named = appoint("focal_point", party, authority=AuthorityFactory(party=party, state="in_force"))
    submitter = person("focal_point", party)
    submitted(party, opened_round(party, **AHEAD), by=actor_as(submitter, "participant", now=NOW), now=NOW)

    give_receipts(now=NOW)

    assert told() == {named.email, submitter.email}


def test_while_two_authorities_contend_the_side_that_submitted_is_told_alone(transactional_db):
    party = PartyFactory()
    sides = [AuthorityFactory(party=party, state="on_hold") for _side in range(2)]
    one, _other, _of_neither = (appoint("focal_point", party, authority=side) for side in [*sides, None])
    awaited = contribution_of(party, opened_round(party, **AHEAD), sides[0])
    by = actor_as(one, "participant", now=NOW)
    declare_nothing_to_report(awaited, actor=by, version=awaited.version, now=NOW)

    give_receipts(now=NOW)

    assert told() == {one.email}


def test_a_service_account_is_sent_no_receipt(transactional_db):
    party = PartyFactory()
    appoint("focal_point", party, user=UserFactory(is_service=True))
    submitter = person("focal_point", party)
    submitted(party, opened_round(party, **AHEAD), by=actor_as(submitter, "participant", now=NOW), now=NOW)

    give_receipts(now=NOW)

    assert told() == {submitter.email}


def told():
    """The addresses that receipts are sent to."""
    return set(Message.objects.filter(kind="contribution.receipt").values_list("to", flat=True))


def test_who_left_the_office_before_the_mail_did_is_not_told(transactional_db):
    party = PartyFactory()
    user = appoint("focal_point", party)
    submitted(party, opened_round(party, **AHEAD), by=actor("focal_point", party), now=NOW)
    give_receipts(now=NOW)
    message = Message.objects.get(to=user.email)
    assert is_wanted(message)

    Mandate.objects.filter(user=user).update(ended_at=NOW)

    assert not is_wanted(message)


@pytest.mark.parametrize("name", ["contribution", "review", "clearance"])
def test_whatever_is_typed_is_inert_on_every_page_that_shows_it(client, party, name):
    text = "\n".join(HOSTILE)
    contribution = answered(drafted(party, opened_round(party, **AHEAD), now=NOW), now=NOW, summary=text)
    client.force_login(person("senior_official", party))

    page = client.get(url(name, contribution)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg/onload" not in page
    assert not set(OVERRIDES) & set(page)


def test_what_was_typed_stays_authentic_in_the_json_and_is_inert_in_the_pdf(party):
    text = "\n".join(BIDI)
    submitted(party, opened_round(party, **AHEAD), now=NOW, summary=text)
    snapshot = Snapshot.objects.get()

    assert snapshot.content["sections"][0]["answers"][0]["answer"] == text
    assert not set(OVERRIDES) & set(text_of_file(bytes(freeze_paper(snapshot, now=NOW).content)))


def test_the_page_tells_quietly_what_became_of_it(client, party, sent):
    client.force_login(person("focal_point", party))

    page = client.get(url("contribution", sent)).content.decode()

    assert "What became of it" in page
    assert url("submission-pdf", sent, number=1) in page


def test_the_paper_says_the_day_of_a_clearance_in_its_language(party):
    drafting = answered(drafted(party, opened_round(party, **AHEAD), now=NOW), now=NOW, summary=TYPED)
    seen = {"cleared_by": "Cabinet", "cleared_on": NOW.date(), "answers_version": working_version(drafting)}
    who = actor("focal_point", party)
    cleared = record_clearance(drafting, actor=who, version=drafting.version, now=NOW, **seen).contribution
    submit_contribution(cleared, actor=who, version=cleared.version, now=NOW)

    shown = text_of_file(write_docx(submission_paper(Snapshot.objects.get(), number="R/1")))

    assert f"{localdate(NOW.date())} · version {seen['answers_version']}" in shown
