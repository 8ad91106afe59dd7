"""Nobody is a superuser: no flag, no column, no command gives a right; mandates do."""

import pytest
from django.contrib.auth import get_backends
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from foundation.accounts.models import User
from foundation.database_roles import OWNER_ROLE
from khartoum.demonstration.load import load_demonstration
from khartoum.settings import base
from parties.backends import STAFF_PERMISSIONS
from parties.selectors import actor_of
from tests.factories.parties import NOW, UserFactory, actor_as
from tools.places import ROOT

pytestmark = pytest.mark.django_db
ROOMS = ("foundation", "parties", "integrations", "notifications", "documents", "meetings", "actionplan", "reports")
FLAGS = ("is_superuser", "is_staff", "is_admin")


def grant_in_psql(user):
    """What somebody at the database's prompt would do: every flag there is, and those there are not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {OWNER_ROLE}")
        for flag in FLAGS:
            cursor.execute(f"ALTER TABLE accounts_user ADD COLUMN {flag} boolean")
        cursor.execute(f"UPDATE accounts_user SET {', '.join(f'{flag} = true' for flag in FLAGS)}, is_active = true")
        cursor.execute("SET ROLE khartoum_app")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def superuser(test_databases):
    """Made by hand by the owner of the tables; the app's role could not even add the column."""
    user = UserFactory(password="a long and secret sentence")
    with test_databases.connect(connection.settings_dict["NAME"]) as owner:
        for flag in FLAGS:
            owner.execute(f"ALTER TABLE accounts_user ADD COLUMN {flag} boolean NOT NULL DEFAULT true")
    yield User.objects.get(pk=user.pk)
    with test_databases.connect(connection.settings_dict["NAME"]) as owner:
        for flag in FLAGS:
            owner.execute(f"ALTER TABLE accounts_user DROP COLUMN {flag}")
