"""Reads of clearances: who cleared the answers, and whether they are still the answers that were cleared."""

from reports.models import Clearance, Contribution


def clearances_of(contribution: Contribution, version: str) -> list[tuple[Clearance, bool]]:
    """In the order they were recorded, each with whether it was given for this version of the answers."""
    rows = contribution.clearances.select_related("recorded_by").order_by("recorded_at", "id")
    return [(one, one.answers_version == version) for one in rows]
