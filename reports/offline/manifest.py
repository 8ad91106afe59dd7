"""What a file carries to be known again: whose form it is, and which version of each answer its reader saw.

It holds no answer. It is signed, so that a file of another round, participant or edition is told apart from one that
somebody put together; rows are found by short references, which fit no other file.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.core import signing
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.localized import LANGUAGES
from reports.models import Contribution, Template
from reports.selectors.asked import template_of

SALT = "reports.offline"
PIECE = 240
"""Characters of one property of a document: office programs cut longer ones off."""
INSTEAD = "~"
"""Stands for an underscore, and is no letter of what is signed."""
NOT_OURS = _(
    "This file is not a form of this system, or the part by which it is known was changed or lost. "
    "Download the form again and copy your answers into it."
)
OF_ANOTHER_PARTICIPANT = _("This form is of another participant. Nothing was taken from it.")
OF_ANOTHER_ROUND = _("This form was made for another round. Download the form of this round and fill in that.")
OF_ANOTHER_CONTRIBUTION = _("This form was made for another contribution. Download this one and fill in that.")
OF_ANOTHER_EDITION = _(
    "The questions were changed since this form was made. "
    "Download the form again and copy your answers into it; nothing is lost."
)


@dataclass(frozen=True)
class Manifest:
    """`rows` are the names of the answers in the form, each with the version that the file shows (0: none)."""

    contribution: str
    round: str
    party: str
    template: str
    language: str
    nonce: str
    rows: Mapping[str, int] = field(default_factory=dict)
    printed: str = ""
    """By what the paragraphs of a document are known that we wrote: what else stands there, somebody typed."""

    def signed(self) -> str:
        """As it travels."""
        known = [self.contribution, self.round, self.party, self.template, self.language, self.nonce]
        return signing.dumps([*known, dict(self.rows), self.printed], salt=SALT, compress=True)

    def reference(self, name: str, number: int) -> str:
        """What stands beside an answer in the file: `12-3fa9c`."""
        digest = hashlib.sha256(f"{self.nonce}/{name}".encode()).hexdigest()
        return f"{number}-{digest[:5]}"

    def names(self) -> dict[str, str]:
        """The names of the answers by their references."""
        return {self.reference(name, number): name for number, name in enumerate(self.rows, start=1)}

    def check(self, contribution: Contribution) -> None:
        """Raise `RuleBroken` with the reason unless the file is the present form of this contribution."""
        expected = manifest_of(contribution, "en", {})
        for mine, found, reason in (
            (expected.party, self.party, OF_ANOTHER_PARTICIPANT),
            (expected.round, self.round, OF_ANOTHER_ROUND),
            (expected.contribution, self.contribution, OF_ANOTHER_CONTRIBUTION),
            (expected.template, self.template, OF_ANOTHER_EDITION),
        ):
            if mine != found:
                raise RuleBroken(reason, field="content", code="other_form")


def manifest_of(contribution: Contribution, language: str, rows: Mapping[str, int]) -> Manifest:
    """The manifest of a new file; no two files have the same references."""
    return Manifest(
        contribution=contribution.uuid.hex,
        round=contribution.round.uuid.hex,
        party=contribution.party.uuid.hex,
        template=_edition(template_of(contribution)),
        language=language,
        nonce=uuid4().hex[:12],
        rows=rows,
    )


def pieces(signed: str) -> list[str]:
    """The signed text in pieces that every office program keeps whole.

    Without underscores: `_x0041_` in it would be read as the character of that number (ECMA-376 part 1, 22.4.2.4).
    """
    kept = signed.replace("_", INSTEAD)
    return [kept[at : at + PIECE] for at in range(0, len(kept), PIECE)]


def read_manifest(found: Iterable[str]) -> Manifest:
    """Out of its pieces. Raises `RuleBroken` unless it is whole and signed by us."""
    try:
        said: Sequence[object] = signing.loads("".join(found).replace(INSTEAD, "_"), salt=SALT)
        manifest = Manifest(*said)  # type: ignore[arg-type]  # -- what was signed here has this form
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise RuleBroken(NOT_OURS, field="content", code="not_ours") from error
    if manifest.language not in LANGUAGES:
        raise RuleBroken(NOT_OURS, field="content", code="not_ours")
    return manifest


def _edition(template: Template) -> str:
    return f"{template.code}/{template.audience}/{template.edition}"
