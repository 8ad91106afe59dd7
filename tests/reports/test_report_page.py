"""The page of a report: the frozen text itself with its hashes, and what meetings did, in their words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from documents.services import issue_revision
from meetings.models import Decision, Meeting
from meetings.services.meetings import conclude_meeting
from reports.services.completing import confirm_ad_referendum, declare_confirmed, issue_amended_revision
from reports.services.consolidated import circulate
from reports.services.endorsement import Reserved
from reports.services.transmission_and_review import record_review
from tests.factories.parties import AuthorityFactory, participant, person
from tests.factories.reports_consolidated import (
    NOW,
    act,
    amended,
    chair,
    contribution,
    drafted,
    endorsed,
    published,
    record_endorsement,
    reviewed,
    round_in,
    tabled,
    transmitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return chair()


@pytest.fixture
def focal_point(client):
    client.force_login(person("focal_point", participant("KE")))
    return client


def page(client, report, language="en", status=200):
    answer = client.get(reverse("portal-report", args=[report.uuid]), headers={"Accept-Language": language})
    assert answer.status_code == status
    return answer.content.decode()


def test_participant_reads_the_frozen_bytes(focal_point):
    report = tabled()
    frozen = bytes(report.tabled_revision.content).decode().partition("<main>")[2].partition("</main>")[0].strip()

    assert frozen in page(focal_point, report)


def test_page_prints_the_hash_of_what_is_read_and_of_the_authentic_text(focal_point):
    report = endorsed()
    french = report.document.expressions.get(language="fr").revisions.get()

    shown = page(focal_point, report, "fr")

    assert report.endorsed_revision.sha256 in shown
    assert french.sha256 in shown
    assert "Paragraph 1 of the report. (FR)" in shown


def test_what_is_circulated_is_called_a_draft(focal_point):
    by = chair()
    report = drafted(by=by)
    circulate(report, comments_until=NOW + timedelta(days=7), actor=by, version=None, now=NOW)

    shown = page(focal_point, report)

    assert ("The circulated draft" in shown, "The issued text" in shown) == (True, False)


def test_what_was_endorsed_is_called_the_issued_text(focal_point):
    shown = page(focal_point, endorsed())

    assert ("The circulated draft" in shown, "The issued text" in shown) == (False, True)


def test_draft_that_changes_is_not_shown_before_it_is_circulated_again(focal_point):
    by = chair()
    report = tabled(by=by)
    record_endorsement(report, act=act("deferred"), actor=by, version=None, now=NOW)
    report.paragraphs.update(text_en="Being rewritten.")

    shown = page(focal_point, report)

    assert "Being rewritten." not in shown
    assert "Paragraph 1 of the report." in shown
    assert "deferred" in shown


def test_draft_is_missing_until_it_is_circulated(focal_point):
    by = chair()
    report = drafted(by=by)
    page(focal_point, report, status=404)

    circulate(report, comments_until=NOW + timedelta(days=14), actor=by, version=None, now=NOW)

    assert "Paragraph 1 of the report." in page(focal_point, report)


def test_public_reads_what_was_published_and_nothing_else(client):
    report = published()

    shown = page(client, report)

    assert "reviewed" in shown
    assert report.endorsed_revision.sha256 in shown
    page(client, reviewed(), status=404)


def test_reservation_is_shown_in_the_speakers_words(focal_point):
    by = chair()
    report = tabled(by=by)
    reserved = Reserved(participant("EG"), "reservation", "fr", "L'Égypte <réserve>.", report.paragraphs.get(number=2))
    record_endorsement(report, act=act("endorsed"), reservations=[reserved], actor=by, version=None, now=NOW)

    shown = page(focal_point, report)

    assert "L&#x27;Égypte &lt;réserve&gt;." in shown
    assert "paragraph 2" in shown


def test_reservation_says_its_language_where_that_is_not_the_readers(focal_point, by):
    report = with_reservation(by)

    assert 'lang="fr" dir="ltr" data-tongue="French">L&#x27;Égypte' in page(focal_point, report)
    assert 'data-tongue="French">L&#x27;Égypte' not in page(focal_point, report, "fr")


def test_page_says_once_who_was_received_from(focal_point, by):
    assert strip_tags(page(focal_point, published(by=by))).count("Received from") == 1


def test_what_was_put_on_record_is_public_with_its_decision(client, by):
    report = with_reservation(by)
    meeting = report.endorsements.get().meeting
    report = published(by=by, report=report)

    assert "réserve" not in page(client, report)
    assert "Paragraphs amended" not in page(client, report)
    conclude_meeting(meeting, actor=by, version=None, now=NOW + timedelta(days=150))
    assert "réserve" in page(client, report)
    assert "Paragraphs amended" in page(client, report)


def test_participant_reads_what_was_put_on_record_before_it_is_public(focal_point, by):
    assert "réserve" in page(focal_point, published(by=by, report=with_reservation(by)))


def with_reservation(by):
    """Endorsed as amended, with a reservation, at a meeting whose record is still open."""
    report = tabled(by=by)
    reserved = Reserved(participant("EG"), "reservation", "fr", "L'Égypte réserve sa position.")
    return endorsed("endorsed_as_amended", by=by, report=report, reservations=[reserved])


def test_corrected_decision_says_so_where_the_report_shows_it(client, by):
    report = published(by=by)
    decisions = Decision.objects.filter(pk__in=[report.endorsements.get().decision_id, report.published_by_id])
    Meeting.objects.filter(decisions__in=decisions).update(state="concluded")
    decisions.update(corrected_at=NOW, correction_en="The record named another day.")

    shown = page(client, report)

    assert shown.count("Corrected on 20 March 2026: The record named another day.") == 2
    assert all(f'#decision-{decision.uuid}">Decision {decision.number}</a>' in shown for decision in decisions)


def test_note_taken_is_never_shown_as_a_review(focal_point):
    report = reviewed("taken_note_of")

    shown = page(focal_point, report)

    assert "took note of" in shown
    assert "reviewed" not in shown


def test_endorsement_ad_referendum_says_who_confirms_by_when(focal_point):
    shown = page(focal_point, endorsed("endorsed_ad_referendum"))

    assert "Provisional: to be confirmed by 10 April 2026" in shown
    assert confirmations_in(shown) == "Confirmation was asked of: Egypt · Kenya Received from: no participant"


def confirmations_in(shown):
    words = " ".join(strip_tags(shown).split())
    return words[words.index("Confirmation was asked") :].partition(" The issued text")[0]


def test_declared_confirmed_it_still_names_who_was_asked_and_who_wrote(focal_point, by):
    report = endorsed("endorsed_ad_referendum", by=by)
    letter = {"party": participant("KE"), "letter_number": "NV/1", "confirmed_on": date(2026, 3, 15)}
    confirm_ad_referendum(report, **letter, actor=by, version=None, now=NOW)
    declare_confirmed(report, actor=by, version=None, now=NOW)

    shown = page(focal_point, report)

    assert "Confirmed on 20 March 2026." in shown
    assert "Provisional" not in shown
    assert confirmations_in(shown) == "Confirmation was asked of: Egypt · Kenya Received from: Kenya"


AS_TABLED, NOT_CONFIRMED = "This is the text as it was tabled", "The Chair has not confirmed yet"


def test_endorsed_as_amended_says_which_text_is_shown_until_the_chair_has_confirmed_it(focal_point, by):
    report = tabled(by=by)
    done = act("endorsed_as_amended")
    record_endorsement(report, act=done, amendments=[amended(report)], actor=by, version=None, now=NOW)

    before = page(focal_point, report)
    issue_amended_revision(report, actor=by, version=None, now=NOW)
    issued = page(focal_point, report)
    confirmed = page(focal_point, endorsed("endorsed_as_amended", by=by))

    assert [AS_TABLED in shown for shown in (before, issued, confirmed)] == [True, False, False]
    assert [NOT_CONFIRMED in shown for shown in (before, issued, confirmed)] == [False, True, False]


def test_page_names_who_was_received_from_and_nobody_else(focal_point):
    round_ = round_in(asked=("EG", "FR", "ET"))
    contribution(round_, participant("EG"), progress="Done.")
    contribution(round_, participant("FR"), "draft")
    contribution(round_, participant("ET"), authority=AuthorityFactory(party=participant("ET"), state="on_hold"))
    report = tabled(round_=round_)

    shown = page(focal_point, report)

    assert "Egypt" in shown
    assert "1 of 3 participating States" in shown
    assert "France" not in shown
    assert "Ethiopia" not in shown


def test_alphabetical_order_is_that_of_the_readers_language(focal_point):
    round_ = round_in(asked=("DE", "FR", "EG"))
    for code in ("DE", "FR", "EG"):
        contribution(round_, participant(code), progress="Done.")
    report = tabled(round_=round_)

    english, french = page(focal_point, report), page(focal_point, report, "fr")

    assert english.index("Egypt") < english.index("France") < english.index("Germany")
    assert french.index("Allemagne") < french.index("Égypte") < french.index("France")


def test_translation_that_comes_later_joins_the_endorsed_work(focal_point):
    by = chair()
    report = transmitted(by=by)
    later = issue_revision(
        report.document, language="ar", content=b"%PDF-1.7 %%EOF", media_type="application/pdf", actor=by, now=NOW
    )
    record_review(report, act=act("reviewed", report.transmission.meeting), actor=by, version=None, now=NOW)

    shown = page(focal_point, report, "ar")

    assert later.sha256 in shown
    assert report.endorsed_revision.sha256 in shown


def test_markup_in_a_foreign_rendition_is_not_executed(focal_point):
    by = chair()
    report = transmitted(by=by)
    content = b"<html><main><p onclick='x()'>Text</p><script>x()</script></main></html>"
    issue_revision(report.document, language="fr", content=content, media_type="text/html", actor=by, now=NOW)

    shown = page(focal_point, report, "fr")

    assert "<p>Text</p>" in shown
    assert "x()" not in shown


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_page_and_text_run_in_the_direction_of_their_language(focal_point, language, direction):
    shown = page(focal_point, reviewed(), language)

    assert f'<html lang="{language}" dir="{direction}">' in shown
    assert f'<article class="prose" lang="{language}" dir="{direction}">' in shown


def test_page_leads_back_to_where_its_reader_came_from(client, focal_point):
    report = published()
    to_requests = f'<li><a href="{reverse("portal")}">Requests</a></li>'

    seen = page(focal_point, report)
    client.logout()

    assert to_requests in seen
    assert to_requests not in page(client, report)
    assert '<li><a href="/">Home</a></li>' in page(client, report)
