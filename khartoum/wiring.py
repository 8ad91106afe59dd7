"""Fills the registries that lower apps own: the only place that knows every app (architecture, Rooms)."""


def connect() -> None:
    """Called once, when every app is ready."""
