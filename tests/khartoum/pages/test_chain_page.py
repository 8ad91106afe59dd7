"""The chain page: open to everybody, one 404 for missing and foreign, as many queries for 300 as for 30."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.models import Activity, ActivityFollowUp, Objective, Plan
from meetings.models import Meeting
from reports.rendition import received_of_asked
from reports.services.endorsement import Reserved
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import FollowUpFactory
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import NOW, act, chair, published, record_endorsement, tabled

NOBODY = "00000000-0000-4000-8000-000000000000"

pytestmark = pytest.mark.django_db


def conclude_records():
    Meeting.objects.filter(state="held").update(state="concluded")


def test_everybody_opens_the_chain(client):
    response = client.get("/chain/")

    assert response.status_code == 200
    assert b"Paragraphs no activity serves yet" in response.content


@pytest.mark.parametrize("address", ["/chain/plan/NOPE/", f"/chain/activity/{NOBODY}/", f"/chain/nothing/{NOBODY}/"])
def test_what_is_not_there_is_a_plain_404(client, address):
    assert client.get(address).status_code == 404


def test_a_plan_that_is_not_published_looks_missing(client):
    Plan.objects.filter(code="CAP").update(is_published=False)

    assert client.get("/chain/plan/CAP/").status_code == 404


def test_the_table_is_folded_behind_a_line_that_says_how_many_rows_it_has(client):
    folded = client.get("/chain/").content.decode().partition('id="table-title"')[2]

    assert re.search(
        r'<details class="fold">\s*<summary>.*Show: 17 paragraphs</span>.*Fold away: 17 paragraphs', folded
    )


def test_the_table_says_that_it_is_read_sideways(client):
    assert "move it sideways" in client.get("/chain/").content.decode().partition('id="table-title"')[2]


def test_a_link_shows_what_it_rests_on(client):
    activity = Activity.objects.get(code="CAP-3.4")

    content = client.get(f"/chain/activity/{activity.uuid}/").content.decode()

    assert "17. Regular ministerial" in content


def test_a_link_says_its_words_and_facts(client):
    activity = Activity.objects.get(code="CAP-3.4")

    content = client.get(f"/chain/activity/{activity.uuid}/").content.decode()

    assert activity.description in content
    assert str(activity.lead) in content


def test_a_deferral_is_not_drawn_as_an_endorsement(client):
    by, report = chair(), tabled()
    done = record_endorsement(report, act=act("deferred"), actor=by, version=None, now=NOW)
    client.force_login(person("focal_point", participant("KE")))

    content = client.get(f"/chain/endorsement/{done.uuid}/").content.decode()

    assert f"<title>Senior officials: deferred ({done.meeting.title}" in content
    assert "chain-node chain-deferred" in content
    assert "Endorsement by senior officials" not in content


def test_each_link_of_a_whole_chain_has_its_page(client):
    report = published()
    conclude_records()

    for kind, uuid in [
        ("endorsement", report.endorsements.get().uuid),
        ("review", report.reviews.get().uuid),
        ("decision", report.reviews.get().decision.uuid),
        ("report", report.uuid),
    ]:
        assert client.get(f"/chain/{kind}/{uuid}/").status_code == 200, kind


def test_report_says_what_its_count_counts_beside_the_contributions_it_draws_on(client):
    report = published()

    page = client.get(f"/chain/report/{report.uuid}/")

    assert page.context["received"] == received_of_asked(report)
    assert page.context["received"] in page.text
    assert "The report draws on the contributions listed on this page" in page.text


def test_endorsement_and_review_name_the_same_text_by_its_hash(client):
    report = published()
    conclude_records()
    acts = {"endorsement": report.endorsements.get(), "review": report.reviews.get()}

    pages = [client.get(f"/chain/{kind}/{act.uuid}/").text for kind, act in acts.items()]

    endorsed = report.endorsed_revision.sha256
    assert [f'before it (SHA-256): <code dir="ltr">{endorsed}</code>' in page for page in pages] == [True, True]


def test_endorsement_names_its_meeting_once(client):
    report = published()
    conclude_records()
    act = report.endorsements.get()

    page = client.get(f"/chain/endorsement/{act.uuid}/").content.decode()

    head = page.partition('<header class="page__head">')[2].partition("</header>")[0]
    assert "<h1>Endorsed</h1>" in head
    assert head.count(act.meeting.title) == 1


def test_endorsement_shows_its_decision_and_the_paragraph_that_was_reserved_to(client):
    by, report = chair(), tabled()
    paragraph = report.paragraphs.get(number=2)
    reserved = Reserved(participant("EG"), "reservation", "en", "Egypt reserves its position.", paragraph)
    done = record_endorsement(report, act=act("endorsed"), reservations=[reserved], actor=by, version=None, now=NOW)
    client.force_login(person("focal_point", participant("KE")))

    page = client.get(f"/chain/endorsement/{done.uuid}/").content.decode()

    head = page.partition('<header class="page__head">')[2].partition("</header>")[0]
    assert f'#decision-{done.decision.uuid}">Decision {done.decision.number}</a>' in head
    assert done.decision.text_en in head
    assert f'<blockquote class="written">{paragraph.text_en}</blockquote>' in head


def test_paragraph_that_is_written_anew_is_not_quoted_from_its_draft(client):
    by, report = chair(), tabled()
    reserved = Reserved(participant("EG"), "reservation", "en", "Not yet.", report.paragraphs.get(number=2))
    done = record_endorsement(report, act=act("deferred"), reservations=[reserved], actor=by, version=None, now=NOW)
    client.force_login(person("focal_point", participant("KE")))

    page = client.get(f"/chain/endorsement/{done.uuid}/").content.decode()

    assert "Not yet." in page
    assert "<blockquote" not in page


def test_lists_under_a_link_name_what_meetings_did_as_its_own_page_does(client):
    report = published()
    conclude_records()
    endorsed, reviewed = report.endorsements.get(), report.reviews.get()

    page = client.get(f"/chain/report/{report.uuid}/").content.decode()

    for row, named in ((endorsed, "Endorsed"), (reviewed, "Reviewed")):
        assert f'<li><a href="/chain/{type(row).__name__.lower()}/{row.uuid}/">{named}</a>' in page


def test_what_a_follow_up_bears_on_has_followed_from_it(client):
    report = published()
    conclude_records()
    follow_up = FollowUpFactory(decision=report.reviews.get().decision)
    activity = ActivityFactory(objective__plan=report.round.plan)
    ActivityFollowUp.objects.create(activity=activity, follow_up=follow_up)

    page = client.get(f"/chain/follow_up/{follow_up.uuid}/").content.decode()

    followed = page.partition('id="below-title"')[2].partition("</section>")[0]
    assert "Bears on these activities" in followed
    assert activity.code in followed
    assert "Nothing has followed" not in page


def test_text_in_another_language_says_which(client):
    activity = Activity.objects.get(code="CAP-3.4")
    Activity.objects.filter(pk=activity.pk).update(title_en="", title_fr="Une réunion", title_ar="")

    table = client.get("/chain/").content.decode()
    own = client.get(f"/chain/activity/{activity.uuid}/").content.decode()

    marked = '<span lang="fr" dir="ltr" data-tongue="French">CAP-3.4 Une réunion</span>'
    assert marked in table
    assert f"<h1>{marked}</h1>" in own


def test_paragraph_whose_only_activity_was_cancelled_is_served_by_none(client):
    activity = Activity.objects.get(code="CAP-3.4")
    paragraph = activity.paragraphs.get(number="17")
    only = Activity.objects.filter(paragraphs=paragraph)
    only.update(state="cancelled")

    unserved = client.get("/chain/").content.decode().partition('id="unserved-title"')[2].partition("</section>")[0]

    assert str(paragraph.uuid) in unserved


def test_plan_without_items_says_only_that(client):
    content = client.get("/chain/plan/JVAP2015/").content.decode()

    assert "This plan has no items yet." in content
    assert "Every paragraph is served" not in content
    assert "The same as a table" not in content


def test_a_superseded_activity_leaves_the_chain(client):
    old, new = Activity.objects.get(code="CAP-3.4"), Activity.objects.get(code="CAP-3.3")
    Activity.objects.filter(pk=old.pk).update(superseded_by=new)

    assert client.get(f"/chain/activity/{old.uuid}/").status_code == 404


def test_three_hundred_activities_cost_no_more_queries_than_thirty(client):
    def queries(wanted):
        objective = Objective.objects.filter(plan__code="CAP").first()
        for number in range(wanted - Activity.objects.count()):
            ActivityFactory(objective=objective, code=f"X{wanted}-{number}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/chain/").status_code == 200
        return len(captured)

    client.get("/chain/")

    assert queries(30) == queries(300)
