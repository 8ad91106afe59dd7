"""How a participant signs, and who has signed what stands there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from foundation.accounts.models import User
from foundation.actors import Actor
from reports.enums import SignatureRole
from reports.models import Contribution, Signature, SigningRule


@dataclass(frozen=True)
class Signed:
    """One of the two signatures, given or awaited. `counts`: under the words that stand there now."""

    role: SignatureRole
    user: User | None = None
    signed_at: datetime | None = None
    counts: bool = False


def signs_together(contribution: Contribution) -> bool:
    """Whether two sign for it."""
    rules = SigningRule.objects.filter(party=contribution.party_id, authority=contribution.authority_id)
    return rules.filter(is_together=True).exists()


def signing_together(party_ids: Iterable[int]) -> set[tuple[int, int | None]]:
    """Of these participants, those (and their authorities) that sign with two."""
    rules = SigningRule.objects.filter(party__in=set(party_ids), is_together=True)
    return set(rules.values_list("party_id", "authority_id"))


def signatures_of(contribution: Contribution, actor: Actor, *, sha256: str) -> list[Signed]:
    """Both signatures, the submitting office's first."""
    seen = Signature.objects.visible_to(actor).filter(contribution=contribution)
    given = {one.role: one for one in seen.select_related("user")}
    return [
        Signed(role, one.user, one.signed_at, one.sha256 == sha256) if (one := given.get(role)) else Signed(role)
        for role in SignatureRole
    ]
