"""What a reminder says: one mail for all that is due for one person, in that person's language; never content."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.exports.text import inert, inert_line
from foundation.outbox.mails import mail_to
from foundation.outbox.models import Message
from foundation.wording import direction, on_both_clocks, within
from notifications.enums import Channel
from notifications.links import digests_link, why_link
from notifications.models import Notice
from notifications.registry import address_of, label_of
from notifications.validators import fill
from parties.models import Office

KIND = "reminder"
WORTH_READING = timedelta(days=14)
"""How long a reminder of what a participant asks of its own people is kept: staff do not read it."""
Part = tuple[str, str, str]
"""Subject, text and link of one notice."""
Offices = Mapping[str, Office]
"""By their codes."""


def reminder(notices: Sequence[Notice], *, key: str, names: Offices) -> Message:
    """Unsaved: the mail about these notices of one person; several are a digest. `key` says what it is for."""
    first, greeting = notices[0], ""
    parts: list[Part] = []

    def words() -> tuple[str, str]:
        nonlocal greeting
        parts.extend(_part(notice, names) for notice in notices)
        footing = _footing(first, names)
        if len(parts) == 1:
            subject, text, link = parts[0]
            return subject, f"{text}\n\n{link}\n\n{footing}\n{_why(first)}\n"
        greeting = _greet_once(parts)
        listed = "\n\n".join([*filter(None, [greeting]), *(f"{said}\n{text}\n{link}" for said, text, link in parts)])
        return _heading(len(parts)), f"{listed}\n\n{footing}\n{_why(first)}\n"

    until = first.made_at + WORTH_READING if any(notice.obligation.is_internal for notice in notices) else None
    message = mail_to(first.recipient, KIND, key=key, about=first, words=words, secret_until=until)
    if len(parts) > 1 or any(notice.step.channel == Channel.DIGEST for notice in notices):
        message.headers = _ways_out(first.recipient)
    with translation.override(message.language):
        message.body_html = _page(message, greeting, parts, _footing(first, names), why_link(first))
    return message


def _greet_once(parts: list[Part]) -> str:
    """The greeting that all texts of a digest begin with, taken out of each; nothing where they begin differently."""
    greeting = parts[0][1].partition("\n\n")[0]
    begun = f"{greeting}\n\n"
    if not all(text.startswith(begun) for _subject, text, _link in parts):
        return ""
    parts[:] = [(subject, text.removeprefix(begun), link) for subject, text, link in parts]
    return greeting


def _why(notice: Notice) -> str:
    """A link has a line of its own: behind Arabic words its last stroke would stand in front of it."""
    return "\n".join([_("Why you got this reminder"), why_link(notice)])


def _ways_out(reader: User) -> dict[str, str]:
    """How a mail program ends the digests: one POST (RFC 8058), or a mail to us."""
    ways = f"<{digests_link(reader)}>, {unsubscribe_address()}"
    return {"List-Unsubscribe": ways, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def unsubscribe_address() -> str:
    """Where a reader says that no more digests are wanted: the mailbox that outlives each Presidency."""
    return f"<mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}?subject=unsubscribe>"


def _part(notice: Notice, offices: Offices) -> Part:
    obligation, step = notice.obligation, notice.step
    given = {
        "name": notice.recipient.full_name,
        "office": _office(notice, offices),
        "participant": str(obligation.party or ""),
        "request": str(label_of(obligation.kind)),
        "due": _due(obligation.due_at, obligation.due_zone, notice.recipient.time_zone, get_language() or ""),
        "days": str(abs((obligation.due_at - notice.made_at).days)),
    }
    link = address_of(obligation.kind, obligation.subject_uuid)
    return inert_line(fill(str(step.subject), given)), inert(fill(str(step.text), given)), link


@lru_cache(maxsize=1_000)
def _due(at: datetime, set_in: str, reader: str, _language: str) -> str:
    """The moment on the reader's clock and on that it was set on, in the active language: many of a digest share it."""
    return on_both_clocks(at, set_in, reader)


def _office(notice: Notice, offices: Offices) -> str:
    return within(str(offices.get(notice.office, notice.office)))


def _heading(count: int) -> str:
    """The subject of a digest."""
    return ngettext(
        "Khartoum Process: %(count)d request", "Khartoum Process: %(count)d requests that are open", count
    ) % {"count": count}


def _footing(notice: Notice, offices: Offices) -> str:
    why = _("You receive this mail in your office: %(office)s (%(participant)s).") % {
        "office": _office(notice, offices),
        "participant": notice.obligation.party or "",
    }
    return "\n\n".join([_("Presidency and Secretariat"), inert(why)])


PAGE = """<!doctype html>
<html lang="{0}" dir="{1}"><head><meta charset="utf-8"><title>{2}</title></head>
<body>
{3}
{4}
<p><a href="{5}">{6}</a></p>
</body></html>
"""


def _page(message: Message, greeting: str, parts: Sequence[Part], footing: str, why: str) -> str:
    """The same words with mark-up: everything that somebody wrote is escaped."""
    return PAGE.format(
        message.language,
        direction(message.language),
        escape(message.subject),
        "\n".join([*filter(None, [greeting and _paragraphs(greeting)]), *(_section(*part) for part in parts)]),
        _paragraphs(footing),
        escape(why),
        escape(_("Why you got this reminder")),
    )


def _section(subject: str, text: str, link: str) -> str:
    address = escape(link)
    return f'<h2>{escape(subject)}</h2>\n{_paragraphs(text)}\n<p><a href="{address}" dir="ltr">{address}</a></p>'


def _paragraphs(text: str) -> str:
    """Escaped as a whole: many small pieces cost more than their words."""
    return "\n".join(f"<p>{line}</p>" for line in escape(text).splitlines() if line.strip())
