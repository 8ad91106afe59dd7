"""What a resource, a verb, a network and the address of a webhook look like."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
PLAIN = re.compile(r"[!#-\[\]-~]+")
"""Letters, digits and signs: no blanks, no quotation marks, no `\\`."""
GRANT = re.compile(r"(\*|[a-z][a-z-]*)\.(read|write)")


def check_grant(text: str) -> None:
    """`activities.read`, `contributions.write`, `*.read`."""
    if not GRANT.fullmatch(text):
        raise ValidationError(_("Name a resource and read or write, as in activities.read or *.read."))


def check_network(text: str) -> None:
    """An address, or a network in the usual notation; one of IPv4 written as IPv6 would let nobody in."""
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        network = None
    if network is None or getattr(network.network_address, "ipv4_mapped", None) is not None:
        raise ValidationError(_("Give an address or a network, as in 192.0.2.0/24 or 2001:db8::/32."))


def check_webhook_address(text: str) -> None:
    """A name under which anybody is reached, by https; numbers are no names. Where it leads is asked at each call."""
    if not (PLAIN.fullmatch(text) and (_is_of_the_internet(text) or _is_at_home(text))):
        raise ValidationError(
            _("Give an address as in https://example.org/changes: by https, with a name and no port.")
        )


def _is_of_the_internet(text: str) -> bool:
    place = _parted(text)
    if place is None or place.scheme != "https" or place.fragment or "@" in place.netloc:
        return False
    return place.netloc.lower().removesuffix(":443") == place.hostname and bool(NAME.fullmatch(place.hostname))


def _is_at_home(text: str) -> bool:
    """For development and tests: a receiver on this very machine."""
    place = _parted(text)
    if not settings.WEBHOOKS_TO_LOOPBACK or place is None or place.scheme not in {"http", "https"}:
        return False
    return place.hostname in {"127.0.0.1", "localhost"}


def _parted(text: str) -> SplitResult | None:
    try:
        place = urlsplit(text)
        has_a_door = place.port != 0
    except ValueError:
        return None
    return place if has_a_door else None
