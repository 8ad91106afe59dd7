"""Screens that read several apps at once."""
