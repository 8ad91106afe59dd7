"""Pages as they look and sound: nothing axe-core finds, nothing that scrolls sideways; by language, phone and dark."""

import pytest
from axe_core_python.sync_playwright import Axe

from actionplan.models import Activity
from khartoum.demonstration.contributing import contribution_of
from reports.enums import Use, Visibility
from reports.models import ConsolidatedReport, Round, SectionTerms
from tests.factories.meetings import SilenceProcedureFactory
from tests.journeys.conftest import DESK, PHONE, fits

EVERYBODY = (
    "/",
    "/chain/",
    "/chain/activity/{activity}/",
    "/meetings/{meeting}/",
    "/search/?q=Cairo",
    "/portal/reports/{report}/",
    "/contributions/{shared}/",
    "/accounts/login/",
    "/accounts/login/link/",
    "/accounts/password/reset/",
)
PARTICIPANT = (
    "/portal/",
    "/portal/contributions/{draft}/",
    "/portal/contributions/{draft}/form/",
    "/portal/contributions/{draft}/review/",
    "/portal/contributions/{draft}/clearance/",
    "/portal/contributions/{draft}/files/",
    "/portal/contributions/{draft}/terms/",
    "/portal/contributions/{draft}/nothing-to-report/",
    "/portal/contributions/{sent}/",
    "/portal/contributions/{sent}/receipt/",
    "/accounts/2fa/",
    "/accounts/password/change/",
)
STAFF = (
    "/admin/",
    "/admin/reports/contribution/",
    "/admin/reports/round/{round}/change/",
    "/admin/reports/round/{round}/overview/",
    "/admin/reports/round/{round}/step/close_to_contributions/",
    "/admin/reports/consolidatedreport/{published}/step/corrigendum/",
    "/admin/reports/template/{template}/preview/",
    "/admin/meetings/meeting/{som}/change/",
    "/admin/meetings/silenceprocedure/{silence}/change/",
    "/admin/actionplan/evaluation/add/",
)
READERS = {"": EVERYBODY, "egypt": PARTICIPANT, "presidency": STAFF}
LOOKS = {
    "desk in English": ("en", DESK, False),
    "desk in French, dark": ("fr", DESK, True),
    "desk in Arabic, dark": ("ar", DESK, True),
    "phone in English": ("en", PHONE, False),
}


@pytest.fixture
def known(site) -> dict[str, object]:
    """What stands in the addresses."""
    past, now = Round.objects.get(code="DEMO-1"), Round.objects.get(code="DEMO-2")
    report = ConsolidatedReport.objects.get(round=past)
    sent = contribution_of(past, "EG")
    opened = past.state_template.sections.order_by("position").first()
    SectionTerms.objects.update_or_create(
        contribution=sent, section=opened, defaults={"visibility": Visibility.PUBLIC, "use": Use.ATTRIBUTED}
    )
    return {
        "activity": Activity.objects.get(code="CAP-1.1").uuid,
        "meeting": now.som.uuid,
        "report": report.uuid,
        "shared": sent.uuid,
        "published": report.pk,
        "draft": contribution_of(now, "EG").uuid,
        "sent": sent.uuid,
        "round": now.pk,
        "som": now.som_id,
        "template": now.state_template_id,
        "silence": SilenceProcedureFactory().pk,
    }


@pytest.mark.parametrize(("language", "size", "dark"), LOOKS.values(), ids=LOOKS)
def test_pages_are_whole(visit, site, known, language, size, dark):
    found = {}
    readers = {name: READERS[name] for name in READERS if name != "presidency" or size == DESK}  # staff have a desk
    for name, paths in readers.items():
        page = visit(name, language=language, size=size, dark=dark)
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
