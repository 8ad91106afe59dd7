"""Files of a contribution, issued as works of their owner: they have no address of their own, its pages serve them."""

from collections.abc import Mapping
from datetime import datetime

from documents.enums import Classification
from documents.models import Revision
from documents.services import create_work, issue_revision
from foundation.actors import Actor
from reports.models import Contribution
from reports.services.audiences import own_and_staff


def issue_to_its_owner(
    contribution: Contribution,
    *,
    title: Mapping[str, str],
    language: str,
    content: bytes,
    media_type: str,
    actor: Actor,
    now: datetime,
) -> Revision:
    """Freeze a file as the one revision of a work of its own; its participant and staff are told.

    Raises `NotAllowed`, or `RuleBroken` for bytes that may not be issued.
    """
    readers = own_and_staff(contribution)
    work = create_work(
        title=title,
        classification=Classification.OWNER,
        authentic_language=language,
        actor=actor,
        audience=readers,
    )
    return issue_revision(
        work, language=language, content=content, media_type=media_type, actor=actor, now=now, audience=readers
    )
