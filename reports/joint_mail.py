"""What is written to a participant that is asked to confirm a joint contribution: where to look, nothing else."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from reports.models import JointName

KIND = "contribution.joint_asked"
WORTH_READING = timedelta(days=30)


def mail_on_joint(joint: JointName, reader: User, *, now: datetime) -> Message:
    """One mail in the person's language for each text that is asked about. It leads to the portal and names nobody."""
    link = link_to("portal-joint-name", uuid=joint.uuid)
    key = f"{joint.uuid}:{joint.version}:{reader.uuid}"
    return mail_to(reader, KIND, key=key, about=joint, words=lambda: _words(link), secret_until=now + WORTH_READING)


def _words(link: str) -> tuple[str, str]:
    return _("You are asked to confirm a joint contribution"), _(
        "A contribution to the Khartoum Process was submitted that also speaks in the name of your "
        "participant, if you confirm it. Until then your participant is not named. You find the text in "
        "the portal once you have signed in:\n"
        "%(link)s\n"
    ) % {"link": link}
