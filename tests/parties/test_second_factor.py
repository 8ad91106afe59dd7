"""The workbench asks its people for more than a password, and gives a second chance to who has lost their device."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from foundation.accounts.enums import Purpose
from foundation.accounts.models import EntryLink, User
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from parties.services import invite_again, remove_second_factors, save_account
from tests.factories.parties import UserFactory, actor, actor_as, person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail_goes_to_the_outbox(settings):
    settings.EMAIL_BACKEND = "foundation.outbox.backend.OutboxEmailBackend"


@pytest.fixture
def guarded(db):
    somebody = UserFactory(email="amina@example.org", language="ar")
    Authenticator.objects.create(user=somebody, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=somebody, type="recovery_codes", data={"seed": "x"})
    return somebody


def workbench(somebody):
    client = Client()
    client.force_login(somebody)
    return client.get("/admin/")


@pytest.mark.parametrize("office", ["secretariat_officer", "presidency_current"])
def test_without_a_second_factor_staff_are_led_to_where_one_is_added(settings, db, office):
    settings.SECOND_FACTOR_FOR_STAFF = True
    somebody = person(office)

    led = workbench(somebody)

    assert (led.status_code, led["Location"].split("?")[0]) == (302, "/admin/login/")
    client = Client()
    client.force_login(somebody)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/?needed=1"


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/admin/login/?next=/admin/reports/round/%3Fstate=open", "/admin/reports/round/?state=open"),
        ("/admin/login/?next=//example.org/", "/admin/"),
        ("/admin/login/?next=javascript:alert(1)", "/admin/"),
        ("/accounts/2fa/", "/admin/"),
    ],
)
def test_the_recovery_codes_lead_on_to_where_their_reader_was_going(settings, db, asked, page):
    settings.SECOND_FACTOR_FOR_STAFF = True
    somebody, client = person("secretariat_officer"), Client()
    somebody.set_password("a long one for the codes")
    somebody.save()
    client.force_login(somebody)
    client.get(asked)
    client.post("/accounts/reauthenticate/", {"password": "a long one for the codes"})
    RecoveryCodes.activate(somebody)

    html = client.get("/accounts/2fa/recovery-codes/").content.decode()

    assert f'<a class="button" href="{page}">Continue</a>' in html


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_with_one_the_workbench_opens(settings, db, kind):
    settings.SECOND_FACTOR_FOR_STAFF = True
    somebody = person("secretariat_officer")
    Authenticator.objects.create(user=somebody, type=kind, data={})

    assert workbench(somebody).status_code == 200


def test_recovery_codes_alone_are_none(settings, db):
    settings.SECOND_FACTOR_FOR_STAFF = True
    somebody = person("secretariat_officer")
    Authenticator.objects.create(user=somebody, type="recovery_codes", data={})

    assert workbench(somebody).status_code == 302


def test_whose_office_does_not_open_the_workbench_is_told_just_that(settings, db):
    settings.SECOND_FACTOR_FOR_STAFF = True
    client = Client()
    client.force_login(person("focal_point"))

    assert client.get("/admin/", follow=True).status_code == 403


def test_factors_are_removed_on_record_and_their_owner_is_told(guarded):
    remove_second_factors(guarded, actor=actor("secretariat_officer"), now=NOW)

    assert not Authenticator.objects.filter(user=guarded).exists()
    assert LedgerEntry.objects.latest("id").kind == "account.second_factors_removed"
    mail = Message.objects.get()
    assert (mail.to, mail.language) == ("amina@example.org", "ar")


def test_only_staff_remove_factors_and_never_their_own(guarded):
    with pytest.raises(NotAllowed):
        remove_second_factors(guarded, actor=actor("focal_point"), now=NOW)
    officer = person("secretariat_officer")
    Authenticator.objects.create(user=officer, type="totp", data={})
    with pytest.raises(RuleBroken):
        remove_second_factors(officer, actor=actor_as(officer, "secretariat"), now=NOW)


def test_where_there_is_no_factor_there_is_none_to_remove(db):
    with pytest.raises(IllegalTransition):
        remove_second_factors(UserFactory(), actor=actor("secretariat_officer"), now=NOW)


@pytest.fixture
def opened(db):
    """An account that the Secretariat has just opened in the workbench."""
    user = User(email="new@example.org", full_name="New", language="fr")
    return save_account(user, actor=actor("secretariat_officer"), version=None, creating=True)


def test_a_new_account_is_invited_in_its_language(opened):
    assert EntryLink.objects.get().purpose == Purpose.INVITATION
    assert Message.objects.get(to=opened.email).language == "fr"


def test_an_invitation_is_sent_again_until_a_password_is_chosen(opened):
    officer = actor("secretariat_officer")
    invite_again(opened, actor=officer, now=NOW)
    opened.set_password("chosen meanwhile 1")
    opened.save()

    assert Message.objects.filter(to=opened.email).count() == 2
    with pytest.raises(IllegalTransition):
        invite_again(opened, actor=officer, now=NOW)


def test_the_workbench_offers_to_remove_factors_only_where_there_are_some(guarded):
    client = Client()
    client.force_login(person("secretariat_officer"))
    page = client.get(reverse("admin:accounts_user_change", args=[guarded.pk])).content.decode()
    other = client.get(reverse("admin:accounts_user_change", args=[UserFactory().pk])).content.decode()

    assert "step/remove_factors/" in page
    assert "step/remove_factors/" not in other
