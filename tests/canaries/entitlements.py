"""Who may read what is nobody else's business: the words planted in the world, by kind, and their readers.

A string of each kind stands in the world; whoever is not named beside it must never see it, by any door.
"""

from typing import NamedTuple

from tests.matrix.roles import (
    HOLDERS,
    KEYS,
    LIMITED,
    OF_OWN,
    OWN,
    OWN_READERS,
    REPORTING_OFFICER,
    SERVICE,
    STAFF,
    WRITING,
)

DESK = STAFF | {"both_hats_in_workbench"}
"""Presidencies in their windows, and the Secretariat."""
CHAIR_ITSELF = frozenset({"both_hats"})
"""The focal point of the participant that holds the chair, under the participant's hat."""
OTHER_READERS = frozenset({"contributor_other", "focal_point_other", "senior_official_other"})
KNOWN = HOLDERS | DESK | KEYS
KNOWN_OF_ROUNDS = KNOWN - LIMITED
"""A key that is limited to one round reads nothing of another, shared or circulated as it may be."""


class Readers(NamedTuple):
    """Of one participant (or one authority of it): who reads its drafts, and who reads what it has sent."""

    drafts: frozenset[str]
    sent: frozenset[str]


OWNERS = {
    "own": Readers(OWN_READERS | OF_OWN, OWN | OF_OWN),
    "other": Readers(OTHER_READERS, OTHER_READERS),
    "chair": Readers(CHAIR_ITSELF, CHAIR_ITSELF),
    "organisation": Readers(REPORTING_OFFICER, REPORTING_OFFICER),
    "first authority": Readers(frozenset({"on_hold_first"}), frozenset({"on_hold_first"})),
    "second authority": Readers(frozenset({"on_hold_second"}), frozenset({"on_hold_second"})),
    "somebody else": Readers(frozenset(), frozenset()),
}
"""The chair's own draft is not for its officers either: the hat of the Presidency never opens it."""
DRAFTED = ("draft answer", "answer typed after it was sent", "translation of a draft answer")
SENT = (
    "answer",
    "answer not to be quoted",
    "unnamed answer",
    "translation",
    "translation not to be quoted",
    "unnamed translation",
    "question",
    "reply",
    "reason",
    "letter",
    "comment",
    "disposition",
)


def of_contributions() -> dict[str, frozenset[str]]:
    """What participants write, and what they are asked."""
    drafts = {f"{what} of {owner}": readers.drafts for owner, readers in OWNERS.items() for what in DRAFTED}
    drafts |= {f"clearance of {owner}": DESK | readers.sent for owner, readers in OWNERS.items()}
    return drafts | {f"{what} of {owner}": DESK | readers.sent for owner, readers in OWNERS.items() for what in SENT}


ENTITLED: dict[str, frozenset[str]] = {
    # documents and their files
    "file for participants": KNOWN,
    "file for staff": DESK,
    "file of an owner": frozenset(),
    # people
    "name of who signs for own": DESK | OWN | KEYS,
    # meetings
    "meeting being planned": DESK,
    "meeting ahead": DESK,
    "draft of an outcome text": DESK,
    "silence procedure being prepared": DESK,
    "silence procedure not concluded": KNOWN,
    "decision of a meeting not concluded": KNOWN,
    "letter of the own delegation": DESK | OWN | KEYS,
    "letter of the other delegation": DESK | OTHER_READERS,
    "question about a delegation": DESK,
    "delegate of the own delegation": DESK | OWN | KEYS,
    "delegate of the other delegation": DESK | OTHER_READERS,
    # plans
    "plan not published": DESK,
    "programme being drafted": DESK,
    "proposal of a source": DESK,
    "proposal of the partner system": DESK | SERVICE,
    "questions being prepared": DESK,
    "questions in use": KNOWN,
    "evaluation being drafted": DESK,
    # people
    "reason of an emergency access": DESK,
    "mandate of the own participant": DESK | OWN | KEYS,
    "mandate of the other participant": DESK | OTHER_READERS,
    "mandate of the first authority": DESK | {"on_hold_first"},
    "mandate of the second authority": DESK | {"on_hold_second"},
    "decision on representation": DESK,
    # rounds and reports
    "round in preparation": DESK,
    "note on an addressee": DESK,
    "report being drafted": DESK,
    "report not published": KNOWN_OF_ROUNDS,
    "reservation in a record not concluded": KNOWN_OF_ROUNDS,
    "answer shared with participants": KNOWN_OF_ROUNDS,
    "translation shared with participants": KNOWN_OF_ROUNDS,
    "file shared with participants": KNOWN_OF_ROUNDS,
    "answer of a joint contribution": DESK | OTHER_READERS | OWN | OF_OWN | CHAIR_ITSELF,
    # reminders
    "words of a ladder": DESK,
    "reason of a pause": DESK,
    "request of the other participant": DESK | OTHER_READERS,
    # what leaves the system
    "what a server said of an address": DESK,
    "why an address was cleared": DESK,
    "mail": DESK,
    "reason of a release": DESK,
    "entry for staff": DESK,
    "sign-in mail": frozenset(),
    "partner system": DESK | SERVICE,
    "partner system that writes": DESK | WRITING,
    "partner system of the own participant": DESK | {"focal_point_own"} | LIMITED,
    "webhook of a system of staff": DESK | SERVICE,
    "webhook of a system of the own participant": DESK | {"focal_point_own"} | LIMITED,
    **of_contributions(),
}
