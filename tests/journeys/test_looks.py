"""Pages as they look and sound: no axe-core violation, nothing that scrolls sideways, in Arabic and on a phone too."""

import pytest
from axe_core_python.sync_playwright import Axe

from actionplan.models import Activity
from khartoum.demonstration.contributing import contribution_of
from reports.models import ConsolidatedReport, Round
from tests.journeys.conftest import DESK, PHONE, fits

EVERYBODY = ("/", "/chain/", "/chain/activity/{activity}/", "/portal/reports/{report}/", "/accounts/login/")
PARTICIPANT = (
    "/portal/",
    "/portal/contributions/{draft}/form/",
    "/portal/contributions/{draft}/offline/",
    "/portal/contributions/{draft}/review/",
    "/portal/contributions/{sent}/",
    "/portal/contributions/{sent}/receipt/",
)
STAFF = (
    "/admin/",
    "/admin/reports/contribution/",
    "/admin/reports/round/{round}/change/",
    "/admin/reports/round/{round}/overview/",
    "/admin/reports/round/{round}/step/close_to_contributions/",
    "/admin/reports/consolidatedreport/{published}/step/corrigendum/",
    "/admin/meetings/meeting/{som}/change/",
)
READERS = {"": EVERYBODY, "egypt": PARTICIPANT, "presidency": STAFF}


@pytest.fixture
def known(site) -> dict[str, object]:
    """What stands in the addresses."""
    past, now = Round.objects.get(code="DEMO-1"), Round.objects.get(code="DEMO-2")
    report = ConsolidatedReport.objects.get(round=past)
    return {
        "activity": Activity.objects.get(code="CAP-1.1").uuid,
        "report": report.uuid,
        "published": report.pk,
        "draft": contribution_of(now, "EG").uuid,
        "sent": contribution_of(past, "EG").uuid,
        "round": now.pk,
        "som": now.som_id,
    }


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_whole(visit, site, known, language, size):
    found = {}
    for name, paths in READERS.items():
        page = visit(name, language=language, size=size)
        for path in (pattern.format(**known) for pattern in paths):
            page.goto(site + path)
            found[path] = troubles_of(page, path)

    assert {path: troubles for path, troubles in found.items() if troubles} == {}


def troubles_of(page, path) -> list[str]:
    """What axe-core finds, and what sticks out."""
    assert page.url.endswith(path), "the page is another one than the one asked for"
    found = Axe().run(page)["violations"]
    troubles = [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
    return troubles if fits(page) else [*troubles, "scrolls sideways"]
