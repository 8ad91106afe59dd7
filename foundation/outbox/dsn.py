"""Reads what mail servers send back: delivery status notifications (RFC 3464). Pure; what it is given is hostile.

Nothing of the mail is trusted but its Message-ID, which only whoever got our mail can know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from uuid import UUID

LONGEST = 512 * 1024
"""Bytes that are read of a mail: a notification quotes the headers it is about, and is small."""
MOST_PARTS = 50
MESSAGE_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>", re.IGNORECASE)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
UNSAFE = re.compile(r"[^\x21-\x7e]+")
"""Whatever is not printed ASCII, as mail servers speak it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One mail of ours that was not delivered: its id, the status of RFC 3463, and what the server said."""

    message: UUID
    status: str
    said: str

    @property
    def is_about_the_address(self) -> bool:
        """The address, its mailbox, or the way to it; not our mail, our server or somebody's policy."""
        return about_the_address(self.status)


def about_the_address(status: str) -> bool:
    """Whether a status says that this address is not reached: its subject is unknown, address, mailbox or network."""
    found = STATUS.search(status)
    return found is None or found[2] in {"0", "1", "2", "4"}


def failures(raw: bytes) -> list[Failure]:
    """What a notification says was given up; empty for any other mail, whatever is in it."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(raw[:LONGEST])
        parts = _parts(mail)
        ours = next(_ids(parts), None)
        if ours is None:
            return []
        return [Failure(ours, status, said) for status, said in _given_up(parts)][:1]
    except Exception:  # noqa: BLE001 -- the email package raises what it likes over mails that are made to break it
        return []


def _parts(mail: EmailMessage) -> list[Message]:
    found: list[Message] = []
    for part in mail.walk():
        found.append(part)
        if len(found) >= MOST_PARTS:
            break
    return found


def _given_up(parts: list[Message]) -> Iterator[tuple[str, str]]:
    """Of each recipient that the server gave up (`Action: failed`): the status and the words."""
    for part in parts:
        if part.get("Action") is not None and str(part["Action"]).strip().lower() == "failed":
            status = STATUS.search(str(part.get("Status", "")))
            yield (status[0] if status else "5.0.0"), _line(str(part.get("Diagnostic-Code", "")))


def _ids(parts: list[Message]) -> Iterator[UUID]:
    """The Message-ID of the mail that came back: its own headers, or their text."""
    for part in parts:
        quoted = [str(part.get("Message-ID", ""))] if part is not parts[0] else []
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            payload = part.get_payload(decode=True)
            quoted.append(payload.decode("ascii", "replace") if isinstance(payload, bytes) else "")
        for text in quoted:
            for found in MESSAGE_ID.finditer(text):
                yield UUID(found[1])


def _line(text: str) -> str:
    return UNSAFE.sub(" ", text).strip()[:300]
