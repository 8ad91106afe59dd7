"""Files beside the answers: put there and taken away by their participant, issued and frozen when it submits."""

import hashlib
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import RuleBroken, StaleVersion
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from foundation.uploads import Examined
from reports.models import Attachment, Contribution
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedSection
from reports.selectors.handed import Places
from reports.services.audiences import own_and_staff
from reports.services.handing import check_place, where_to_write
from reports.services.holding import open_for_writing
from reports.services.owned import issue_to_its_owner

MOST_FILES = 40
MOST_BYTES = 80 * 1024 * 1024


@transaction.atomic
def attach_file(
    contribution: Contribution, *, actor: Actor, now: datetime, place: str, title: str, name: str, file: Examined
) -> Attachment:
    """Put a file under a section (`place`: the section's name on the page). Nobody else sees it before it is submitted.

    Raises `IllegalTransition`, `NotAllowed`, or `RuleBroken` for a section that is not asked and for too many files.
    """
    current, only_in = _to_write(contribution, actor)
    section = _section_at(current, place)
    check_place(only_in, section.keys)
    _check_room(current, file)
    attachment = Attachment.objects.create(
        contribution=current,
        section=section.section,
        activity=section.activity,
        title=title.strip() or PurePath(name).stem[:200],
        file_name=file.named(name),
        media_type=file.kind.media_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        added_by_id=actor.user_id,
        added_at=now,
    )
    current.save(update_fields=["version"])
    return attachment


@transaction.atomic
def remove_attachment(
    contribution: Contribution, attachment: UUID, *, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Take a file away: for good while it is a draft's, from later submissions where one holds it already.

    `version`: of the file, where its reader saw one. Raises `IllegalTransition`, `NotAllowed`, `StaleVersion`, or
    `RuleBroken` for a file that is not there any more.
    """
    current, only_in = _to_write(contribution, actor)
    found = Attachment.objects.attached().filter(contribution=current, uuid=attachment).without_content().first()
    if found is None:
        raise RuleBroken(_("This file is not here any more. Open the page again."))
    if version not in {None, found.version}:
        raise StaleVersion
    check_place(only_in, (found.section_id, found.activity_id))
    if found.is_issued:
        found.removed_at = now
        found.version += 1
        found.save(update_fields=["removed_at", "version"])
    else:
        found.delete()
    current.save(update_fields=["version"])
    if found.is_issued:
        facts: dict[str, JSON] = {"file": str(attachment)}
        record(current, "contribution.file_removed", actor=actor, audience=own_and_staff(current), facts=facts)


def issue_attachments(contribution: Contribution, *, actor: Actor, now: datetime) -> None:
    """Freeze the files that are being submitted. The caller holds the contribution's lock."""
    for attachment in Attachment.objects.attached().filter(contribution=contribution, revision=None).order_by("pk"):
        attachment.revision = issue_to_its_owner(
            contribution,
            title=dict.fromkeys(LANGUAGES, attachment.title),
            language=contribution.language,
            content=bytes(attachment.content or b""),
            media_type=attachment.media_type,
            actor=actor,
            now=now,
        )
        attachment.content = None
        attachment.version += 1
        attachment.save(update_fields=["revision", "content", "version"])


def _to_write(contribution: Contribution, actor: Actor) -> tuple[Contribution, Places | None]:
    """The contribution at its next version, and in which of its sections the actor writes (None: everywhere)."""
    current = open_for_writing(contribution)
    only_in = where_to_write(current, actor)
    current.version += 1
    return current, only_in


def _section_at(contribution: Contribution, place: str) -> AskedSection:
    for section in asked_sections(contribution):
        if section.name == place:
            return section
    raise RuleBroken(_("This section is not asked here any more. Open the page again."), field="place")


def _check_room(contribution: Contribution, file: Examined) -> None:
    kept = list(Attachment.objects.filter(contribution=contribution).values_list("size", flat=True))
    if len(kept) >= MOST_FILES or sum(kept) + len(file.content) > MOST_BYTES:
        raise RuleBroken(
            _("A contribution takes %(files)s files and %(megabytes)s MB at most. Remove what is not needed.")
            % {"files": MOST_FILES, "megabytes": MOST_BYTES // (1024 * 1024)},
            field="content",
        )
