"""Language, time zone and addresses of a request, kept by each thread for itself and read without a lock.

Django keeps them so that they follow a request into coroutines, and reads each of them under one lock of the whole
process: every translated word of a page waits for it. We have no coroutines; threads that answer at once need not wait
for each other (ADR 25, with the figures).
"""

import threading
from types import ModuleType

from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real

PLACES: tuple[tuple[ModuleType, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (urls, "_prefixes"),
    (urls, "_urlconfs"),
)
"""Where Django keeps them: a module and the name of the holder, whose one attribute is `value`."""


def keep_per_thread() -> None:
    """Replace each holder once; what this thread has set stays set."""
    for module, name in PLACES:
        holder = getattr(module, name)
        if isinstance(holder, threading.local):
            continue
        kept = threading.local()
        if hasattr(holder, "value"):
            kept.value = holder.value
        setattr(module, name, kept)
