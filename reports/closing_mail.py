"""What is written to those of whom something was still asked when their round closed: that it is not asked any more."""

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from reports.models import Contribution

LAPSED = "contribution.request_lapsed"


def mail_on_lapse(contribution: Contribution, reader: User) -> Message:
    """One mail in the person's language. It says nothing of what was or was not written."""
    key = f"{contribution.uuid}:{reader.uuid}"
    return mail_to(reader, LAPSED, key=key, about=contribution, words=lambda: _words(contribution))


def _words(contribution: Contribution) -> tuple[str, str]:
    told = {"round": contribution.round.title, "link": link_to("portal-contribution", uuid=contribution.uuid)}
    return _("“%(round)s” is closed: nothing is asked of you in it any more") % told, _(
        "The round “%(round)s” is closed. What was still asked of your participant in it is not asked any more, and no "
        "reminder about it will come. Whatever your participant wrote stays with it, can be read in the portal, and "
        "fills in the form of the next round where it was submitted:\n"
        "%(link)s\n"
    ) % told
