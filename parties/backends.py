"""`user.has_perm(..)` answered from the mandates in force: no groups, no permission rows, nothing stale."""

from datetime import UTC, datetime

from django.contrib.auth.backends import BaseBackend

from foundation.accounts.models import User
from foundation.actors import Actor
from parties.selectors import offices_held

OPEN_ADMIN = "site.open_admin"
LEDGER_VIEW = "ledger.view_entry"
STAFF_PERMISSIONS = frozenset({OPEN_ADMIN, LEDGER_VIEW, "outbox.view_message", "notifications.view_obligation"})


class MandateBackend(BaseBackend):
    """Rights that low apps ask for by name."""

    def has_perm(self, user_obj: User, perm: str, obj: object | None = None) -> bool:  # type: ignore[override]  # -- our User is the only one
        """True when an office in force carries the named permission."""
        if not user_obj.is_active or perm not in STAFF_PERMISSIONS or obj is not None:
            return False
        now = datetime.now(UTC)
        return Actor(kind="person", now=now, user_id=user_obj.pk, held=offices_held(user_obj.pk, now)).opens_workbench
