"""A broker of one test alone, to be flushed, killed and started again at the same place."""

import base64
import json
import threading
from pathlib import Path

from redis import Redis

from tests.servers import QuietVoice
from tools.children import Children
from tools.places import private_folder, remove_private_folder
from tools.valkey import start_valkey


class Broker:
    """Runs from the start."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder, self.sockets = folder, private_folder(folder / "sockets")
        self.children = Children(QuietVoice(threading.Event()), inherited=lock, memo=folder / "children")
        self.address = self.start()

    def start(self) -> str:
        """Empty, as each time."""
        return start_valkey(self.children, sockets=self.sockets, log=self.folder / "valkey.log")

    def kill(self) -> None:
        (server,) = self.children.all
        self.children.forget(server)

    def stop(self) -> None:
        self.children.stop()
        remove_private_folder(self.folder / "sockets")

    def client(self) -> Redis:
        return Redis(unix_socket_path=self.address.removeprefix("redis+socket://"))

    def everything(self) -> bytes:
        """What it holds, with the bodies of bells as they were before they were packed."""
        kept: list[bytes] = []
        with self.client() as client:
            for key in client.scan_iter():
                kept += [key, *(client.lrange(key, 0, -1) if client.type(key) == b"list" else [])]
                kept += client.hvals(key) if client.type(key) == b"hash" else []
                kept += client.zrange(key, 0, -1) if client.type(key) == b"zset" else []
                kept += client.smembers(key) if client.type(key) == b"set" else []
        return b" ".join([*kept, *(body for packed in kept for body in bodies(packed))])


def bodies(packed: bytes) -> list[bytes]:
    """That of a bell, or of one that somebody has taken and not yet done with."""
    try:
        told = json.loads(packed)
    except ValueError:
        return []
    bell = told[0] if isinstance(told, list) and told else told
    return [base64.b64decode(bell["body"])] if isinstance(bell, dict) and "body" in bell else []
