"""A ministry's browser for the journeys of autosave: its link can be cut, its clock moved, its process killed."""

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from playwright.sync_api import BrowserContext, BrowserType, Error, Locator, Page, ViewportSize, expect

from tests.journeys.conftest import DESK, FLAGS, sign_in

READY = 'form[data-autosave="ready"]'
"""The form once its script listens and has put back what was kept."""
PAUSE = 1100
"""Milliseconds after which a pause in typing is one."""


class Device:
    """One browser with a folder of its own, which a kill leaves behind."""

    def __init__(self, chromium: BrowserType, site: str, *, language: str = "en", size: ViewportSize = DESK) -> None:
        self.chromium, self.site, self.language, self.size = chromium, site, language, size
        self.folder = Path(tempfile.mkdtemp(prefix="device-"))
        self.start()

    def start(self) -> None:
        """Open the browser on its folder, as it was left."""
        path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        self.context: BrowserContext = self.chromium.launch_persistent_context(
            str(self.folder), executable_path=path, args=FLAGS, viewport=self.size, locale=self.language
        )
        self.context.add_cookies([{"name": "django_language", "value": self.language, "url": self.site}])
        self.page: Page = self.context.pages[0]

    def kill(self) -> None:
        """SIGKILL the browser, found by the folder it was given; its children end with it."""
        for pid in self._processes():
            os.kill(pid, signal.SIGKILL)
        until = monotonic() + 20
        while self._processes() and monotonic() < until:
            sleep(0.02)
        self._let_go()
        for left in self.folder.glob("Singleton*"):
            left.unlink()

    def _processes(self) -> list[int]:
        named = f"--user-data-dir={self.folder}".encode()
        return [int(entry.parent.name) for entry in Path("/proc").glob("[0-9]*/cmdline") if named in _bytes(entry)]

    def _let_go(self) -> None:
        with suppress(Error):
            self.context.close()

    def sign_in(self, name: str) -> None:
        """By address and password, unless a browser that was killed still holds its session."""
        self.page.goto(f"{self.site}/accounts/login/")
        if "/accounts/login/" in self.page.url:
            sign_in(self.page, self.site, name)

    def open(self, path: str) -> None:
        """Open a form and wait for its script."""
        self.page.goto(self.site + path)
        self.page.wait_for_selector(READY)

    def close(self) -> None:
        """At the end of the journey."""
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def texts(page: Page) -> Locator:
    """The long texts of the form, in order."""
    return page.locator('main textarea[name^="q-"]')


def line(field: Locator) -> Locator:
    """What is said under a field about its saving."""
    after = "following-sibling::p[@data-state or contains(@class, 'saved')]"
    return field.locator(f"xpath=(self::*|parent::label)/{after}")


def say(field: Locator, state: str) -> None:
    """Wait until the line under a field is of this state."""
    expect(line(field)).to_have_attribute("data-state", state, timeout=20_000)


def kept(field: Locator) -> None:
    """Wait until the browser has stored the last change."""
    typed = line(field).get_attribute("data-typed") or ""
    expect(line(field)).to_have_attribute("data-kept", typed, timeout=20_000)


def pause(page: Page) -> None:
    """A pause in typing, on a clock that stands still otherwise."""
    page.clock.run_for(PAUSE)
