"""Makes the two roles in the database and gives it to the one that migrates; safe to repeat."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.database_roles import UnfitDatabaseError, prepare


class Command(BaseCommand):
    help = "Create the roles khartoum_owner and khartoum_app and give this database to the owner role."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--login",
            action="append",
            default=[],
            help="a further login that may work as khartoum_app (production: the login of DATABASE_URL)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Connect without a role (it may not exist yet) and make both."""
        place = settings.DATABASES["default"]
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        address = {names[key]: value for key, value in place.items() if key in names and value}
        extra = {key: value for key, value in place["OPTIONS"].items() if key != "options"}
        try:
            with psycopg.connect(**address, **extra, autocommit=True) as connection:
                prepare(connection, logins=options["login"])
        except (UnfitDatabaseError, psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The database is ready for its two roles.")
