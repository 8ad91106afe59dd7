"""The only writers of what an account keeps for its doors: password, second factors, language."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from foundation.accounts.links import close_links
from foundation.accounts.mail import write_to
from foundation.accounts.models import User
from foundation.base import lock
from foundation.errors import StaleVersion


@transaction.atomic
def choose_password(user: User, password: str, *, now: datetime) -> None:
    """A new password, chosen by whoever a link let in.

    Raises `StaleVersion` where another was chosen since `user` was read: of two who were let in, the first has chosen.
    """
    if lock(user).password != user.password:
        raise StaleVersion
    change_password(user, password, now=now)


@transaction.atomic
def change_password(user: User, password: str, *, now: datetime) -> None:
    """A new password, chosen by its owner; sessions elsewhere end with the old one, and so do links in the mail."""
    user.set_password(password)
    user.save(update_fields=["password"])
    close_links(user, now=now)


@transaction.atomic
def forget_second_factors(user: User) -> None:
    """Passkeys, authenticator app and recovery codes of somebody who has lost them.

    Their owner is told by mail, so that nobody loses them without knowing.
    """
    Authenticator.objects.filter(user=user).delete()
    write_to(user, "factors_removed", reverse("mfa_index"))


def remember_language(user: User, language: str) -> None:
    """The language of the last visit, in which mails are written and the next visit begins."""
    if language != user.language:
        user.language = language
        user.save(update_fields=["language"])
