"""Which steps of a report the workbench offers to whom, and what it says where one cannot be taken."""

import pytest
from django.urls import reverse

from reports.models import ConsolidatedReport, Endorsement
from reports.services.endorsement import record_endorsement
from tests.factories.parties import person
from tests.factories.reports_consolidated import (
    NOW,
    act,
    amended,
    chair,
    drafted,
    endorsed,
    reviewed,
    round_in,
    senior_officials,
    tabled,
    transmitted,
)
from tests.reports.desk import change, seen, step, what_was_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


@pytest.fixture
def secretariat(client):
    client.force_login(person("secretariat_officer"))
    return client


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


def test_first_page_leads_from_a_cut_off_to_the_consolidated_report(officer):
    waits, has_one = round_in("consolidating"), drafted().round

    rounds = {now.round: now.report_href for now in officer.get(reverse("admin:index")).context["now"].rounds}

    assert rounds[has_one] == ""
    assert officer.get(rounds[waits]).context["adminform"].form["round"].value() in {waits.pk, str(waits.pk)}


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
