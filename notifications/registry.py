"""What the owner of a kind of request says about it: filled by the project's wiring."""

from collections.abc import Callable, Collection, Sequence
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


@dataclass(frozen=True, slots=True)
class ObligationKind:
    """One kind of request. `still_open` gives, of the subjects named, those of which it is truly still asked.

    `address` is the page where a subject is dealt with, as it is clicked from outside. `occasions` are those on which
    it is asked now or soon: the simulator offers them to staff.
    """

    label: Sentence
    still_open: Callable[[Collection[UUID]], Collection[UUID]]
    address: Callable[[UUID], str] = portal
    occasions: Callable[[], Sequence[Occasion]] = tuple


_kinds: dict[str, ObligationKind] = {}


def register(kind: str, owner: ObligationKind) -> None:
    """Name the owner of a kind ("contribution.due")."""
    _kinds[kind] = owner


def owner_of(kind: str) -> ObligationKind | None:
    """The owner, or None when nobody answers for the kind."""
    return _kinds.get(kind)


def label_of(kind: str, otherwise: Sentence = "") -> Sentence:
    """What is asked, in words; `otherwise`, or the kind itself, where nobody answers for it."""
    owner = owner_of(kind)
    return owner.label if owner else otherwise or kind


def address_of(kind: str, subject: UUID) -> str:
    """Where it is dealt with, as it is clicked from outside; where nobody answers for it, the portal's first page."""
    owner = owner_of(kind)
    return (owner.address if owner else portal)(subject)
