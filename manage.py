#!/usr/bin/env python
"""The command line of the product: migrate, load_reference, verify_ledger and the rest."""

import os
import sys

OWNERS_COMMANDS = {"migrate", "prepare_database", "sqlmigrate"}
"""What only the owner role of the database may do; everything else runs in the app's role."""


def main() -> None:
    """Run one management command; development settings unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.development")
    if OWNERS_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "khartoum_owner")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the settings must be named first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
