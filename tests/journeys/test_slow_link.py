"""The form at 3G speed: what it weighs on the way, and that a field is saved while the rest is slow."""

import gzip

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpResponse
from django.urls import reverse

from khartoum.demonstration.contributing import contribution_of
from reports.models import Answer, Round
from tests.factories.actionplan import ActivityFactory, IndicatorFactory, MilestoneFactory
from tests.journeys.autosave import READY, say, texts
from tests.journeys.conftest import PHONE

FIRST_VISIT, LATER_PAGE, ONE_FIELD = 120_000, 25_000, 5_000
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""Milliseconds to and fro, bytes in a second."""


@pytest.fixture
def as_in_production(monkeypatch):
    """Sheets and scripts go out compressed and are kept by the browser, as in production, where names tell releases."""
    plain = StaticFilesHandlerMixin.serve

    def serve(handler, request):
        answer = plain(handler, request)
        kept = HttpResponse(gzip.compress(b"".join(answer), 6), content_type=answer["Content-Type"])
        kept["Content-Encoding"] = "gzip"
        kept["Cache-Control"] = "max-age=31536000, immutable"
        return kept

    monkeypatch.setattr(StaticFilesHandlerMixin, "serve", serve)


class Link:
    """A slow link, on which every byte is counted; fonts apart, without which a page is read as well."""

    def __init__(self, page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        self.fonts, self.under_way, self.weight = set(), set(), 0
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.loadingFailed", lambda event: self.under_way.discard(event["requestId"]))
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", SLOW_3G)

    def _asked(self, event) -> None:
        (self.fonts if event.get("type") == "Font" else self.under_way).add(event["requestId"])

    def _finished(self, event) -> None:
        if event["requestId"] not in self.fonts:
            self.weight += int(event["encodedDataLength"])
        self.under_way.discard(event["requestId"])

    def brings(self, address) -> int:
        """The bytes with which this page comes."""
        self.page.goto(address, wait_until="domcontentloaded")
        return self.taken()

    def taken(self) -> int:
        """The bytes since this was asked last, heads of the answers among them, once all that was asked for is here."""
        while self.under_way:
            self.page.evaluate("0")  # a turn to and fro, in which what has come since is noted
        counted, self.weight = self.weight, 0
        return counted


@pytest.fixture
def page(as_in_production, browser, visit):
    """Egypt's focal point, signed in, at a phone that has seen nothing of this site."""
    signed_in = visit("egypt").context.storage_state()
    context = browser.new_context(storage_state=signed_in, viewport=PHONE, locale="en")
    yield context.new_page()
    context.close()


@pytest.fixture
def draft(page):
    """The report that Egypt is writing."""
    return contribution_of(Round.objects.get(code="DEMO-2"), "EG")


def arrive(page, form) -> tuple[Link, int]:
    """At the form for the first time, until it takes what is typed; with the bytes that came."""
    link = Link(page)
    page.goto(form, wait_until="domcontentloaded")
    page.wait_for_selector(READY)
    return link, link.taken()


def type_into(field, text, link) -> int:
    """The bytes that went to and fro until the text was saved."""
    field.fill(text)
    say(field, "saved")
    return link.taken()


def test_the_form_is_light_and_saves_at_3g_speed(page, site, draft):
    form = site + reverse("portal-form", kwargs={"uuid": draft.uuid})

    link, first_visit = arrive(page, form)
    saved = type_into(texts(page).first, "Typed on a slow link.", link)
    home = link.brings(f"{site}/portal/")
    form_again = link.brings(form)

    assert LATER_PAGE < first_visit <= FIRST_VISIT
    assert 0 < saved <= ONE_FIELD
    assert 0 < home <= LATER_PAGE
    assert 0 < form_again <= LATER_PAGE


def test_a_form_of_forty_activities_is_light_and_saves_at_3g_speed(page, site, draft):
    for activity in ActivityFactory.create_batch(40, objective__plan=draft.round.plan, lead=draft.party):
        MilestoneFactory(activity=activity)
        IndicatorFactory(activity=activity, is_qualitative=False)
    form = site + reverse("portal-form", kwargs={"uuid": draft.uuid})

    link, first_visit = arrive(page, form)
    saved = type_into(page.locator('main input[name^="q-"][inputmode=decimal]').last, "40", link)
    form_again = link.brings(form)

    assert LATER_PAGE < first_visit <= FIRST_VISIT
    assert 0 < saved <= ONE_FIELD
    assert 0 < form_again <= LATER_PAGE
    assert Answer.objects.filter(contribution=draft, text="40").exists()
