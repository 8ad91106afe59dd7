"""What is written to a participant that is asked to confirm a joint contribution: where to look, nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.ledger.models import subject_of
from foundation.outbox.models import Message
from reports.models import JointName

KIND = "contribution.joint_asked"
WORTH_READING = timedelta(days=30)


def tidings(joint: JointName, reader: User, *, now: datetime) -> Message:
    """One mail in the person's language for each text that is asked about. It leads to the portal and names nobody."""
    link = f"{settings.PUBLIC_URL}{reverse('portal-joint-name', kwargs={'uuid': joint.uuid})}"
    with translation.override(reader.language):
        return Message(
            kind=KIND,
            dedupe_key=f"{KIND}:{joint.uuid}:{joint.version}:{reader.uuid}",
            to=reader.email,
            language=reader.language,
            subject=_("You are asked to confirm a joint contribution"),
            body_text=_(
                "A contribution to the Khartoum Process was submitted that also speaks in the name of your "
                "participant, if you confirm it. Until then your participant is not named. You find the text in "
                "the portal once you have signed in:\n"
                "%(link)s\n"
            )
            % {"link": link},
            related=subject_of(joint),
            secret=True,
            expires_at=now + WORTH_READING,
        )
