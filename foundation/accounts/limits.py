"""How often a door may be tried: counted by PostgreSQL in one statement, so a hundred tries at once are a hundred.

A try is counted before the password is looked at, by address and by the place it comes from: whoever tries from
elsewhere, or from a browser that has let its owner in before, has a count of their own. So nobody is locked out.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.accounts.known_browsers import browser_that_knows
from foundation.accounts.models import Tries

WINDOW = timedelta(minutes=15)
PREFIX = {4: 24, 6: 48}
"""How much of an internet address says where somebody is: one network is one place."""
COUNT = """
    INSERT INTO accounts_tries AS kept (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN kept.ends_at > %(now)s AND kept.ends_at <= %(far)s THEN kept.count + 1 ELSE 1 END,
        ends_at = CASE WHEN kept.ends_at > %(now)s AND kept.ends_at <= %(far)s THEN kept.ends_at ELSE %(ends_at)s END
    RETURNING count, ends_at
"""
"""A window that ends later than any of now could was begun by a clock that was ahead: it is over."""


class TooManyTriesError(Exception):
    """The door stays shut until `until`; nothing was looked at."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__("too many tries")


@dataclass(frozen=True)
class Door:
    """What is tried, from where, and how often within a window that is allowed."""

    key: str
    most: int
    window: timedelta = WINDOW

    def knock(self, now: datetime | None = None) -> None:
        """Count one try. Raises `TooManyTriesError` when it is one too many."""
        count, ends_at = self.count(now or timezone.now())
        if count > self.most:
            raise TooManyTriesError(ends_at)

    def count(self, now: datetime) -> tuple[int, datetime]:
        """Count one try: which it is in its window, and when (UTC) that window is over."""
        # SQL, because counting and asking must be one statement, or a hundred requests would ask before one counts.
        ends_at = now + self.window
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": self.key, "now": now, "ends_at": ends_at, "far": ends_at + self.window})
            count, ends_at = cursor.fetchone()
        return count, ends_at

    def forget(self) -> None:
        """It was opened rightly: earlier tries no longer count."""
        Tries.objects.filter(key=self.key).delete()


def password_door(request: HttpRequest, address: str) -> Door:
    """Five passwords for one address: from this browser, if it has let its owner in before, else from this place."""
    browser = browser_that_knows(request, address)
    return Door(_key("password", address.lower(), f"browser {browser}" if browser else place_of(request)), most=5)


def asking_door(request: HttpRequest) -> Door:
    """Twenty questions for a link from one place, for whichever addresses."""
    return Door(_key("asking", place_of(request)), most=20)


def mailing_door(address: str) -> Door:
    """Three mails with a link to one address; the ones sent before stay good."""
    return Door(_key("mailing", address.lower()), most=3)


def place_of(request: HttpRequest) -> str:
    """The network somebody comes from; one place for all whose address nobody knows, as behind a socket."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except PermissionDenied:
        address = ipaddress.ip_address("0.0.0.0")  # noqa: S104 -- no address is bound
    return str(ipaddress.ip_network(f"{address}/{PREFIX[address.version]}", strict=False))


def tidy(now: datetime) -> int:
    """Forget counts whose window is over; how many there were."""
    return Tries.objects.filter(ends_at__lte=now).delete()[0]


def _key(*parts: str) -> str:
    return salted_hmac("foundation.accounts.limits", "\n".join(parts), algorithm="sha256").hexdigest()
