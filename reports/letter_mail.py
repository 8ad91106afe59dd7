"""What the submitting office of a participant is written about its letter, in the language of each reader."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from foundation.wording import localdate, on_clock, place
from reports.models import Letter

REGISTERED = "contribution.registered_from_letter"
ARRANGED = "contribution.passages_arranged"


def registered(letter: Letter, readers: Iterable[User]) -> list[Message]:
    """That it counts, from when, and under which number."""
    return [_message(letter, reader, REGISTERED, str(letter.uuid)) for reader in readers]


def arranged(letter: Letter, readers: Iterable[User]) -> list[Message]:
    """That words of it stand under questions now, and wait for a word of theirs."""
    return [_message(letter, reader, ARRANGED, f"{letter.uuid}:{letter.version}") for reader in readers]


def _message(letter: Letter, reader: User, kind: str, key: str) -> Message:
    return mail_to(
        reader,
        kind,
        key=f"{key}:{reader.uuid}",
        about=letter.contribution,
        words=lambda: _written(letter, reader, kind),
    )


def _written(letter: Letter, reader: User, kind: str) -> tuple[str, str]:
    contribution = letter.contribution
    zone = reader.time_zone or contribution.round.due_zone
    told = {
        "round": contribution.round.title,
        "letter": str(letter),
        "dated": localdate(letter.dated),
        "received": f"{on_clock(letter.received_at, zone)} ({place(zone)})",
        "receipt": contribution.receipt_number,
        "link": link_to("portal-contribution", uuid=contribution.uuid) + "#letter",
    }
    if kind == REGISTERED:
        return _("We registered your letter"), _(
            "Your contribution to “%(round)s” came by letter and is registered.\n\n"
            "Letter: %(letter)s, %(dated)s\n"
            "Received: %(received)s\n"
            "Receipt: %(receipt)s\n\n"
            "Your letter is the authentic text. If we arrange passages of it under the questions of the round, they "
            "are marked as arranged by us. Please confirm or correct them on this page:\n"
            "%(link)s\n"
        ) % told
    return _("Passages of your letter: please confirm or correct"), _(
        "We arranged passages of your letter under the questions of “%(round)s”.\n\n"
        "Letter: %(letter)s, %(dated)s\n\n"
        "They are our arrangement until you confirm them. Please confirm or correct them on this page:\n"
        "%(link)s\n"
    ) % told
