"""What the tests of the workbench share: a screen that is on no site, and requests that no server had."""

from datetime import UTC, datetime

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from foundation.actors import Actor, HeldOffice
from foundation.admin import WorkbenchAdmin
from foundation.outbox.models import Bounce

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SECRETARIAT = HeldOffice(mandate_id=1, office="secretariat_officer", side="secretariat", unit_id=9)
STAFF = Actor(kind="person", now=NOW, user_id=5, held=(SECRETARIAT,), hat="secretariat")
READER = Actor(kind="person", now=NOW, user_id=6)


class Screen(WorkbenchAdmin):
    """One row, and nothing declared."""

    seen_by_all_staff = True
    row = None

    def __init__(self, model=Bounce):
        super().__init__(model, AdminSite())

    def get_object(self, request, object_id, from_field=None):
        return self.row


class Told(list):
    """Where a request keeps what its reader is told."""

    def add(self, level, message, extra_tags=""):
        self.append(str(message))


def asked(method="get", actor=STAFF, **sent):
    request = getattr(RequestFactory(), method)("/", sent)
    request.actor, request.user, request._messages = actor, AnonymousUser(), Told()
    return request
