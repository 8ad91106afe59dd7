"""Pages as they look and sound: nothing axe-core finds, nothing that scrolls sideways; by language, width and dark.

EVERY_LOOK=1 looks at each page of the portal in each language in every width and scheme, four times as many looks.
"""

import os
from typing import NamedTuple

import pytest
from django.urls import resolve

from reports.urls import urlpatterns
from tests.journeys.addresses import NO_PAGE, PORTAL, WORKBENCH, known
from tests.journeys.axe import violations
from tests.journeys.conftest import DESK, NARROW, PHONE, WIDE, fits


class Look(NamedTuple):
    """A window and a scheme of colours."""

    size: dict[str, int]
    scheme: str


EVERY = tuple(Look(size, scheme) for size in (NARROW, PHONE, DESK, WIDE) for scheme in ("light", "dark"))
SOME = {
    "en": (Look(DESK, "light"), Look(NARROW, "dark")),
    "fr": (Look(DESK, "dark"), Look(PHONE, "light")),
    "ar": (Look(WIDE, "dark"), Look(NARROW, "light")),
}
LOOKS = dict.fromkeys(SOME, EVERY) if os.environ.get("EVERY_LOOK") else SOME
STAFF_LOOKS = {"fr": (Look(DESK, "light"),), "ar": (Look(DESK, "dark"), Look(NARROW, "light"))}
"""Staff sit at a desk; a page that is enlarged four times there is a narrow one."""


@pytest.mark.parametrize("language", LOOKS)
def test_pages_are_whole(visit, site, language):
    found = looked_at(visit, site, PORTAL, language, LOOKS[language])

    assert found == {}


@pytest.mark.parametrize("language", STAFF_LOOKS)
def test_the_workbench_is_whole(visit, site, language):
    found = looked_at(visit, site, WORKBENCH, language, STAFF_LOOKS[language])

    assert found == {}


def test_no_page_of_the_portal_is_left_out(site):
    things = known()
    shown = {resolve(path.format(**things).split("?")[0]).url_name for paths in PORTAL.values() for path in paths}

    assert {pattern.name for pattern in urlpatterns} - shown - NO_PAGE == set()


def looked_at(visit, site, readers, language, looks) -> dict[str, list[str]]:
    """What is wrong with each page; a page is loaded once, and looked at in each window."""
    things, found = known(), {}
    for name, patterns in readers.items():
        page = visit(name, language=language)
        for path in (pattern.format(**things) for pattern in patterns):
            page.goto(site + path)
            assert page.url.endswith(path), "the page is another one than the one asked for"
            troubles = [trouble for look in looks for trouble in troubles_in(page, look)]
            found |= {f"{name or 'anybody'}: {path}": troubles} if troubles else {}
    return found


def troubles_in(page, look) -> list[str]:
    """What axe-core finds in this window, and whether the page is wider than it."""
    page.set_viewport_size(look.size)
    page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
    sideways = [] if fits(page) else ["scrolls sideways"]
    return [f"{look.size['width']} px, {look.scheme}: {one}" for one in [*violations(page), *sideways]]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_lists_of_contributions_and_reports_show_every_column_at_a_desk(visit, site, language):
    page = visit("secretariat", language=language, size=DESK)

    for name in ("contribution", "consolidatedreport"):
        page.goto(f"{site}/admin/reports/{name}/")
        frame = page.locator("#changelist .results")
        assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0, name
