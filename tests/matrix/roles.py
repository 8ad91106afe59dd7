"""Who knocks at the doors: every role of the matrix, and the groups that the tables speak of."""

OWN_READERS = frozenset({"contributor_own", "focal_point_own", "senior_official_own"})
"""Offices of one participant that read its drafts."""
OWN = OWN_READERS | {"cabinet_own"}
OTHER = frozenset({"contributor_other", "focal_point_other", "senior_official_other"})
ON_HOLD = frozenset({"on_hold_first", "on_hold_second"})
SERVICE = frozenset({"service"})
"""A partner system with a key of the own participant: at the API's door only, elsewhere it is nobody."""
LIMITED = frozenset({"limited_service"})
"""Another one, limited to a round in which nobody has written yet: of all others it learns nothing."""
WRITING = frozenset({"writing_service"})
"""A third, whose account submits for the own participant and whose key writes too."""
READING_KEYS = SERVICE | LIMITED
OF_OWN = SERVICE | WRITING
"""Read what the own participant reads, of every round."""
KEYS = READING_KEYS | WRITING
NOBODY_KNOWN = frozenset({"anonymous", "deactivated"})
WITHOUT_OFFICE = frozenset({"no_office", "mandate_ended", "emergency_over"})
"""Signed in, but no mandate is in force."""
IN_CHAIR = frozenset({"presidency_current"})
INCOMING = frozenset({"presidency_incoming"})
OUTGOING = frozenset({"presidency_outgoing"})
SECRETARIAT = frozenset({"secretariat"})
BOTH_HATS = frozenset({"both_hats"})
"""Focal point of the participant in the chair and officer of the Presidency: the door decides which hat is worn."""
REPORTING_OFFICER = frozenset({"reporting_officer"})

STAFF = IN_CHAIR | INCOMING | OUTGOING | SECRETARIAT
"""Wear the staff hat at every door."""
STAFF_IN_FORCE = IN_CHAIR | SECRETARIAT
PARTICIPANTS = OWN | OTHER | ON_HOLD | BOTH_HATS | REPORTING_OFFICER
"""Wear a participant's hat outside the workbench."""
HOLDERS = PARTICIPANTS | STAFF
"""Hold an office that counts at a door outside the workbench."""
WORKBENCH = STAFF | BOTH_HATS
"""Enter the workbench; who holds both hats wears the Presidency's there."""
WORKBENCH_IN_FORCE = STAFF_IN_FORCE | BOTH_HATS
SIGNED_IN = HOLDERS | WITHOUT_OFFICE
EVERYBODY = SIGNED_IN | NOBODY_KNOWN | KEYS
ROLES = tuple(sorted(EVERYBODY))


def reader(role: str, path: str) -> str:
    """As whom a role reads behind this door: the workbench changes the hat, a key opens only the API."""
    if role == "both_hats" and path.startswith("/admin/"):
        return "both_hats_in_workbench"
    if role in KEYS and not path.startswith("/api/"):
        return "anonymous"
    return role
