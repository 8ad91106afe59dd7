"""Who may be told of an entry: fixed when it is written, stored with it as a short text."""

from dataclasses import dataclass

from django.db.models import Q

from foundation.actors import Actor, HeldOffice


@dataclass(frozen=True, slots=True)
class Audience:
    """The readers of one entry. Use the constants and functions below; `text` is what the ledger stores."""

    text: str


PUBLIC = Audience("public")
"""Anybody."""
KNOWN = Audience("known")
"""Everybody who holds an office."""
STAFF = Audience("staff")
"""Presidency and secretariat."""


def unit(unit_id: int, *, authority_id: int | None = None, power: str = "") -> Audience:
    """The offices of one unit only; of one authority in it where two of them claim to act for the unit.

    `power`: only those of its offices that carry it ("read_drafts").
    """
    return Audience(f"unit:{_address(unit_id, authority_id)}{f':{power}' if power else ''}")


def unit_and_staff(unit_id: int, *, authority_id: int | None = None) -> Audience:
    """The offices of one unit (or of one authority in it), presidency and secretariat."""
    return Audience(f"unit+staff:{_address(unit_id, authority_id)}")


def is_of_one_unit(text: str) -> bool:
    """Whether an entry is the affair of one unit (or one authority): others are not even told that there was one."""
    return text.startswith(("unit:", "unit+staff:"))


def readable_by(actor: Actor) -> Q:
    """The entries this actor may be told of, as a filter on `audience`. The hat worn decides, as everywhere."""
    if actor.is_system:
        return Q()
    texts = {PUBLIC.text}
    staff = actor.reads_as_staff
    if actor.held:
        texts.add(KNOWN.text)
    if staff:
        texts.add(STAFF.text)
    for office in actor.worn:
        if office.side == "participant":
            texts.update(_texts_of(office))
    readable = Q(audience__in=sorted(texts))
    return readable | Q(audience__startswith="unit+staff:") if staff else readable


def _address(unit_id: int, authority_id: int | None) -> str:
    return str(unit_id) if authority_id is None else f"{unit_id}/{authority_id}"


def _texts_of(office: HeldOffice) -> set[str]:
    """An authority whose unit is on hold reads what is addressed to itself, and nothing addressed to the unit."""
    unit_id, authority_id = office.unit_id, office.authority_id
    texts = {one(unit_id, authority_id=authority_id).text for one in (unit, unit_and_staff)}
    return texts | {unit(unit_id, authority_id=authority_id, power=power).text for power in office.powers}
