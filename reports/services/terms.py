"""Who may see a section or a file of a contribution, and how it may be used: the participant's choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.services import JSON, record
from reports.enums import ContributionState as S
from reports.enums import Use, Visibility
from reports.models import Attachment, Contribution, SectionTerms
from reports.permissions.contributions import can_submit
from reports.selectors.asked import sections_of, template_of
from reports.selectors.attachments import files_of
from reports.selectors.contributions import is_tabled
from reports.services.audiences import own, own_and_staff
from reports.services.holding import hold_report, hold_round

CHANGEABLE_TERMS = frozenset(set(S.values) - {S.NOT_STARTED, S.NOTHING_TO_REPORT, S.WITHDRAWN})
"""States in which the choice may be another; none of them once the report is tabled."""


@dataclass(frozen=True)
class Terms:
    """Who may see a section and how it may be used."""

    visibility: str
    use: str


@transaction.atomic
def set_terms(contribution: Contribution, *, actor: Actor, version: int, terms: Mapping[UUID, Terms]) -> Contribution:
    """The participant's choice per section and per file (uuid), changeable until the report is tabled.

    Raises `StaleVersion`, `IllegalTransition` once it is tabled, `NotAllowed`, or `RuleBroken` for an unknown choice.
    """
    hold_round(contribution)
    hold_report(contribution)
    current = lock_seen(contribution, version=version)
    if current.state not in CHANGEABLE_TERMS or is_tabled(current):
        raise IllegalTransition
    if not can_submit(made_again(actor), current):
        raise NotAllowed
    changed = _write_terms(current, terms)
    if changed:
        current.version += 1
        current.save(update_fields=["version"])
        audience = own_and_staff(current) if current.submitted_at else own(current)
        record(current, "contribution.terms_set", actor=actor, audience=audience, facts=changed)
    return current


def _write_terms(contribution: Contribution, terms: Mapping[UUID, Terms]) -> dict[str, JSON]:
    sections = {section.uuid: section for section in sections_of(template_of(contribution).pk)}
    files = {file.uuid: file for file in files_of(contribution)}
    present = {chosen.section_id: chosen for chosen in contribution.terms.all()}
    changed: dict[str, JSON] = {}
    for uuid, wanted in terms.items():
        known = uuid in sections or uuid in files
        if not known or wanted.visibility not in Visibility.values or wanted.use not in Use.values:
            raise RuleBroken(_("Choose one of the answers offered."))
        chosen: SectionTerms | Attachment
        if uuid in files:
            chosen, name = files[uuid], str(uuid)
        else:
            section = sections[uuid]
            chosen = present.get(section.pk) or SectionTerms(contribution=contribution, section=section)
            name = section.code
        if (chosen.visibility, chosen.use) == (wanted.visibility, wanted.use) and chosen.pk:
            continue
        _write(chosen, wanted)
        changed[name] = [wanted.visibility, wanted.use]
    return changed


def _write(chosen: SectionTerms | Attachment, wanted: Terms) -> None:
    chosen.visibility, chosen.use = wanted.visibility, wanted.use
    named = ["visibility", "use"]
    if isinstance(chosen, Attachment):
        chosen.version += 1
        named.append("version")
    chosen.save(update_fields=named if chosen.pk else None)
