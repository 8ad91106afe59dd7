"""Takes a reporting round through its steps. Who is asked, and with which questions, is fixed when it opens."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.services import record
from foundation.related import Related
from notifications.services import close_obligation
from reports.enums import Audience, HandedState, QueryState, RoundState
from reports.models import Addressee, Contribution, HandedSection, Query, Round
from reports.models.rounds import ADDRESSEES_ARE_FIXED
from reports.permissions.rounds import can_prepare_round
from reports.selectors.obligations import AWAITED, QUESTION_ASKED, SECTION_HANDED
from reports.selectors.rounds import n_of_N
from reports.services.addressees import (
    check_extension,
    check_still_awaited,
    fill_addressees,
    make_contributions,
    record_extension,
)
from reports.services.asking import ask_anew
from reports.services.holding import hold_representation
from reports.services.lapsing import tell_of_lapse
from reports.services.recording import check_kind
from reports.services.requests import end_request, renew_requests
from reports.services.templates import freeze_templates
from reports.workflow.rounds import ROUND

FIXED = ("code", "plan_id", "period_begins_on", "period_ends_on", "state_template_id", "organisation_template_id")
"""What was announced when the round opened."""
FORESEEN = {"som": "may_endorse", "ministerial": "may_review"}
"""What the meetings that are foreseen for the report do with it."""
WRITTEN_FOR = {
    "state_template": (Audience.STATE, _("Choose a template written for States.")),
    "organisation_template": (Audience.ORGANISATION, _("Choose a template written for organisations.")),
}
"""For whom each template of a round is written, and what is said of another."""
FIXED_FOR_ADDRESSEES = ("round_id", "party_id", "counts_in_n")


@transaction.atomic
def prepare_round(round_: Round, *, actor: Actor) -> Round:
    """Enter a round (unsaved) to be prepared; nobody outside the workbench sees it yet."""
    return save_round(round_, actor=actor, version=None, creating=True)


@transaction.atomic
def save_round(
    round_: Round, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Round:
    """Write a round and its addressees; once it is open only its dates, meetings and notes change.

    Raises `NotAllowed`, `StaleVersion`, or `RuleBroken` for what was fixed when it opened.
    """
    stored = take_up(round_, version=version, creating=creating)
    if not can_prepare_round(made_again(actor)):
        raise NotAllowed
    changes = related or Related()
    check_templates(round_)
    check_foreseen(round_)
    _check_fixed(round_, stored, changes)
    extended = _extended(round_, changes)
    save_seen(round_, version=version, creating=creating)
    changes.write(round_)
    if round_.state != RoundState.PREPARING:
        renew_requests(Contribution.objects.filter(round=round_), now=actor.now)
        ask_anew(now=actor.now)
    for addressee in extended:
        record_extension(addressee, actor=actor)
    audience = STAFF if round_.state == RoundState.PREPARING else PUBLIC
    record(round_, "round.prepared" if creating else "round.changed", actor=actor, audience=audience)
    return round_


def check_templates(round_: Round) -> None:
    """Raise `RuleBroken` unless each template is written for those who will get it."""
    for name, (audience, refusal) in WRITTEN_FOR.items():
        if getattr(round_, name).audience != audience:
            raise RuleBroken(refusal, field=name)


def check_foreseen(round_: Round) -> None:
    """Raise `RuleBroken` unless the meetings foreseen for the report are of the kinds that endorse and review."""
    for name, power in FORESEEN.items():
        meeting = getattr(round_, name)
        if meeting is not None:
            check_kind(meeting, power=power, field=name)


def _check_fixed(changed: Round, stored: Round, related: Related) -> None:
    if stored.state == RoundState.PREPARING:
        return
    for field in FIXED:
        if getattr(changed, field) != getattr(stored, field):
            raise RuleBroken(_("This was fixed when the round opened."), field=field.removesuffix("_id"))
    known = {addressee.pk: addressee for addressee in Addressee.objects.filter(round=stored)}
    children = [child for _key, child in related.children if isinstance(child, Addressee)]
    new = any(child.pk not in known for child in children)
    if new or related.removed or any(_differs(child, known[child.pk]) for child in children):
        raise RuleBroken(ADDRESSEES_ARE_FIXED)


def _extended(round_: Round, related: Related) -> list[Addressee]:
    """The addressees that get another extension than they had, or none any more; all must end after the due moment."""
    before = dict(Addressee.objects.filter(round=round_.pk).values_list("pk", "extension_until"))
    changed = [child for _key, child in related.children if isinstance(child, Addressee)]
    for addressee in changed:
        check_extension(addressee.extension_until, round_)
    for kept in before.keys() - {addressee.pk for addressee in changed}:
        check_extension(before[kept], round_, field="due_at")
    extended = [addressee for addressee in changed if addressee.extension_until != before.get(addressee.pk)]
    check_still_awaited(extended, round_)
    return extended


def _differs(changed: Addressee, stored: Addressee) -> bool:
    return any(getattr(changed, field) != getattr(stored, field) for field in FIXED_FOR_ADDRESSEES)


@transaction.atomic
def open_round(round_: Round, *, actor: Actor, version: int, now: datetime) -> Round:
    """Open it: N is frozen, everybody asked gets a contribution and a request, the templates are in use.

    Raises `RuleBroken` for a due moment that has passed, a template without questions, or nobody to ask.
    """
    current = ROUND.apply(round_, "open", actor=actor, version=version)
    if current.due_at <= now:
        raise RuleBroken(_("The due moment has passed: set another before you open the round."))
    check_templates(current)
    freeze_templates(current.state_template, current.organisation_template)
    fill_addressees(current, day=now.date())
    if not current.addressees.exists():
        raise RuleBroken(_("Nobody is asked: look at the switches of participation."))
    current.opened_at = now
    current.save(update_fields=["state", "opened_at", "version"])
    hold_representation(current.addressees.values_list("party", flat=True))
    make_contributions(current, now=now)
    asked = n_of_N(current)
    facts = {"states": asked.states.asked, "organisations": asked.organisations.asked}
    record(current, "round.opened", actor=actor, audience=PUBLIC, facts=facts)
    return current


@transaction.atomic
def close_to_contributions(round_: Round, *, actor: Actor, version: int, now: datetime) -> Round:  # noqa: ARG001 -- a step names the moment
    """The cut-off: the consolidation begins. What comes later waits for an addendum or for the next round."""
    current = ROUND.apply(round_, "close_to_contributions", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    record(current, "round.consolidating", actor=actor, audience=PUBLIC)
    return current


@transaction.atomic
def close_round(round_: Round, *, actor: Actor, version: int, now: datetime) -> Round:
    """The round is over: nothing is received any more and nothing is awaited."""
    current = ROUND.apply(round_, "close", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    tell_of_lapse(current, now=now)
    for contribution in Contribution.objects.filter(round=current, state__in=AWAITED):
        end_request(contribution, now=now, reason="round_closed")
    for query in Query.objects.filter(contribution__round=current, state=QueryState.OPEN):
        close_obligation(query, QUESTION_ASKED, now=now, reason="round_closed")
    for handed in HandedSection.objects.filter(contribution__round=current, state=HandedState.HANDED):
        close_obligation(handed, SECTION_HANDED, now=now, reason="round_closed")
    record(current, "round.closed", actor=actor, audience=PUBLIC)
    return current
