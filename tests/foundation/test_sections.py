"""What higher rooms show on pages of lower ones: by the registry, as far as the reader sees it, with the way there."""

import pytest
from django.urls import reverse

from actionplan.services.activities import tie_follow_up
from foundation.sections import sections_on
from meetings.models import FollowUp
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import FollowUpFactory
from tests.factories.parties import actor, person

pytestmark = pytest.mark.django_db


def test_follow_up_and_activity_lead_to_each_other_on_the_workbench(client):
    follow_up, activity = FollowUpFactory(title_en="Widen the exchange"), ActivityFactory(title_en="Joint training")
    tie_follow_up(activity, follow_up, actor=actor("secretariat_officer"))
    client.force_login(person("secretariat_officer"))
    ends = ("admin:meetings_followup_change", follow_up), ("admin:actionplan_activity_change", activity)
    (here, there) = (reverse(name, args=[row.pk]) for name, row in ends)

    of_follow_up, of_activity = (client.get(page).content.decode() for page in (here, there))

    assert f'<a href="{there}">' in of_follow_up.partition('id="section-activities"')[2]
    assert "Joint training" in of_follow_up
    assert f'<a href="{here}"><bdi>Widen the exchange</bdi></a>' in of_activity.partition('id="section-follow-ups"')[2]


def test_page_of_a_row_to_which_nothing_is_tied_has_no_empty_section(client):
    client.force_login(person("secretariat_officer"))

    page = client.get(reverse("admin:meetings_followup_change", args=[FollowUpFactory().pk]))

    assert "section-activities" not in page.content.decode()


def test_sections_show_what_their_reader_may_see():
    follow_up, hidden = FollowUpFactory(), ActivityFactory(objective__plan__is_published=False)
    tie_follow_up(hidden, follow_up, actor=actor("secretariat_officer"))
    follow_up = FollowUp.objects.get(pk=follow_up.pk)

    assert [section.rows for section in sections_on(follow_up, actor("secretariat_officer"))] == [[hidden]]
    assert sections_on(follow_up, actor("anonymous")) == []
