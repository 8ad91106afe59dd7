"""The product's own processes against private servers, a mail server that keeps what it is handed, and much to send."""

import asyncio
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from django.db import connection

from foundation.accounts.models import User
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from notifications.models import Notice
from parties.models import Mandate
from tests.factories.notifications import KIND, LadderFactory, StepFactory, asked, ladder
from tests.factories.parties import BEGAN, PartyFactory, office
from tests.summary import FIGURES
from tools import commands
from tools.places import ROOT

MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)
SCALE = float(os.environ.get("CHAOS_SCALE", "1"))
"""The runs that are quoted have 1; a smaller one shows in a minute that they run at all."""
CHILDREN = 2
"""Processes of the pool of one worker, as its command says."""
AS_ROOT = "ignore:You're running the worker with superuser privileges"


def scaled(number):
    return max(1, round(number * SCALE))


class Post:
    """A mail server on the loopback. `fate(address, nth)` says what becomes of the nth try of a mail; "" takes it."""

    def __init__(self, *, seconds=0.0, fate=lambda address, nth: "", keep=False):
        self.seconds, self.fate, self.keep = seconds, fate, keep
        self.tries, self.taken, self.of = Counter(), Counter(), defaultdict(set)
        self.kept, self.at = [], time.monotonic()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        address = envelope.rcpt_tos[0]
        self.tries[address] += 1
        fate = self.fate(address, self.tries[address])
        if fate == "hang":
            await asyncio.sleep(3600)
        if fate and fate != "cut":
            return fate
        await asyncio.sleep(self.seconds)
        (named,) = MESSAGE_ID.findall(envelope.content)
        self.taken[named.decode()] += 1
        self.of[address].add(named.decode())
        self.at = time.monotonic()
        if self.keep:
            self.kept.append(envelope)
        if fate == "cut":
            server.transport.abort()
        return "250 OK"

    @property
    def number(self):
        return self.taken.total()

    @property
    def doubled(self):
        return self.taken.total() - len(self.taken)

    def open(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def close(self):
        self.controller.stop()


class House:
    """Web, worker and beat by the commands of the Procfile; whatever ends is started again, as compose does."""

    def __init__(self, env, folder: Path) -> None:
        self.env = {**os.environ, **env, "LEDGER_ANCHOR_FILE": str(folder / "anchors"), "PYTHONWARNINGS": AS_ROOT}
        self.folder, self.commands, self.running = folder, {}, {}
        self.ends, self.lock = threading.Event(), threading.RLock()
        self.restarts = Counter()
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def start(self, name, command):
        self.commands[name] = commands.python(command)
        self._start(name)

    def _start(self, name):
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, env=self.env, stdout=log, stderr=log, process_group=0
            )

    def _keep(self):
        while not self.ends.wait(0.2):
            with self.lock:
                for name, process in self.running.items():
                    if process.poll() is not None:
                        self.restarts[name] += 1
                        self._start(name)

    def master(self, name):
        """The process that the watch watches; None between two."""
        found = children_of(self.running[name].pid)
        return found[0] if found else None

    def pool(self, name):
        master = self.master(name)
        return children_of(master) if master else []

    def kill_all_of(self, name):
        """A whole worker at once: master and pool. False when there is none."""
        master = self.master(name)
        if master is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(master, signal.SIGKILL)
            return True
        return False

    def logs(self):
        return "\n".join(f"== {file.name}\n{file.read_text()[-3000:]}" for file in sorted(self.folder.glob("*.log")))

    def stop(self):
        self.ends.set()
        self.keeper.join()
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for name, process in self.running.items():
            master = self.master(name)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
            for group in filter(None, (master, process.pid)):
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            process.wait()


def children_of(pid):
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def until(holds, *, seconds, house=None):
    """Wait until it holds; the seconds it took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s\n{house.logs() if house else ''}")
        time.sleep(0.2)
    return time.monotonic() - began


def furnish(people, *, parties, subjects=()):
    """So many people of so many participants, each to be reminded once now: it is noon where they are.

    `subjects`: those of the reminders, one for each participant.
    """
    now = datetime.now(UTC)
    hours = 12 - now.hour
    zone = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
    today = (now + timedelta(hours=hours)).isoweekday()
    kinds = [f"{KIND}.{number}" for number, _subject in enumerate(subjects)] or [KIND] * parties
    for kind, subject in zip(kinds, subjects, strict=False):
        StepFactory(ladder=LadderFactory(kind=kind), subject_en=subject, text_en=f"{subject} Good day.")
    ladder(-7)
    rows = [
        PartyFactory(time_zone=zone, weekend_days=sorted({(today + 2) % 7 + 1, (today + 3) % 7 + 1}))
        for _each in range(parties)
    ]
    users = User.objects.bulk_create(
        User(email=f"reader{number}@example.org", full_name=f"Reader Number {number}", password="!")
        for number in range(people)
    )
    codes = [office("focal_point"), office("alternate")]
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            party=rows[number % parties],
            office=codes[number // parties % 2],
            begins_on=BEGAN,
            letter_number=f"NV/{number}",
            letter_date=BEGAN,
            letter_authority="Ministry",
        )
        for number, user in enumerate(users)
    )
    for row, kind in zip(rows, kinds, strict=True):
        asked(row, due_at=now + timedelta(days=5), opened_at=now - timedelta(days=20), kind=kind)


def states():
    return Counter(Message.objects.values_list("state", flat=True))


def unsent():
    return Message.objects.exclude(state=State.SENT).count()


def is_swept(people):
    return lambda: Message.objects.count() == people


def is_sent(people):
    return lambda: Message.objects.filter(state=State.SENT).count() == people


def sweep_is_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
            "(hashtext('notifications.sweep')::bigint & x'ffffffff'::bigint)::oid AND granted"
        )
        return cursor.fetchone()[0] > 0


def check_all_arrived(post, people, *, most_doubled):
    """Nothing lost, each recorded once, and what came twice came under the same name."""
    assert Message.objects.filter(state=State.SENT).count() == Message.objects.count() == people
    keys = Notice.objects.values_list("obligation", "step", "recipient")
    assert len(set(keys)) == len(keys) == people
    assert {str(uuid) for uuid in Message.objects.values_list("uuid", flat=True)} == {
        one.partition("@")[0] for one in post.taken
    }
    assert {len(names) for names in post.of.values()} == {1}
    assert len(post.of) == people
    assert post.doubled <= most_doubled


def say(what, **figures):
    """A line to be quoted, at the end of the run."""
    told = ", ".join(f"{name.replace('_', ' ')} {round(value, 1)}" for name, value in figures.items())
    FIGURES.append(f"{what}: {told}")


def dice():
    seed = int(os.environ.get("CHAOS_SEED", time.time_ns() % 1_000_000))
    FIGURES.append(f"CHAOS_SEED={seed}")
    return random.Random(seed)
