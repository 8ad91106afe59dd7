"""The web killed while a POST with an Idempotency-Key is under way, and the POST sent again: one object each."""

import base64
import http.client
import json
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from integrations.models import KeptAnswer
from reports.models import Attachment
from reports.selectors.asked import asked_sections
from tests.chaos.delivering import children_of, dice, say, scaled
from tests.factories.integrations import key_of
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import drafted, fresh, opened_round
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
KILLS, OF_A_DRAFT = scaled(50), 30
PATIENCE = 180
"""Seconds until a web that was killed answers again, at most."""
CUT = (OSError, http.client.HTTPException)
"""What a sender notices of the kill: no answer, or no whole one."""


@dataclass
class Sender:
    """A partner system: it puts files beside the answers of one draft, each under a key of its own."""

    port: int
    key: str
    draft: object
    told: dict[str, dict] = field(default_factory=dict)
    """What was answered in the end, by title."""

    def begin(self, title):
        """The request is on its way; its answer is not waited for."""
        section = asked_sections(self.draft)[0].section.uuid
        content = base64.b64encode(title.encode()).decode()
        sent = {"contribution": str(self.draft.uuid), "section": str(section), "title": title}
        body = json.dumps({**sent, "file_name": "evidence.txt", "content": content})
        key = f"key-of-{title}".replace(" ", "-")
        return self._ask("POST", body, {"Content-Type": "application/json", "Idempotency-Key": key})

    def _ask(self, method, body=None, headers=None):
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        door.request(method, "/api/v1/attachments/", body, {"Authorization": f"Bearer {self.key}", **(headers or {})})
        return door

    def hear(self, door):
        """Whether it was given before. Raises one of `CUT`."""
        answer = door.getresponse()
        body = answer.read()
        door.close()
        if answer.status == 409 and b"idempotency_in_flight" in body:
            raise ConnectionError("the transaction of the one that was killed is not undone yet")
        assert answer.status == 201, (answer.status, body)
        told = json.loads(body)
        self.told[told["title"]] = told
        return answer.headers["Idempotent-Replayed"] == "true"

    def send_until_answered(self, title):
        """Again and again with the same key; whether it had taken effect before the kill."""
        return self._insist(lambda: self.hear(self.begin(title)))

    def wait_until_it_answers(self):
        def look():
            door = self._ask("GET")
            assert door.getresponse().status == 200
            door.close()

        self._insist(look)

    def _insist(self, act):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except CUT:
                assert time.monotonic() < until, "the web did not come back"
                time.sleep(0.05)


def senders(port):
    """Systems enough for all files: a draft holds forty."""
    number, now = (KILLS * 3) // OF_A_DRAFT + 2, timezone.now()
    parties = [PartyFactory() for _each in range(number)]
    round_ = opened_round(*parties)
    return [Sender(port, key_of(person("service", one), now=now)[1], drafted(one, round_)) for one in parties]


def kill(house, *, whole):
    """The processes that answer, or the whole web with the one that would start them again."""
    master = house.running["web"].pid
    for process in [master] if whole else children_of(master):
        with suppress(ProcessLookupError):
            (os.killpg if whole else os.kill)(process, signal.SIGKILL)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_web_is_killed_in_mid_request_fifty_times(house):
    random, began, port = dice(), time.monotonic(), free_port()
    systems = senders(port)
    house.start("web", f"{commands.WEB} --bind 127.0.0.1:{port}")
    longest = usual_time(systems[0])
    cut, taken, posts = 0, 0, 0

    while cut < KILLS:
        sender, title = systems[1 + posts // OF_A_DRAFT], f"file {posts}"
        posts += 1
        sender.wait_until_it_answers()
        door = sender.begin(title)
        time.sleep(random.uniform(0, longest))
        kill(house, whole=posts % 10 == 0)
        try:
            sender.hear(door)
        except CUT:
            cut += 1
            taken += sender.send_until_answered(title)

    assert objects_of(systems) == {title: told["uuid"] for one in systems for title, told in one.told.items()}
    assert len(objects_of(systems)) == Attachment.objects.count() == KeptAnswer.objects.count()
    assert sum(fresh(one.draft).version - one.draft.version for one in systems) == Attachment.objects.count()
    figures = {"killed": cut, "had_taken_effect": taken, "answered_before_the_kill": posts - cut, "objects": posts}
    say("web killed -9 in mid-request", **figures, seconds=time.monotonic() - began)


def usual_time(sender):
    """Seconds that a request takes, when nobody is killed."""
    took = []
    for number in range(5):
        sender.wait_until_it_answers()
        before = time.monotonic()
        sender.hear(sender.begin(f"warm {number}"))
        took.append(time.monotonic() - before)
    return 1.2 * sorted(took)[2]


def objects_of(systems):
    """Title and uuid of each file; one of them alone has a title, or a row would be hidden here and counted above."""
    drafts = [one.draft.pk for one in systems]
    rows = Attachment.objects.filter(contribution__in=drafts).values_list("title", "uuid")
    return {title: str(uuid) for title, uuid in rows}
