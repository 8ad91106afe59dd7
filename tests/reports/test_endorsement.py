"""What senior officials and ministers did with a report, as it is recorded, and what may follow from it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from actionplan.models import Activity
from documents.models import Document, Revision
from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from meetings.models import Decision, FollowUp, Meeting
from meetings.services.meetings import conclude_meeting
from reports.models import ConsolidatedReport, Endorsement, Review, Transmission
from reports.services.completing import (
    confirm_ad_referendum,
    confirm_amended,
    declare_confirmed,
    issue_amended_revision,
)
from reports.services.endorsement import Reserved, ToConfirm, record_endorsement
from reports.services.transmission_and_review import (
    ToFollowUp,
    issue_addendum,
    issue_corrigendum,
    publish,
    record_review,
    transmit,
)
from tests.factories.meetings import DecisionFactory
from tests.factories.parties import actor, participant
from tests.factories.reports_consolidated import (
    NOW,
    act,
    amended,
    chair,
    circulated_again,
    endorsed,
    ministers,
    published,
    reviewed,
    senior_officials,
    tabled,
    transmitted,
)

pytestmark = pytest.mark.django_db
DAY = NOW.date()
AFTERWARDS = NOW + timedelta(days=150)
"""Every meeting of these tests is over."""


def record(report, verb="endorsed", *, by=None, **given):
    given.setdefault("act", act(verb))
    recorded = record_endorsement(report, actor=by or chair(), version=None, now=NOW, **given)
    report.refresh_from_db()
    return recorded


def kinds_of(report):
    return list(LedgerEntry.objects.about(report).values_list("kind", flat=True))


def test_endorsement_records_verb_meeting_decision_and_the_text_before_it():
    report = tabled()

    endorsement = record(report)

    assert report.state == "endorsed"
    assert report.endorsed_revision == report.tabled_revision == endorsement.revision
    assert endorsement.decision.verb.code == "endorsed"
    assert endorsement.decision.meeting == endorsement.meeting
    assert kinds_of(report)[-1] == "report.endorsed"


def test_title_in_another_script_keeps_its_place_in_the_name_of_what_was_done():
    report = endorsed()

    with override("ar"):
        assert str(Endorsement.objects.get()).startswith(f"\u2068{report}\u2069: ")


def test_confirmation_is_not_asked_for_by_a_day_before_the_decision():
    report, meeting = tabled(), senior_officials()
    asked = ToConfirm(date(2026, 3, 9), [participant("EG")])

    with pytest.raises(RuleBroken) as refused:
        record(report, act=act("endorsed_ad_referendum", meeting), to_confirm=asked)

    assert refused.value.field == "confirm_by"
    assert not meeting.decisions.exists()


def test_reservation_stands_beside_the_endorsement_in_the_speakers_words():
    report = tabled()
    paragraph = report.paragraphs.get(number=2)
    words = "  L'Égypte réserve sa position.\n"

    endorsement = record(report, reservations=[Reserved(participant("EG"), "reservation", "fr", words, paragraph)])

    reservation = endorsement.reservations.get()
    assert (reservation.party.code, reservation.paragraph, reservation.text) == ("EG", paragraph, words)
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        endorsement.reservations.update(text="Edited.")
    assert refused.value.constraint == "record_of_a_meeting_is_kept"


@pytest.mark.parametrize(
    ("meeting", "why"),
    [
        (lambda: senior_officials("convened", begins_on=DAY + timedelta(days=1)), "has not begun yet"),
        (lambda: senior_officials("convened"), "Record first that this meeting took place"),
        (lambda: senior_officials("cancelled"), "is not taking place"),
        (lambda: senior_officials("concluded"), "record of this meeting is concluded"),
        (lambda: senior_officials("concluded", is_incomplete=True), "record of this meeting is concluded"),
        (lambda: senior_officials(ends_on=DAY - timedelta(days=1)), "ended before the text was tabled"),
        (lambda: senior_officials(ends_on=None), "ended before the text was tabled"),
        (ministers, "does not do this"),
    ],
)
def test_only_senior_officials_who_met_endorse(meeting, why):
    report = tabled()

    with pytest.raises(RuleBroken, match=why) as refused:
        record(report, act=act("endorsed", meeting()))

    assert refused.value.field == "meeting"
    report.refresh_from_db()
    assert (report.state, Decision.objects.filter(number="1").count()) == ("tabled", 0)


def test_text_tabled_on_the_last_day_of_the_meeting_is_endorsed_at_it():
    report = tabled()

    record(report, act=act("endorsed", senior_officials(ends_on=DAY)))

    assert report.state == "endorsed"


def test_endorsement_ad_referendum_is_confirmed_after_the_record_is_concluded():
    by = chair()
    report = endorsed("endorsed_ad_referendum", by=by)
    conclude_meeting(report.endorsements.get().meeting, actor=by, version=None, now=AFTERWARDS)

    for code in ("EG", "KE"):
        letter = {"party": participant(code), "letter_number": "NV/1", "confirmed_on": DAY}
        report = confirm_ad_referendum(report, **letter, actor=by, version=None, now=AFTERWARDS)

    assert report.state == "endorsed"


@pytest.mark.parametrize(
    "role", ["anonymous", "focal_point", "senior_official", "presidency_incoming", "presidency_outgoing", "cabinet"]
)
def test_nobody_else_records_an_endorsement(role):
    report = tabled()

    with pytest.raises(NotAllowed):
        record(report, by=actor(role))


def test_secretariat_records_on_the_chairs_instruction_and_says_so():
    report, secretariat = tabled(), actor("secretariat_officer")

    with pytest.raises(RuleBroken) as refused:
        record(report, by=secretariat)
    endorsement = record(report, by=secretariat, act=act("endorsed", on_instruction=True))

    assert refused.value.field == "on_instruction"
    assert endorsement.on_instruction


def test_the_chair_needs_no_instruction():
    assert not record(tabled(), act=act("endorsed", on_instruction=True)).on_instruction


def test_second_officer_finds_the_endorsement_recorded():
    report = tabled()
    seen = report.version
    record_endorsement(report, act=act("endorsed"), actor=chair(), version=seen, now=NOW)

    with pytest.raises(StaleVersion):
        record_endorsement(report, act=act("endorsed"), actor=chair(), version=seen, now=NOW)
    with pytest.raises(IllegalTransition):
        record_endorsement(report, act=act("endorsed"), actor=chair(), version=seen + 1, now=NOW)
    assert Endorsement.objects.count() == 1


def test_deferred_report_is_drafted_again_and_may_be_endorsed_by_a_later_meeting():
    by = chair()
    report = tabled(by=by)
    som = senior_officials()
    deferral = record(report, act=act("deferred", som), by=by)
    assert (report.state, deferral.verb.code) == ("drafting", "deferred")

    again = circulated_again(report, by=by)
    with pytest.raises(BrokenConstraint), transaction.atomic():
        record(again, act=act("endorsed", som), by=by)
    record(again, act=act("endorsed"), by=by)

    assert again.state == "endorsed"
    assert again.endorsed_revision != deferral.revision


def test_amendments_are_recorded_against_their_paragraphs_with_the_text_before():
    report = tabled()

    endorsement = record(report, "endorsed_as_amended", amendments=[amended(report, 2)])

    amendment = endorsement.amendments.get()
    assert (amendment.paragraph.number, amendment.before_en) == (2, "Paragraph 2 of the report.")
    assert amendment.after_en == "As amended in the room."
    assert (report.state, report.endorsed_revision) == ("endorsed_as_amended", None)
    assert amendment.paragraph.text_en == "Paragraph 2 of the report."


def test_amended_text_goes_to_ministers_only_when_the_chair_has_confirmed_it():
    by = chair()
    report = tabled(by=by)
    record(report, "endorsed_as_amended", amendments=[amended(report)], by=by)
    with pytest.raises(NotAllowed):
        transmit(report, meeting=ministers(), actor=by, version=None, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_amended(report, actor=by, version=None, now=NOW)

    report = issue_amended_revision(report, actor=actor("secretariat_officer"), version=None, now=NOW)
    with pytest.raises(NotAllowed):
        transmit(report, meeting=ministers(), actor=by, version=None, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_amended(report, actor=actor("secretariat_officer"), version=None, now=NOW)
    report = confirm_amended(report, actor=by, version=None, now=NOW)
    transmission = transmit(report, meeting=ministers(), actor=by, version=None, now=NOW)

    assert transmission.revision == report.amended_revision
    assert transmission.revision.sha256 != report.tabled_revision.sha256
    assert b"As amended in the room." in bytes(transmission.revision.content)
    assert report.endorsements.get().confirmed_at == NOW


def test_language_whose_amendment_is_awaited_is_not_issued():
    report = tabled()
    record(report, "endorsed_as_amended", amendments=[amended(report, en="Amended in English only.")])

    report = issue_amended_revision(report, actor=chair(), version=None, now=NOW)

    issued = Revision.objects.filter(expression__document=report.document)
    assert [revision.expression.language for revision in issued] == ["en"]


def test_confirmed_text_is_fixed():
    report = endorsed("endorsed_as_amended")

    with pytest.raises(BrokenConstraint), transaction.atomic():
        report.paragraphs.update(text_en="After the event.")
    with pytest.raises(NotAllowed):
        issue_amended_revision(report, actor=chair(), version=None, now=NOW)


@pytest.mark.parametrize(
    ("verb", "parts"),
    [
        ("endorsed_as_amended", {}),
        ("endorsed_ad_referendum", {}),
        ("endorsed", {"to_confirm": True}),
        ("endorsed", {"amendments": True}),
        ("deferred", {"amendments": True}),
    ],
)
def test_each_form_of_endorsement_has_its_own_parts(verb, parts):
    report = tabled()
    given = {}
    if "amendments" in parts:
        given["amendments"] = [amended(report)]
    if "to_confirm" in parts:
        given["to_confirm"] = ToConfirm(date(2026, 4, 1), [participant("EG")])

    with pytest.raises(RuleBroken):
        record(report, verb, **given)


@pytest.mark.parametrize("verb", ["reviewed", "taken_note_of", "adopted"])
def test_other_verbs_are_no_endorsement(verb):
    with pytest.raises(RuleBroken) as refused:
        record(tabled(), verb)

    assert refused.value.field == "verb"


def test_part_on_a_paragraph_of_another_report_is_refused():
    report, other = tabled(), tabled()
    foreign = Reserved(participant("EG"), "reservation", "en", "No.", other.paragraphs.first())

    with pytest.raises(RuleBroken) as refused:
        record(report, reservations=[foreign])

    assert refused.value.field == "paragraph"


def confirm(report, code, day=date(2026, 3, 18)):
    return confirm_ad_referendum(
        report,
        party=participant(code),
        letter_number="NV/7",
        confirmed_on=day,
        actor=actor("secretariat_officer"),
        version=None,
        now=NOW,
    )


def test_endorsement_ad_referendum_is_provisional_until_the_last_confirmation():
    report = endorsed("endorsed_ad_referendum")
    assert (report.state, report.endorsed_revision) == ("endorsed_ad_referendum", None)

    report = confirm(report, "KE")
    assert report.state == "endorsed_ad_referendum"
    report = confirm(report, "EG")

    assert (report.state, report.endorsed_revision) == ("endorsed", report.tabled_revision)
    endorsement = report.endorsements.get()
    assert (endorsement.is_provisional, endorsement.confirmed_at) == (True, NOW)
    assert kinds_of(report)[-3:] == ["report.confirmation_registered"] * 2 + ["report.confirmed"]


@pytest.mark.parametrize("day", [date(2026, 3, 9), NOW.date() + timedelta(days=1)])
def test_confirmation_is_given_between_the_decision_and_today(day):
    with pytest.raises(RuleBroken) as refused:
        confirm(endorsed("endorsed_ad_referendum"), "KE", day=day)

    assert refused.value.field == "confirmed_on"


def test_today_of_a_confirmation_is_what_the_clock_of_the_reader_says():
    by, evening, day = chair(), NOW.replace(hour=22), DAY + timedelta(days=1)
    letter = {"party": participant("EG"), "letter_number": "NV/1", "confirmed_on": day}

    with timezone.override("Africa/Nairobi"):
        report = confirm_ad_referendum(
            endorsed("endorsed_ad_referendum", by=by), **letter, actor=by, version=None, now=evening
        )

    assert report.endorsements.get().confirmations.filter(confirmed_on=day).count() == 1


@pytest.mark.parametrize("code", ["FR", "KE"])
def test_only_a_confirmation_still_awaited_is_registered(code):
    report = confirm(endorsed("endorsed_ad_referendum"), "KE")

    with pytest.raises(RuleBroken) as refused:
        confirm(report, code)

    assert refused.value.field == "party"


def test_the_chair_alone_declares_an_endorsement_confirmed():
    report = endorsed("endorsed_ad_referendum")
    with pytest.raises(NotAllowed):
        declare_confirmed(report, actor=actor("secretariat_officer"), version=None, now=NOW)

    report = declare_confirmed(report, actor=chair(), version=None, now=NOW)

    assert report.state == "endorsed"
    assert report.endorsements.get().confirmations.filter(confirmed_on=None).count() == 2


@pytest.mark.parametrize("state", ["tabled", "endorsed_ad_referendum"])
def test_what_is_not_endorsed_goes_to_no_minister(state):
    report = tabled() if state == "tabled" else endorsed(state)

    with pytest.raises(IllegalTransition):
        transmit(report, meeting=ministers(), actor=chair(), version=None, now=NOW)


def test_ministers_are_shown_the_hash_of_what_was_endorsed():
    report = transmitted()
    endorsed_sha = report.endorsements.get().revision.sha256

    review = record_review(
        report, act=act("reviewed", report.transmission.meeting), actor=chair(), version=None, now=NOW
    )

    assert review.revision.sha256 == report.transmission.revision.sha256 == endorsed_sha
    assert Revision.digest(bytes(review.revision.content)) == endorsed_sha


def test_transmitted_text_cannot_be_exchanged_in_the_database():
    report = transmitted()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        type(report.transmission).objects.update(revision=report.circulated_revision)

    assert refused.value.constraint == "record_of_a_meeting_is_kept"


def test_review_of_a_text_that_is_not_the_endorsed_one_is_refused():
    report, other, meeting = endorsed(), endorsed("endorsed_as_amended").endorsed_revision, ministers()
    ConsolidatedReport.objects.filter(pk=report.pk).update(state="transmitted")
    Transmission.objects.create(report=report, meeting=meeting, revision=other, transmitted_at=NOW)

    with pytest.raises(RuleBroken, match="not the text that was endorsed"):
        record_review(report, act=act("reviewed", meeting), actor=chair(), version=None, now=NOW)


def test_report_goes_to_a_meeting_that_may_review_it():
    report = endorsed()

    for meeting in (senior_officials("convened"), ministers("cancelled"), ministers("concluded")):
        with pytest.raises(RuleBroken) as refused:
            transmit(report, meeting=meeting, actor=chair(), version=None, now=NOW)
        assert refused.value.field == "meeting"


@pytest.mark.parametrize(("verb", "state"), [("reviewed", "reviewed"), ("taken_note_of", "taken_note_of")])
def test_review_is_shown_in_the_verb_ministers_used(verb, state):
    report = reviewed(verb)

    assert report.state == state
    assert report.reviews.get().verb.code == verb
    assert kinds_of(report)[-1] == f"report.{state}"


def test_ministers_decision_opens_a_follow_up_on_an_activity():
    report = transmitted()
    activity = Activity.objects.order_by("pk").first()
    asked = ToFollowUp({"en": "Report on the centre."}, [activity], participant("FR"), date(2026, 12, 1))

    review = record_review(
        report,
        act=act("reviewed", report.transmission.meeting),
        follow_ups=[asked],
        actor=chair(),
        version=None,
        now=NOW,
    )

    follow_up = FollowUp.objects.get(decision=review.decision)
    assert (follow_up.title_en, follow_up.owner.code) == ("Report on the centre.", "FR")
    assert activity.follow_ups.get().follow_up == follow_up


def test_report_deferred_by_ministers_waits_for_a_later_meeting():
    report, later = transmitted(), ministers()
    with pytest.raises(RuleBroken, match="another meeting"):
        record_review(report, act=act("reviewed", later), actor=chair(), version=None, now=NOW)
    record_review(report, act=act("deferred", report.transmission.meeting), actor=chair(), version=None, now=NOW)
    report.refresh_from_db()
    assert report.state == "transmitted"

    record_review(report, act=act("taken_note_of", later), actor=chair(), version=None, now=NOW)

    report.refresh_from_db()
    assert report.state == "taken_note_of"
    assert list(Review.objects.values_list("verb__code", flat=True)) == ["deferred", "taken_note_of"]


def test_concluded_record_takes_no_review():
    report = transmitted()
    meeting = report.transmission.meeting
    conclude_meeting(meeting, actor=chair(), version=None, now=AFTERWARDS)

    meeting.refresh_from_db()
    with pytest.raises(RuleBroken, match="record of this meeting is concluded") as refused:
        record_review(report, act=act("reviewed", meeting), actor=chair(), version=None, now=NOW)
    assert refused.value.field == "meeting"


@pytest.mark.parametrize("state", ["concluded", "cancelled"])
def test_report_that_its_meeting_did_not_deal_with_is_reviewed_by_a_later_one(state):
    report = transmitted(meeting=ministers("planned" if state == "cancelled" else "held"))
    Meeting.objects.filter(pk=report.transmission.meeting_id).update(state=state)
    report = ConsolidatedReport.objects.get(pk=report.pk)

    record_review(report, act=act("reviewed", ministers()), actor=chair(), version=None, now=NOW)

    report.refresh_from_db()
    assert report.state == "reviewed"


def test_one_meeting_deals_with_a_report_once():
    report = transmitted()
    meeting = report.transmission.meeting
    record_review(report, act=act("deferred", meeting), actor=chair(), version=None, now=NOW)

    with pytest.raises(BrokenConstraint) as refused:
        record_review(report, act=act("reviewed", meeting), actor=chair(), version=None, now=NOW)

    assert refused.value.constraint == "report_reviewed_once_per_meeting"


def test_senior_officials_review_nothing():
    report = transmitted()

    with pytest.raises(RuleBroken):
        record_review(report, act=act("reviewed", senior_officials()), actor=chair(), version=None, now=NOW)
    with pytest.raises(RuleBroken):
        record_review(report, act=act("endorsed"), actor=chair(), version=None, now=NOW)


def test_publication_cites_its_decision_and_opens_the_endorsed_work_alone():
    report = published()

    assert (report.state, report.published_by) == ("published", report.reviews.get().decision)
    public = Document.objects.filter(classification="public", pk__in=works_of(report))
    assert list(public) == [report.endorsed_revision.expression.document]
    assert LedgerEntry.objects.about(report).last().audience == "public"


def works_of(report):
    shown = [report.circulated_revision, report.tabled_revision, report.endorsed_revision]
    return [revision.expression.document_id for revision in shown]


def test_decision_that_does_not_concern_the_report_publishes_nothing():
    report, other = reviewed(), reviewed()
    same_meeting = DecisionFactory(meeting=report.transmission.meeting)

    for decision in (other.reviews.get().decision, other.endorsements.get().decision, same_meeting):
        with pytest.raises(RuleBroken) as refused:
            publish(report, decision=decision, actor=chair(), version=None, now=NOW)
        assert refused.value.field == "decision"


def test_deferral_publishes_nothing_and_the_endorsement_may():
    report = transmitted()
    record_review(report, act=act("deferred", report.transmission.meeting), actor=chair(), version=None, now=NOW)
    record_review(report, act=act("reviewed", ministers()), actor=chair(), version=None, now=NOW)

    with pytest.raises(RuleBroken):
        publish(report, decision=report.reviews.first().decision, actor=chair(), version=None, now=NOW)
    endorsement = report.endorsements.get().decision
    assert publish(report, decision=endorsement, actor=chair(), version=None, now=NOW).published_by == endorsement


def test_unreviewed_report_is_not_published():
    report = transmitted()
    decision = report.endorsements.get().decision

    with pytest.raises(IllegalTransition):
        publish(report, decision=decision, actor=chair(), version=None, now=NOW)


def test_corrigendum_stands_beside_the_endorsed_text_and_replaces_nothing():
    report = published()
    before = report.endorsed_revision.sha256

    correction = issue_corrigendum(
        report, language="en", text="In paragraph 2, for “two” read “three”.", actor=chair(), version=None, now=NOW
    )

    report.refresh_from_db()
    assert (correction.kind, correction.number) == ("corrigendum", 1)
    assert correction.corrects == report.endorsed_revision
    assert report.endorsed_revision.sha256 == before


def test_addendum_comes_only_while_a_meeting_is_ahead():
    report = tabled()
    given = {"language": "en", "text": "Received after the cut-off.", "actor": chair(), "version": None, "now": NOW}

    addendum = issue_addendum(report, **given)

    report.refresh_from_db()
    assert addendum.corrects == report.tabled_revision
    assert (report.received_states, report.asked_states) == (2, 2)
    with pytest.raises(IllegalTransition):
        issue_addendum(reviewed(), **given)


def test_correction_in_a_language_that_was_not_issued_is_refused():
    report = endorsed()

    with pytest.raises(RuleBroken) as refused:
        issue_corrigendum(report, language="es", text="x", actor=chair(), version=None, now=NOW)

    assert refused.value.field == "language"
