#!/usr/bin/env python
"""The command line of the product: migrate, load_reference, verify_ledger and the rest."""

import os
import sys


def main() -> None:
    """Run one management command; development settings unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.development")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the settings must be named first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
