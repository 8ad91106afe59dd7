"""`python -m tests.template`: makes the template of the test databases while the workers still read the tests.

Each of them would wait for it otherwise: whoever comes first makes it, here or in a worker.
"""

import os
import subprocess
import sys

import django

from tests.databases import ROOT, TestDatabases


def begin_template(database_url: str) -> subprocess.Popen[bytes] | None:
    """A process that makes the template on this server, if there is none; what fails there is said by a worker."""
    databases = TestDatabases(database_url, "template")
    with databases.server() as server:
        if databases.has(server, databases.template):
            return None
    return subprocess.Popen(
        [sys.executable, "-m", "tests.template"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "khartoum.settings.test"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    """Make it, if there is none of this fingerprint."""
    django.setup()
    TestDatabases(os.environ["DATABASE_URL"], "template").have_template()


if __name__ == "__main__":
    main()
