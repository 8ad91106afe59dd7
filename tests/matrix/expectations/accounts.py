"""Sign-in and the second factor: the library's pages under the site's one door."""

from tests.matrix.roles import EVERYBODY, SIGNED_IN
from tests.matrix.tables import Route, page, rule

STRANGERS = EVERYBODY - SIGNED_IN
KEYS = {"pk": 1}
ASKED = "GET HEAD POST"
"""Other methods mean nothing to these forms; the library answers them as it likes."""


def for_people(path: str, get: int, post: int) -> Route:
    """For whoever is signed in; everybody else is asked to sign in first."""
    rules = (rule("*", STRANGERS, 302), rule("GET HEAD", SIGNED_IN, get), rule("POST", SIGNED_IN, post))
    return page(f"accounts/{path}", *rules, given=KEYS, methods=ASKED)


def for_all(path: str, get: int, post: int) -> Route:
    """For everybody alike."""
    rules = (rule("GET HEAD", EVERYBODY, get), rule("POST", EVERYBODY, post))
    return page(f"accounts/{path}", *rules, given=KEYS, methods=ASKED)


def for_strangers(path: str) -> Route:
    """Whoever is signed in is sent on."""
    return page(f"accounts/{path}", rule("*", STRANGERS, 200), rule("*", SIGNED_IN, 302), methods=ASKED)


ROUTES = [
    for_strangers("login/"),
    for_all("login/link/", 200, 200),
    for_all("link/", 404, 404),
    for_all("link/sent/", 200, 405),
    for_all("signup/", 200, 405),
    page(
        "accounts/logout/",
        rule("GET HEAD", SIGNED_IN, 200),
        rule("*", EVERYBODY, 302),
        methods=ASKED,
    ),
    for_people("reauthenticate/", 200, 200),
    for_people("password/change/", 200, 200),
    for_people("password/set/", 302, 302),
    for_all("password/reset/", 200, 200),
    for_all("password/choose/", 302, 302),
    for_all("inactive/", 200, 405),
    for_people("2fa/", 200, 405),
    for_all("2fa/authenticate/", 302, 302),
    for_people("2fa/reauthenticate/", 302, 302),
    for_people("2fa/recovery-codes/", 404, 405),
    for_people("2fa/recovery-codes/download/", 404, 404),
    for_people("2fa/recovery-codes/generate/", 302, 302),
    for_people("2fa/totp/activate/", 302, 302),
    for_people("2fa/totp/deactivate/", 404, 404),
    for_people("2fa/webauthn/", 200, 405),
    for_people("2fa/webauthn/add/", 302, 302),
    for_people("2fa/webauthn/reauthenticate/", 302, 302),
    for_people("2fa/webauthn/keys/<int:pk>/edit/", 302, 302),
    for_people("2fa/webauthn/keys/<int:pk>/remove/", 302, 302),
    for_all("2fa/webauthn/login/", 302, 302),
]
