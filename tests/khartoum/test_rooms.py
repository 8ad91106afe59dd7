"""The rooms of the workbench: its lists by name, in the reader's language, and what may be added to."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories.parties import person

pytestmark = pytest.mark.django_db
PART_OF_ANOTHER = "reports_templatesection"


def listed(client):
    rooms = client.get("/admin/").context["app_list"]
    return {one["admin_url"]: one for room in rooms for one in room["models"]}


def test_lists_that_stand_by_themselves_are_named_and_parts_of_others_are_not(client):
    client.force_login(person("secretariat_officer"))
    page = client.get("/admin/")

    shown = listed(client)

    assert reverse(f"admin:{PART_OF_ANOTHER}_changelist") not in shown
    assert shown.keys() == {
        reverse(f"admin:{screen.opts.label_lower.replace('.', '_')}_changelist")
        for screen in admin.site._registry.values()
        if screen.has_module_permission(page.wsgi_request)
    }


@pytest.mark.parametrize(("role", "adds"), [("presidency_current", True), ("presidency_outgoing", False)])
def test_who_may_add_to_a_list_is_led_there(client, role, adds):
    client.force_login(person(role))

    assert bool(listed(client)[reverse("admin:reports_round_changelist")]["add_url"]) is adds


def test_names_are_in_the_readers_language_whoever_read_before(client):
    client.force_login(person("secretariat_officer"))
    rounds = reverse("admin:reports_round_changelist")

    names = []
    for language in ("en", "ar", "en"):
        client.cookies["django_language"] = language
        names.append(listed(client)[rounds]["name"])

    assert names[0] == names[2] == "Reporting rounds"
    assert names[1] != names[0]


def test_list_that_is_read_is_marked_and_room_is_headed_by_its_name(client):
    client.force_login(person("secretariat_officer"))
    rounds = reverse("admin:reports_round_changelist")

    page = client.get(rounds).content.decode()
    room = client.get(reverse("admin:app_list", kwargs={"app_label": "reports"})).content.decode()

    assert f'<a href="{rounds}" aria-current="page">' in page
    assert "<h1>Reports</h1>" in room
    assert client.get("/admin/nowhere/").status_code == 404
