"""Participants, terms of the chair, committee seats, offices and mandates."""

from parties.models.chair import CommitteeSeat, Presidency, PresidencyHolder
from parties.models.mandates import Authority, Mandate, Office
from parties.models.participants import Body, Participation, Party

__all__ = [
    "Authority",
    "Body",
    "CommitteeSeat",
    "Mandate",
    "Office",
    "Participation",
    "Party",
    "Presidency",
    "PresidencyHolder",
]
