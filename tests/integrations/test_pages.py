"""Where partner systems are kept: by staff in the workbench, by whoever submits for a participant in the portal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.errors import NotAllowed, RuleBroken
from integrations.models import ApiClient, ApiKey
from integrations.services.clients import issue_key, register_own_client
from parties.models import Mandate
from parties.services.mandates import end_mandate, entrust
from tests.factories.parties import actor_as, participant, person

pytestmark = pytest.mark.django_db
LIST = "/portal/partner-systems/"


@pytest.fixture
def focal_point(client):
    user = person("focal_point", participant("ET"))
    client.force_login(user)
    return user


def until() -> str:
    return f"{timezone.now() + timedelta(days=90):%Y-%m-%dT%H:%M}"


def own_client(user) -> ApiClient:
    actor = actor_as(user, "participant", now=timezone.now())
    mandate = Mandate.objects.get(user=user)
    return register_own_client(mandate, actor=actor, name="Tool", writes=True, networks=[])


def test_focal_point_enters_a_system_and_is_shown_its_key_once(client, focal_point):
    entered = client.post(
        LIST, {"name": "Reporting tool", "writes": "on", "networks": "192.0.2.0/24", "per_minute": 30}
    )
    made = ApiClient.objects.get()
    asked = {"seen_version": made.version, "expires_at": until(), "overlap": "0"}

    answer = client.post(f"{LIST}{made.uuid}/keys/", asked)

    assert entered.status_code == 302
    assert (made.grants, made.per_minute) == (["*.read", "*.write"], 30)
    key = ApiKey.objects.get()
    assert f"kp_{key.prefix}_".encode() in answer.content
    assert answer["Cache-Control"].find("no-store") >= 0
    again = client.get(f"{LIST}{made.uuid}/").content
    assert f"kp_{key.prefix}_…".encode() in again


def test_program_writes_for_its_participant_and_submits_nothing(client, focal_point):
    made = own_client(focal_point)

    mandate = Mandate.objects.get(user=made.user)

    assert (mandate.office.code, mandate.party.code) == ("contributor", "ET")
    assert not mandate.office.can_submit


def test_program_ends_with_the_mandate_it_rests_on(client, focal_point):
    made, mandate = own_client(focal_point), Mandate.objects.get(user=focal_point)
    staff = actor_as(person("secretariat_officer"), "secretariat", now=timezone.now())

    end_mandate(mandate, actor=staff, version=mandate.version, now=timezone.now())

    assert Mandate.objects.get(user=made.user).ended_at is not None
    with pytest.raises(NotAllowed):
        entrust(made.user, mandate, actor=actor_as(focal_point, "participant", now=timezone.now()))


def test_focal_point_revokes_a_key(client, focal_point):
    made = own_client(focal_point)
    actor, now = actor_as(focal_point, "participant", now=timezone.now()), timezone.now()
    issue_key(made, actor=actor, version=made.version, expires_at=now + timedelta(days=1), now=now)
    made.refresh_from_db()

    client.post(f"{LIST}{made.uuid}/revoke/", {"seen_version": made.version, "key": made.keys.get().uuid})

    assert made.keys.get().revoked_at is not None


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"expires_at": "2001-01-01T00:00", "overlap": "0"}, b"within a year"),
        ({"expires_at": "soon", "overlap": "0"}, b"form__errors"),
        ({"overlap": "7"}, b"form__errors"),
    ],
)
def test_key_that_cannot_be_issued_is_refused_in_a_sentence(client, focal_point, sent, says):
    made = own_client(focal_point)

    answer = client.post(f"{LIST}{made.uuid}/keys/", {"seen_version": made.version, **sent})

    assert answer.status_code == 400
    assert says in answer.content


@pytest.mark.parametrize("network", ["somewhere", "::ffff:192.0.2.1", "::ffff:0:0/96"])
def test_network_that_is_none_is_refused_in_a_sentence(client, focal_point, network):
    answer = client.post(LIST, {"name": "Tool", "networks": network, "per_minute": 600})

    assert answer.status_code == 400
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("per_minute", [0, 601, "many", ""])
def test_participant_grants_no_more_requests_than_is_usual(client, focal_point, per_minute):
    answer = client.post(LIST, {"name": "Tool", "per_minute": per_minute})

    assert answer.status_code == 400
    assert not ApiClient.objects.exists()
    mandate = Mandate.objects.get(user=focal_point)
    actor = actor_as(focal_point, "participant", now=timezone.now())
    with pytest.raises(RuleBroken):
        register_own_client(mandate, actor=actor, name="Tool", writes=False, networks=[], per_minute=601)


@pytest.mark.parametrize("role", ["contributor", "cabinet", "secretariat_officer"])
def test_page_is_for_whoever_submits(client, role):
    client.force_login(person(role))

    assert client.get(LIST).status_code == 404


def test_another_participants_system_is_not_there(client, focal_point):
    made = own_client(person("focal_point", participant("SE")))

    assert client.get(f"{LIST}{made.uuid}/").status_code == 404


def test_staff_issue_a_key_that_is_shown_once(client):
    client.force_login(person("secretariat_officer"))
    added = {"name": "IOM", "scopes": ["own.read"], "grants": "*.read", "networks": "", "per_minute": 5000}
    form = {**added, "keys-TOTAL_FORMS": 0, "keys-INITIAL_FORMS": 0}
    entered = client.post("/admin/integrations/apiclient/add/", form)
    made = ApiClient.objects.get()
    assert made.per_minute == 5000
    step = f"/admin/integrations/apiclient/{made.pk}/step/issue_key/"

    answer = client.post(step, {"seen_version": made.version, "expires_at": until(), "overlap": "3600"})

    assert entered.status_code == 302
    assert answer.status_code == 200
    assert f"kp_{ApiKey.objects.get().prefix}_".encode() in answer.content
    assert client.get(f"/admin/integrations/apiclient/{made.pk}/change/").status_code == 200
