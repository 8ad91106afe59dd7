"""Sessions in PostgreSQL, found by keys that a browser may have made up."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """As Django's, but what cannot be a key of ours is never looked for: the database refuses some characters."""

    def _validate_session_key(self, key: str) -> bool:
        return bool(super()._validate_session_key(key)) and key.isascii() and key.isalnum()  # type: ignore[misc]  # -- missing in the stubs
