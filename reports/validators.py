"""What an answer may look like, kind by kind: asked by forms and by the service that writes answers."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from reports.enums import QuestionKind

LONGEST = {QuestionKind.SHORT_TEXT: 300, QuestionKind.LONG_TEXT: 20_000}
CHOICES = {QuestionKind.YES_NO: ("yes", "no")}
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
KEPT = {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f"}
"""Control and format characters that belong to a text; the last four are needed in Arabic."""
LONGEST_REASON = 2_000


def clean_text(text: str) -> str:
    """The text with one kind of line break and nothing at its ends. Raises `RuleBroken` for what no text holds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in plain if char not in KEPT):
        raise RuleBroken(_("This text holds characters that cannot be stored. Type it again."))
    return plain


def clean_answer(kind: str, text: str, *, choices: tuple[str, ...] = ()) -> str:
    """The answer as it is stored; empty is always possible. Raises `RuleBroken` with a sentence."""
    plain = clean_text(text)
    if not plain:
        return ""
    allowed = choices or CHOICES.get(QuestionKind(kind), ())
    if allowed and plain not in allowed:
        raise RuleBroken(_("Choose one of the answers offered."))
    if kind == QuestionKind.NUMBER and not NUMBER.fullmatch(plain):
        raise RuleBroken(_("Write a number in digits, with a point before decimals."))
    longest = LONGEST.get(QuestionKind(kind))
    if longest is not None and len(plain) > longest:
        raise RuleBroken(_("This answer is too long: %(longest)s characters at most.") % {"longest": longest})
    return plain


def clean_reason(text: str, *, field: str = "reason") -> str:
    """A reason that was given. Raises `RuleBroken` for an empty one or one that is too long."""
    plain = clean_text(text)
    if not plain:
        raise RuleBroken(_("Give a reason."), field=field)
    if len(plain) > LONGEST_REASON:
        raise RuleBroken(_("This reason is too long."), field=field)
    return plain
