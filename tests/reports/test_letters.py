"""The letter route: what came by letter counts from the day it came, and stays the participant's own word."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry, subject_of
from foundation.outbox.models import Message
from notifications.models import Obligation
from reports.models import Answer, Contribution, Letter, Passage
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.selectors.passages import quotable_passages
from reports.services.confirming import confirm_passages
from reports.services.judging import correct_letter, mark_complete
from reports.services.rounds import close_to_contributions
from tests.factories import reports_consolidated as reports
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, person
from tests.factories.reports import DUE, LATER, contribution_of, drafted, fresh, opened_round, submitted
from tests.reports.letters import arranged, arrived, registered

pytestmark = pytest.mark.django_db


def test_a_letter_counts_as_received_from_the_moment_it_came():
    letter = registered()

    contribution = fresh(letter.contribution)
    assert contribution.state == "submitted"
    assert contribution.submitted_at == LATER - timedelta(hours=1)
    assert not contribution.is_after_due
    assert contribution.receipt_number.endswith("/1")
    assert Obligation.objects.get(kind="contribution.due", subject_uuid=contribution.uuid).closed_at == LATER
    assert LedgerEntry.objects.filter(
        subject=subject_of(contribution), kind="contribution.registered_from_letter"
    ).exists()


def test_what_is_frozen_names_the_letter_by_its_hash_and_holds_no_answer():
    letter = registered()

    content = letter.contribution.snapshots.get().content
    assert content["route"] == "letter"
    assert content["letter"]["sha256"] == letter.revision.sha256
    assert content["letter"]["language"] == "it"
    assert content["sections"] == []


def test_a_letter_that_came_in_time_and_is_registered_after_the_date_is_in_time():
    at = DUE + timedelta(days=3)

    in_time = registered(now=at, received_at=DUE - timedelta(minutes=1))
    after = registered(now=at, received_at=DUE + timedelta(minutes=1))

    assert (in_time.contribution.is_after_due, after.contribution.is_after_due) == (False, True)


def test_a_letter_may_bear_the_day_it_came_where_the_round_keeps_its_clock():
    party = PartyFactory()
    round_ = opened_round(party, due_zone="Africa/Nairobi")
    after_midnight = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)

    letter = registered(party, round_, received_at=after_midnight, dated=date(2026, 3, 5))

    assert letter.dated == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_at": LATER + timedelta(days=1)}, "received_at"),
        ({"dated": (LATER + timedelta(days=1)).date()}, "dated"),
        ({"received_at": datetime(1, 1, 1, tzinfo=UTC)}, "received_at"),
        ({"dated": date(2024, 12, 31)}, "dated"),
        ({"language": "xx"}, "language"),
        ({"sender": "  "}, "sender"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(given, field):
    party = PartyFactory()
    round_ = opened_round(party)

    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        registered(party, round_, **given)

    assert refused.value.field == field
    assert contribution_of(party, round_).state == "not_started"


def test_it_is_refused_beside_a_draft_and_beside_what_was_sent():
    party, other = PartyFactory(), PartyFactory()
    round_ = opened_round(party, other)
    drafted(party, round_)
    submitted(other, round_)

    for one in (party, other):
        with pytest.raises(IllegalTransition, match="ask the participant") as refused, transaction.atomic():
            registered(one, round_)
        assert "draft" not in str(refused.value)
    assert not Letter.objects.exists()


def test_only_staff_who_do_not_write_for_the_participant_register():
    party = PartyFactory()
    round_ = opened_round(party)

    for office in ("focal_point", "senior_official"):
        with pytest.raises(NotAllowed), transaction.atomic():
            registered(party, round_, by=actor(office, party))


def test_the_submitting_office_is_told_in_its_language():
    party = PartyFactory()
    round_ = opened_round(party)
    reader = person("focal_point", party)
    reader.language = "fr"
    reader.save()
    person("cabinet", party)

    letter = registered(party, round_)

    mail = Message.objects.get(kind="contribution.registered_from_letter")
    assert (mail.to, mail.language) == (reader.email, "fr")
    assert f"/portal/contributions/{letter.contribution.uuid}/#letter" in mail.body_text


def test_passages_are_marked_and_are_no_answers():
    letter = arranged(registered())

    passage = letter.passages.get()
    assert passage.mark == "arranged by the Secretariat from the letter of 5 March 2026"
    assert passage.confirmed_at is None
    assert not Answer.objects.exists()


def test_words_stand_only_where_the_participant_is_asked_in_words():
    letter = registered()

    with pytest.raises(RuleBroken, match="not asked of this participant"), transaction.atomic():
        arranged(letter, code="progress")
    with pytest.raises(RuleBroken, match="not asked of this participant"), transaction.atomic():
        arranged(letter, code="status")


def test_confirming_makes_them_the_participants_own_and_keeps_them():
    letter = arranged(registered())
    focal_point = actor("focal_point", letter.contribution.party)
    unseen = letter.version - 1

    with pytest.raises(StaleVersion), transaction.atomic():
        confirm_passages(letter, actor=focal_point, version=unseen, now=LATER)
    assert confirm_passages(letter, actor=focal_point, version=letter.version, now=LATER) == 1

    passage = Passage.objects.get()
    assert passage.mark == "letter of 5 March 2026, confirmed by the participant"
    assert (passage.confirmed_at, passage.confirmed_by_id) == (LATER, focal_point.user_id)
    with pytest.raises(RuleBroken), transaction.atomic():
        confirm_passages(letter, actor=focal_point, version=fresh(letter).version, now=LATER)
    with pytest.raises(DatabaseError, match="kept as it stands"), transaction.atomic():
        Passage.objects.update(text="Other words.")


def test_staff_never_confirm_and_participants_never_arrange():
    letter = arranged(registered())
    party = letter.contribution.party

    with pytest.raises(NotAllowed), transaction.atomic():
        confirm_passages(letter, actor=actor("secretariat_officer"), version=letter.version, now=LATER)
    with pytest.raises(NotAllowed), transaction.atomic():
        arranged(letter, by=actor("focal_point", party))


def test_correcting_opens_the_form_with_every_passage_waiting_for_confirmation():
    letter = arranged(arranged(registered()), "More training is needed.", code="needs")
    contribution = fresh(letter.contribution)
    focal_point = actor("focal_point", contribution.party)

    reopened = correct_letter(contribution, actor=focal_point, version=contribution.version, now=LATER)

    assert reopened.state == "reopened"
    asked = [item for section in asked_sections(reopened) for item in section.questions if item.text]
    assert [(item.question.code, item.waits_for_confirmation) for item in asked] == [("summary", True), ("needs", True)]


@pytest.mark.parametrize(("written_in", "goes_on_in"), [("ar", "ar"), ("fr", "fr"), ("it", "en")])
def test_paper_and_form_go_on_in_the_language_of_the_letter_where_it_is_ours(written_in, goes_on_in):
    contribution = fresh(registered(language=written_in).contribution)

    assert contribution.language == goes_on_in
    assert latest_snapshot(contribution).content["language"] == goes_on_in


@pytest.mark.parametrize(("languages", "goes_on_in"), [(["it", "fr", "ar"], "fr"), (["it"], "en")])
def test_after_a_letter_in_a_fourth_language_it_goes_on_in_that_of_the_participant(languages, goes_on_in):
    contribution = fresh(registered(PartyFactory(languages=languages), language="it").contribution)

    assert contribution.language == goes_on_in


@pytest.mark.parametrize(
    "change",
    ["UPDATE reports_letter SET sender = 'x'", "DELETE FROM reports_letter", "TRUNCATE reports_letter CASCADE"],
)
def test_a_letter_is_kept_as_it_came(change):
    registered()

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(change)


def test_nobody_else_sees_a_letter_or_its_passages():
    letter = arranged(registered())
    own, foreign = actor("cabinet", letter.contribution.party), actor("focal_point", PartyFactory())
    staff = actor("secretariat_officer")

    for reader, seen in ((own, 1), (staff, 1), (foreign, 0)):
        assert Letter.objects.visible_to(reader).count() == seen
        assert Passage.objects.visible_to(reader).count() == seen


def test_each_authority_on_hold_has_its_own_letter(contested):
    round_, first, second = contested

    letter = registered(first.party, round_, contribution=first)

    assert letter.contribution.authority == first.authority
    assert fresh(second).state == "not_started"
    assert not Contribution.objects.counted().filter(pk=first.pk).exists()


@pytest.fixture
def contested():
    """A round in which two authorities contend for a participant."""
    party = PartyFactory()
    sides = [AuthorityFactory(party=party, state="on_hold") for _side in range(2)]
    round_ = opened_round(party)
    return (round_, *(contribution_of(party, round_, side) for side in sides))


def test_a_report_draws_on_arranged_passages_as_words_of_the_letter():
    letter, by = arranged(registered()), actor("secretariat_officer")
    complete = fresh(letter.contribution)
    mark_complete(complete, actor=by, version=complete.version, now=LATER)
    round_ = fresh(letter.contribution.round)
    closed = close_to_contributions(round_, actor=by, version=round_.version, now=LATER)

    passages = quotable_passages(reports.drafted(by=by, round_=closed))

    assert [(one.text, one.letter) for one in passages] == [
        ("Sixty officials were trained.", "arranged by the Secretariat from the letter of 5 March 2026")
    ]
    assert passages[0].language == "it"


def test_the_form_of_the_words_is_kept_as_typed():
    letter = arranged(registered(), "<b>Sixty</b> =SUM(A1)\u202e officials")

    assert letter.passages.get().text == "<b>Sixty</b> =SUM(A1)\u202e officials"


def test_a_file_is_named_by_what_it_is():
    letter = registered(file_name="../../nota verbale.PDF")

    assert letter.file_name == "nota verbale.txt"
    assert arrived().file.kind.extension == "txt"
