"""Drafting, circulating and tabling: what a report draws on, and what is fixed when."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from meetings.models import AgendaItem
from reports.models import ConsolidatedReport, ReportParagraph, SectionTerms
from reports.selectors.passages import quotable_passages
from reports.services.consolidated import (
    circulate,
    close_comments,
    draft_report,
    note_presentation,
    save_paragraph,
    save_report,
    table,
)
from reports.services.transmission_and_review import issue_addendum, issue_corrigendum, transmit
from tests.factories.meetings import AgendaItemFactory
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, participant
from tests.factories.reports_consolidated import (
    NOW,
    TITLE,
    amended,
    chair,
    contribution,
    drafted,
    endorsed,
    ministers,
    round_in,
    senior_officials,
    tabled,
    write,
)

pytestmark = pytest.mark.django_db


def kinds_of(obj):
    return list(LedgerEntry.objects.about(obj).values_list("kind", flat=True))


def test_report_draws_on_complete_contributions_and_on_no_others():
    round_ = round_in()
    complete = contribution(round_, participant("EG"), progress="Done.")
    for code, state in (("FR", "draft"), ("KE", "submitted"), ("ET", "question_open"), ("SD", "not_started")):
        contribution(round_, participant(code), state, progress="Not complete.")
    on_hold = PartyFactory()
    contribution(round_, on_hold, progress="On hold.", authority=AuthorityFactory(party=on_hold, state="on_hold"))

    report = draft_report(round_, title=TITLE, actor=chair(), now=NOW)

    assert [source.snapshot.contribution for source in report.sources.all()] == [complete]


def test_received_of_asked_is_counted_for_states_and_organisations_apart():
    round_ = round_in(asked=("EG", "FR", "KE", "ET", "IOM", "UNHCR"))
    for code, state in (
        ("EG", "complete"),
        ("FR", "submitted"),
        ("KE", "draft"),
        ("ET", "nothing_to_report"),
        ("IOM", "complete"),
        ("UNHCR", "not_started"),
    ):
        contribution(round_, participant(code), state)
    contribution(round_, participant("NO"))

    report = draft_report(round_, title=TITLE, actor=chair(), now=NOW)

    assert (report.received_states, report.asked_states) == (3, 4)
    assert (report.received_organisations, report.asked_organisations) == (1, 2)
    assert {party.code for party in report.received_from.all()} == {"EG", "FR", "ET", "IOM"}


def test_counts_never_change_after_the_cut_off():
    report = drafted()

    for change in (
        lambda: ConsolidatedReport.objects.filter(pk=report.pk).update(received_states=40),
        lambda: report.received_from.add(participant("NO")),
        report.received_from.clear,
        lambda: report.sources.all().delete(),
    ):
        with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
            change()
        assert refused.value.constraint == "report_counts_are_fixed"


def test_round_that_still_receives_has_no_report():
    with pytest.raises(RuleBroken) as refused:
        draft_report(round_in("open"), title=TITLE, actor=chair(), now=NOW)

    assert refused.value.field == "round"


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing", "anonymous"])
def test_others_begin_no_report(role):
    with pytest.raises(NotAllowed):
        draft_report(round_in(), title=TITLE, actor=actor(role), now=NOW)


def test_passages_follow_what_each_participant_allows():
    round_ = round_in()
    contribution(round_, participant("EG"), progress="Named.", needs="Secret of Egypt.", uses={"needs": "not_quoted"})
    contribution(round_, participant("FR"), progress="Unnamed.", needs="Named need.", uses={"progress": "unnamed"})
    report = draft_report(round_, title=TITLE, actor=chair(), now=NOW)

    passages = [(passage.participant, passage.text) for passage in quotable_passages(report)]

    assert passages == [("Egypt", "Named."), ("", "Unnamed."), ("France", "Named need.")]


def test_participant_may_change_its_mind_until_the_report_is_tabled():
    round_ = round_in()
    given = contribution(round_, participant("EG"), progress="Words we regret having sent.")
    report = draft_report(round_, title=TITLE, actor=chair(), now=NOW)
    SectionTerms.objects.create(
        contribution=given, section=round_.state_template.sections.get(code="progress"), use="not_quoted"
    )

    assert quotable_passages(report) == []


def test_words_not_to_be_quoted_are_refused_in_the_text():
    round_ = round_in()
    contribution(
        round_,
        participant("EG"),
        needs="We lack money. The northern border is hardly watched at night.",
        uses={"needs": "not_quoted"},
    )
    report = draft_report(round_, title=TITLE, actor=chair(), now=NOW)

    with pytest.raises(RuleBroken, match="Paragraph 4"):
        write(report, 4, "One participant says: the northern  border is hardly watched AT night.", by=chair())

    assert not report.paragraphs.exists()


def test_words_withdrawn_from_quotation_later_stop_the_tabling():
    by = chair()
    round_ = round_in()
    given = contribution(round_, participant("EG"), progress="The northern border is hardly watched at night.")
    report = draft_report(round_, title=TITLE, actor=by, now=NOW)
    write(report, 1, "The northern border is hardly watched at night.", by=by)
    report = circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=None, now=NOW)
    report = close_comments(report, actor=by, version=None, now=NOW)
    section = round_.state_template.sections.get(code="progress")
    SectionTerms.objects.create(contribution=given, section=section, use="not_quoted")

    with pytest.raises(RuleBroken):
        table(report, actor=by, version=None, now=NOW)

    report.refresh_from_db()
    assert report.state == "comments_closed"


def test_text_is_written_while_drafted_and_when_comments_are_taken_up():
    by = chair()
    report = drafted(by=by)
    report = circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=report.version, now=NOW)

    with pytest.raises(IllegalTransition):
        write(report, 9, "Too early.", by=by)
    report = close_comments(report, actor=by, version=report.version, now=NOW)
    write(report, 9, "A comment taken up.", by=by)

    assert report.paragraphs.filter(number=9).exists()


def test_writing_over_somebody_elses_change_is_refused():
    by = chair()
    report = drafted(by=by, paragraphs=1)
    seen = report.version
    paragraph = report.paragraphs.get()
    save_paragraph(paragraph, actor=by, version=seen)

    with pytest.raises(StaleVersion):
        save_paragraph(paragraph, actor=by, version=seen)


def test_workbench_saves_title_and_paragraphs_in_one_write():
    by = chair()
    report = drafted(by=by, paragraphs=1)
    report.title_en = "Another title"
    changed = report.paragraphs.get()
    changed.text_en = "Another text."
    related = Related(children=[("report", changed), ("report", ReportParagraph(number=2, text_en="New."))])

    save_report(report, actor=by, version=report.version, creating=False, related=related)

    report.refresh_from_db()
    assert report.title_en == "Another title"
    assert list(report.paragraphs.values_list("text_en", flat=True)) == ["Another text.", "New."]
    assert kinds_of(report)[-1] == "report.written"


def test_authentic_language_stays_once_the_report_was_circulated():
    by = chair()
    report = drafted(by=by, paragraphs=1)
    report = circulate(report, comments_until=NOW + timedelta(days=14), actor=by, version=None, now=NOW)
    report = close_comments(report, actor=by, version=None, now=NOW)
    report.authentic_language = "fr"

    with pytest.raises(RuleBroken) as refused:
        save_report(report, actor=by, version=report.version, creating=False, related=Related())

    assert refused.value.field == "authentic_language"


def test_circulated_text_is_issued_to_participants_in_every_language_it_is_whole_in():
    by = chair()
    report = drafted(by=by, paragraphs=2)
    write(report, 3, "No French yet.", by=by, text_fr="")

    report = circulate(report, comments_until=NOW + timedelta(days=14), actor=by, version=None, now=NOW)

    languages = report.document.expressions.filter(state="issued").values_list("language", flat=True)
    assert sorted(languages) == ["ar", "en"]
    assert (report.document.classification, report.document.title_en) == ("participants", "Periodic report (draft)")
    assert kinds_of(report)[-1] == "report.circulated"


def test_comments_are_asked_for_until_a_moment_in_the_future():
    with pytest.raises(RuleBroken) as refused:
        circulate(drafted(), comments_until=NOW, actor=chair(), version=None, now=NOW)

    assert refused.value.field == "comments_until"


@pytest.mark.parametrize("missing", ["paragraphs", "text"])
def test_text_without_its_authentic_words_is_not_circulated(missing):
    by = chair()
    report = drafted(by=by, paragraphs=0 if missing == "paragraphs" else 1)
    if missing == "text":
        write(report, 2, "x", by=by, text_en="")

    with pytest.raises(RuleBroken):
        circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=None, now=NOW)

    report.refresh_from_db()
    assert report.document is None


def test_same_text_gives_the_same_bytes():
    by = chair()
    report = drafted(by=by)
    report = circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=None, now=NOW)
    report = close_comments(report, actor=by, version=None, now=NOW)
    report = table(report, actor=by, version=None, now=NOW + timedelta(days=5))

    assert report.tabled_revision.sha256 == report.circulated_revision.sha256
    assert report.tabled_revision != report.circulated_revision
    assert report.document == report.tabled_revision.expression.document


def test_tabled_text_is_fixed_for_everybody():
    report = tabled()
    paragraph = report.paragraphs.first()

    with pytest.raises(IllegalTransition):
        save_paragraph(paragraph, actor=chair(), version=None)
    for change in (
        lambda: report.paragraphs.update(text_en="Rewritten."),
        lambda: ReportParagraph.objects.create(report=report, number=99, text_en="Slipped in."),
        paragraph.delete,
    ):
        with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
            change()
        assert refused.value.constraint == "report_text_is_fixed"


def test_report_is_presented_under_an_item_of_the_agenda():
    by = chair()
    item = AgendaItem.objects.create(meeting=senior_officials("convened"), number="4", title_en="Periodic report")
    report = drafted(by=by)
    report = circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=None, now=NOW)
    report = close_comments(report, actor=by, version=None, now=NOW)

    report = table(report, agenda_item=item, actor=by, version=None, now=NOW)

    assert report.presentations.get().agenda_item == item


def test_report_is_presented_under_no_item_of_another_agenda_than_it_is_sent_to():
    report, item = endorsed(), AgendaItemFactory(meeting=ministers())

    with pytest.raises(RuleBroken) as refused:
        transmit(report, meeting=ministers(), agenda_item=item, actor=chair(), version=None, now=NOW)

    assert (refused.value.field, report.presentations.count()) == ("agenda_item", 0)


@pytest.mark.parametrize("way", [["cancelled"], ["held", "concluded"]])
def test_report_is_presented_under_no_item_of_a_meeting_that_is_off_or_over(way):
    item = AgendaItemFactory(meeting=senior_officials("convened"))
    for item.meeting.state in way:
        item.meeting.save(update_fields=["state"])

    with pytest.raises(RuleBroken) as refused:
        note_presentation(drafted(), item)

    assert refused.value.field == "agenda_item"


@pytest.mark.parametrize(
    ("role", "drafting", "once_circulated", "then_paragraphs"),
    [
        ("anonymous", False, False, False),
        ("focal_point", False, True, False),
        ("on_hold", False, True, False),
        ("secretariat_officer", True, True, True),
        ("presidency_incoming", True, True, True),
    ],
)
def test_who_sees_a_report_in_the_making(role, drafting, once_circulated, then_paragraphs):
    by, reader = chair(), actor(role)
    report = drafted(by=by)

    assert ConsolidatedReport.objects.visible_to(reader).exists() == drafting
    circulate(report, comments_until=NOW + timedelta(days=1), actor=by, version=None, now=NOW)
    assert ConsolidatedReport.objects.visible_to(reader).exists() == once_circulated
    assert ReportParagraph.objects.visible_to(reader).exists() == then_paragraphs


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_consolidatedreport SET state = 'endorsed'",
        "UPDATE reports_consolidatedreport SET state = 'published'",
        "UPDATE reports_consolidatedreport SET state = 'transmitted' WHERE state = 'drafting'",
    ],
)
def test_illegal_steps_are_refused_in_raw_sql_by_the_app_role(statement):
    report = drafted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("khartoum_app",)
        with pytest.raises(IllegalTransition), transaction.atomic():
            cursor.execute(statement)

    report.refresh_from_db()
    assert report.state == "drafting"


@pytest.mark.parametrize("state", ["endorsed", "transmitted", "reviewed", "published", "tabled"])
def test_illegal_steps_are_refused_in_an_update(state):
    drafted()

    with pytest.raises(IllegalTransition), transaction.atomic():
        ConsolidatedReport.objects.update(state=state)


def test_rendition_speaks_one_language_only():
    report = tabled()
    french = report.document.expressions.get(language="fr").revisions.get()

    text = bytes(french.content).decode()

    assert "<p>Période\xa0: 1 juillet – 31 décembre 2025</p>" in text
    assert "<p>Reçues de\xa0: Égypte\xa0; France</p>" in text
    assert "Contributions reçues" in text


WITHHELD = "The northern border is hardly watched at night."


@pytest.fixture
def withholding():
    """A tabled report, one source of which withholds a sentence; and its officer."""
    by, round_ = chair(), round_in()
    contribution(round_, participant("EG"), progress="Done.", needs=WITHHELD, uses={"needs": "not_quoted"})
    return tabled(by=by, round_=round_), by


@pytest.mark.parametrize("issue", [issue_corrigendum, issue_addendum])
def test_correction_repeats_no_words_that_are_not_to_be_quoted(issue, withholding):
    report, by = withholding

    with pytest.raises(RuleBroken) as refused:
        issue(report, language="en", text=f"Add: {WITHHELD}", actor=by, version=None, now=NOW)

    assert refused.value.field == "text"
    assert not report.document.expressions.filter(revisions__kind__in=["corrigendum", "addendum"]).exists()


def test_amendment_repeats_no_words_that_are_not_to_be_quoted(withholding):
    report, by = withholding

    with pytest.raises(RuleBroken):
        endorsed("endorsed_as_amended", by=by, report=report, amendments=[amended(report, en=WITHHELD)])

    assert not report.endorsements.exists()


def test_heading_and_title_repeat_no_words_that_are_not_to_be_quoted():
    by, round_ = chair(), round_in()
    contribution(round_, participant("EG"), progress="Done.", needs=WITHHELD, uses={"needs": "not_quoted"})
    report = drafted(by=by, round_=round_, paragraphs=1)

    with pytest.raises(RuleBroken):
        write(report, 4, "A paragraph.", by=by, heading_en=WITHHELD)
    report.title_en = WITHHELD
    with pytest.raises(RuleBroken):
        save_report(report, actor=by, version=None, creating=False, related=Related())
