"""Accounts are opened and closed by staff; what they open is said by mandates, not by the account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.enums import Purpose
from foundation.accounts.links import close_links, send_link
from foundation.accounts.models import User
from foundation.accounts.second_factor import has_second_factor
from foundation.accounts.services import forget_second_factors
from foundation.actors import Actor, made_again
from foundation.base import lock, take_up
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.related import Related
from parties.permissions import can_manage_accounts


@transaction.atomic
def open_account(*, email: str, full_name: str, language: str, time_zone: str, actor: Actor) -> User:
    """An account without a password, entered first by a link that the caller writes; it opens nothing by itself."""
    if not can_manage_accounts(actor):
        raise NotAllowed
    user = User.objects.create_user(email, full_name=full_name, language=language, time_zone=time_zone)
    record(user, "account.opened", actor=actor, audience=STAFF)
    return user


@transaction.atomic
def save_account(
    user: User,
    *,
    actor: Actor,
    version: int | None,
    creating: bool,
    related: Related | None = None,  # noqa: ARG001 -- nothing belongs to an account
) -> User:
    """Open an account, or keep its name, language and time zone. An address never passes to somebody else's mandates.

    Raises `NotAllowed`, `RuleBroken` for another address, or `BrokenConstraint` for one that has an account.
    """
    stored = take_up(user, version=version, creating=creating)
    if not can_manage_accounts(made_again(actor)):
        raise NotAllowed
    user.email = user.email.strip().lower()
    if creating:
        user.set_unusable_password()
        user.save(force_insert=True)
        send_link(user, Purpose.INVITATION, now=actor.now)
    else:
        _check_address(user, stored)
        user.save(update_fields=["full_name", "language", "time_zone"])
    record(user, "account.opened" if creating else "account.changed", actor=actor, audience=STAFF)
    return user


def _check_address(user: User, stored: User) -> None:
    if user.email != stored.email:
        raise RuleBroken(
            _("The address of an account stays: open another account and give it a mandate."), field="email"
        )


@transaction.atomic
def close_account(user: User, *, actor: Actor, version: int | None = None, now: datetime) -> User:  # noqa: ARG001 -- a step of the workbench names it
    """From the next request on this person is nobody: their mandates stay on record and open nothing.

    Their sessions and the links in their mail end for good: they open nothing either once the account is open again.
    """
    return _set_active(user, actor=actor, active=False, now=now)


@transaction.atomic
def reopen_account(user: User, *, actor: Actor, version: int | None = None, now: datetime) -> User:  # noqa: ARG001 -- a step of the workbench names it
    """The mandates that are still in force open again what they opened."""
    return _set_active(user, actor=actor, active=True, now=now)


def _set_active(user: User, *, actor: Actor, active: bool, now: datetime) -> User:
    current = lock(user)
    if current.is_active == active:
        raise IllegalTransition
    if not can_manage_accounts(made_again(actor)):
        raise NotAllowed
    if current.pk == actor.user_id:
        raise RuleBroken(_("Nobody closes or opens their own account: ask a colleague."))
    current.is_active = active
    if not active:
        current.last_closed_at = now
        close_links(current, now=now)
    current.save(update_fields=["is_active", "last_closed_at"])
    record(current, "account.reopened" if active else "account.closed", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def invite_again(user: User, *, actor: Actor, version: int | None = None, now: datetime) -> User:  # noqa: ARG001 -- a step of the workbench names both
    """Mail another link to choose a first password; the ones sent before stay good until one is used."""
    current = lock(user)
    if not current.is_active or current.has_usable_password():
        raise IllegalTransition
    if not can_manage_accounts(made_again(actor)):
        raise NotAllowed
    send_link(current, Purpose.INVITATION, now=now)
    record(current, "account.invited", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def remove_second_factors(user: User, *, actor: Actor, version: int | None = None, now: datetime) -> User:  # noqa: ARG001 -- a step of the workbench names both
    """For somebody who has lost device and recovery codes. They are told by mail; the password stays."""
    current = lock(user)
    if not has_second_factor(current):
        raise IllegalTransition
    if not can_manage_accounts(made_again(actor)):
        raise NotAllowed
    if current.pk == actor.user_id:
        raise RuleBroken(_("Nobody removes their own second factor here: do it on your own page, or ask a colleague."))
    forget_second_factors(current)
    record(current, "account.second_factors_removed", actor=actor, audience=STAFF)
    return current
