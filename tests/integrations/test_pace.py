"""Whoever asks the API more often than allowed is told when to ask again, in their language; nothing is looked at."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from foundation.accounts.models import Tries
from integrations import pace
from integrations.counting import Count
from integrations.models import ApiClient
from integrations.services.clients import issue_key, save_client
from tests.factories.parties import actor, person

pytestmark = pytest.mark.django_db
LIST = "/api/v1/jvap-domains/"


@pytest.fixture
def few(settings):
    settings.API_ANONYMOUS_PER_MINUTE, settings.API_PERSON_PER_MINUTE = 2, 3


def key_of(per_minute: int, **given) -> str:
    now, staff = timezone.now(), actor("secretariat_officer")
    made = save_client(ApiClient(name="JVAP", per_minute=per_minute, **given), actor=staff, version=None, creating=True)
    return issue_key(made, actor=staff, version=made.version, expires_at=now + timedelta(days=1), now=now)


def ask(client, key="", address=LIST, place="192.0.2.7", **headers):
    shown = {"Authorization": f"Bearer {key}"} if key else {}
    return client.get(address, headers={**shown, **headers}, REMOTE_ADDR=place)


def test_key_is_answered_as_often_as_its_client_may_ask(client):
    key = key_of(2)

    told = [ask(client, key) for _each in range(3)]

    assert [one.status_code for one in told] == [200, 200, 429]
    assert [one["RateLimit-Policy"] for one in told] == ['"requests";q=2;w=60'] * 3
    assert [one["RateLimit"].split(";t=")[0] for one in told] == ['"requests";r=1', '"requests";r=0', '"requests";r=0']
    assert told[2]["RateLimit"].endswith(f";t={told[2]['Retry-After']}")
    assert 0 < int(told[2]["Retry-After"]) <= 61


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Ask again in"), ("fr", "Veuillez renouveler"), ("ar", "يُرجى إعادة")]
)
def test_refusal_has_the_shape_of_every_refusal_in_the_language_of_its_reader(client, few, language, says):
    for _each in range(3):
        answer = ask(client, **{"Accept-Language": language})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, answer.json()["type"]) == (429, "client_error")
    assert (error["code"], error["attr"], error["pointer"]) == ("too_many_requests", None, None)
    assert says in error["detail"]


def test_keys_of_one_client_are_counted_together(client):
    first = key_of(1)
    made = ApiClient.objects.get()
    now = timezone.now()
    second = issue_key(
        made,
        actor=actor("secretariat_officer"),
        version=made.version,
        expires_at=now + timedelta(days=1),
        now=now,
        overlap=timedelta(days=1),
    )

    assert [ask(client, key).status_code for key in (first, second)] == [200, 429]


def test_one_client_does_not_hold_up_another(client):
    first, second = key_of(1), key_of(1)

    assert [ask(client, key).status_code for key in (first, first, second)] == [200, 429, 200]


@pytest.mark.parametrize(
    ("places", "statuses"),
    [
        (["192.0.2.7"] * 3, [200, 200, 429]),
        (["192.0.2.7", "192.0.2.7", "192.0.2.8"], [200, 200, 200]),
        (["192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7"], [200, 200, 429]),
        (["2001:db8::1", "2001:db8::2", "2001:db8::3"], [200, 200, 429]),
        (["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"], [200, 200, 200]),
        (["", "", ""], [200, 200, 429]),
    ],
)
def test_without_a_key_an_address_is_counted(client, few, places, statuses):
    assert [ask(client, place=place).status_code for place in places] == statuses


def test_behind_our_proxy_the_address_is_the_one_that_it_names(client, few, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    named = ["198.51.100.1, 192.0.2.7", "198.51.100.2, 192.0.2.7", "198.51.100.3, 192.0.2.7"]

    told = [ask(client, place="10.0.0.1", **{"X-Forwarded-For": one}).status_code for one in named]

    assert told == [200, 200, 429]


def test_without_a_proxy_nobody_says_where_they_come_from(client, few):
    told = [ask(client, **{"X-Forwarded-For": f"198.51.100.{number}"}).status_code for number in range(3)]

    assert told == [200, 200, 429]


def test_person_is_counted_wherever_they_are(client, few):
    client.force_login(person("contributor"))

    told = [ask(client, place=f"192.0.2.{number}").status_code for number in range(4)]

    assert told == [200, 200, 200, 429]


def test_wrong_keys_are_counted_by_address(client, few):
    told = [ask(client, f"kp_{number:012}_secret").status_code for number in range(3)]

    assert told == [401, 401, 429]


def test_refusals_and_what_has_not_changed_are_counted_too(client):
    key = key_of(4, grants=["activities.read"])
    tag = ask(client, key, "/api/v1/activities/")["ETag"]

    told = [
        ask(client, key),
        ask(client, key, "/api/v1/activities/?nonsense=1"),
        ask(client, key, "/api/v1/activities/", **{"If-None-Match": tag}),
        ask(client, key, "/api/v1/activities/"),
    ]

    assert [one.status_code for one in told] == [403, 400, 304, 429]
    assert all("RateLimit" in one for one in told)


def test_counting_costs_no_query(client, django_assert_num_queries):
    asked = client.get(LIST).wsgi_request

    with django_assert_num_queries(0):
        pace.count_request(asked)


def test_api_without_redis_is_not_open(client, few, settings, tmp_path):
    settings.REDIS_URL = f"redis+socket://{tmp_path}/nobody"

    assert [ask(client).status_code for _each in range(3)] == [200, 200, 429]
    assert Tries.objects.count() == 1


def test_where_nobody_counts_nobody_is_answered(client, settings, tmp_path, monkeypatch):
    settings.REDIS_URL = f"redis+socket://{tmp_path}/nobody"
    monkeypatch.setattr("foundation.accounts.limits.Door.count", _away)
    client.raise_request_exception = False

    answer = ask(client)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (503, "unavailable")
    assert answer["Retry-After"]


def _away(*_given) -> Count:
    raise OperationalError


def test_pages_are_not_counted(client):
    assert "RateLimit" not in client.get("/")
