"""The reference data of the notifications app: ladders, whose words are the house's until staff change them."""

from collections.abc import Iterator
from pathlib import Path

from foundation.ledger.brought import changed_by_others
from foundation.localized import LANGUAGES
from foundation.reference import Collection, Record, in_three, read
from notifications.models import Ladder, LadderStep

HERE = Path(__file__).parent


def ladders() -> Iterator[Record]:
    """One for each kind of request."""
    for entry in read(HERE / "ladders.json"):
        yield Record(entry["kind"], in_three("name", entry["names"]), natural={"kind": entry["kind"]})


def steps() -> Iterator[Record]:
    """The steps of each, with their words. A step is known by its key, on whatever day it stands.

    One that staff have on the same day by the same way has its place.
    """
    known = {ladder.kind: ladder for ladder in Ladder.objects.all()}
    for entry in read(HERE / "ladders.json"):
        for step in entry["steps"]:
            place = {
                "ladder": known[entry["kind"]],
                "anchor": step["anchor"],
                "offset_days": step["days"],
                "channel": step["channel"],
                "is_automatic": step["automatic"],
            }
            words = in_three("subject", step["subject"]) | in_three("text", step["text"])
            yield Record(
                f"{entry['kind']}/{step['key']}",
                {**place, "offices": sorted(step["offices"]), **words},
                natural=place,
            )


NAMES = frozenset(f"name_{code}" for code in LANGUAGES)
WORDS = frozenset(f"{name}_{code}" for name in ("subject", "text") for code in LANGUAGES)
DAY = frozenset({"anchor", "offset_days"})
COLLECTIONS = (
    Collection(Ladder, ladders, seed=True, follow=NAMES, changed=changed_by_others),
    Collection(LadderStep, steps, seed=True, follow=WORDS | DAY, changed=changed_by_others, root="ladder"),
)
