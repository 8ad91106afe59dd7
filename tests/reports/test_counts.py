"""The counts that the form asks for once something is saved: those of its page, for its own people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from reports.selectors.asked import asked_sections
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import answered, drafted, opened_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}
MOST_QUERIES = 10


@pytest.fixture
def contribution(party):
    activity = ActivityFactory(lead=party)
    return answered(drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD)), summary="Said.")


def counts(client, contribution, *names):
    return client.get(reverse("portal-counts", kwargs={"uuid": contribution.uuid}), {"section": names})


def test_counts_are_those_of_the_form_for_the_sections_named_alone(client, contribution, party):
    client.force_login(person("focal_point", party))
    general, activity = asked_sections(contribution)[:2]
    form = client.get(reverse("portal-form", kwargs={"uuid": contribution.uuid})).content.decode()

    said = counts(client, contribution, general.name, "s-nowhere").content.decode()

    begins, ends = said.index("<small"), said.index("</small>")
    assert said[begins:ends] in form
    assert f'data-of="{general.name}"' in said
    assert activity.name not in said
    assert counts(client, contribution).content.strip() == b""


def standing(page):
    """The words of what is still to be done, as a page has them."""
    inside = page.content.decode().partition("<div data-standing>")[2].partition("</div>")[0]
    return " ".join(strip_tags(inside).split())


def test_what_is_still_to_be_done_is_that_of_the_form(client, contribution, party):
    client.force_login(person("focal_point", party))
    address = reverse("portal-form", kwargs={"uuid": contribution.uuid})
    names = [section.name for section in asked_sections(contribution)]
    before = standing(client.get(address))

    answered(contribution, summary="")

    now = standing(client.get(address))
    assert before != now
    assert standing(counts(client, contribution, *names)) == now
    for name in names:
        only = client.get(reverse("portal-counts", kwargs={"uuid": contribution.uuid}), {"section": name, "only": name})
        assert standing(only) == standing(client.get(address, {"section": name}))


def test_counts_cost_the_same_however_long_the_form(client, contribution, party, django_assert_max_num_queries):
    client.force_login(person("focal_point", party))
    led = next(section.activity for section in asked_sections(contribution) if section.activity)
    for _each in range(5):
        ActivityFactory(lead=party, objective=led.objective)
    names = [section.name for section in asked_sections(contribution)]
    counts(client, contribution, *names)

    with django_assert_max_num_queries(MOST_QUERIES):
        counts(client, contribution, *names)


def test_counts_are_for_those_who_read_the_draft(client, contribution, party):
    name = asked_sections(contribution)[0].name
    others = person("focal_point", PartyFactory()), person("secretariat_officer"), person("cabinet", party)
    for reader in others:
        client.force_login(reader)
        assert counts(client, contribution, name).status_code == 404
    client.logout()
    assert counts(client, contribution, name).status_code == 302
