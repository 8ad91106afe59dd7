"""What the reports app tells its own receivers."""

from django.dispatch import Signal

receipt_owed = Signal()
"""Sent when a transaction that froze a submission has committed."""
