"""What the portal weighs on a bad link: compressed as a browser asks for it, fonts apart (they are optional)."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import drafted, opened_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}
FIRST_VISIT, LATER_PAGE = 120_000, 25_000
STATIC = re.compile(rf'(?:href|src)="/{re.escape(settings.STATIC_URL.strip("/"))}/([^"]+\.(?:css|js|svg))"')
IMPORTED = re.compile(r'from "\./([\w-]+\.js)"')
ACTIVITIES = 40


@pytest.fixture
def pages(client):
    """The home of a focal point and a form of forty activities, as text."""
    party = PartyFactory()
    first = ActivityFactory(lead=party)
    for _each in range(ACTIVITIES - 1):
        ActivityFactory(lead=party, objective=first.objective)
    contribution = drafted(party, opened_round(party, plan=first.objective.plan, **AHEAD))
    client.force_login(person("focal_point", party))
    addresses = {"home": reverse("portal"), "form": reverse("portal-form", kwargs={"uuid": contribution.uuid})}
    return {name: client.get(address).content for name, address in addresses.items()}


def files_of(page):
    """Sheets and scripts that a page loads, with what its scripts import."""
    names = set(STATIC.findall(page.decode()))
    waiting = [name for name in names if name.endswith(".js")]
    while waiting:
        name = waiting.pop()
        text = content(name).decode()
        found = {f"{name.rpartition('/')[0]}/{other}" for other in IMPORTED.findall(text)} - names
        names |= found
        waiting += found
    return names


def content(name):
    return Path(finders.find(name)).read_bytes()


def weight(text):
    return len(gzip.compress(text, compresslevel=6))


def weight_of_files(names):
    return sum(weight(content(name)) for name in names)


@pytest.mark.parametrize("name", ["home", "form"])
def test_a_first_visit_is_light_and_a_later_page_lighter(name, pages):
    page = pages[name]

    files = weight_of_files(files_of(page))

    assert weight(page) <= LATER_PAGE, f"{name}: {weight(page)} bytes"
    assert weight(page) + files <= FIRST_VISIT, f"{name}: {weight(page)} and {files} bytes"


def test_scripts_of_the_form_stand_on_the_form_only(pages):
    assert "reports/js/form.js" in files_of(pages["form"])
    assert not {name for name in files_of(pages["home"]) if "htmx" in name or "form.js" in name}


def test_pages_are_compressed_on_the_way(client):
    response = client.get(reverse("home"), headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(response.content)
