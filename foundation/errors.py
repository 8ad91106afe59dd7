"""What a rule of the house says when it is broken: one family of errors that pages, admin and API all understand."""

from collections.abc import Sequence

from django.db import IntegrityError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """A rule was broken. `sentence` says what to do, in the reader's language; `field` names the input at fault."""

    code = "rule_broken"
    status = 400
    default: Sentence = _("This is not possible.")

    def __init__(self, sentence: Sentence | None = None, *, field: str | None = None, code: str | None = None) -> None:
        self.sentence: Sentence = sentence if sentence is not None else self.default
        self.field = field
        self.code = code or self.code
        super().__init__(str(self.sentence))

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentences(self) -> Sequence[Sentence]:
        """What is said, each thing for itself."""
        return (self.sentence,)


class RuleBroken(DomainError):
    """Input that a rule of the domain refuses."""


class RulesBroken(RuleBroken):
    """Input with several things wrong, each told in a sentence of its own."""

    def __init__(self, sentences: Sequence[Sentence], *, field: str | None = None) -> None:
        self.each = tuple(sentences)
        super().__init__(" ".join(map(str, self.each)), field=field)

    @property
    def sentences(self) -> Sequence[Sentence]:
        """One for each thing that is wrong."""
        return self.each


class IllegalTransition(DomainError):
    """The step does not exist from the present state (409)."""

    code = "illegal_transition"
    status = 409
    default = _(
        "This step is no longer possible: somebody may have taken it already. Open the page again to see how it stands."
    )


class StaleVersion(DomainError):
    """The caller saw an older version than the one stored (409; 412 where If-Match carried it)."""

    code = "stale_version"
    status = 409
    default = _(
        "This was changed by somebody else in the meantime. Open the page again to see what stands now, then try again."
    )


class NotAllowed(DomainError):
    """The actor may see the object but may not do this (403)."""

    code = "not_allowed"
    status = 403
    default = _("Your office does not allow this step.")


class BrokenConstraint(RuleBroken, IntegrityError):
    """A constraint of the database, said in a sentence; still an IntegrityError, so `get_or_create` keeps working."""

    code = "constraint"

    def __init__(self, sentence: Sentence, *, constraint: str, field: str | None = None) -> None:
        self.constraint = constraint
        super().__init__(sentence, field=field, code=constraint)


class Crossed(DomainError, OperationalError):
    """Two changes of the same things crossed, and the database let the other one pass (409).

    Still an OperationalError: the transaction is gone, whoever catches it begins another.
    """

    code = "crossed"
    status = 409
    default = _("Somebody else was changing the same thing at this moment: nothing was saved. Try again.")
