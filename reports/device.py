"""What a browser needs to keep typed text for one account only: an opaque name of the account, its keys, and its mark.

The keys are made from the site's secret and the account, so only the server can hand them out, and does so only to
whoever is signed in as that account. What is kept under them is noise to the next person at the same browser.
"""

import base64
import hashlib
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from foundation.accounts.models import User

NAME, KEY, MARK = "khartoum.kept.account", "khartoum.kept.key", "khartoum.kept.mark"


def account_name(user: User) -> str:
    """The same for every visit of this account, whatever the site's secret is then, and telling nobody which it is."""
    return hashlib.sha256(f"{NAME}:{user.uuid.hex}".encode()).hexdigest()[:32]


def account_keys(user: User) -> str:
    """Keys of 256 bits in base64, parted by spaces: of the present secret first, of earlier ones after it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (salted_hmac(KEY, user.uuid.hex, secret=secret, algorithm="sha256").digest() for secret in secrets)
    return " ".join(base64.b64encode(key).decode() for key in keys)


def form_mark(user: User, contribution: UUID) -> str:
    """What a form carries to say, signed, for which account it was made. It tells nobody which, and opens nothing."""
    return Signer(salt=MARK).sign(f"{account_name(user)}:{contribution}")


def marked_account(mark: str, contribution: UUID) -> str:
    """The opaque name of the account that this form was made for; empty where the mark is none of ours for it."""
    try:
        name, _, form = Signer(salt=MARK).unsign(mark).partition(":")
    except BadSignature:
        return ""
    return name if form == str(contribution) else ""


def is_of(user: User, name: str) -> bool:
    """Whether this is the opaque name of that account."""
    return constant_time_compare(name, account_name(user))
