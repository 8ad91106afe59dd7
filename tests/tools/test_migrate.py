"""The quick way to migrate makes the very database that Django's own way makes."""

import os
import subprocess
import sys

import pytest

from foundation.database_roles import prepare
from tools.places import ROOT
from tools.postgres import binaries

WAYS = {"quick": ["-m", "tools.migrate"], "plain": ["manage.py", "migrate"]}


@pytest.mark.chaos
def test_quick_migrations_make_the_same_database(test_databases):
    made = {}
    for way, command in WAYS.items():
        name = f"{test_databases.clone}_{way}"
        with test_databases.server() as server:
            test_databases.drop(server, name)
            test_databases.create(server, name)
        with test_databases.connect(name) as database:
            prepare(database)
        env = {**os.environ, "DATABASE_URL": test_databases.address(name)}
        subprocess.run([sys.executable, *command, "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        dump = [binaries() / "pg_dump", "--schema-only", "--restrict-key=same", test_databases.address(name)]
        made[way] = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        with test_databases.server() as server:
            test_databases.drop(server, name)

    assert len(made["plain"].splitlines()) > 1000
    assert made["quick"] == made["plain"]
