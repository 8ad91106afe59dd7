"""The workbench screens of the parties app, by noun."""

from parties.admin import participants, people

__all__ = ["participants", "people"]
