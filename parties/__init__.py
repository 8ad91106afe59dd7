"""Participants, presidencies, committee seats, offices and mandates."""
