"""Comments over HTTP: the form on the page of the report, the line on the first page, the table of the drafters."""

import re

import pytest
from django.urls import reverse

from reports.models import Comment
from reports.services.consolidated import close_comments
from tests.factories.parties import appoint, participant, person
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated, commented, open_today, settled
from tests.factories.reports_consolidated import NOW, chair

pytestmark = pytest.mark.django_db
FIELDS = {"paragraph": "2", "kind": "wording", "text": "As it should stand.", "reason": "It changed.", "language": "en"}


@pytest.fixture
def kenya():
    return participant("KE")


@pytest.fixture
def focal_point(client, kenya):
    client.force_login(person("focal_point", kenya))
    return client


@pytest.fixture
def report():
    return open_today()


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def read(client, report, language="en"):
    return client.get(reverse("portal-report", args=[report.uuid]), headers={"Accept-Language": language})


def say(client, report, **typed):
    given = {"seen_version": report.version, **FIELDS, **typed}
    return client.post(reverse("portal-comment", args=[report.uuid]), given)


def test_page_offers_the_report_and_each_printed_paragraph(focal_point, report):
    page = read(focal_point, report, "fr")

    form = page.context["comment_form"]
    assert [value for value, _label in form.fields["paragraph"].choices] == ["whole", "1", "2", "3"]
    assert form["language"].value() == "fr"
    assert "party" not in form.fields


def test_home_does_not_say_that_nothing_is_asked_beside_a_draft_to_comment_on(focal_point, report):
    asked = focal_point.get(reverse("portal")).content.decode()
    close_comments(fresh(report), actor=chair(), version=None, now=NOW)
    over = focal_point.get(reverse("portal")).content.decode()

    nothing = "Nothing is asked of you at the moment."
    assert ("Comments on a draft report" in asked, nothing in asked) == (True, False)
    assert ("Comments on a draft report" in over, nothing in over) == (False, True)


def test_comment_is_made_without_a_script_and_stands_on_the_page(focal_point, report, kenya):
    answer = say(focal_point, report)

    assert answer.status_code == 302
    made = Comment.objects.get()
    assert (made.party, made.paragraph, made.kind, made.text) == (kenya, 2, "wording", "As it should stand.")
    shown = read(focal_point, report).content.decode()
    assert "The comment was sent." in shown
    assert "As it should stand." in shown
    assert "It changed." in shown
    assert reverse("portal-comment-withdraw", args=[made.uuid]) in shown


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"paragraph": "9"}, "paragraph"),
        ({"paragraph": ""}, "paragraph"),
        ({"kind": "applause"}, "kind"),
        ({"text": ""}, "text"),
        ({"language": "de"}, "language"),
        ({"kind": "none"}, "text"),
        ({"kind": "none", "text": ""}, "paragraph"),
        ({"text": "a\x07b"}, "text"),
    ],
)
def test_refusal_stands_at_its_field_and_what_was_typed_is_kept(typed, field, focal_point, report):
    answer = say(focal_point, report, **typed)

    assert answer.status_code == 400
    assert list(answer.context["comment_form"].errors) == [field]
    assert "It changed." in answer.content.decode()
    assert not Comment.objects.exists()


def test_what_was_typed_is_kept_when_comments_were_closed_meanwhile(focal_point, report):
    seen = report.version
    close_comments(report, actor=chair(), version=None, now=NOW)

    late = say(focal_point, report, seen_version=fresh(report).version)
    stale = say(focal_point, report, seen_version=seen)

    assert (late.status_code, stale.status_code) == (409, 409)
    assert "no longer asked for" in late.content.decode()
    assert "As it should stand." in late.content.decode()
    assert "As it should stand." in stale.content.decode()
    assert not Comment.objects.exists()


def test_comment_is_withdrawn_on_the_page(focal_point, report, kenya):
    made = commented(report, kenya)
    address = reverse("portal-comment-withdraw", args=[made.uuid])

    first = focal_point.post(address, {"seen_version": made.version})
    again = focal_point.post(address, {"seen_version": made.version})

    assert (first.status_code, again.status_code) == (302, 409)
    assert fresh(made).state == "withdrawn"
    assert "changed by somebody else" in again.content.decode()
    assert "The comment was withdrawn." in again.content.decode()


def test_no_comment_says_that_words_take_its_place(focal_point, report):
    say(focal_point, report, kind="none", text="", paragraph="whole", reason="")

    assert "A comment made now takes its place." in read(focal_point, report).content.decode()


def test_who_speaks_for_two_participants_says_for_which(client, report, kenya):
    both = person("focal_point", kenya)
    appoint("focal_point", participant("EG"), user=both)
    client.force_login(both)
    egypt = participant("EG")

    missing = say(client, report)
    made = say(client, report, party=str(egypt.uuid))

    assert (missing.status_code, made.status_code) == (400, 302)
    assert Comment.objects.get().party == egypt


def test_after_the_end_the_participant_reads_what_became_of_its_comments(focal_point, kenya):
    report = circulated()
    settled("not_taken_up", comment=commented(report, kenya))
    close_comments(report, actor=chair(), version=None, now=NOW)

    page = read(focal_point, report)

    assert page.context["comment_form"] is None
    assert "See paragraph 2." in page.content.decode()
    assert "not taken up" in page.content.decode()


@pytest.mark.parametrize("role", ["contributor", "cabinet"])
def test_who_does_not_speak_for_the_participant_reads_its_comments_only(role, client, report, kenya):
    commented(report, kenya, text="Words of Kenya.")
    client.force_login(person(role, kenya))

    page = read(client, report)

    assert page.context["comment_form"] is None
    assert "Words of Kenya." in page.content.decode()
    assert "withdraw" not in page.content.decode().lower().replace("withdrawn", "")


@pytest.mark.parametrize("role", ["secretariat_officer", "presidency_current"])
def test_staff_read_no_comments_in_the_portal(role, client, report):
    commented(report, text="Words of Kenya.")
    client.force_login(person(role))

    page = read(client, report).content.decode()

    assert "Words of Kenya." not in page
    assert say(client, report).status_code == 403


def test_no_participant_reads_what_another_one_said(focal_point, report):
    commented(report, participant("EG"), text="Words of Egypt.")

    assert "Words of Egypt." not in read(focal_point, report).content.decode()


def test_page_costs_the_same_however_much_was_said(focal_point, report, kenya, django_assert_num_queries):
    commented(report, kenya)
    read(focal_point, report)
    with django_assert_num_queries(QUERIES_OF_PAGE):
        read(focal_point, report)
    for number in (1, 2, 3):
        commented(report, kenya, paragraph=number)

    with django_assert_num_queries(QUERIES_OF_PAGE):
        read(focal_point, report)


QUERIES_OF_PAGE = 12


@pytest.mark.parametrize(("role", "asked"), [("alternate", True), ("contributor", False)])
def test_first_page_says_until_when_comments_are_asked_for(role, asked, client, report, kenya):
    client.force_login(person(role, kenya))

    page = client.get(reverse("portal")).content.decode()

    leads = f'<a class="button button--main" href="{reverse("portal-report", args=[report.uuid])}#comments">Comment</a>'
    assert (leads in page) == asked


def test_first_page_is_silent_once_the_moment_has_passed(focal_point):
    circulated()

    assert focal_point.get(reverse("portal")).context["to_comment"] == []


def table_of(page):
    """Paragraph and participant of each row, as the drafters read them."""
    table = page.content.decode().partition('id="comments"')[2].partition("</table>")[0]
    return [re.sub(r"<[^>]+>", " ", row).split() for row in table.split("<tr>")[2:]]


def test_drafters_read_one_table_in_the_order_of_the_text(officer):
    report = circulated()
    for code, number in (("KE", 2), ("EG", 2), ("KE", None)):
        commented(report, participant(code), paragraph=number)
    settled("withdrawn", comment=commented(report, participant("FR"), paragraph=1))

    page = officer.get(reverse("admin:reports_consolidatedreport_change", args=[report.pk]))

    rows = table_of(page)
    assert [(row[0], "Kenya" in row, "Egypt" in row) for row in rows] == [
        ("the", True, False),
        ("2", False, True),
        ("2", True, False),
    ]


def test_table_costs_the_same_however_many_comment(officer, django_assert_num_queries):
    report = circulated()
    commented(report)
    address = reverse("admin:reports_consolidatedreport_change", args=[report.pk])
    officer.get(address)
    with django_assert_num_queries(QUERIES_OF_TABLE):
        officer.get(address)
    for code in ("EG", "FR", "DE", "IT"):
        commented(report, participant(code), paragraph=1)

    with django_assert_num_queries(QUERIES_OF_TABLE):
        officer.get(address)


QUERIES_OF_TABLE = 14


@pytest.mark.parametrize("step", ["take_up_in_part", "do_not_take_up"])
def test_step_asks_why_and_says_so_at_the_field(step, officer):
    made = commented()
    address = reverse("admin:reports_comment_step", args=[made.pk, step])

    silent = officer.post(address, {"seen_version": made.version, "disposition": ""})
    said = officer.post(address, {"seen_version": made.version, "disposition": "See paragraph 2."})

    assert (silent.status_code, said.status_code) == (400, 302)
    assert list(silent.context["form"].errors) == ["disposition"]
    assert fresh(made).disposition == "See paragraph 2."


def test_comment_is_read_in_the_workbench_and_not_edited(officer):
    made = commented(kind="wording", text="Words of Kenya.", reason="It changed.", paragraph=2)

    page = officer.get(reverse("admin:reports_comment_change", args=[made.pk])).content.decode()

    assert "Words of Kenya." in page
    assert "It changed." in page
    assert 'name="text"' not in page
    assert officer.post(reverse("admin:reports_comment_change", args=[made.pk]), {"text": "x"}).status_code == 403


@pytest.mark.parametrize("number", [3, 9])
def test_list_costs_the_same_however_long(number, officer, django_assert_num_queries):
    report = circulated()
    for each in range(number):
        commented(report, text=f"Say which courses, point {each}.")
    address = reverse("admin:reports_comment_changelist")
    officer.get(address)

    with django_assert_num_queries(QUERIES_OF_LIST):
        officer.get(address)


QUERIES_OF_LIST = 7
