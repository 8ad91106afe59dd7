"""The workbench screens of the notifications app, by noun."""

from notifications.admin import ladders, notices, pauses, steps

__all__ = ["ladders", "notices", "pauses", "steps"]
