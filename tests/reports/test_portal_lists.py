"""Lists, milestones and confirmations in the portal's form, without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Answer, Template
from reports.services.contributions import submit_contribution
from reports.services.judging import mark_complete
from tests.factories.actionplan import MilestoneFactory
from tests.factories.parties import actor, person
from tests.factories.reports import drafted, fresh, opened_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def begun(party, activity, client):
    shipped = Template.objects.get(code="periodic-report", audience="state", edition=1)
    client.force_login(person("focal_point", party))
    return drafted(party, opened_round(party, plan=activity.objective.plan, state_template=shipped, **AHEAD))


def url(contribution, name="form"):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid})


def as_posted(response):
    """The form as the browser would post it back, a milestone in its two parts."""
    values = {}
    for bound in response.context["form"]:
        parts = getattr(bound.field.widget, "widgets", None)
        value = bound.value()
        if parts is None:
            values[bound.html_name] = "" if value is None or value is False else value
        else:
            for number, part in enumerate(bound.field.widget.decompress(value)):
                values[f"{bound.html_name}_{number}"] = part
    return values


def asked(response, code):
    return [item for item in response.context["form"].questions() if item.question.code == code]


def test_row_is_added_saved_and_the_next_one_offered_at_its_list(client, begun):
    opened = client.get(url(begun))
    spare = asked(opened, "projects")[0]
    typed = {**as_posted(opened), spare.name: "A training centre.", "add": spare.list_name}

    saved = client.post(url(begun), typed)
    again = client.get(url(begun))

    assert saved.headers["Location"] == f"{url(begun)}#l{spare.list_name[1:]}"
    assert [row.text for row in asked(again, "projects")] == ["A training centre.", ""]
    assert f'id="l{spare.list_name[1:]}"' in again.content.decode()


def test_rows_that_the_page_added_are_saved_and_kept_when_refused(client, begun):
    opened = client.get(url(begun))
    base = asked(opened, "projects")[0].list_name
    rows = {f"{base}-{'a' * 32}": "First.", f"{base}-{'b' * 32}": "Second."}
    typed = {**as_posted(opened), **rows, **{f"v{name[1:]}": 0 for name in rows}}

    refused = client.post(url(begun), {**typed, asked(opened, "developments")[0].name: "x" * 20_001})
    client.post(url(begun), typed)

    assert "Second." in refused.content.decode()
    assert set(Answer.objects.values_list("text", flat=True)) == {"First.", "Second."}


def test_milestone_is_typed_as_a_state_and_a_day(client, begun, activity):
    milestone = MilestoneFactory(activity=activity)
    opened = client.get(url(begun))
    name = asked(opened, "milestones")[0].name

    refused = client.post(url(begun), {**as_posted(opened), f"{name}_0": "reached"})
    client.post(url(begun), {**as_posted(opened), f"{name}_0": "reached", f"{name}_1": "2026-03-01"})

    assert refused.status_code == 400
    assert "on which day" in refused.content.decode()
    assert Answer.objects.values_list("item", "text").get() == (milestone.uuid, "reached 2026-03-01")


def test_one_press_confirms_a_whole_section_and_no_other(client, begun, party):
    opened = client.get(url(begun))
    rows = asked(opened, "projects")[0], asked(opened, "needs")[0], asked(opened, "offers")[0]
    typed = {row.name: f"Row of {row.question.code}." for row in rows}
    typed |= {asked(opened, code)[0].name: "Said." for code in ("developments", "next", "progress")}
    typed |= {asked(opened, "status")[0].name: "ongoing"}
    client.post(url(begun), {**as_posted(opened), **typed})
    sent = fresh(begun)
    sent = submit_contribution(sent, actor=actor("focal_point", party), version=sent.version, now=NOW)
    mark_complete(sent, actor=actor("secretariat_officer"), version=sent.version, now=NOW)
    again = drafted(
        party,
        opened_round(
            party,
            plan=begun.round.plan,
            state_template=begun.round.state_template,
            period_begins_on="2026-01-01",
            period_ends_on="2026-12-31",
            **AHEAD,
        ),
    )
    page = client.get(url(again))
    section = next(one for one in page.context["form"].sections() if one.asked.section.code == "exchange")

    saved = client.post(url(again), {**as_posted(page), "confirm": section.asked.name})

    confirmed = Answer.objects.filter(contribution=again, is_prefilled=False)
    assert saved.headers["Location"] == f"{url(again)}#{section.asked.name}"
    assert set(confirmed.values_list("question__code", flat=True)) == {"needs", "offers"}


@pytest.mark.parametrize("place", ["#x", "q-1", "//elsewhere.example", "\r\nX: y"])
def test_button_leads_nowhere_else(place, client, begun):
    opened = client.get(url(begun))

    saved = client.post(url(begun), {**as_posted(opened), "add": place, "confirm": place})

    assert saved.headers["Location"] == url(begun)


def test_what_stands_open_is_listed_with_links_on_the_form_and_the_review(client, begun):
    form, review = client.get(url(begun)), client.get(url(begun, "review"))
    name = asked(form, "developments")[0].name

    assert f'href="#id_{name}"' in form.content.decode()
    assert f'href="{url(begun)}#id_{name}"' in review.content.decode()
    assert "0 of 1 answered" in form.content.decode()
