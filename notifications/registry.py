"""What the owner of a kind of request says about it: filled by the project's wiring."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from foundation.errors import Sentence
from notifications.models import Obligation


def portal(_subject: UUID) -> str:
    """Where whoever acts for a participant begins."""
    return f"{settings.PUBLIC_URL}{settings.LOGIN_REDIRECT_URL}"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why several participants are asked at once (a round). `requests`: what is still asked, or (unsaved) would be."""

    code: str
    label: Sentence
    requests: Callable[[datetime], Sequence[Obligation]]


Truth = Callable[[Collection[UUID] | None], Iterable[Obligation]]
"""Gives (unsaved) what is truly asked about these subjects, or, with None, about all there are."""


@dataclass(frozen=True, slots=True)
class ObligationKind:
    """One kind of request. `truth` says who is asked what about its subjects, and until when.

    By it `keep_asked` writes the rows, and `reconcile_obligations` holds them against it. `address` is the page where a
    subject is dealt with, as it is clicked from outside. `occasions` are those on which it is asked now or soon: the
    simulator offers them to staff.
    """

    label: Sentence
    truth: Truth
    address: Callable[[UUID], str] = portal
    occasions: Callable[[], Sequence[Occasion]] = tuple

    def still_asks(self, obligation: Obligation) -> bool:
        """Whether it is truly still asked."""
        return any(row.key == obligation.key for row in self.truth([obligation.subject_uuid]))


_kinds: dict[str, ObligationKind] = {}


def register(kind: str, owner: ObligationKind) -> None:
    """Name the owner of a kind ("contribution.due")."""
    _kinds[kind] = owner


def owner_of(kind: str) -> ObligationKind | None:
    """The owner, or None when nobody answers for the kind."""
    return _kinds.get(kind)


def truth_of(kind: str) -> Truth:
    """What its owner says. Raises `KeyError` for a kind that nobody answers for."""
    return _kinds[kind].truth


def kinds_that_are_owned() -> Collection[str]:
    """The kinds that somebody answers for."""
    return _kinds.keys()


def label_of(kind: str, otherwise: Sentence = "") -> Sentence:
    """What is asked, in words; `otherwise`, or the kind itself, where nobody answers for it."""
    owner = owner_of(kind)
    return owner.label if owner else otherwise or kind


def address_of(kind: str, subject: UUID) -> str:
    """Where it is dealt with, as it is clicked from outside; where nobody answers for it, the portal's first page."""
    owner = owner_of(kind)
    return (owner.address if owner else portal)(subject)
