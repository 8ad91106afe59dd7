"""Makes the two roles in the database and gives it to the one that migrates; safe to repeat."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.database_roles import UnfitDatabaseError, prepare


class Command(BaseCommand):
    help = "Create the roles khartoum_owner and khartoum_app and give this database to the owner role."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Connect without a role (it may not exist yet), make both, and the app's login if it has a password."""
        place = settings.DATABASES["default"]
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        address = {names[key]: value for key, value in place.items() if key in names and value}
        extra = {key: value for key, value in place["OPTIONS"].items() if key != "options"}
        try:
            with psycopg.connect(**address, **extra, autocommit=True) as connection:
                prepare(connection, login=settings.DATABASE_LOGIN)
        except (UnfitDatabaseError, psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The database is ready for its two roles.")
