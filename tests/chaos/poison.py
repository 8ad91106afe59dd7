"""Ways in which a mail takes its worker down: it ends it, hangs for good, or asks for more memory than there is."""

import os
import signal
from contextlib import suppress
from threading import Event

from django.apps import AppConfig

KINDS = ("exit", "hang", "memory")
MUCH = 200 * 1024**2


def end() -> None:
    """As a fault of a library in C does."""
    os._exit(1)


def hang() -> None:
    """Whoever asks it to stop is not heard."""
    while True:
        with suppress(Exception):
            Event().wait()


def take_memory() -> None:
    """The kernel ends who takes too much, without a word."""
    taken = bytearray(MUCH)
    os.kill(os.getpid(), signal.SIGKILL if taken else signal.SIGTERM)


ACTS = dict(zip(KINDS, (end, hang, take_memory), strict=True))


class Poison(AppConfig):
    """Poison acts when the outbox asks whether the mail is still wanted: after the attempt was noted."""

    name = "tests.chaos"
    label = "poison"

    def ready(self) -> None:
        from foundation.outbox.registry import still_wanted  # noqa: PLC0415 -- the registry of apps must be ready first

        for kind, act in ACTS.items():
            still_wanted(f"poison.{kind}")(lambda _message, act=act: act() is None)
