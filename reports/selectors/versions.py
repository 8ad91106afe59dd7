"""Every version of a contribution as it was submitted, with what changed from the one before."""

from dataclasses import dataclass

from foundation.actors import Actor
from reports.models import Contribution, Snapshot
from reports.selectors.contributions import terms_of
from reports.selectors.differences import Change, changes_between
from reports.selectors.snapshots import ReadSection, read_sections
from reports.selectors.translations import translations_of


@dataclass(frozen=True)
class ReadVersion:
    """One submission, its sections in the reader's language, and its difference to the one before (None: the first)."""

    snapshot: Snapshot
    sections: list[ReadSection]
    before: int | None
    changes: list[Change]

    @property
    def letter(self) -> dict[str, str]:
        """What names the letter, where it came as one."""
        return self.snapshot.content.get("letter") or {}


def versions_of(contribution: Contribution) -> list[Snapshot]:
    """All of them, the first first, without their texts."""
    return list(contribution.snapshots.defer("content", "canonical").order_by("number"))


def read_version(contribution: Contribution, number: int, *, actor: Actor) -> ReadVersion | None:
    """One of them with its translations; None where there is none of this number."""
    found = list(contribution.snapshots.defer("canonical").filter(number__in=(number, number - 1)).order_by("number"))
    if not found or found[-1].number != number:
        return None
    snapshot, before = found[-1], found[0] if len(found) > 1 else None
    content = snapshot.content["sections"]
    return ReadVersion(
        snapshot=snapshot,
        sections=read_sections(content, terms_of(contribution).values(), translations_of(contribution, actor)),
        before=before.number if before else None,
        changes=changes_between(before.content["sections"], content) if before else [],
    )
