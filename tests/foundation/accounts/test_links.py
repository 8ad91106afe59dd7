"""Single-use links: looking uses nothing, one button uses it once, and its page says what became of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import adapter, links, views
from foundation.accounts.enums import Purpose
from foundation.accounts.models import EntryLink
from foundation.outbox.models import Message
from foundation.outbox.services import tidy
from tests.foundation.accounts.conftest import PASSWORD

PAGE = "/accounts/link/"
NEW = "quite another password 2"


@pytest.fixture
def sent(somebody, key_in_mail):
    """Send a link for a purpose; gives its key."""

    def send(purpose, now=None):
        links.send_link(somebody, purpose, now=now or timezone.now())
        return key_in_mail(somebody.email)

    return send


def test_a_scanner_that_looks_ten_times_uses_nothing(client, sent):
    key = sent(Purpose.SIGN_IN)
    for _ in range(10):
        assert client.get(PAGE, {"key": key}).status_code == 200
        assert client.head(PAGE, {"key": key}).status_code == 200

    assert client.post(PAGE, {"key": key}).status_code == 302
    assert client.session["_auth_user_id"]


def test_the_second_use_says_so_and_offers_another(client, sent):
    key = sent(Purpose.SIGN_IN)
    client.post(PAGE, {"key": key})
    client.logout()

    again = client.post(PAGE, {"key": key})

    assert again.status_code == 410
    assert "/accounts/login/link/" in again.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_ends(client, sent, purpose):
    key = sent(purpose, now=timezone.now() - links.LIFETIMES[purpose])

    assert client.get(PAGE, {"key": key}).status_code == 410
    assert client.post(PAGE, {"key": key}).status_code == 410


def test_a_link_that_nobody_sent_is_not_found(client, db):
    assert client.get(PAGE, {"key": "invented"}).status_code == 404
    assert client.post(PAGE, {}).status_code == 404


def test_a_closed_account_is_not_opened_by_a_link(client, sent, somebody):
    key = sent(Purpose.SIGN_IN)
    somebody.is_active = False
    somebody.save()

    assert client.get(PAGE, {"key": key}).status_code == 410
    assert client.post(PAGE, {"key": key}).status_code == 410


def test_an_invitation_leads_to_a_password_and_in(client, sent, somebody):
    chosen = client.post(PAGE, {"key": sent(Purpose.INVITATION)})
    form = client.get(chosen["Location"])
    done = client.post(chosen["Location"], {"password": NEW, "again": NEW})

    somebody.refresh_from_db()
    assert (chosen["Location"], form.status_code) == ("/accounts/password/choose/", 200)
    assert (done.status_code, done["Location"]) == (302, "/portal/")
    assert somebody.check_password(NEW)


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), (NEW, "not the same one 3"), ("", ""), ("aminahassan1", "aminahassan1")]
)
def test_a_poor_password_is_said_at_its_field(client, sent, somebody, password, again):
    client.post(PAGE, {"key": sent(Purpose.PASSWORD)})

    answer = client.post("/accounts/password/choose/", {"password": password, "again": again})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not type(somebody).objects.get().check_password(password)


def test_a_password_is_chosen_only_after_a_link(client, db):
    assert client.get("/accounts/password/choose/")["Location"] == "/accounts/password/reset/"
    assert client.post("/accounts/password/choose/", {"password": NEW})["Location"] == "/accounts/password/reset/"


def test_a_new_password_closes_the_links_sent_before(client, sent):
    earlier = sent(Purpose.SIGN_IN)
    client.post(PAGE, {"key": sent(Purpose.PASSWORD)})
    client.post("/accounts/password/choose/", {"password": NEW, "again": NEW})

    assert client.get(PAGE, {"key": earlier}).status_code == 410


def test_a_password_changed_by_its_owner_closes_them_too_and_opens_no_account_closed_meanwhile(
    client, sent, somebody, monkeypatch
):
    earlier = sent(Purpose.PASSWORD)
    client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})
    change = adapter.change_password

    def closed_meanwhile(user, password, *, now):
        type(somebody).objects.update(is_active=False)
        change(user, password, now=now)

    monkeypatch.setattr(adapter, "change_password", closed_meanwhile)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    somebody.refresh_from_db()
    assert (somebody.check_password(NEW), somebody.is_active) == (True, False)
    assert client.get(PAGE, {"key": earlier}).status_code == 410


def test_of_two_browsers_let_in_to_choose_a_password_the_first_shuts_the_other_out(client, sent, somebody):
    late = Client()
    for browser in (client, late):
        browser.post(PAGE, {"key": sent(Purpose.PASSWORD)})
    client.post("/accounts/password/choose/", {"password": NEW, "again": NEW})

    answer = late.post("/accounts/password/choose/", {"password": "somebody else's 3", "again": "somebody else's 3"})

    somebody.refresh_from_db()
    assert answer["Location"] == "/accounts/password/reset/"
    assert somebody.check_password(NEW)


def test_the_secret_is_kept_nowhere_but_in_the_mail(sent, somebody):
    key = sent(Purpose.PASSWORD)

    mail = Message.objects.get()
    assert key in mail.body_text
    assert mail.secret
    assert key not in repr(EntryLink.objects.values().get())
    tidy(now=mail.expires_at + timedelta(seconds=1))
    assert key not in Message.objects.get().body_text


def test_the_page_tells_no_other_where_it_was(client, sent):
    page = client.get(PAGE, {"key": sent(Purpose.SIGN_IN)})

    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_mail_and_page_speak_the_language_of_the_account(client, sent):
    page = client.get(PAGE, {"key": sent(Purpose.INVITATION)}, headers={"accept-language": "en"})

    assert Message.objects.get().language == "fr"
    assert '<html lang="fr"' in page.content.decode()


def test_who_has_chosen_a_language_here_reads_in_it(client, sent):
    client.cookies["django_language"] = "ar"

    page = client.get(PAGE, {"key": sent(Purpose.INVITATION)})

    assert '<html lang="ar" dir="rtl"' in page.content.decode()


def test_of_two_who_choose_a_password_at_once_the_second_chooses_none(client, sent, somebody, monkeypatch):
    late, choose = Client(), views.choose_password
    for browser in (client, late):
        browser.post(PAGE, {"key": sent(Purpose.PASSWORD)})

    def overtaken(user, password, *, now):
        choose(type(user).objects.get(pk=user.pk), NEW, now=now)
        choose(user, password, now=now)

    monkeypatch.setattr(views, "choose_password", overtaken)
    answer = late.post("/accounts/password/choose/", {"password": "somebody else's 3", "again": "somebody else's 3"})

    somebody.refresh_from_db()
    assert (answer["Location"], somebody.check_password(NEW)) == ("/accounts/password/reset/", True)
    assert "No password was set: the link has been used" in late.get(answer["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_eight_uses_at_once_exactly_one_gets_in(sent):
    key = sent(Purpose.SIGN_IN)

    def use(_number):
        try:
            return links.use(key, now=timezone.now()) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


def test_links_that_ended_long_ago_are_forgotten(sent):
    sent(Purpose.SIGN_IN, now=timezone.now() - timedelta(days=40))
    sent(Purpose.SIGN_IN)

    assert links.tidy(timezone.now()) == 1
