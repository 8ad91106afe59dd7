"""`make run`: private PostgreSQL and Valkey, the set-up, then web, worker and beat; stops what it started."""

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

import psycopg

from tools import commands
from tools.broker import reach
from tools.children import Children
from tools.lock import take_lock
from tools.places import FULL, RUN, StartError, is_full, private_folder, remove_private_folder, run_folder
from tools.port import HOST, listen
from tools.postgres import Cluster
from tools.steps import bring_up_to_date
from tools.valkey import start_valkey
from tools.voice import Voice

SETTINGS = "khartoum.settings.development"
AS_ROOT = "ignore:You're running the worker with superuser privileges"
"""Celery warns of it in ten lines; on a laptop or in a container of one's own it is a choice."""
READY_WITHIN = 120
"""Seconds the processes may take to answer /readyz before we say what is not ready."""


class Run:
    """One start of the whole system, from nothing to a site that answers, until it is asked to stop."""

    def __init__(self, voice: Voice, children: Children, listener: socket.socket) -> None:
        self.voice, self.children, self.listener = voice, children, listener
        self.address = f"http://{HOST}:{listener.getsockname()[1]}"
        self.began = time.monotonic()
        self.database_url = os.environ.get("DATABASE_URL", "")
        self.redis_url = os.environ.get("REDIS_URL", "")
        self.env: Mapping[str, str] = {}

    def go(self) -> None:
        """Servers, set-up, processes; then watch them."""
        self.env = self.start_servers()
        owner_url = os.environ.get("DATABASE_OWNER_URL", self.database_url)
        if not self.stopping:
            bring_up_to_date(owner_url, self.env, self.children, self.say)
        if not self.stopping:
            self.start_processes()
            self.wait_until_ready()
        while not self.voice.stop.wait(0.3):
            self.miss_nobody()

    @property
    def stopping(self) -> bool:
        """Whether we were asked to stop."""
        return self.voice.stop.is_set()

    def say(self, text: str) -> None:
        """A line of progress with the seconds since the start."""
        self.voice.say(f"{text}  ({time.monotonic() - self.began:.0f} s)")

    def start_servers(self) -> Mapping[str, str]:
        """Private ones for each address that was not given; the environment that all processes share."""
        sockets = private_folder(RUN / "sockets")
        private = {}
        if not self.database_url:
            self.say("starting PostgreSQL")
            cluster = Cluster(RUN / "pg", sockets)
            cluster.start(self.children)
            if not self.stopping:
                cluster.create_database("khartoum")
            private["DATABASE_URL"] = self.database_url = cluster.url("khartoum")
        if self.redis_url:
            reach(self.redis_url)
        elif not self.stopping:
            self.say("starting Valkey")
            private["REDIS_URL"] = self.redis_url = start_valkey(self.children, sockets=sockets, log=RUN / "valkey.log")
        (RUN / "env").write_text("".join(f"{name}={value}\n" for name, value in private.items()), encoding="utf-8")
        settings = os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS)
        return {**private, "DJANGO_SETTINGS_MODULE": settings, "PUBLIC_URL": self.address}

    def start_processes(self) -> None:
        """Beat, worker and web; the web server gets the socket that listens already."""
        self.say("starting web, worker and beat")
        self.children.start("beat", commands.python(commands.BEAT), env=self.env)
        self.children.start("worker", commands.python(commands.WORKER), env={**self.env, "PYTHONWARNINGS": AS_ROOT})
        number = self.listener.fileno()
        web = commands.python(commands.WEB, "--bind", f"fd://{number}")
        self.children.start("web", web, env=self.env, pass_fds=(number,))

    def wait_until_ready(self) -> None:
        """Say the address once everything answers."""
        said = ""
        until = time.monotonic() + READY_WITHIN
        while not self.stopping and time.monotonic() < until:
            ready, said = readiness(self.listener.getsockname()[1])
            if ready:
                self.welcome()
                return
            self.miss_nobody()
            self.voice.stop.wait(0.1)
        if not self.stopping:
            self.say(f"not everything is ready yet: {said}")
            self.welcome()

    def welcome(self) -> None:
        """Where to go from here, and as whom."""
        self.say(f"ready: {self.address}/   workbench: {self.address}/admin/   stop with Ctrl-C")
        self.children.run("accounts", commands.manage("demonstration_accounts"), env=self.env)

    def miss_nobody(self) -> None:
        """A process that stopped by itself ends the run."""
        if fallen := self.children.fallen():
            sentence = f"{' and '.join(fallen)} stopped by itself; its own words are above"
            raise StartError(sentence)


def readiness(port: int) -> tuple[bool, str]:
    """What /readyz says."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return True, str(answer.status)
    except urllib.error.HTTPError as error:
        return False, error.read().decode(errors="replace")
    except OSError as error:
        return False, str(error)


def in_a_sentence(error: Exception) -> str:
    """What to say of a start that failed. Raises what nobody who starts it could mend: that is for a programmer."""
    if isinstance(error, StartError):
        return str(error)
    if is_full(str(error)):
        return FULL
    if isinstance(error, psycopg.OperationalError):
        return "the database went away meanwhile: start again; what was not finished is done again then"
    if isinstance(error, OSError) and str(error.filename).startswith(f"{RUN}{os.sep}"):
        return f"{error.filename} is not as a start leaves it ({error.strerror}): move it away, then start again"
    raise error


def main() -> int:
    """Take the lock and the port, go, and whatever happens stop what was started."""
    stop = threading.Event()
    voice = Voice(stop)
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, lambda *_: stop.set())
    memo = RUN / "children"
    try:
        run_folder(RUN)
        lock = take_lock(RUN / "lock", children=memo, voice=voice)
        listener = listen(os.environ.get("PORT", ""))
    except (StartError, OSError) as error:
        voice.say(in_a_sentence(error))
        return 1
    children = Children(voice, inherited=lock.fileno(), memo=memo)
    outcome = 1
    try:
        outcome = told(voice, Run(voice, children, listener).go)
    finally:
        voice.say("stopping")
        outcome |= told(voice, lambda: leave(children))
        voice.say("stopped")
    return outcome


def told(voice: Voice, work: Callable[[], None]) -> int:
    """Do it, and say in a sentence what went wrong: 0, or 1 where something did."""
    try:
        work()
    except (StartError, OSError, psycopg.Error) as error:
        voice.say(in_a_sentence(error))
        return 1
    return 0


def leave(children: Children) -> None:
    """Stop what was started, and take away what only made sense while it ran."""
    children.stop()
    remove_private_folder(RUN / "sockets")
    (RUN / "env").unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
