"""What the owner of a kind of request says about it: filled by the project's wiring."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    """One kind of request. `still_open` gives, of the subjects named, those of which it is truly still asked.

    `address` is the page where a subject is dealt with, as it is clicked from outside. `occasions` are those on which
    it is asked now or soon: the simulator offers them to staff. `truth`, where the owner can tell the whole of it, lets
    `keep_asked` write the rows and `reconcile_obligations` find what was never asked. `dates` gives until when, and on
    the clock of which zone, each subject is asked, where an owner without the whole truth knows that.
    """

    label: Sentence
    still_open: Callable[[Collection[UUID]], Collection[UUID]]
    address: Callable[[UUID], str] = portal
    occasions: Callable[[], Sequence[Occasion]] = tuple
    truth: Truth | None = None
    dates: Callable[[Collection[UUID]], Mapping[UUID, tuple[datetime, str]]] | None = None


def told_by(truth: Truth, label: Sentence, address: Callable[[UUID], str] = portal) -> ObligationKind:
    """A kind whose owner tells the whole truth: who is asked what about a subject, and until when."""

    def still_open(subjects: Collection[UUID]) -> Collection[UUID]:
        return {row.subject_uuid for row in truth(subjects)}

    return ObligationKind(label, still_open, address, truth=truth)


_kinds: dict[str, ObligationKind] = {}


def register(kind: str, owner: ObligationKind) -> None:
    """Name the owner of a kind ("contribution.due")."""
    _kinds[kind] = owner


def owner_of(kind: str) -> ObligationKind | None:
    """The owner, or None when nobody answers for the kind."""
    return _kinds.get(kind)


def truth_of(kind: str) -> Truth:
    """What its owner says. Raises `LookupError` for a kind whose owner does not tell the whole truth."""
    owner = owner_of(kind)
    if owner is None or owner.truth is None:
        raise LookupError(kind)
    return owner.truth


def kinds_with_truth() -> Iterator[str]:
    """The kinds whose owners do."""
    yield from (kind for kind, owner in _kinds.items() if owner.truth is not None)


def label_of(kind: str, otherwise: Sentence = "") -> Sentence:
    """What is asked, in words; `otherwise`, or the kind itself, where nobody answers for it."""
    owner = owner_of(kind)
    return owner.label if owner else otherwise or kind


def address_of(kind: str, subject: UUID) -> str:
    """Where it is dealt with, as it is clicked from outside; where nobody answers for it, the portal's first page."""
    owner = owner_of(kind)
    return (owner.address if owner else portal)(subject)
