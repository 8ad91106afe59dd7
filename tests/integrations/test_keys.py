"""How partner systems get in, and how they are kept out."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from foundation.accounts.models import User
from foundation.actors import Actor, HeldOffice, anonymous
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from integrations.authentication import ApiKeyAuthentication
from integrations.enums import Scope
from integrations.models import ApiClient
from integrations.selectors import actor_of_client
from integrations.services import issue_key, note_use, register_client, revoke_key

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YEAR = timedelta(days=365)
FOCAL_POINT = HeldOffice(mandate_id=1, office="focal_point", side="participant", unit_id=3)
OFFICER = HeldOffice(mandate_id=2, office="secretariat_officer", side="secretariat", unit_id=4)
STAFF = Actor(kind="person", now=NOW, user_id=1, held=(OFFICER,), hat="secretariat")


@pytest.fixture
def account() -> User:
    return User.objects.create_user("jvap@example.org", full_name="JVAP follow-up", is_service=True)


@pytest.fixture
def client_and_key(account) -> tuple[ApiClient, str]:
    client = register_client(ApiClient(name="JVAP", user=account, scopes=[Scope.PUBLISHED]), actor=STAFF)
    key = issue_key(client, actor=STAFF, version=1, expires_at=NOW + YEAR, now=NOW)
    client.refresh_from_db()
    return client, key


def sign_in(header: str):
    http = RequestFactory().get("/api/v1/", headers={"Authorization": header} if header else {})
    return http, ApiKeyAuthentication().authenticate(Request(http))


def test_key_opens_the_api_as_its_client(client_and_key) -> None:
    client, key = client_and_key

    http, signed_in = sign_in(f"Bearer {key}")

    assert signed_in == (client.user, client)
    assert (http.actor.kind, http.actor.client_id, http.actor.user_id) == ("client", client.pk, client.user_id)
    assert http.actor.scopes == {"published.read"}


def test_key_itself_is_kept_nowhere(client_and_key) -> None:
    client, key = client_and_key

    stored = ApiClient.objects.filter(pk=client.pk).values().get()

    assert key not in str(stored)
    assert key not in str(list(LedgerEntry.objects.values()))
    assert len(key) > 50


@pytest.mark.parametrize("scheme", ["", "Basic abc", "Token abc"])
def test_without_a_key_somebody_else_may_say_who_this_is(scheme: str) -> None:
    assert sign_in(scheme)[1] is None


@pytest.mark.parametrize(
    "spoil",
    [str.upper, lambda key: key[:-1], lambda key: key + "x", lambda key: key[:12], lambda _: "kp_", lambda _: "kp_\0"],
)
def test_wrong_key_is_refused(client_and_key, spoil) -> None:
    spoilt = spoil(client_and_key[1])

    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {spoilt}")


def test_client_without_a_key_has_no_empty_key(account) -> None:
    register_client(ApiClient(name="New", user=account), actor=STAFF)

    with pytest.raises(AuthenticationFailed):
        sign_in("Bearer ")


@pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"user__is_active": False}, {"user__is_service": False}])
def test_key_out_of_force_is_refused_in_the_same_words(client_and_key, change) -> None:
    client, key = client_and_key
    for name, value in change.items():
        target, field = (User, name.removeprefix("user__")) if name.startswith("user__") else (ApiClient, name)
        target.objects.filter(pk=client.user_id if target is User else client.pk).update(**{field: value})

    with pytest.raises(AuthenticationFailed, match="not in force"):
        sign_in(f"Bearer {key}")


def test_key_whose_end_has_come_is_refused(client_and_key) -> None:
    client, _key = client_and_key
    ended = {"expires_at": NOW - YEAR, "now": NOW - 2 * YEAR}

    key = issue_key(client, actor=STAFF, version=client.version, **ended)

    with pytest.raises(AuthenticationFailed, match="not in force"):
        sign_in(f"Bearer {key}")


def test_new_key_replaces_the_old_one(client_and_key) -> None:
    client, old = client_and_key

    new = issue_key(client, actor=STAFF, version=client.version, expires_at=NOW + YEAR, now=NOW)

    assert sign_in(f"Bearer {new}")[1] is not None
    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {old}")


def test_revoking_needs_a_key_the_version_seen_and_the_right(client_and_key) -> None:
    client, _key = client_and_key

    with pytest.raises(NotAllowed):
        revoke_key(client, actor=anonymous(), version=client.version, now=NOW)
    with pytest.raises(StaleVersion):
        revoke_key(client, actor=STAFF, version=client.version - 1, now=NOW)
    revoked = revoke_key(client, actor=STAFF, version=client.version, now=NOW)
    with pytest.raises(IllegalTransition):
        revoke_key(client, actor=STAFF, version=revoked.version, now=NOW)

    kinds = [entry.kind for entry in LedgerEntry.objects.about(client)]
    assert kinds == ["api_client.registered", "api_client.key_issued", "api_client.key_revoked"]


def test_key_must_end_in_the_future_and_belong_to_a_service_account(account) -> None:
    person = User.objects.create_user("person@example.org", full_name="Person")
    client = register_client(ApiClient(name="JVAP", user=account), actor=STAFF)

    with pytest.raises(RuleBroken):
        issue_key(client, actor=STAFF, version=1, expires_at=NOW, now=NOW)
    with pytest.raises(RuleBroken):
        register_client(ApiClient(name="Wrong", user=person), actor=STAFF)


def test_last_use_is_written_once_a_minute(client_and_key, django_assert_num_queries) -> None:
    client, _key = client_and_key
    note_use(client, now=NOW)
    client.refresh_from_db()

    with django_assert_num_queries(0):
        note_use(client, now=NOW + timedelta(seconds=59))
    note_use(client, now=NOW + timedelta(seconds=61))

    client.refresh_from_db()
    assert client.last_used_at == NOW + timedelta(seconds=61)


@pytest.mark.parametrize(
    ("scopes", "hat", "offices"),
    [
        ([], None, []),
        ([Scope.PUBLISHED], None, []),
        ([Scope.OWN], "participant", ["focal_point"]),
        ([Scope.STAFF], "secretariat", ["secretariat_officer"]),
        ([Scope.OWN, Scope.STAFF], "participant", ["focal_point"]),
    ],
)
def test_scopes_only_narrow_what_the_offices_allow(monkeypatch, scopes, hat, offices) -> None:
    account = Actor(kind="client", now=NOW, user_id=1, held=(FOCAL_POINT, OFFICER))
    monkeypatch.setattr("integrations.selectors.actor_of", lambda user, hat, now: account)

    actor = actor_of_client(SimpleNamespace(pk=9, user=None, scopes=scopes), NOW)

    assert (actor.hat, [office.office for office in actor.held]) == (hat, offices)
    assert actor.scopes == set(scopes)
