"""The workbench screens of the meetings app, by noun."""

from meetings.admin import meetings, on_record, outcomes, silence, sittings

__all__ = ["meetings", "on_record", "outcomes", "silence", "sittings"]
