"""Reads of requests and reminders. What other apps and their tests call stands here."""

from notifications.selectors.reconciliation import Drift, drift

__all__ = ["Drift", "drift"]
