"""Rounds, contributions, consolidated reports, endorsement and review."""
