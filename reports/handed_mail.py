"""What is written to a colleague to whom sections were handed: that it happened and where to look, nothing else."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.ledger.models import subject_of
from foundation.outbox.models import Message
from reports.models import HandedSection

KIND = "section.handed"
WORTH_READING = timedelta(days=14)


def tidings(handed: HandedSection) -> Message:
    """One mail in the person's language. Kept from staff like a secret: it tells of a draft."""
    reader = handed.user
    link = f"{settings.PUBLIC_URL}{reverse('portal-form', kwargs={'uuid': handed.contribution.uuid})}"
    with translation.override(reader.language):
        return Message(
            kind=KIND,
            dedupe_key=f"{KIND}:{handed.uuid}",
            to=reader.email,
            language=reader.language,
            subject=_("You are asked to write a part of a contribution"),
            body_text=_(
                "A colleague has handed you a part of the contribution of your participant to the Khartoum Process. "
                "What it is, and until when, stands in the portal once you have signed in:\n"
                "%(link)s\n"
            )
            % {"link": link},
            related=subject_of(handed),
            secret=True,
            expires_at=handed.handed_at + WORTH_READING,
        )
