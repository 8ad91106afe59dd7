"""Meetings, outcome texts, decisions and follow-up."""
