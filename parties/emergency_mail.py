"""What is written about emergency access: to everybody whose office opens the workbench, and to a new account."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.accounts.enums import Purpose
from foundation.accounts.links import new_link
from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from foundation.wording import on_clock, place
from parties.models import Mandate

KIND = "emergency_access.opened"
FIRST_ENTRY = "emergency_access.link"


def mails_on_emergency(mandate: Mandate, staff: Iterable[User]) -> list[Message]:
    """One mail to each, in their language and on their clock; told once, however often it is asked."""
    return [_message(mandate, reader) for reader in staff]


def _message(mandate: Mandate, reader: User) -> Message:
    return mail_to(
        reader,
        KIND,
        key=f"{mandate.uuid}:{reader.uuid}",
        about=mandate,
        words=lambda: (_("Emergency access to the workbench was opened"), _body(mandate, reader)),
    )


def _body(mandate: Mandate, reader: User) -> str:
    told = {
        "person": mandate.user,
        "email": mandate.user.email,
        "office": mandate.office,
        "reason": mandate.reason,
        "until": on_both_clocks(mandate.expires_at, reader.time_zone),
        "link": link_to("admin:parties_mandate_change", object_id=mandate.pk),
    }
    return (
        _(
            "Emergency access to the workbench of the Khartoum Process was opened from the server. "
            "No letter gave it; it ends by itself.\n\n"
            "Person: %(person)s\n"
            "Address: %(email)s\n"
            "Office: %(office)s\n"
            "Reason: %(reason)s\n"
            "Until: %(until)s\n\n"
            "Everything done under it stands in the ledger. If nobody told you of it, ask the people who run the "
            "server. An officer of the Presidency in the chair or of the Secretariat can end it at once:\n"
            "%(link)s\n"
        )
        % told
    )


def first_entry(mandate: Mandate) -> Message:
    """The link by which an account without a password is entered; a secret, forgotten when the access ends."""
    link = _first_link(mandate)
    return mail_to(
        mandate.user,
        FIRST_ENTRY,
        key=str(mandate.uuid),
        about=mandate,
        words=lambda: _first_words(mandate, link),
        secret_until=mandate.expires_at,
    )


def _first_words(mandate: Mandate, link: str) -> tuple[str, str]:
    return _("Choose a password for the Khartoum Process"), _(
        "The workbench of the Khartoum Process is open to you until %(until)s.\n\n"
        "Choose a password on this page; the link works once:\n"
        "%(link)s\n"
    ) % {"until": on_both_clocks(mandate.expires_at, mandate.user.time_zone), "link": link}


def _first_link(mandate: Mandate) -> str:
    """Leads to the page where a password is chosen, once, for as long as the access lasts."""
    if mandate.opened_at is None or mandate.expires_at is None:
        raise ValueError("Only emergency access has a first link.")
    path = new_link(mandate.user, Purpose.INVITATION, now=mandate.opened_at, until=mandate.expires_at)
    return f"{settings.PUBLIC_URL}{path}"


def on_both_clocks(when: datetime | None, zone: str) -> str:
    """`1 March 2026, 17:00 (UTC)`, and on the reader's own clock where it shows another hour."""
    if when is None:
        return ""
    clocks = [zone, "UTC"] if on_clock(when, zone) != on_clock(when, "UTC") else ["UTC"]
    return " · ".join(f"{on_clock(when, clock)} ({place(clock)})" for clock in clocks)
