"""Our own check against injected headers: the email package of some Python versions lets them through."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

HEADER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
LINE_ENDS = re.compile(r"[\r\n\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NO_ADDRESS = "This is no mail address"
OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "sender", "content-type", "mime-version"})


class UnsafeMessageError(ValueError):
    """An address, a subject or a header that could smuggle in another header."""


def check_message(*, to: str, subject: str, headers: Mapping[str, str], is_mail: bool) -> None:
    """Raise `UnsafeMessageError` unless every header the message would carry is one line under a name it may use."""
    for value in (to, subject, *headers.values()):
        if not isinstance(value, str) or LINE_ENDS.search(value):
            raise UnsafeMessageError(f"A header is one line: {value!r}")
    for name in headers:
        if not HEADER_NAME.fullmatch(name) or name.lower() in OURS:
            raise UnsafeMessageError(f"This header may not be set: {name!r}")
    if is_mail:
        _check_address(to)


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise UnsafeMessageError(f"{NO_ADDRESS}: {address!r}") from error
