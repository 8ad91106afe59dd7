"""The servers of a test run: those of DATABASE_URL and REDIS_URL, or private ones that end with the run."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.memory import MemoryCopy
from tools.children import Children
from tools.lock import take_lock
from tools.places import RUN, private_folder, remove_private_folder
from tools.postgres import Cluster
from tools.valkey import start_valkey
from tools.voice import Voice


class QuietVoice(Voice):
    """The servers of a test run speak only when they fail, by the error that is raised."""

    def line(self, text: str) -> None:
        pass


@dataclass(frozen=True)
class Servers:
    """Where the tests find PostgreSQL (as a user who may create databases and roles) and the broker."""

    database_url: str
    redis_url: str


class PrivateServers:
    """Starts what no address was given for; a folder of its own, so that `make run` may go on beside it."""

    def __init__(self, folder: Path = RUN / "test") -> None:
        self.folder = folder
        self.memory = MemoryCopy(folder)
        self.children: Children | None = None
        self.cluster: Cluster | None = None

    def start(self) -> Servers:
        database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
        if database_url and redis_url:
            return Servers(database_url, redis_url)
        self.folder.mkdir(parents=True, exist_ok=True)
        voice, memo = QuietVoice(threading.Event()), self.folder / "children"
        self.lock = take_lock(self.folder / "lock", children=memo, voice=voice)
        self.children = Children(voice, inherited=self.lock.fileno(), memo=memo)
        sockets = private_folder(self.folder / "sockets")
        if not database_url:
            self.cluster = Cluster(self.memory.take(), sockets, durable=False)
            self.cluster.start(self.children)
            database_url = self.cluster.url("khartoum")
        return Servers(
            database_url, redis_url or start_valkey(self.children, sockets=sockets, log=self.folder / "valkey.log")
        )

    def kill_database(self) -> None:
        """PostgreSQL is gone with all its sessions, as when the kernel ends it."""
        (server,) = (child for child in self.children.all if child.name == "postgres")
        self.children.forget(server)

    def start_database(self) -> None:
        """It is there again, with all that was committed."""
        self.cluster.start(self.children)

    def stop(self) -> None:
        if self.children:
            self.children.stop()
            self.memory.give_back()
            remove_private_folder(self.folder / "sockets")
            self.lock.close()
