"""The workbench shows moments on its reader's clock, and says which one that is."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.parties import PartyFactory, person
from tests.factories.reports import opened_round

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 5, 11, 21, 59, tzinfo=UTC)


@pytest.fixture
def officer(client):
    user = person("secretariat_officer")
    user.time_zone = "Asia/Tokyo"
    user.save(update_fields=["time_zone"])
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "those of Tokyo"), ("fr", "celles de Tokyo"), ("ar", "بتوقيت طوكيو")],
)
def test_lists_show_moments_on_the_clock_of_their_reader_and_say_so(officer, language, said):
    opened_round(PartyFactory(), due_at=DUE, cutoff_at=DUE, now=datetime(2026, 3, 1, tzinfo=UTC))
    officer.cookies["django_language"] = language

    page = officer.get(reverse("admin:reports_round_changelist")).content.decode()

    assert "06:59" in page or "6:59" in page
    assert said in page


def test_clock_of_the_reader_ends_with_the_page(officer):
    officer.get(reverse("admin:index"))

    assert timezone.get_current_timezone_name() == "UTC"
