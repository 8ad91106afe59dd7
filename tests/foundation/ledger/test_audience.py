"""Who is told of what."""

from datetime import UTC, datetime

import pytest

from foundation.actors import Actor, HeldOffice, anonymous, system
from foundation.ledger.audience import KNOWN, PUBLIC, STAFF, Audience, unit, unit_and_staff
from foundation.ledger.models import LedgerEntry
from foundation.ledger.services import record
from tests.foundation.ledger.things import a_thing

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DRAFTERS = unit(3, power="read_drafts")
AUDIENCES = [PUBLIC, KNOWN, STAFF, unit(3), unit(4), unit_and_staff(3), unit_and_staff(4), unit(3, authority_id=7)]
AUDIENCES += [DRAFTERS]


def holding(*offices: HeldOffice, hat: str | None) -> Actor:
    return Actor(kind="person", now=NOW, user_id=1, held=offices, hat=hat)


FOCAL_POINT = HeldOffice(mandate_id=1, office="focal_point", side="participant", unit_id=3)
DRAFTER = HeldOffice(
    mandate_id=5, office="contributor", side="participant", unit_id=3, powers=frozenset({"read_drafts"})
)
ON_HOLD = HeldOffice(mandate_id=2, office="focal_point", side="participant", unit_id=3, authority_id=7)
PRESIDENCY = HeldOffice(mandate_id=3, office="presidency_officer", side="presidency", unit_id=3, term_id=1)
SECRETARIAT = HeldOffice(mandate_id=4, office="secretariat_officer", side="secretariat", unit_id=9)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "told"),
    [
        (anonymous(), [PUBLIC]),
        (holding(hat=None), [PUBLIC]),
        (holding(FOCAL_POINT, hat="participant"), [PUBLIC, KNOWN, unit(3), unit_and_staff(3)]),
        (holding(DRAFTER, hat="participant"), [PUBLIC, KNOWN, unit(3), unit_and_staff(3), DRAFTERS]),
        (holding(ON_HOLD, hat="participant"), [PUBLIC, KNOWN, unit(3, authority_id=7)]),
        (
            holding(FOCAL_POINT, PRESIDENCY, hat="presidency"),
            [PUBLIC, KNOWN, STAFF, unit_and_staff(3), unit_and_staff(4)],
        ),
        (holding(SECRETARIAT, hat="secretariat"), [PUBLIC, KNOWN, STAFF, unit_and_staff(3), unit_and_staff(4)]),
        (holding(SECRETARIAT, hat=None), [PUBLIC, KNOWN]),
        (system(), AUDIENCES),
    ],
)
def test_reader_is_told_only_what_the_hat_worn_may_know(actor: Actor, told: list[Audience]) -> None:
    thing = a_thing()
    for audience in AUDIENCES:
        record(thing, "thing.changed", actor=system(), audience=audience)

    entries = LedgerEntry.objects.visible_to(actor)

    assert {entry.audience for entry in entries} == {audience.text for audience in told}
