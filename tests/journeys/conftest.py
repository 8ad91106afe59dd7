"""A browser, a running site with the demonstration in it, and people who sign in."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from khartoum.demonstration.load import load_demonstration
from khartoum.demonstration.people import DOMAIN, PASSWORD
from tools.catalogues.files import compile_changed

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, PHONE = {"width": 320, "height": 640}, {"width": 360, "height": 740}
DESK, WIDE = {"width": 1280, "height": 900}, {"width": 1600, "height": 1000}

Visit = Callable[..., Page]
CUT: set[Page] = set()
"""Pages whose link a journey has cut: what they say of that on their console is no trouble."""


def pytest_collection_modifyitems(items):
    """Everything in this folder is a journey, but for taking pictures; the two workers share them out by file."""
    for item in items:
        if "journeys" in item.path.parts and not item.get_closest_marker("picture"):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one CHROMIUM names. Without one a journey fails: it must not be passed over."""
    # Playwright runs an event loop in this thread; the tests' own queries are not made from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "install chromium, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def with_demonstration(django_db_setup, django_db_blocker, test_databases) -> str:
    """A database with the demonstration in it, loaded once and cloned for each journey; texts in every language."""
    compile_changed()
    with django_db_blocker.unblock():
        load_demonstration(timezone.now())
        name = test_databases.keep("demonstration")
        test_databases.renew()
    return name


@pytest.fixture
def site(with_demonstration, transactional_db, test_databases, live_server) -> str:
    """The address of a running site with the demonstration in it."""
    test_databases.renew(with_demonstration)
    return live_server.url


@pytest.fixture
def visit(browser, site) -> Iterator[Visit]:
    """Open the site as somebody (nobody: anonymous). Ends by checking that no page failed or asked another host."""
    contexts, troubles = [], []

    def open_as(name: str = "", *, language: str = "en", size: dict[str, int] = DESK, path: str = "/") -> Page:
        context = browser.new_context(viewport=size, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and page not in CUT and troubles.append(said.text))
        page.on("response", lambda answer: answer.status >= 500 and troubles.append(f"{answer.status} {answer.url}"))
        page.on("request", lambda asked: urlsplit(asked.url).hostname not in HOSTS and troubles.append(asked.url))
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        if name:
            sign_in(page, site, name)
        page.goto(site + path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert troubles == []


HOSTS = {"localhost", "127.0.0.1", "", None}


def sign_in(page: Page, site: str, name: str) -> None:
    """By address and password, as the sign-in page asks."""
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", f"{name}@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form").first.locator("button[type=submit]").click()


def fits(page: Page) -> bool:
    """Whether the page itself does not scroll sideways (its tables and pictures may, inside their frames)."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
