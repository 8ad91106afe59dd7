"""Where a person lands, in which language, and what is said when a session has ended."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.services import choose_password, forget_second_factors
from tests.factories.parties import UserFactory, person
from tests.foundation.accounts.conftest import PASSWORD

CODE = "/accounts/2fa/authenticate/"


def sign_in(client, somebody, **more):
    return client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD, **more})


@pytest.fixture
def somebody_else(db):
    return UserFactory(email="peter@example.org", full_name="Peter Okello", language="en", password=PASSWORD)


def staffed(office):
    somebody = person(office)
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


@pytest.mark.parametrize(
    ("office", "door"),
    [("secretariat_officer", "/admin/"), ("presidency_current", "/admin/"), ("focal_point", "/portal/")],
)
def test_everybody_begins_at_their_own_door(client, db, office, door):
    assert sign_in(client, staffed(office))["Location"] == door


def test_who_was_on_the_way_somewhere_goes_on(client, somebody):
    assert sign_in(client, somebody, next="/portal/reports/")["Location"] == "/portal/reports/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(client, somebody, elsewhere):
    assert sign_in(client, somebody, next=elsewhere)["Location"] == "/portal/"


def test_an_ended_session_is_explained_and_the_way_back_kept(client, somebody):
    sign_in(client, somebody)
    Session.objects.all().delete()

    sent_on = client.get("/portal/")
    page = client.get(sent_on["Location"]).content.decode()

    assert sent_on["Location"] == "/accounts/login/?next=/portal/&ended=1"
    assert "Votre session est terminée" in page
    assert 'name="next" value="/portal/"' in page


def test_who_was_not_signed_in_is_told_of_no_session(client, db):
    assert client.get("/portal/")["Location"] == "/accounts/login/?next=/portal/"


def test_a_browser_without_a_choice_speaks_the_language_of_the_account(client, somebody):
    answer = sign_in(client, somebody)

    kept = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (kept.value, kept["max-age"]) == ("fr", settings.LANGUAGE_COOKIE_AGE)


def test_the_language_chosen_at_the_door_becomes_the_accounts(client, somebody):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    sign_in(client, somebody)

    somebody.refresh_from_db()
    assert somebody.language == "ar"


def test_the_language_chosen_during_a_visit_is_kept_for_mails_and_the_next_one(client, somebody):
    sign_in(client, somebody)
    client.post(reverse("set_language"), {"language": "ar", "next": "/portal/"})

    somebody.refresh_from_db()
    assert somebody.language == "ar"
    client.post(reverse("account_logout"))

    assert '<html lang="ar"' in client.get(reverse("account_login")).content.decode()


def test_the_next_account_in_a_browser_keeps_its_own_language(client, somebody, somebody_else):
    sign_in(client, somebody)
    client.post(reverse("account_logout"))
    sign_in(client, somebody_else)

    somebody_else.refresh_from_db()
    assert somebody_else.language == "en"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_who_chooses_at_the_door_after_another_account_has_chosen(client, somebody, somebody_else):
    sign_in(client, somebody)
    client.post(reverse("account_logout"))
    client.post(reverse("set_language"), {"language": "ar", "next": "/"})
    sign_in(client, somebody_else)

    somebody_else.refresh_from_db()
    assert somebody_else.language == "ar"


def test_a_language_that_we_do_not_speak_is_not_kept(client, somebody):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    sign_in(client, somebody)

    somebody.refresh_from_db()
    assert somebody.language == "fr"


@pytest.fixture
def waits_for_code(client, somebody):
    """Somebody who has typed the password and is asked for the code; gives a recovery code."""
    TOTP.activate(somebody, generate_totp_secret())
    codes = RecoveryCodes.activate(somebody).generate_codes()
    assert sign_in(client, somebody)["Location"] == CODE
    return codes[0]


def test_whose_second_factor_is_removed_while_a_code_is_asked_for_signs_in_again(client, somebody, waits_for_code):
    forget_second_factors(somebody)

    assert client.get(CODE)["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200
    assert sign_in(client, somebody)["Location"] == "/portal/"


@pytest.mark.parametrize("becomes", ["another password", "closed"])
def test_a_code_lets_nobody_in_past_a_new_password_or_a_closed_account(client, somebody, waits_for_code, becomes):
    if becomes == "closed":
        somebody.is_active = False
        somebody.save()
    else:
        choose_password(somebody, "another long password 3", now=timezone.now())

    answer = client.post(CODE, {"code": waits_for_code})

    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_code_lets_its_owner_in(client, waits_for_code):
    assert client.post(CODE, {"code": waits_for_code})["Location"] == "/portal/"
