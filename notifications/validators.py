"""What a text of a ladder may ask for: a fixed list of placeholders, put in by replacement and never evaluated."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = ("name", "office", "participant", "request", "due", "days")
WRITTEN = tuple(f"{{{name}}}" for name in PLACEHOLDERS)
"""As they stand in a text."""
ONE = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
FOREIGN = re.compile(r"[{}]|%[(%]|%[a-z]\b|<[%?]", re.IGNORECASE)
"""What is left of a placeholder of ours, or reads like one of another language of templates."""

MARKED = re.compile(r"[$#%@]\{")


def check_placeholders(text: str) -> None:
    """Raise `ValidationError` when a text holds anything that looks like a placeholder and is none of the list."""
    if MARKED.search(text) or FOREIGN.search(ONE.sub("", text)):
        known = " ".join(WRITTEN)
        raise ValidationError(
            _("This text asks for something that is not known here. These are known: %(known)s."),
            code="placeholder",
            params={"known": known},
        )


def fill(text: str, given: Mapping[str, str]) -> str:
    """The text with what stands for its placeholders, in one pass: what was put in is not looked at again."""
    return ONE.sub(lambda found: given[found.group(1)], text)
