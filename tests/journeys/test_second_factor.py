"""More than a password, in a browser: a passkey, an app and its recovery codes, and a link that a scanner looked at."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_core_python.sync_playwright import Axe

from foundation.accounts.models import User
from foundation.outbox.models import Message
from khartoum.demonstration.people import DOMAIN, PASSWORD
from tests.journeys.conftest import DESK, PHONE, fits, sign_in

NEW = "chosen on a Tuesday 7"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def mail_goes_to_the_outbox(settings, site):
    settings.EMAIL_BACKEND = "foundation.outbox.backend.OutboxEmailBackend"
    settings.PUBLIC_URL = site


def with_device(page):
    """A device of the reader's own, as Chromium simulates it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})


def sign_out(page, site):
    page.goto(f"{site}/accounts/logout/")
    go(page, "main button[type=submit]")


def go(page, selector):
    with page.expect_navigation():
        page.locator(selector).first.click()


def prove(page):
    """The password once more, before anything that guards the account is changed."""
    assert path(page).startswith("/accounts/reauthenticate/")
    whole(page).fill("input[name=password]", PASSWORD)
    go(page, "main button[type=submit]")


def path(page):
    return "/" + page.url.split("/", 3)[3]


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def whole(page):
    """Nothing that axe-core finds, nothing that sticks out."""
    assert [one["id"] for one in Axe().run(page)["violations"]] == []
    assert fits(page)
    return page


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("ar", PHONE)], ids=["desk", "phone in Arabic"])
def test_a_passkey_is_added_and_opens_the_door_alone(visit, site, language, size):
    page = visit("egypt", language=language, size=size, path="/accounts/2fa/webauthn/add/")
    with_device(page)
    prove(page)
    whole(page).fill("input[name=name]", "Telephone")
    go(page, "#mfa_webauthn_add")
    assert path(page).startswith("/accounts/2fa/")
    whole(page)
    page.goto(f"{site}/accounts/2fa/webauthn/")
    assert "Telephone" in whole(page).locator("main").inner_text()
    sign_out(page, site)

    page.goto(f"{site}/accounts/login/")
    with page.expect_navigation(url=re.compile("/portal/")):
        page.locator("#passkey_login").click()

    assert path(page) == "/portal/"


def test_a_passkey_is_asked_for_after_the_password_too(visit, site):
    page = visit("egypt", path="/accounts/2fa/webauthn/add/")
    with_device(page)
    prove(page)
    go(page, "#mfa_webauthn_add")
    sign_out(page, site)

    sign_in(page, site, "egypt")
    assert path(page) == "/accounts/2fa/authenticate/"
    with page.expect_navigation(url=re.compile("/portal/")):
        whole(page).locator("#mfa_webauthn_authenticate").click()

    assert path(page) == "/portal/"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_app_and_a_recovery_code_each_open_the_door(visit, site, language):
    page = visit("egypt", language=language, size=PHONE, path="/accounts/2fa/totp/activate/")
    prove(page)
    secret = whole(page).locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", code_now(secret))
    go(page, "main button[type=submit]")
    codes = whole(page).locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    sign_out(page, site)

    sign_in(page, site, "egypt")
    whole(page).fill("input[name=code]", codes[0])
    go(page, "main button[type=submit]")
    assert path(page) == "/portal/"
    sign_out(page, site)

    sign_in(page, site, "egypt")
    page.fill("input[name=code]", codes[0])
    go(page, "main button[type=submit]")
    assert path(page) == "/accounts/2fa/authenticate/", "a recovery code works once"


def test_staff_are_led_to_a_second_factor_and_then_into_the_workbench(visit, site, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    page = visit("secretariat", path="/admin/reports/round/")
    assert path(page) == "/accounts/2fa/?needed=1"
    with_device(page)
    whole(page).goto(f"{site}/accounts/2fa/webauthn/add/")
    prove(page)
    go(page, "#mfa_webauthn_add")

    go(whole(page), ".actions a:last-child")

    assert path(page) == "/admin/reports/round/"


def test_an_invitation_survives_a_scanner_and_leads_in(visit, site):
    page = visit("secretariat", path="/admin/accounts/user/add/")
    page.fill("input[name=email]", "new@example.org")
    page.fill("input[name=full_name]", "Nadia Saleh")
    page.select_option("select[name=language]", "fr")
    go(page, "input[name=_save]")
    body = Message.objects.get(to="new@example.org").body_text
    link = re.search(r"http\S+", body)[0]
    scanner = visit("")
    for _ in range(3):
        assert scanner.request.get(link).status == 200

    guest = visit("", size=PHONE)
    guest.context.clear_cookies()
    guest.goto(link)
    assert whole(guest).locator("html").get_attribute("lang") == "fr"
    go(guest, "main button[type=submit]")
    guest.fill("input[name=password]", NEW)
    guest.fill("input[name=again]", NEW)
    go(whole(guest), "main button[type=submit]")

    assert User.objects.get(email="new@example.org").check_password(NEW)
    assert scanner.request.get(link).status == 410


def test_a_link_from_the_mail_lets_in_without_a_password(visit, site):
    page = visit("", path="/accounts/login/")
    go(page, "main a[href*='login/link']")
    page.fill("input[name=email]", f"egypt@{DOMAIN}")
    go(page, "main button[type=submit]")
    whole(page)

    page.goto(re.search(r"http\S+", Message.objects.filter(to=f"egypt@{DOMAIN}").first().body_text)[0])
    go(whole(page), "main button[type=submit]")

    assert path(page) == "/portal/"


def test_an_ended_session_is_explained_and_the_reader_returns_to_the_page(visit, site):
    page = visit("egypt", path="/portal/")
    page.context.add_cookies([{"name": "sessionid", "value": "x" * 32, "url": site}])
    page.goto(f"{site}/portal/")
    assert whole(page).locator("main .note").is_visible()
    page.fill("input[name=login]", f"egypt@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert path(page) == "/portal/"
