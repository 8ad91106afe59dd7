"""Links that let their owner in once: written, mailed, looked at without using them, used by exactly one request.

A mail scanner that follows a link only looks at it: using it takes the button of the page (`views.FollowLink`).
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from foundation.accounts.enums import Purpose
from foundation.accounts.limits import TooManyTriesError, mailing_door
from foundation.accounts.mail import write_to
from foundation.accounts.models import EntryLink, User

LIFETIMES: Mapping[str, timedelta] = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=2),
    Purpose.SIGN_IN: timedelta(minutes=30),
}
FOR_A_PASSWORD = (Purpose.INVITATION, Purpose.PASSWORD)
KEPT = timedelta(days=30)
"""How long a link that no longer opens anything is kept, so that its page can say why."""


@transaction.atomic
def send_link(user: User, purpose: Purpose, *, now: datetime) -> None:
    """Mail a new link in the language of the account. Earlier ones stay good until one of them is used."""
    until = now + LIFETIMES[purpose]
    write_to(user, purpose, new_link(user, purpose, now=now, until=until), until=until)


def new_link(user: User, purpose: Purpose, *, now: datetime, until: datetime) -> str:
    """The path of a new link, for whoever writes the mail: its secret is known to nobody afterwards."""
    secret = secrets.token_urlsafe(32)
    EntryLink.objects.create(user=user, purpose=purpose, digest=_digest(secret), created_at=now, expires_at=until)
    return f"{reverse('account_link')}?{urlencode({'key': secret})}"


def send_link_to(address: str, purpose: Purpose, *, now: datetime) -> None:
    """Mail a link if this is the address of somebody who may sign in; whoever asked is not told.

    An address that has been mailed often enough gets no more for a while: the links it has still open its account.
    """
    user = User.objects.filter(email__iexact=address, is_active=True, is_service=False).first()
    try:  # counted by the account: PostgreSQL finds it in more ways of writing an address than Python thinks equal
        mailing_door(user.email if user is not None else address).knock(now)
    except TooManyTriesError:
        return
    if user is not None:
        send_link(user, purpose, now=now)


def look_at(secret: str) -> EntryLink | None:
    """The link of this secret, whatever has become of it. Nothing is changed."""
    return EntryLink.objects.select_related("user").filter(digest=_digest(secret)).first()


def is_open(link: EntryLink | None, *, now: datetime) -> bool:
    """Whether it would still let its owner in."""
    return link is not None and link.used_at is None and now < link.expires_at and link.user.is_active


@transaction.atomic
def use(secret: str, *, now: datetime) -> EntryLink | None:
    """Use it up: of many requests at once exactly one gets the link, every other one None."""
    # Only columns of the row itself decide, so that PostgreSQL asks them again once it has the row's lock.
    taken = EntryLink.objects.filter(digest=_digest(secret), used_at=None, expires_at__gt=now).update(used_at=now)
    link = look_at(secret) if taken else None
    return link if link is not None and link.user.is_active else None


def close_links(user: User, *, now: datetime) -> None:
    """A new password was chosen, or the account was closed: no earlier mail opens it any more."""
    EntryLink.objects.filter(user=user, used_at=None).update(used_at=now)


def tidy(now: datetime) -> int:
    """Delete links that ended long ago; how many there were."""
    return EntryLink.objects.filter(expires_at__lte=now - KEPT).delete()[0]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
