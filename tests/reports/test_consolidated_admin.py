"""The workbench of reports over HTTP: what is offered, what is refused at its field, what is kept as typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from actionplan.models import Activity
from documents.models import Revision
from foundation.accounts.models import User
from foundation.errors import BrokenConstraint
from foundation.related import Related
from foundation.wording import localdate
from reports.admin.consolidated import NONE_WAITS
from reports.models import ConsolidatedReport, Endorsement, ReportParagraph, Round
from reports.services.consolidated import close_comments, save_paragraph, save_report
from reports.services.endorsement import ToConfirm, record_endorsement
from tests.factories.meetings import verb
from tests.factories.parties import participant, person
from tests.factories.reports_comments import circulated, commented, open_today, settled
from tests.factories.reports_consolidated import (
    NOW,
    act,
    amended,
    chair,
    circulated_again,
    contribution,
    drafted,
    endorsed,
    ministers,
    reviewed,
    round_in,
    senior_officials,
    tabled,
    transmitted,
)
from tests.posted import of_workbench

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


@pytest.fixture
def secretariat(client):
    client.force_login(person("secretariat_officer"))
    return client


def change(report):
    return reverse("admin:reports_consolidatedreport_change", args=[report.pk])


def seen(report):
    """The version that its reader has in front of them."""
    return {"seen_version": ConsolidatedReport.objects.get(pk=report.pk).version}


def step(report, name):
    return reverse("admin:reports_consolidatedreport_step", args=[report.pk, name])


def what_was_done(meeting, verb_code="endorsed", **given):
    values = {"number": "7", "decided_on": "2026-03-10", "text_en": "So decided.", **given}
    return {"meeting": meeting.pk, "verb": verb(verb_code).pk, **values}


def test_report_is_begun_for_a_round_that_is_being_consolidated(officer):
    round_, _other = round_in(), round_in("open")
    contribution(round_, participant("EG"), progress="Done.")
    page = officer.get(reverse("admin:reports_consolidatedreport_add"))
    assert list(page.context["adminform"].form.fields["round"].queryset) == [round_]

    answer = officer.post(
        reverse("admin:reports_consolidatedreport_add"),
        of_workbench(page) | {"round": round_.pk, "title_en": "Report"},
    )

    assert answer.status_code == 302
    assert ConsolidatedReport.objects.get().sources.count() == 1


def test_page_of_a_new_report_names_the_only_round_and_says_what_may_stay_empty(officer):
    round_ = round_in()

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    (rows,) = page.context["inline_admin_formsets"]
    assert page.context["adminform"].form["round"].value() == round_.pk
    assert "Add another paragraph of the report" in rows.inline_formset_data
    assert page.content.decode().count("Optional: a heading") == 6
    round_in()
    page = officer.get(reverse("admin:reports_consolidatedreport_add"))
    assert page.context["adminform"].form["round"].value() is None


def test_page_of_a_new_report_says_why_no_round_can_be_chosen(officer):
    round_in("open")

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    assert escape(str(NONE_WAITS)) in page.content.decode()


def test_paragraph_typed_with_a_new_report_is_kept(officer):
    round_, address = round_in(), reverse("admin:reports_consolidatedreport_add")
    typed = {"round": round_.pk, "title_en": "Report", "paragraphs-0-number": 1, "paragraphs-0-text_en": "First words."}

    answer = officer.post(address, of_workbench(officer.get(address)) | typed)

    assert answer.status_code == 302
    assert list(ConsolidatedReport.objects.get().paragraphs.values_list("number", "text_en")) == [(1, "First words.")]


def test_one_empty_paragraph_stands_below_those_that_are_written(officer):
    report = drafted()
    written = report.paragraphs.count()

    (rows,) = officer.get(change(report)).context["inline_admin_formsets"]

    assert (rows.formset.initial_form_count(), rows.formset.total_form_count()) == (written, written + 1)


def test_words_not_to_be_quoted_are_refused_in_a_new_report_too(officer):
    round_, address = round_in(), reverse("admin:reports_consolidatedreport_add")
    secret = "The northern border is hardly watched at night."
    contribution(round_, participant("EG"), needs=secret, uses={"needs": "not_quoted"})
    typed = {"round": round_.pk, "title_en": "Report", "paragraphs-0-number": 1, "paragraphs-0-text_en": secret}

    answer = officer.post(address, of_workbench(officer.get(address)) | typed)

    assert (answer.status_code, ConsolidatedReport.objects.count()) == (400, 0)
    assert secret in answer.content.decode()


def test_new_report_is_authentic_in_the_language_in_which_it_is_begun(officer):
    officer.cookies["django_language"] = "fr"

    page = officer.get(reverse("admin:reports_consolidatedreport_add"))

    assert page.context["adminform"].form["authentic_language"].value() == "fr"


def test_authentic_language_changes_while_the_report_is_drafted(officer):
    report = drafted()

    answer = officer.post(change(report), of_workbench(officer.get(change(report))) | {"authentic_language": "fr"})

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.authentic_language == "fr"


def test_authentic_language_is_fixed_by_the_circulation(officer):
    report = drafted(paragraphs=1)
    officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})
    officer.post(step(report, "close_comments"), seen(report))

    page = officer.get(change(report))

    assert "title_en" in page.context["adminform"].form.fields
    assert "authentic_language" not in page.context["adminform"].form.fields


def test_drafter_reads_which_text_is_wanted_in_which_language(officer):
    report = drafted(paragraphs=1)
    ConsolidatedReport.objects.filter(pk=report.pk).update(authentic_language="fr", title_fr="")
    report.paragraphs.update(text_fr="")

    refused = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert "Still to be written in French" in refused.content.decode()
    assert "the title; paragraph 1." in refused.content.decode()


def test_comments_are_awaited_on_the_clock_of_whoever_circulates(officer):
    User.objects.update(time_zone="Europe/Paris")
    report = drafted()

    page = officer.get(step(report, "circulate")).content.decode()
    officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert "On the clock of Paris." in page
    report.refresh_from_db()
    assert report.comments_until == datetime(2099, 1, 1, 11, 0, tzinfo=UTC)


def test_drafter_finds_what_may_be_quoted_beside_the_text(officer):
    round_ = round_in()
    contribution(round_, participant("EG"), progress="May be quoted.", needs="Must not.", uses={"needs": "not_quoted"})
    contribution(round_, participant("FR"), progress="Of somebody.", uses={"progress": "unnamed"})

    page = officer.get(change(drafted(round_=round_))).content.decode()

    assert "May be quoted." in page
    assert "Of somebody." in page
    assert "Must not." not in page


def test_paragraphs_are_written_in_the_workbench(officer):
    report = drafted(paragraphs=1)
    page = officer.get(change(report))
    typed = of_workbench(page) | {
        "paragraphs-0-text_en": "Changed.",
        "paragraphs-1-number": 2,
        "paragraphs-1-text_en": "Added.",
    }

    answer = officer.post(change(report), typed)

    assert answer.status_code == 302
    assert list(report.paragraphs.values_list("text_en", flat=True)) == ["Changed.", "Added."]


def test_refused_text_is_kept_and_nothing_is_written(officer):
    round_ = round_in()
    secret = "The northern border is hardly watched at night."
    contribution(round_, participant("EG"), needs=secret, uses={"needs": "not_quoted"})
    report = drafted(round_=round_, paragraphs=1)
    typed = of_workbench(officer.get(change(report))) | {
        "paragraphs-0-text_en": secret,
        "title_en": "Typed title",
    }

    answer = officer.post(change(report), typed)

    assert answer.status_code == 400
    assert "marked as not to be quoted" in answer.content.decode()
    assert 'value="Typed title"' in answer.content.decode()
    report.refresh_from_db()
    assert report.title_en == "Periodic report"


def test_tabled_text_is_read_only(officer):
    page = officer.get(change(tabled()))

    assert page.status_code == 200
    assert 'name="paragraphs-0-text_en"' not in page.content.decode()


@pytest.mark.parametrize(
    ("made", "buttons"),
    [
        (drafted, ["circulate"]),
        (tabled, ["record_endorsement", "put_under_silence", "corrigendum", "addendum"]),
        (lambda: endorsed("endorsed_ad_referendum"), ["register_confirmation", "declare_confirmed"]),
        (endorsed, ["transmit", "corrigendum", "addendum"]),
        (transmitted, ["record_review", "corrigendum", "addendum"]),
        (reviewed, ["publish", "corrigendum"]),
    ],
)
def test_buttons_are_the_steps_the_officer_may_take(officer, made, buttons):
    report = made()

    page = officer.get(change(report))

    offered = [step["name"] for step in page.context["workbench_steps"]]
    assert offered[: len(buttons)] == buttons
    for name in offered:
        assert officer.get(step(report, name)).status_code == 200


def test_circulation_asks_until_when(officer):
    report = drafted()

    past = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2020-01-01T12:00"})
    done = officer.post(step(report, "circulate"), seen(report) | {"comments_until": "2099-01-01T12:00"})

    assert (past.status_code, done.status_code) == (400, 302)
    assert "comments_until" in past.context["form"].errors
    report.refresh_from_db()
    assert report.state == "circulated"


def test_endorsement_with_a_reservation_is_recorded_by_its_form(officer):
    report = tabled()
    paragraph = report.paragraphs.get(number=2)
    typed = what_was_done(senior_officials()) | {
        "reservation_0_party": participant("EG").pk,
        "reservation_0_paragraph": paragraph.pk,
        "reservation_0_kind": "reservation",
        "reservation_0_language": "fr",
        "reservation_0_text": "L'Égypte réserve sa position.",
    }

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 302
    reservation = Endorsement.objects.get().reservations.get()
    assert (reservation.party.code, reservation.paragraph) == ("EG", paragraph)


def test_error_names_the_entry_it_is_about_and_opens_it(officer):
    report = tabled()
    typed = what_was_done(senior_officials()) | {"reservation_2_party": participant("EG").pk}

    refused = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    page = refused.content.decode()
    assert refused.status_code == 400
    assert '<a href="#id_reservation_2_text">Reservations and statements · Entry 3 · Text as it was spoken</a>' in page
    assert page.count('<details class="workbench-row" open>') == 1
    assert "<summary>Entry 3 · to be corrected</summary>" in page
    assert "<summary>Entry 2</summary>" in page


def test_form_says_that_a_comment_may_be_taken_up_without_a_word(officer):
    comment = commented(circulated())
    words = [
        officer.get(reverse("admin:reports_comment_step", args=[comment.pk, name])).content.decode()
        for name in ("take_up", "take_up_in_part", "do_not_take_up")
    ]

    assert ["Optional: the text of the report shows it." in page for page in words] == [True, False, False]
    assert ['class="required" for="id_disposition"' in page for page in words] == [False, True, True]


def test_refused_save_names_the_paragraph_that_is_wrong(officer):
    report = drafted()
    typed = of_workbench(officer.get(change(report))) | {"paragraphs-1-number": "x"}

    page = officer.post(change(report), typed).content.decode()

    assert '<a href="#id_paragraphs-1-number">Paragraph of the report 2 · Number</a>: ' in page


def test_what_reorders_in_a_paragraph_reorders_nothing_beside_it(officer):
    report = drafted()
    report.paragraphs.update(text_en="Words \u202eevil")

    page = officer.get(change(report)).content.decode()

    assert '<span class="inline_label"><bdi>1. Words evil</bdi>' in page


def test_paragraphs_are_numbered_from_one(officer):
    report = drafted()
    paragraph = report.paragraphs.first()
    typed = of_workbench(officer.get(change(report))) | {"paragraphs-0-number": "0"}

    refused = officer.post(change(report), typed)

    (rows,) = refused.context["inline_admin_formsets"]
    assert rows.formset.forms[0].errors == {"number": ["Paragraphs are numbered from 1."]}
    paragraph.number = 0
    with pytest.raises(BrokenConstraint, match="numbered from 1"):
        save_paragraph(paragraph, actor=chair(), version=None)


def of_meetings(page):
    field = page.context["form"].fields["meeting"]
    return list(field.queryset), field.initial, str(field.help_text)


def test_endorsement_is_offered_at_open_meetings_of_its_time_only(officer):
    report, held = tabled(), senior_officials()
    senior_officials("concluded")
    senior_officials("convened")
    ministers()
    past = senior_officials(ends_on=NOW.date() - timedelta(days=1))
    round_foresees(report, som=held)

    assert of_meetings(officer.get(step(report, "record_endorsement"))) == ([held], held.pk, "")
    answer = officer.post(step(report, "record_endorsement"), seen(report) | what_was_done(past))
    assert answer.status_code == 400
    assert [str(said) for said in answer.context["form"].errors["meeting"]] == [
        "Choose a meeting that is listed: nothing can be recorded at the others."
    ]


def round_foresees(report, **given):
    Round.objects.filter(pk=report.round_id).update(**given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"state": "convened", "begins_on": date(2199, 1, 1), "ends_on": None}, "This meeting has not begun yet."),
        ({"state": "concluded"}, "The record of this meeting is concluded."),
        ({"ends_on": date(2026, 3, 1)}, "This meeting ended before the text was tabled."),
    ],
)
def test_page_says_why_the_meeting_of_the_round_cannot_be_chosen(officer, given, why):
    report, som = tabled(), senior_officials(**given)
    round_foresees(report, som=som)

    assert of_meetings(officer.get(step(report, "record_endorsement"))) == ([], None, f"{som} – {why}")


def test_page_says_that_no_meeting_can_be_chosen(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    assert "No meeting can be chosen" in page.content.decode()


def test_report_is_sent_to_ministers_whose_record_is_not_concluded(officer):
    report, ahead, concluded = endorsed(), ministers("convened"), ministers("concluded")
    round_foresees(report, ministerial=concluded)

    offered = of_meetings(officer.get(step(report, "transmit")))

    assert offered == ([ahead], None, f"{concluded} – The record of this meeting is concluded.")


def test_ministers_to_whom_it_was_sent_are_the_first_to_review_it(officer):
    report = transmitted()
    ministers()

    meeting = report.transmission.meeting
    assert of_meetings(officer.get(step(report, "record_review"))) == ([meeting], meeting.pk, "")


def test_report_is_published_by_a_decision_on_it(officer):
    report, other = reviewed(), reviewed()
    decision = report.reviews.get().decision

    field = officer.get(step(report, "publish")).context["form"].fields["decision"]

    assert set(field.queryset) == {decision, report.endorsements.get().decision}
    assert field.initial == decision
    foreign = officer.post(step(report, "publish"), seen(report) | {"decision": other.reviews.get().decision_id})
    assert foreign.status_code == 400
    assert "decision" in foreign.context["form"].errors


def test_row_that_was_begun_says_what_it_needs_and_keeps_what_was_typed(officer):
    report = tabled()
    typed = what_was_done(senior_officials()) | {"reservation_1_text": "Half a reservation."}

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 400
    assert "reservation_1_party" in answer.context["form"].errors
    assert "Half a reservation." in answer.content.decode()
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize(
    ("verb_code", "field"),
    [
        ("endorsed_as_amended", "verb"),
        ("endorsed_ad_referendum", "confirm_by"),
        ("endorsed_ad_referendum", "confirming"),
    ],
)
def test_form_of_endorsement_asks_for_its_parts(officer, verb_code, field):
    report = tabled()

    answer = officer.post(
        step(report, "record_endorsement"), seen(report) | what_was_done(senior_officials(), verb_code)
    )

    assert answer.status_code == 400
    assert field in answer.context["form"].errors


def test_amendment_is_recorded_by_its_form(officer):
    report = tabled()
    typed = what_was_done(senior_officials(), "endorsed_as_amended") | {
        "amendment_0_paragraph": report.paragraphs.get(number=1).pk,
        "amendment_0_en": "As amended.",
    }

    answer = officer.post(step(report, "record_endorsement"), seen(report) | typed)

    assert answer.status_code == 302
    assert Endorsement.objects.get().amendments.get().after_en == "As amended."


def test_endorsement_ad_referendum_is_recorded_and_confirmed_by_its_forms(officer):
    report = tabled()
    typed = what_was_done(senior_officials(), "endorsed_ad_referendum") | {
        "confirm_by": "2026-04-10",
        "confirming": [participant("EG").pk],
    }
    assert officer.post(step(report, "record_endorsement"), seen(report) | typed).status_code == 302

    letter = {"party": participant("EG").pk, "letter_number": "NV/9", "confirmed_on": "2026-03-30"}
    answer = officer.post(step(report, "register_confirmation"), seen(report) | letter)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == "endorsed"


def warnings_of(page):
    return [str(said) for said in page.context["warnings"]]


def test_who_declares_an_endorsement_confirmed_is_told_who_has_not_written(officer):
    report = endorsed("endorsed_ad_referendum")
    letter = {"party": participant("EG").pk, "letter_number": "NV/9", "confirmed_on": "2026-03-30"}

    both = warnings_of(officer.get(step(report, "declare_confirmed")))
    officer.post(step(report, "register_confirmation"), seen(report) | letter)
    page = officer.get(step(report, "declare_confirmed"))

    assert both == ["Confirmations not received yet: Egypt; Kenya."]
    assert warnings_of(page) == ["Confirmations not received yet: Kenya."]
    assert "Confirmations not received yet: Kenya." in page.content.decode()


@pytest.mark.parametrize(("until", "is_told"), [(0, True), (1, True), (-1, False)])
def test_who_declares_an_endorsement_confirmed_is_told_that_the_day_has_not_passed(officer, until, is_told):
    day = timezone.localdate() + timedelta(days=until)
    report = endorsed("endorsed_ad_referendum", to_confirm=ToConfirm(day, [participant("EG")]))

    told = warnings_of(officer.get(step(report, "declare_confirmed")))[1:]

    until_then = f"Confirmations are asked for by {localdate(day)}: that day has not passed yet."
    assert told == ([until_then] if is_told else [])


def test_meeting_that_deferred_the_report_is_not_offered_again(officer):
    meeting, other = senior_officials(), senior_officials()
    report = tabled()
    round_foresees(report, som=meeting)
    officer.post(step(report, "record_endorsement"), seen(report) | what_was_done(meeting, "deferred"))
    circulated_again(report, by=chair())

    offered = of_meetings(officer.get(step(report, "record_endorsement")))

    assert offered == ([other], None, f"{meeting} – What this meeting did with the report is recorded already.")


def test_ministers_who_deferred_the_report_are_not_offered_again(officer):
    report, other = transmitted(), ministers()
    meeting = report.transmission.meeting
    officer.post(step(report, "record_review"), seen(report) | what_was_done(meeting, "deferred"))

    offered = of_meetings(officer.get(step(report, "record_review")))

    assert offered == ([other], None, f"{meeting} – What this meeting did with the report is recorded already.")


@pytest.mark.parametrize(("last_day", "filled_in"), [(0, NOW.date()), (1, None)])
def test_day_of_the_decision_is_filled_in_where_the_meeting_has_one_day(officer, last_day, filled_in):
    report = tabled()
    held = senior_officials(begins_on=NOW.date(), ends_on=NOW.date() + timedelta(days=last_day))
    round_foresees(report, som=held)

    form = officer.get(step(report, "record_endorsement")).context["form"]

    assert (form["meeting"].value(), form["decided_on"].value()) == (held.pk, filled_in)


def test_form_says_where_a_deferred_report_goes(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    assert "goes back to being drafted" in page.content.decode()


@pytest.mark.parametrize(("made", "name"), [(tabled, "record_endorsement"), (transmitted, "record_review")])
def test_deferral_is_the_last_of_the_verbs(officer, made, name):
    verbs = officer.get(step(made(), name)).context["form"].fields["verb"].queryset

    assert [verb.code for verb in verbs].index("deferred") == len(verbs) - 1 > 0


def as_amended():
    report, by = tabled(), chair()
    given = {"act": act("endorsed_as_amended"), "amendments": [amended(report)]}
    record_endorsement(report, **given, actor=by, version=None, now=NOW)
    return ConsolidatedReport.objects.get(pk=report.pk)


@pytest.mark.parametrize(
    ("made", "name", "said", "first"),
    [
        (drafted, "record_endorsement", "Something else comes first: Circulate to participants.", "circulate"),
        (tabled, "circulate", "This step lies behind: it was taken already, or another in its place.", None),
        (tabled, "table", "This is done already: the state is “tabled”", None),
        (tabled, "publish", "Something else comes first: Record what senior officials did.", "record_endorsement"),
        (endorsed, "issue_amended", "This step does not follow from the present state, “endorsed”.", None),
        (as_amended, "confirm_amended", "The amended text is issued first", None),
        (as_amended, "publish", "The Chair confirms the amended text first.", None),
        (drafted, "put_under_silence", "This step cannot be taken as things stand now", None),
    ],
)
def test_step_that_cannot_be_taken_says_why_and_asks_nothing(officer, made, name, said, first):
    report = made()

    page = officer.get(step(report, name))

    assert (page.status_code, page.context["form"]) == (200, None)
    assert said in page.content.decode()
    assert [one["url"] for one in page.context.get("comes_first", [])] == ([step(report, first)] if first else [])
    assert f'href="{change(report)}"' in page.content.decode()
    assert "seen_version" not in page.content.decode()


def test_who_was_overtaken_is_told_so_before_what_was_typed_is_judged(officer):
    report = tabled()
    typed = {"seen_version": report.version, **what_was_done(senior_officials())}
    officer.post(step(report, "record_endorsement"), typed)

    again = officer.post(step(report, "record_endorsement"), typed)

    assert again.status_code == 409
    assert "changed by somebody else in the meantime" in again.content.decode()
    assert report.endorsements.count() == 1


def test_step_of_another_office_asks_nothing(secretariat):
    page = secretariat.get(step(endorsed("endorsed_ad_referendum"), "declare_confirmed"))

    assert page.context["form"] is None
    assert "This step can be taken now, but not by you: it is for another office" in page.content.decode()


def test_secretariat_marks_the_chairs_instruction(secretariat):
    report = tabled()
    typed = what_was_done(senior_officials())

    unmarked = secretariat.post(step(report, "record_endorsement"), seen(report) | typed)
    marked = secretariat.post(step(report, "record_endorsement"), seen(report) | typed | {"on_instruction": "on"})

    assert (unmarked.status_code, marked.status_code) == (400, 302)
    assert "on_instruction" in unmarked.context["form"].errors
    assert Endorsement.objects.get().on_instruction


def test_second_officer_is_told_that_it_is_recorded_and_keeps_what_was_typed(officer):
    report = tabled()
    one_version = seen(report)
    officer.post(step(report, "record_endorsement"), what_was_done(senior_officials()) | one_version)

    answer = officer.post(
        step(report, "record_endorsement"), what_was_done(senior_officials(), number="Mine") | one_version
    )

    assert answer.status_code == 409
    assert 'value="Mine"' in answer.content.decode()
    assert Endorsement.objects.count() == 1


def test_review_with_its_follow_up_is_recorded_by_its_form(officer):
    report = transmitted()
    activity = Activity.objects.order_by("pk").first()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {
        "follow_up_0_en": "Report again.",
        "follow_up_0_activities": [activity.pk],
    }

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == "taken_note_of"
    assert activity.follow_ups.count() == 1


def test_first_page_leads_from_a_cut_off_to_the_consolidated_report(officer):
    waits, has_one = round_in("consolidating"), drafted().round

    rounds = {now.round: now.report_href for now in officer.get(reverse("admin:index")).context["now"].rounds}

    assert rounds[has_one] == ""
    assert officer.get(rounds[waits]).context["adminform"].form["round"].value() in {waits.pk, str(waits.pk)}


@pytest.mark.parametrize(
    ("words", "lost"),
    [({"en": "Amended."}, ["French; Arabic"]), ({"en": "Amended.", "fr": "Modifié.", "ar": "معدّل"}, [])],
)
def test_issuing_an_amended_text_says_in_which_languages_it_is_not_issued(officer, words, lost):
    report = tabled()
    done = act("endorsed_as_amended")
    record_endorsement(report, act=done, amendments=[amended(report, **words)], actor=chair(), version=None, now=NOW)

    page = officer.get(step(report, "issue_amended"))

    assert [told.partition(": ")[0] for told in page.context["warnings"]] == [
        f"The amendments are not written in {languages}" for languages in lost
    ]


@pytest.mark.parametrize(
    ("made", "onward"),
    [
        (tabled, "record_endorsement"),
        (endorsed, "transmit"),
        (lambda: endorsed("endorsed_as_amended"), "transmit"),
        (transmitted, "record_review"),
    ],
)
def test_first_page_leads_to_the_step_with_which_a_report_goes_on(officer, made, onward):
    report = made()

    (under_way,) = officer.get(reverse("admin:index")).context["now"].reports

    assert (under_way.row, under_way.onward["url"]) == (report, step(report, onward))


def test_transmission_says_that_a_ministerial_meeting_is_to_be_planned_first(officer):
    form = officer.get(step(endorsed(), "transmit")).context["form"]

    assert form.fields["meeting"].help_text == "No ministerial meeting is ahead: plan one first, under Meetings."


def test_page_says_of_an_endorsement_ad_referendum_who_was_asked_to_confirm_it(officer):
    report = endorsed("endorsed_ad_referendum")

    page = officer.get(change(report)).content.decode()

    assert "Provisional: to be confirmed by 10 April 2026." in page
    assert "Confirmation was asked of: <bdi>Egypt</bdi> · <bdi>Kenya</bdi>" in page


def test_follow_up_due_before_the_decision_is_refused_at_its_row(officer):
    report = transmitted()
    activity = Activity.objects.order_by("pk").first()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {
        "follow_up_1_en": "Report again.",
        "follow_up_1_activities": [activity.pk],
        "follow_up_1_due_on": "2001-01-01",
    }

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["follow_up_1_due_on"]
    assert not report.reviews.exists()


def test_page_offers_the_next_number_of_the_meeting_foreseen(officer):
    report, som = tabled(), senior_officials()
    round_foresees(report, som=som)

    form = officer.get(step(report, "record_endorsement")).context["form"]

    assert form.fields["number"].initial == f"{som.code}/1"


def test_follow_up_that_is_too_long_is_refused_at_its_field_and_nothing_is_recorded(officer):
    report = transmitted()
    typed = what_was_done(report.transmission.meeting, "taken_note_of") | {"follow_up_0_fr": "x" * 301}

    answer = officer.post(step(report, "record_review"), seen(report) | typed)

    assert answer.status_code == 400
    assert "follow_up_0_fr" in answer.context["form"].errors
    assert not report.reviews.exists()


def test_transmission_publication_and_corrections_go_by_their_forms(officer):
    report = endorsed()
    meeting = ministers()

    assert officer.post(step(report, "transmit"), seen(report) | {"meeting": meeting.pk}).status_code == 302
    assert (
        officer.post(step(report, "record_review"), seen(report) | what_was_done(meeting, "reviewed")).status_code
        == 302
    )
    decision = {"decision": report.reviews.get().decision_id}
    assert officer.post(step(report, "publish"), seen(report) | decision).status_code == 302
    correction = {"language": "en", "text": "For “two” read “three”."}
    assert officer.post(step(report, "corrigendum"), seen(report) | correction).status_code == 302
    late = officer.post(step(report, "addendum"), seen(report) | correction)

    assert late.status_code == 409
    assert Revision.objects.filter(kind="corrigendum").count() == 1
    report.refresh_from_db()
    assert report.state == "published"


@pytest.mark.parametrize("name", ["endorsement", "review"])
def test_records_of_meetings_are_read_and_never_edited(officer, name):
    report = reviewed()
    record = getattr(report, f"{name}s").get()

    page = officer.get(reverse(f"admin:reports_{name}_change", args=[record.pk]))
    answer = officer.post(reverse(f"admin:reports_{name}_change", args=[record.pk]), {})

    assert report.endorsed_revision.sha256 in page.content.decode()
    assert answer.status_code == 403
    assert officer.get(reverse(f"admin:reports_{name}_add")).status_code == 403
    assert officer.get(reverse(f"admin:reports_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions_for_one_report_and_for_three(
    officer, rows, django_assert_max_num_queries
):
    for _each in range(rows):
        endorsed()
    address = reverse("admin:reports_consolidatedreport_changelist")
    officer.get(address)

    with django_assert_max_num_queries(11):
        assert officer.get(address).status_code == 200


def test_comments_are_not_awaited_in_the_past(officer):
    report = drafted()
    moment = (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    assert officer.post(step(report, "circulate"), seen(report) | {"comments_until": moment}).status_code == 400


def test_what_an_endorsement_ad_referendum_needs_is_asked_under_its_own_heading(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    form = page.context["form"]
    assert [field.name for field in form.fields_apart] == ["confirm_by", "confirming"]
    assert "Only if endorsed ad referendum" in page.content.decode()


def test_reservation_begins_in_the_language_of_the_page(officer):
    officer.cookies["django_language"] = "ar"

    form = officer.get(step(tabled(), "record_endorsement")).context["form"]

    assert form["reservation_0_language"].value() == "ar"


def test_comments_closed_early_are_said_to_be(officer):
    early, over = open_today(), circulated(until=NOW + timedelta(days=1))

    told, not_told = (officer.get(step(one, "close_comments")).content.decode() for one in (early, over))

    for said in (told, not_told):
        assert "No more comments will be awaited." in said
    assert "The date that participants were given is still ahead" in told
    assert "still ahead" not in not_told


def commented_on(*paragraphs, state="taken_up"):
    """A circulated report on which comments were dealt with, ready to be tabled."""
    report = circulated()
    for number in paragraphs:
        settled(state, comment=commented(report, paragraph=number))
    return close_comments(ConsolidatedReport.objects.get(pk=report.pk), actor=chair(), version=None, now=NOW)


@pytest.mark.parametrize(
    ("paragraphs", "state", "said"),
    [
        ((2,), "taken_up", "taken up on paragraph 2, whose text is the same as in the circulated draft."),
        ((1, 3), "taken_up_in_part", "taken up on paragraphs 1; 3, whose text is the same"),
        ((2,), "not_taken_up", ""),
        ((None,), "taken_up", "on the whole report, whose text is the same as in the circulated draft."),
        ((None,), "not_taken_up", ""),
    ],
)
def test_table_names_the_paragraphs_whose_comments_were_taken_up_in_vain(paragraphs, state, said, officer):
    report = commented_on(*paragraphs, state=state)

    page = officer.get(step(report, "table")).content.decode()

    assert "The text is issued and fixed" in page
    assert (said in page) if said else "Comments were taken up" not in page


@pytest.mark.parametrize("changed", ["text_en", "text_fr", "heading_ar"])
def test_paragraph_changed_in_any_language_is_not_named(changed, officer):
    report = commented_on(1, 2)
    paragraph = report.paragraphs.get(number=2)
    setattr(paragraph, changed, "As it was agreed.")
    paragraph.still_right = ["fr", "ar"]
    save_paragraph(paragraph, actor=chair(), version=None)

    page = officer.get(step(report, "table")).content.decode()

    assert "taken up on paragraph 1, whose" in page


def retitled(report):
    changed = set_to(report, title_fr="Le rapport tel que convenu")
    save_report(changed, actor=chair(), version=None, creating=False, related=Related())


def reworded(report):
    save_paragraph(set_to(report.paragraphs.get(number=3), text_ar="كما اتفق عليه."), actor=chair(), version=None)


def added_to(report):
    more = {f"text_{language}": "Added." for language in ("en", "fr", "ar")}
    save_paragraph(ReportParagraph(report=report, number=4, **more), actor=chair(), version=None)


def set_to(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("change", [retitled, reworded, added_to])
def test_whole_report_is_not_named_once_anything_of_it_changed(change, officer):
    report = commented_on(None, 1)

    change(report)

    page = officer.get(step(report, "table")).content.decode()
    assert "taken up on paragraph 1, whose" in page
    assert "on the whole report" not in page


def test_page_leads_to_what_meetings_did_and_names_who_reserved(officer):
    report = reviewed()
    endorsement = report.endorsements.get()
    reserving = endorsement.reservations.create(party=participant("EG"), language="en", text="We read it otherwise.")

    page = officer.get(change(report))

    assert [(one.is_review, one.reserved) for one in page.context["acts"]] == [(False, [reserving]), (True, [])]
    for one in page.context["acts"]:
        assert reverse("admin:meetings_decision_change", args=[one.decision_id]) in page.text
        assert reverse(f"admin:reports_{one._meta.model_name}_change", args=[one.pk]) in page.text
    assert reserving.party.name in page.text
