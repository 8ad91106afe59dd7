"""Every page of the doors in three languages: nothing of the library's English is left, and only our doors exist."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as passkeys
from django.urls import NoReverseMatch, reverse
from fido2.webauthn import PublicKeyCredentialDescriptor

from tests.foundation.accounts.conftest import PASSWORD

STRANGER = (
    "login/",
    "login/?ended=1&next=/portal/",
    "login/link/",
    "link/?key=unknown",
    "link/sent/",
    "signup/",
    "inactive/",
    "password/reset/",
)
OWNER = (
    "logout/",
    "reauthenticate/",
    "password/change/",
    "2fa/",
    "2fa/?needed=1",
    "2fa/reauthenticate/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/webauthn/reauthenticate/",
    "2fa/webauthn/keys/{key}/edit/",
    "2fa/webauthn/keys/{key}/remove/",
)
POSTED = {
    "login/": {"login": "x", "password": ""},
    "login/link/": {"email": "x"},
    "password/reset/": {"email": ""},
    "password/change/": {"oldpassword": "x", "password1": "short", "password2": "other"},
    "reauthenticate/": {"password": "x"},
    "2fa/reauthenticate/": {"code": "1"},
}
SAME_IN_ALL = {"English", "Français", "العربيّة", "Code", "Amina Hassan", "Invitation", "–", "·"}
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Texts(HTMLParser):
    """What a reader reads or hears: text, labels, placeholders, alternatives."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = set(), ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.found |= {
            value for name, value in attrs if name in {"placeholder", "title", "alt", "aria-label"} and value
        }

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside not in {"script", "style", "code"} and LETTERS.search(data):
            self.found.add(" ".join(data.split()))


def texts(response):
    parser = Texts()
    parser.feed(response.content.decode())
    return parser.found - SAME_IN_ALL


def ask(client, path, language, sent=None):
    client.cookies["django_language"] = language
    return client.get(path) if sent is None else client.post(path, sent)


@pytest.fixture
def owner(client, somebody, monkeypatch):
    """Signed in, shown to be the owner a moment ago, with every second factor there is."""
    enter(client, somebody)
    monkeypatch.setattr(passkeys, "get_credentials", lambda _user: [])
    TOTP.activate(somebody, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(somebody)
    return Authenticator.objects.create(user=somebody, type="webauthn", data={"name": "Téléphone 1", "credential": {}})


def enter(client, somebody):
    client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def english_left(client, path, sent=None):
    english = texts(ask(client, path, "en", sent))
    assert english, "the page was shown"
    return {language: sorted(english & texts(ask(client, path, language, sent))) for language in ("fr", "ar")}


@pytest.mark.parametrize("path", STRANGER)
def test_a_strangers_page_is_whole_in_each_language(client, db, path):
    assert english_left(client, f"/accounts/{path}") == {"fr": [], "ar": []}


@pytest.mark.parametrize("path", OWNER)
def test_an_owners_page_is_whole_in_each_language(client, owner, path):
    SAME_IN_ALL.add("Téléphone 1")

    assert english_left(client, "/accounts/" + path.format(key=owner.pk)) == {"fr": [], "ar": []}


@pytest.mark.parametrize("path", POSTED)
def test_what_is_wrong_is_said_in_each_language(client, owner, path):
    if path in STRANGER:
        client.logout()

    assert english_left(client, f"/accounts/{path}", POSTED[path]) == {"fr": [], "ar": []}


def test_the_page_for_a_code_is_whole_in_each_language(client, owner, somebody):
    client.logout()
    client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})

    assert english_left(client, "/accounts/2fa/authenticate/") == {"fr": [], "ar": []}
    assert english_left(client, "/accounts/2fa/authenticate/", {"code": "1"}) == {"fr": [], "ar": []}


@pytest.mark.parametrize("held", [[], [PublicKeyCredentialDescriptor(type="public-key", id=b"1")]])
def test_a_passkey_is_asked_for_only_where_the_account_has_one(client, owner, somebody, monkeypatch, held):
    monkeypatch.setattr(passkeys, "get_credentials", lambda _user: held)
    client.logout()
    client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})

    page = client.get("/accounts/2fa/authenticate/").content.decode()

    assert ('id="mfa_webauthn_authenticate"' in page) == bool(held)


def test_setting_up_an_app_is_said_in_each_language(client, somebody):
    enter(client, somebody)

    assert english_left(client, "/accounts/2fa/totp/activate/") == {"fr": [], "ar": []}
    assert english_left(client, "/accounts/2fa/totp/activate/", {"code": "1"}) == {"fr": [], "ar": []}


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "login/code/", "3rdparty/", "social/signup/", "phone/change/"]
)
def test_doors_that_we_do_not_offer_are_not_there(client, somebody, path):
    client.force_login(somebody)

    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}").status_code == 404


def test_nobody_signs_up(client, db):
    assert client.get("/accounts/signup/").status_code == 200
    assert client.post("/accounts/signup/", {"email": "x@example.org"}).status_code == 405


def test_no_page_names_a_door_that_is_not_there():
    with pytest.raises(NoReverseMatch):
        reverse("account_email")
