"""Looks into an uploaded file before anything else does: what it is, and whether it is safe to read and to keep."""

from foundation.uploads.examination import Examined, examine
from foundation.uploads.kinds import KINDS, LARGEST, TEXTS, Kind

__all__ = ["KINDS", "LARGEST", "TEXTS", "Examined", "Kind", "examine"]
