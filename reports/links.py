"""Addresses that participants give as evidence: one in each entry, shown with its host, and never asked for by us."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken

ADDRESS = re.compile(r"https://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
OTHER_SCHEME = re.compile(r"\b(?:http|ftp)://", re.IGNORECASE)
AFTER_A_SENTENCE = ".,;:!?،؛؟»”’'\u200c\u200d\u200e\u200f"
"""What ends a sentence around an address, and no address."""
LONGEST_ADDRESS = 1_000
READ_OTHERWISE = re.compile("[\u00df\u1e9e\u03c2]")
"""Letters of a host that browsers register as they are and IDNA of 2003 as others: the site shown would be another."""
HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)

NO_ADDRESS = _("Write the address, beginning with https://, and what it shows.")
NOT_SECURE = _("Only addresses that begin with https:// are taken.")
ONE_ONLY = _("One address in each entry: add another entry for the next one.")
NOT_READABLE = _("This address cannot be right. Copy it from the browser's address line.")


@dataclass(frozen=True)
class Link:
    """An address, what its participant wrote about it, and the site it leads to, as that site is registered."""

    address: str
    caption: str
    host: str


def link_in(said: str) -> Link:
    """The link of an entry: the address may stand before, in or after what it shows. Raises `RuleBroken`."""
    found = [one.rstrip(AFTER_A_SENTENCE) for one in ADDRESS.findall(said)]
    caption = " ".join(ADDRESS.sub(" ", said).split())
    if OTHER_SCHEME.search(caption):
        raise RuleBroken(NOT_SECURE)
    if len(found) != 1:
        raise RuleBroken(ONE_ONLY if found else NO_ADDRESS)
    [address] = found
    return Link(address, caption, host_of(address))


def read_link(said: str) -> Link | None:
    """The link of an entry that was stored; None where a text of another kind stands there."""
    try:
        return link_in(said)
    except RuleBroken:
        return None


def host_of(address: str) -> str:
    """The site in the letters of its registration: two that look alike are told apart. Raises `RuleBroken`."""
    if len(address) > LONGEST_ADDRESS or any(unicodedata.category(char)[0] in "CZ" for char in address):
        raise RuleBroken(NOT_READABLE)
    try:
        parts = urlsplit(address)
        is_plain = parts.username is None and parts.port in {None, 443}
        is_plain = is_plain and READ_OTHERWISE.search(parts.hostname or "") is None
        host = (parts.hostname or "").encode("idna").decode().lower()
    except ValueError:
        raise RuleBroken(NOT_READABLE) from None
    if not is_plain or not HOST.fullmatch(host):
        raise RuleBroken(NOT_READABLE)
    return host
