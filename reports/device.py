"""What a browser needs to keep typed text for one account only: an opaque name of the account, and its keys.

The keys are made from the site's secret and the account, so only the server can hand them out, and does so only to
whoever is signed in as that account. What is kept under them is noise to the next person at the same browser.
"""

import base64
import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from foundation.accounts.models import User

NAME, KEY = "khartoum.kept.account", "khartoum.kept.key"


def account_name(user: User) -> str:
    """The same for every visit of this account, whatever the site's secret is then, and telling nobody which it is."""
    return hashlib.sha256(f"{NAME}:{user.uuid.hex}".encode()).hexdigest()[:32]


def account_keys(user: User) -> str:
    """Keys of 256 bits in base64, parted by spaces: of the present secret first, of earlier ones after it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (salted_hmac(KEY, user.uuid.hex, secret=secret, algorithm="sha256").digest() for secret in secrets)
    return " ".join(base64.b64encode(key).decode() for key in keys)
