"""The workbench screens of the meetings app, by noun."""

from meetings.admin import meetings, silence

__all__ = ["meetings", "silence"]
