"""Moves an open round to the next edition of its templates: no answer is lost, and what was sent stays as it was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import IllegalTransition, NotAllowed, StaleVersion
from foundation.ledger.audience import PUBLIC
from foundation.ledger.services import record
from reports.enums import ContributionState as S
from reports.enums import RoundState
from reports.models import Answer, Attachment, Contribution, HandedSection, Round, SectionTerms, Template
from reports.permissions.rounds import can_run_round
from reports.selectors.asked import template_of
from reports.selectors.editions import Move, as_seen, is_reworded, moves_of, questions_of, same_questions
from reports.services.templates import freeze_templates

FOLLOWING = (S.NOT_STARTED, S.DRAFT, S.REOPENED)
"""Contributions that are being written: they follow their round to its next edition."""


@transaction.atomic
def move_to_next_edition(round_: Round, *, actor: Actor, version: int, now: datetime, seen: str) -> Round:  # noqa: ARG001 -- a step names the moment
    """Ask what the latest editions ask. `seen` says which editions the actor was shown.

    Drafts take their answers along by the codes of the questions; what was sent keeps the edition it was sent under.
    Raises `StaleVersion` when round or editions changed since, `IllegalTransition` (also where there
    is no later edition), or `NotAllowed`.
    """
    current = lock_seen(round_, version=version)
    if current.state != RoundState.OPEN:
        raise IllegalTransition
    if not can_run_round(made_again(actor), current):
        raise NotAllowed
    moves = moves_of(current)
    if not moves:
        raise IllegalTransition(_("There is no later edition of the templates of this round."))
    if as_seen(moves) != seen:
        raise StaleVersion
    freeze_templates(*(move.new for move in moves))
    for contribution in Contribution.objects.filter(round=current).order_by("pk").values_list("pk", flat=True):
        _move(Contribution(pk=contribution), moves)
    for move in moves:
        setattr(current, "state_template" if move.old == current.state_template else "organisation_template", move.new)
    current.version += 1
    current.save(update_fields=["state_template", "organisation_template", "version"])
    editions = {move.new.audience: move.new.edition for move in moves}
    record(current, "round.edition_moved", actor=actor, audience=PUBLIC, facts={**editions})
    return current


def _move(contribution: Contribution, moves: list[Move]) -> None:
    current = lock(contribution)
    move = next((one for one in moves if one.old == template_of(current)), None)
    if move is None:
        return
    if current.state in FOLLOWING:
        carry_over(current, move.old, move.new)
        current.version += 1
        current.save(update_fields=["version"])
    else:
        current.template = move.old
        current.save(update_fields=["template"])


def follow_round(contribution: Contribution) -> None:
    """What is taken up again after its round moved on is asked as the round asks now. The caller saves it."""
    old = contribution.template
    if old is None:
        return
    contribution.template = None
    carry_over(contribution, old, template_of(contribution))


def carry_over(contribution: Contribution, old: Template, new: Template) -> None:
    """Give the answers to the questions that follow theirs; others stay where they are, readable and not asked."""
    pairs = same_questions(questions_of(old), questions_of(new))
    for answer in Answer.objects.filter(contribution=contribution, question__in=pairs).select_related("question"):
        follower = pairs[answer.question_id]
        if answer.text and is_reworded(answer.question, follower) and answer.asked_before_id is None:
            answer.asked_before = answer.question
        answer.question = follower
        answer.save(update_fields=["question", "asked_before"])
    sections = {section.code: section for section in new.sections.all()}
    for kept in (SectionTerms, Attachment, HandedSection):
        # Of every earlier edition: a section that one leaves out and the next asks again takes its choices up again.
        rows = kept.objects.filter(contribution=contribution).exclude(section__template=new)
        for row in rows.select_related("section"):
            if row.section.code in sections:
                row.section = sections[row.section.code]
                row.save(update_fields=["section"])
