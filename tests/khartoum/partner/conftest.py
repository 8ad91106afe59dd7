"""A client that openapi-python-client makes of the description, once for a run, and the scripts of docs/partner."""

import importlib
import json
import sys

import httpx
import pytest
from django.test.client import ClientHandler
from django.utils import timezone
from openapi_python_client.cli import app

from tests.factories.integrations import key_of
from tests.factories.parties import UserFactory, appoint, participant
from tools.checks.promises import described
from tools.places import ROOT

SCRIPTS = ROOT / "docs" / "partner"


@pytest.fixture(scope="session")
def client_of_a_partner(tmp_path_factory):
    """The folder it is made in; there it is found by the scripts, as in a partner's own folder."""
    folder = tmp_path_factory.mktemp("partner")
    (folder / "openapi.json").write_text(json.dumps(described()))
    out = ["--meta", "none", "--output-path", str(folder / "khartoum_client")]
    asked = ["generate", "--path", str(folder / "openapi.json"), "--config", str(SCRIPTS / "client.yaml"), *out]
    app(asked, standalone_mode=False)
    sys.path[:0] = [str(folder), str(SCRIPTS)]
    yield folder
    for place in (folder, SCRIPTS):
        sys.path.remove(str(place))


@pytest.fixture
def sync(client_of_a_partner, monkeypatch):
    """The script that keeps a copy in step; it waits for nothing."""
    script = importlib.import_module("sync")
    monkeypatch.setattr(script.time, "sleep", lambda _seconds: None)
    return script


@pytest.fixture
def report(sync):
    """The script that writes a report."""
    return importlib.import_module("report")


@pytest.fixture
def api_of(client_of_a_partner):
    """The part of the generated client for one address, by the name of what it does there."""
    return lambda tag, name: importlib.import_module(f"khartoum_client.api.{tag}.{name}").sync_detailed


def application(environ, start_response):
    """As a server calls it, over the connection of the test."""
    response = ClientHandler(enforce_csrf_checks=False)(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [b"".join(response)]


class Line(httpx.BaseTransport):
    """To the application; `lost` answers get lost on the way."""

    def __init__(self):
        self.inside, self.lost, self.sent = httpx.WSGITransport(app=application), 0, []

    def handle_request(self, request):
        answer = self.inside.handle_request(request)
        self.sent.append((request.method, request.url.path, answer.status_code))
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("the line broke")
        return answer


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def connected(client_of_a_partner, line):
    """The generated client with a key."""
    made = importlib.import_module("khartoum_client.client").AuthenticatedClient
    return lambda key: made(base_url="http://testserver", token=key, httpx_args={"transport": line})


@pytest.fixture
def of_ethiopia(connected):
    """A system that works through an account with an office of Ethiopia that submits."""
    account = appoint("focal_point", participant("ET"), user=UserFactory(is_service=True))
    _client, key = key_of(account, now=timezone.now())
    return connected(key)
