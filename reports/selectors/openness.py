"""Who sees what of a contribution now: in one sentence for its participant, as pages for everybody else."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.exports.text import inert
from foundation.wording import enumerated, enumerated_at_first
from parties.models import Party
from reports.enums import ContributionState, Use, Visibility
from reports.models import Attachment, Contribution, SectionTerms, Snapshot
from reports.models.limits import within_rounds

OPEN = (Visibility.PARTICIPANTS, Visibility.PUBLIC)
"""Choices that let others than staff read."""


def who_sees_now(
    contribution: Contribution,
    terms: Iterable[SectionTerms],
    attachments: Iterable[Attachment] = (),
    asked_too: Iterable[Party] = (),
) -> str:
    """One sentence for the present state, in the reader's language. `asked_too`: those asked to confirm it.

    What one of two contending authorities submits is its own affair and staff's, whatever it opened: it is not counted.
    """
    house = contribution.authority or contribution.party
    readers = [one.name for one in (house, *asked_too)]
    if contribution.submitted_at is None:
        alone = {"participant": enumerated(readers)}
        return _("Now only %(participant)s sees this: nothing has been submitted.") % alone
    names = {"participant": enumerated_at_first(readers)}
    if contribution.state == ContributionState.WITHDRAWN:
        return _("Now %(participant)s, the Presidency and the Secretariat see what was submitted: it is withdrawn.") % (
            names
        )
    if contribution.authority_id is not None:
        return _(
            "Now %(participant)s, the Presidency and the Secretariat see what you submitted, and nobody else:"
            " you wrote it while two authorities spoke for your participant."
        ) % (names)
    if contribution.state == ContributionState.NOTHING_TO_REPORT:
        terms = ()  # what was chosen while it was a draft speaks of sections that were not sent
    opened = {choice: _named(choice, terms, attachments) for choice in OPEN}
    names |= {"participants": opened[Visibility.PARTICIPANTS], "public": opened[Visibility.PUBLIC]}
    return SENTENCES[bool(names["participants"]), bool(names["public"])]() % names


SENTENCES = {
    (False, False): lambda: _(
        "Now %(participant)s, the Presidency and the Secretariat see what you submitted, and nobody else."
    ),
    (True, False): lambda: _(
        "Now %(participant)s, the Presidency and the Secretariat see everything you submitted;"
        " all participants also see: %(participants)s."
    ),
    (False, True): lambda: _(
        "Now %(participant)s, the Presidency and the Secretariat see everything you submitted;"
        " everybody also sees: %(public)s."
    ),
    (True, True): lambda: _(
        "Now %(participant)s, the Presidency and the Secretariat see everything you submitted;"
        " all participants also see: %(participants)s; everybody also sees: %(public)s."
    ),
}


def _named(choice: str, terms: Iterable[SectionTerms], attachments: Iterable[Attachment]) -> str:
    sections = [str(one.section.title) for one in terms if one.visibility == choice and one.use != Use.UNNAMED]
    files = [
        inert(one.title) for one in attachments if one.visibility == choice and one.use != Use.UNNAMED and one.is_issued
    ]
    return enumerated([*sections, *files])


def shared_contributions(actor: Actor) -> QuerySet[Contribution]:
    """Contributions of which this reader may read something: those received and not on hold, with an open part."""
    open_to = OPEN if actor.worn else (Visibility.PUBLIC,)
    sections = SectionTerms.objects.filter(visibility__in=open_to).exclude(use=Use.UNNAMED)
    files = Attachment.objects.shared_with(actor)
    counted = Contribution.objects.counted()
    return counted.filter(pk__in=sections.values("contribution")) | counted.filter(pk__in=files.values("contribution"))


def sections_open_to(snapshot: Snapshot, *, actor: Actor) -> Iterator[dict[str, Any]]:
    """The sections of a submission that this reader may read: own and staff all, others as its participant allows.

    What may be used only *without naming* its participant is never shown to others on a page that bears its name.
    """
    if Contribution.objects.visible_to(actor).filter(pk=snapshot.contribution_id).exists():
        yield from snapshot.content["sections"]
        return
    if not Contribution.objects.counted().filter(within_rounds(actor), pk=snapshot.contribution_id).exists():
        return
    open_to = OPEN if actor.worn else (Visibility.PUBLIC,)
    chosen = SectionTerms.objects.filter(contribution=snapshot.contribution_id, visibility__in=open_to)
    codes = set(chosen.exclude(use=Use.UNNAMED).values_list("section__code", flat=True))
    yield from (section for section in snapshot.content["sections"] if section["code"] in codes)
