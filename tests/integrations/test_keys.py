"""How partner systems get in, and how they are kept out."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from foundation import actors
from foundation.accounts.models import User
from foundation.actors import Actor, HeldOffice, anonymous
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from integrations.authentication import ApiKeyAuthentication
from integrations.enums import Scope
from integrations.models import ApiClient, ApiKey
from integrations.selectors import actor_of_client, may_do
from integrations.services.clients import issue_key, revoke_key, save_client
from integrations.use import note_use, write_uses

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YEAR = timedelta(days=365)
FOCAL_POINT = HeldOffice(mandate_id=1, office="focal_point", side="participant", unit_id=3)
OFFICER = HeldOffice(mandate_id=2, office="secretariat_officer", side="secretariat", unit_id=4)
STAFF = Actor(kind="person", now=NOW, user_id=1, held=(OFFICER,), hat="secretariat")


@pytest.fixture(autouse=True)
def in_office_all_the_time(monkeypatch) -> None:
    """These officers are made by hand: no mandate lies behind them that could end while a service waits."""
    monkeypatch.setattr(actors, "_offices", [lambda _user, _moment: (FOCAL_POINT, OFFICER)])


def entered(**given) -> ApiClient:
    return save_client(ApiClient(**{"name": "JVAP", **given}), actor=STAFF, version=None, creating=True)


def another_key(client, *, until=NOW + YEAR, now=NOW, **more) -> str:
    client.refresh_from_db()
    return issue_key(client, actor=STAFF, version=client.version, expires_at=until, now=now, **more)


@pytest.fixture
def client_and_key() -> tuple[ApiClient, str]:
    client = entered(scopes=[Scope.PUBLISHED])
    key = another_key(client)
    client.refresh_from_db()
    return client, key


def sign_in(header: str, address: str = "192.0.2.7"):
    headers = {"Authorization": header} if header else {}
    http = RequestFactory(REMOTE_ADDR=address).get("/api/v1/", headers=headers)
    http.user = AnonymousUser()
    return http, ApiKeyAuthentication().authenticate(Request(http))


def test_key_opens_the_api_as_its_client(client_and_key) -> None:
    client, key = client_and_key

    http, signed_in = sign_in(f"Bearer {key}")

    assert signed_in == (client.user, client)
    assert (http.actor.kind, http.actor.client_id, http.actor.user_id) == ("client", client.pk, client.user_id)
    assert http.actor.scopes == {"published.read"}


def test_key_itself_is_kept_nowhere(client_and_key) -> None:
    _client, key = client_and_key
    _kp, _prefix, secret = key.split("_", 2)

    assert secret not in str(list(ApiKey.objects.values()))
    assert secret not in str(list(LedgerEntry.objects.values()))
    assert key.startswith(f"kp_{ApiKey.objects.get().prefix}_")


@pytest.mark.parametrize("scheme", ["", "Basic abc", "Token abc"])
def test_without_a_key_somebody_else_may_say_who_this_is(scheme: str) -> None:
    assert sign_in(scheme)[1] is None


@pytest.mark.parametrize(
    "spoil",
    [str.upper, lambda key: key[:-1], lambda key: key + "x", lambda key: key[:15], lambda _: "kp_", lambda _: "kp_\0"],
)
def test_wrong_key_is_refused(client_and_key, spoil) -> None:
    spoilt = spoil(client_and_key[1])

    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {spoilt}")


def test_secret_of_one_key_does_not_open_by_the_beginning_of_another(client_and_key) -> None:
    client, key = client_and_key
    other = another_key(client, overlap=timedelta(hours=1))

    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {key[:16]}{other[16:]}")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_service": False}])
def test_key_of_an_account_that_is_closed_or_a_persons_is_refused(client_and_key, change) -> None:
    client, key = client_and_key
    User.objects.filter(pk=client.user_id).update(**change)

    with pytest.raises(AuthenticationFailed, match="not in force"):
        sign_in(f"Bearer {key}")


def test_key_whose_end_has_come_is_refused(client_and_key) -> None:
    key = another_key(client_and_key[0], until=NOW - YEAR, now=NOW - YEAR - timedelta(days=1))

    with pytest.raises(AuthenticationFailed, match="not in force"):
        sign_in(f"Bearer {key}")


def test_new_key_replaces_the_old_one_after_the_overlap(client_and_key) -> None:
    client, old = client_and_key

    new = another_key(client, overlap=timedelta(hours=1))

    assert sign_in(f"Bearer {new}")[1] is not None
    assert sign_in(f"Bearer {old}")[1] is not None
    assert not ApiKey.objects.get(prefix=old[3:15]).is_in_force(NOW + timedelta(hours=1))


def test_new_key_without_an_overlap_replaces_the_old_one_at_once(client_and_key) -> None:
    client, old = client_and_key

    another_key(client)

    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {old}")


def test_revoked_key_is_refused_at_the_next_request(client_and_key) -> None:
    client, key = client_and_key
    sign_in(f"Bearer {key}")

    revoke_key(client, actor=STAFF, version=client.version, now=NOW, key=client.keys.get())

    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {key}")


def test_revoking_needs_a_key_the_version_seen_and_the_right(client_and_key) -> None:
    client, _key = client_and_key
    key = client.keys.get()

    with pytest.raises(NotAllowed):
        revoke_key(client, actor=anonymous(), version=client.version, now=NOW, key=key)
    with pytest.raises(StaleVersion):
        revoke_key(client, actor=STAFF, version=client.version - 1, now=NOW, key=key)
    revoked = revoke_key(client, actor=STAFF, version=client.version, now=NOW, key=key)
    with pytest.raises(IllegalTransition):
        revoke_key(client, actor=STAFF, version=revoked.version, now=NOW, key=key)

    kinds = [entry.kind for entry in LedgerEntry.objects.about(client)]
    assert kinds == ["api_client.registered", "api_client.key_issued", "api_client.key_revoked"]


@pytest.mark.parametrize(("until", "overlap"), [(NOW, 0), (NOW + 2 * YEAR, 0), (NOW + YEAR, 31), (NOW + YEAR, -1)])
def test_key_ends_within_a_year_and_those_before_it_within_a_month(until, overlap) -> None:
    client = entered()

    with pytest.raises(RuleBroken):
        another_key(client, until=until, overlap=timedelta(days=overlap))


def test_partner_system_works_through_a_service_account() -> None:
    person = User.objects.create_user("person@example.org", full_name="Person")

    assert entered().user.is_service
    with pytest.raises(RuleBroken):
        entered(user=person)


@pytest.mark.parametrize(
    ("networks", "address", "opens"),
    [
        ([], "198.51.100.1", True),
        (["192.0.2.0/24"], "192.0.2.255", True),
        (["192.0.2.0/24"], "192.0.3.0", False),
        (["192.0.2.0/24"], "::ffff:192.0.2.9", True),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["2001:db8::/32"], "192.0.2.1", False),
    ],
)
def test_key_opens_only_from_allowed_networks(networks, address, opens) -> None:
    key = another_key(entered(networks=networks))

    if opens:
        assert sign_in(f"Bearer {key}", address)[1] is not None
    else:
        with pytest.raises(AuthenticationFailed, match="not in force"):
            sign_in(f"Bearer {key}", address)


def test_last_use_is_written_after_the_answer_and_every_five_minutes(client_and_key, django_assert_num_queries) -> None:
    key = client_and_key[0].keys.get()
    with django_assert_num_queries(0):
        note_use(key, now=NOW)
    write_uses()
    key.refresh_from_db()

    with django_assert_num_queries(0):
        note_use(key, now=NOW + timedelta(seconds=299))
        write_uses()
    note_use(key, now=NOW + timedelta(minutes=5))
    write_uses()

    key.refresh_from_db()
    assert key.last_used_at == NOW + timedelta(minutes=5)


def test_use_is_written_when_a_request_with_the_key_is_over(client, client_and_key) -> None:
    client.get("/api/v1/activities/", headers={"Authorization": f"Bearer {client_and_key[1]}"})

    assert ApiKey.objects.get().last_used_at is not None


def test_use_is_remembered_when_the_request_is_undone(client_and_key) -> None:
    key = client_and_key[0].keys.get()
    with transaction.atomic():
        note_use(key, now=NOW)
        transaction.set_rollback(True)

    write_uses()

    key.refresh_from_db()
    assert key.last_used_at == NOW


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
    actor = narrowed(monkeypatch, scopes)

    assert (actor.hat, [office.office for office in actor.held]) == (hat, offices)
    assert actor.scopes == set(scopes)


@pytest.mark.parametrize(("named", "offices"), [([], ["focal_point"]), ([3], ["focal_point"]), ([4], [])])
def test_client_named_for_some_participants_acts_for_no_other(monkeypatch, named, offices) -> None:
    actor = narrowed(monkeypatch, [Scope.OWN], named)

    assert [office.office for office in actor.held] == offices


def narrowed(monkeypatch, scopes, named=None) -> Actor:
    account = Actor(kind="client", now=NOW, user_id=1, held=(FOCAL_POINT, OFFICER))
    monkeypatch.setattr("integrations.selectors.actor_of", lambda user, hat, now: account)
    return actor_of_client(SimpleNamespace(pk=9, user=None, scopes=scopes), NOW, named)


@pytest.mark.parametrize(
    ("grants", "resource", "verb", "allowed"),
    [
        (["*.read"], "activities", "read", True),
        (["*.read"], "activities", "write", False),
        (["activities.read"], "activities", "read", True),
        (["activities.read"], "contributions", "read", False),
        (["contributions.write"], "contributions", "write", True),
        (["contributions.write"], "contributions", "read", False),
        ([], "activities", "read", False),
        (["*.read"], "", "write", False),
    ],
)
def test_grants_name_resource_and_verb(grants, resource, verb, allowed) -> None:
    assert may_do(ApiClient(grants=grants), resource, verb) is allowed


@pytest.mark.parametrize(("grants", "status"), [(["activities.read"], 200), (["documents.read"], 403)])
def test_key_reads_only_what_it_was_granted(client, grants, status) -> None:
    key = another_key(entered(grants=grants))

    answer = client.get("/api/v1/activities/", headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == status
