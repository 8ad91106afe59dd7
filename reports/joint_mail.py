"""What is written to a participant about a joint contribution that names it: what is asked or not asked any more."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from reports.models import JointName

KIND = "contribution.joint_asked"
ENDED = "contribution.joint_ended"
WORTH_READING = timedelta(days=30)


def mail_on_joint(joint: JointName, reader: User, *, now: datetime) -> Message:
    """One mail in the person's language for each text that is asked about. It leads to the portal and names nobody."""
    link = link_to("portal-joint-name", uuid=joint.uuid)
    key = f"{joint.uuid}:{joint.version}:{reader.uuid}"
    return mail_to(
        reader, KIND, key=key, about=joint, words=lambda: _words(joint, link), secret_until=now + WORTH_READING
    )


def _words(joint: JointName, link: str) -> tuple[str, str]:
    if joint.answered is not None:
        return _("A joint contribution was submitted anew: you are asked again"), _(
            "A contribution to the Khartoum Process about which your participant had answered was submitted anew. It "
            "speaks in the name of your participant only if you confirm it as it reads now. What changed is marked in "
            "the portal once you have signed in:\n"
            "%(link)s\n"
        ) % {"link": link}
    return _("You are asked to confirm a joint contribution"), _(
        "A contribution to the Khartoum Process was submitted that also speaks in the name of your "
        "participant, if you confirm it. Until then your participant is not named. You find the text in "
        "the portal once you have signed in:\n"
        "%(link)s\n"
    ) % {"link": link}


def mail_on_end(joint: JointName, reader: User, *, had_confirmed: bool, now: datetime) -> Message:
    """One mail to each person when the participant is not named any more. By whom it was named stays unsaid."""
    key = f"{joint.uuid}:{joint.version}:{reader.uuid}"
    until = now + WORTH_READING
    return mail_to(
        reader, ENDED, key=key, about=joint, words=lambda: _words_on_end(joint, had_confirmed), secret_until=until
    )


def _words_on_end(joint: JointName, had_confirmed: bool) -> tuple[str, str]:  # noqa: FBT001 -- of this module alone
    told = {"round": joint.round.title, "link": link_to("portal")}
    if had_confirmed:
        return _("Your participant is not named in the joint contribution any more"), _(
            "The contribution to “%(round)s” that your participant had confirmed was withdrawn, or does not speak in "
            "its name any more. What you confirmed does not count, and a contribution of your own is asked of your "
            "participant again. Until when, you find in the portal once you have signed in:\n"
            "%(link)s\n"
        ) % told
    return _("You are not asked to confirm the joint contribution any more"), _(
        "The contribution to “%(round)s” that your participant was asked to confirm was withdrawn, or does not speak "
        "in its name any more. There is nothing to confirm. What is asked of your participant itself you find in the "
        "portal once you have signed in:\n"
        "%(link)s\n"
    ) % told
