"""What the ledger costs: sealing at commit against the same insert without a chain. `python -m bench.ledger`.

Both arms insert the same rows into tables of the same shape and are interleaved, so that a noisy machine is noisy for
both. Ratios are medians over rounds, with the range beside them.
"""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from bench.figures import Figure, report

PLAIN = """
    DROP TABLE IF EXISTS ledger_plain;
    CREATE TABLE ledger_plain (LIKE ledger_entry INCLUDING ALL);
    GRANT INSERT, SELECT ON ledger_plain TO khartoum_app;
"""
INSERT = """
    INSERT INTO {table} (kind, actor_kind, user_id, client_id, hat, mandates, subject, audience, facts)
    SELECT 'bench.written', 'person', 7, NULL, 'presidency', ARRAY[3]::bigint[],
        'reports.contribution:0d3690b0-0000-4000-8000-000000000000', 'unit+staff:12', jsonb_build_object('number', n)
    FROM generate_series(1, %s) AS n
"""
ARMS = {"unchained": INSERT.format(table="ledger_plain"), "chained": INSERT.format(table="ledger_entry")}
SAID = (
    "SELECT count(*), md5(string_agg(concat_ws(' ', kind, subject, mandates, facts), '' ORDER BY id)) FROM {table} "
    "WHERE kind = 'bench.written'"
)
OPEN_FOR = 0.05
WRITERS = 10


def connect(address: str, role: str = "khartoum_app") -> psycopg.Connection:
    return psycopg.connect(address, options=f"-c role={role}", autocommit=False)


def prepare(address: str) -> None:
    """The unchained table; then both arms must have written the same."""
    with connect(address, "khartoum_owner") as owner:
        owner.execute(PLAIN)
    with connect(address) as app:
        for statement in ARMS.values():
            app.execute(statement, [500])
        app.commit()
        said = [app.execute(SAID.format(table=table)).fetchone() for table in ("ledger_entry", "ledger_plain")]
        sealed = app.execute(SAID.format(table="ledger_sealed")).fetchone()
        assert said[0] == said[1] == sealed, "both arms write the same, and one of them seals it"


def cost(address: str, *, entries: int, transactions: int, rounds: int) -> Figure:
    """Time of insert and commit, chained over unchained; the arms take turns at every transaction."""
    ratios = []
    with connect(address) as app:
        for number in range(rounds + 1):
            seconds = dict.fromkeys(ARMS, 0.0)
            for transaction in range(transactions):
                for arm in sorted(ARMS, reverse=bool((number + transaction) % 2)):
                    began = time.perf_counter()
                    app.execute(ARMS[arm], [entries])
                    app.commit()
                    seconds[arm] += time.perf_counter() - began
            if number:  # the first round warms up
                ratios.append(seconds["chained"] / seconds["unchained"])
    return Figure(f"cost of a transaction with {entries} entries, chained / unchained", tuple(ratios))


def throughput(address: str, *, seconds: float, rounds: int) -> Figure:
    """Transactions per second of ten writers that stay open 50 ms after writing, chained over unchained."""
    ratios = []
    for number in range(rounds):
        done = {arm: _transactions_in(address, ARMS[arm], seconds) for arm in sorted(ARMS, reverse=bool(number % 2))}
        ratios.append(done["chained"] / done["unchained"])
    return Figure(f"throughput of {WRITERS} writers open for 50 ms each, chained / unchained", tuple(ratios))


def _transactions_in(address: str, statement: str, seconds: float) -> int:
    together = threading.Barrier(WRITERS)

    def write() -> int:
        done = 0
        with connect(address) as app:
            together.wait()
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                app.execute(statement, [1])
                time.sleep(OPEN_FOR)
                app.commit()
                done += 1
        return done

    with ThreadPoolExecutor(WRITERS) as threads:
        return sum(work.result() for work in [threads.submit(write) for _writer in range(WRITERS)])


def measure(address: str, *, rounds: int = 11) -> dict[str, Figure]:
    """The figures of the contract, on a database with an empty ledger."""
    prepare(address)
    return {
        "one": cost(address, entries=1, transactions=200, rounds=rounds),
        "many": cost(address, entries=10_000, transactions=1, rounds=rounds),
        "open": throughput(address, seconds=2, rounds=5),
    }


def main() -> None:
    """On the servers of DATABASE_URL, or private ones, in a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.test")
    import django  # noqa: PLC0415 -- only where the script makes its own database

    from tests.databases import TestDatabases  # noqa: PLC0415 -- needs the settings to be named
    from tests.servers import PrivateServers  # noqa: PLC0415 -- as above

    servers = PrivateServers()
    found = servers.start()
    try:
        django.setup()
        databases = TestDatabases(found.database_url, "bench")
        databases.set_up()
        report(measure(databases.address(databases.clone)).values())
        databases.tear_down()
    finally:
        servers.stop()


if __name__ == "__main__":
    main()
