"""A hundred wrong passwords at once, over HTTP: five at most are looked at, and nobody is locked out."""

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.factories.parties import UserFactory
from tests.foundation.accounts.conftest import PASSWORD
from tools.places import ROOT

ADDRESS = "amina@example.org"
PATIENCE = 60


@pytest.fixture
def site(addresses, tmp_path):
    """Two processes with eight threads each; gives a way to sign in, and how many passwords were looked at."""
    looked = tmp_path / "looked"
    looked.touch()
    env = (
        os.environ
        | addresses
        | {
            "DJANGO_SETTINGS_MODULE": "tests.foundation.accounts.counted_settings",
            "PASSWORDS_LOOKED_AT": str(looked),
        }
    )
    command = [sys.executable, "-m", "gunicorn", "khartoum.wsgi", "--workers=2", "--threads=8", "--no-control-socket"]
    server = subprocess.Popen([*command, "--bind=127.0.0.1:0"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    try:
        yield Site(port_of(server), looked)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def port_of(server):
    for line in server.stderr:
        if "Listening at:" in line:
            return int(line.split(":")[-1].split()[0].rstrip(")"))
    pytest.fail("gunicorn did not start")


class Site:
    def __init__(self, port, looked):
        self.port, self.file = port, looked

    def looked(self):
        return self.file.stat().st_size

    def sign_in(self, password, place="192.0.2.7"):
        deadline = time.monotonic() + PATIENCE
        body = urlencode({"login": ADDRESS, "password": password, "csrfmiddlewaretoken": "a" * 32})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "csrftoken=" + "a" * 32,
            "X-Forwarded-For": place,
        }
        while True:
            door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                door.request("POST", "/accounts/login/", body, headers)
                return door.getresponse().status
            except ConnectionError:
                if time.monotonic() > deadline:
                    raise
            finally:
                door.close()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_wrong_passwords_cause_at_most_five_checks_and_lock_nobody_out(site):
    UserFactory(email=ADDRESS, password=PASSWORD)

    with ThreadPoolExecutor(100) as crowd:
        answers = Counter(crowd.map(site.sign_in, [f"wrong {n}" for n in range(100)]))

    assert answers == {200: 5, 429: 95}
    assert site.looked() == 5
    assert site.sign_in(PASSWORD, place="198.51.100.9") == 302
