"""What a page hands to the scripts that keep typed text in the reader's browser."""

import json
from typing import Any

from django import template
from django.utils.translation import ngettext

from foundation.accounts.models import User
from reports.device import account_keys, account_name, form_mark
from reports.models import Contribution

register = template.Library()
SAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A number of each plural category (CLDR) of our languages, as the browser names them."""


@register.simple_tag
def kept_account(user: User) -> str:
    """The opaque name under which this account's texts are kept."""
    return account_name(user)


@register.simple_tag
def kept_keys(user: User) -> str:
    """The keys that seal them."""
    return account_keys(user)


@register.simple_tag
def kept_mark(user: User, contribution: Contribution) -> str:
    """What says, signed, that a form of this contribution was made for this account."""
    return form_mark(user, contribution.uuid)


@register.simple_tag
def sign_out_sentences() -> str:
    """The question before signing out, in the form each number wants; the browser fills in the number."""
    sentences: dict[str, Any] = {
        category: ngettext(
            "%(count)s answer is not yet sent. Sign out anyway? It will be removed from this device.",
            "%(count)s answers are not yet sent. Sign out anyway? They will be removed from this device.",
            number,
        )
        for category, number in SAMPLES.items()
    }
    return json.dumps(sentences, ensure_ascii=False)
