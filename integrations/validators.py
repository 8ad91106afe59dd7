"""What a resource, a verb and a network look like."""

import ipaddress
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

GRANT = re.compile(r"(\*|[a-z][a-z-]*)\.(read|write)")


def check_grant(text: str) -> None:
    """`activities.read`, `contributions.write`, `*.read`."""
    if not GRANT.fullmatch(text):
        raise ValidationError(_("Name a resource and read or write, as in activities.read or *.read."))


def check_network(text: str) -> None:
    """An address, or a network in the usual notation."""
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise ValidationError(_("Give an address or a network, as in 192.0.2.0/24 or 2001:db8::/32.")) from error
