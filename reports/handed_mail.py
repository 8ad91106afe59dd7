"""What is written to a colleague to whom sections were handed: that it happened and where to look, nothing else."""

from datetime import timedelta

from django.utils.translation import gettext as _

from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from reports.models import HandedSection

KIND = "section.handed"
WORTH_READING = timedelta(days=14)


def mail_on_handed(handed: HandedSection) -> Message:
    """One mail in the person's language. Kept from staff like a secret: it tells of a draft."""
    link = link_to("portal-form", uuid=handed.contribution.uuid)
    until = handed.handed_at + WORTH_READING
    return mail_to(
        handed.user, KIND, key=str(handed.uuid), about=handed, words=lambda: _words(link), secret_until=until
    )


def _words(link: str) -> tuple[str, str]:
    return _("You are asked to write a part of a contribution"), _(
        "A colleague has handed you a part of the contribution of your participant to the Khartoum Process. "
        "What it is, and until when, stands in the portal once you have signed in:\n"
        "%(link)s\n"
    ) % {"link": link}
