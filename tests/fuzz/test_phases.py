"""Every phase of the generator: examples, the edges of values, generated values, steps out of each other's answers.

`test_openapi.py` asks each address on its own in every run; this long run lets the generator go where it will. In the
steps what was written stays until the next one: what a POST made is read, changed and taken away.
"""

import os
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connections, transaction
from django.test.client import ClientHandler
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.openapi import from_wsgi
from schemathesis.transport.wsgi import WSGITransport

from integrations.models import ApiClient
from tests.fuzz.test_openapi import one_line, undone  # noqa: F401 -- `one_line` writes rows for all tests
from tests.matrix.counting import CASES, COUNTS

pytestmark = pytest.mark.fuzz
PHASES = {
    "examples": int(os.environ.get("FUZZ_EXAMPLES", "20")),
    "coverage": 1,
    "fuzzing": int(os.environ.get("FUZZ_EXAMPLES", "20")),
    "stateful": int(os.environ.get("FUZZ_WALKS", "200")),
}
"""How many of each: requests for each address, and walks of some steps. There are as many edges as values have."""
READERS = ("anonymous", "focal_point_own", "secretariat", "limited_service", "service", "writing_service")
"""Nobody, two sessions, the key of a focal point, that of a partner, and one that writes."""
WITHOUT_LIMIT = 1_000_000
OF_A_NETWORK = {"max_redirects", "verify", "cert", "proxies"}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """What asks once more without a key hands on how a network is to be used, and here there is none."""
    send = WSGITransport.send

    def sent(self, case, **said):
        return send(self, case, **{name: value for name, value in said.items() if name not in OF_A_NETWORK})

    monkeypatch.setattr(WSGITransport, "send", sent)


def kept(environ, start_response):
    """The application as a server calls it; what a request did stays until the phase is over."""
    with transaction.atomic():
        response = ClientHandler(enforce_csrf_checks=False)(environ)
        body = b"".join(response)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [body]


def over_one_connection(application):
    """The generator works in a thread of its own; it sees what the test sees."""
    shared = connections["default"]

    def answer(environ, start_response):
        connections["default"] = shared
        return application(environ, start_response)

    return answer


@contextmanager
def lent():
    """The connection of the test is used by another thread, and what that did is undone."""
    with ExitStack() as lasting:
        lasting.enter_context(transaction.atomic())
        connections["default"].inc_thread_sharing()
        lasting.callback(connections["default"].dec_thread_sharing)
        ApiClient.objects.update(per_minute=WITHOUT_LIMIT)
        yield
        transaction.set_rollback(True)


def configured(door, phase):
    """As one reader asks, in this phase alone."""
    shown = {"Authorization": f"Bearer {door.key}"} if door.key else {}
    shown |= {"Cookie": "; ".join(f"{name}={value}" for name, value in door.cookies.items())} if door.cookies else {}
    return SchemathesisConfig.from_dict(
        {
            "headers": shown,
            # a session stays when the key is taken away; rules of the process refuse more than forms do
            "checks": {
                "ignored_auth": {"enabled": not door.cookies},
                "positive_data_acceptance": {"enabled": False},
                "missing_required_header": {"expected-statuses": [400, 401, 403, 428]},
            },
            "continue-on-failure": True,
            "workers": 1,
            "seed": 5,
            "generation": {"max-examples": PHASES[phase], "database": "none", "no-shrink": True},
            "phases": {name: {"enabled": name == phase} for name in PHASES},
        }
    )


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("reader", READERS)
def test_answers_keep_to_the_description_in_every_phase(world, reader, phase):
    wrong = {}

    with lent():
        application = over_one_connection(kept if phase == "stateful" else undone)
        config = configured(world.doors[reader], phase)
        for event in from_schema(from_wsgi("/api/v1/schema/?format=json", application, config=config)).execute():
            if isinstance(event, NonFatalError):
                wrong[event.label] = repr(event.value)
            if isinstance(event, ScenarioFinished):
                count(event.recorder.cases, phase, reader)
                wrong |= dict(failures(event.recorder))

    assert not wrong, "\n\n".join(wrong.values())


def count(cases, phase, reader):
    """For the whole, and for what a run tells of each phase and reader."""
    COUNTS[CASES] += len(cases)
    COUNTS[f"{CASES} of the description, {phase}, {reader}"] += len(cases)


def failures(recorder):
    """What a check did not let pass, with one request that shows it for each kind of fault at an address."""
    for name, checks in recorder.checks.items():
        asked = recorder.cases[name].value
        for one in checks:
            told = one.failure_info
            if one.status != Status.SUCCESS and told and not is_left_out_on_request(asked, told.failure):
                kind = f"{asked.method} {asked.path} {one.name}: {told.failure.title}"
                yield kind, f"{kind}\n{told.failure.message}\n{told.code_sample}"


def is_left_out_on_request(asked, failure):
    """A field that `fields=` did not ask for: the description tells what is there where nothing is chosen."""
    return "fields" in asked.query and "is a required property" in failure.message
