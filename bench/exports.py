"""How much memory the web takes for a list of a million rows as a table, over what it takes when nothing is asked.

One worker by the product's own command. It answers a page and a short table of each form first, so that what it loads
once is not counted; then the most it held (VmHWM, from a mark that the kernel sets back) beside what it held before.
`EXPORT_ROWS` makes it shorter.
"""

import http.client
import os
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from actionplan.models import Milestone
from bench.http.servers import Server
from tools import commands

ROWS, MOST = int(os.environ.get("EXPORT_ROWS", "1_000_000")), 60
"""Rows, and megabytes over the idle process."""
FORMS = ("csv", "xlsx")
LIST = "/api/v1/milestones/"
KILOBYTES = 1024
PATIENCE = 3600
FILL = """
    INSERT INTO actionplan_milestone (uuid, activity_id, title_en, title_fr, title_ar, due_on, state)
    SELECT gen_random_uuid(), %s, 'Training, part ' || n, 'Formation, partie ' || n, '', DATE '2026-01-01' + n %% 700,
        'planned'
    FROM generate_series(1, %s) n
"""


@dataclass(frozen=True)
class Held:
    """Megabytes of one export over the idle process, and how much was sent."""

    form: str
    over: float
    idle: float
    sent: int

    def __str__(self) -> str:
        verdict = "met" if self.over <= MOST else "NOT MET"
        sizes = f"{self.over:.1f} MB over {self.idle:.0f} MB idle, {self.sent / KILOBYTES / KILOBYTES:.0f} MB sent"
        return f"{ROWS} rows as {self.form}: {sizes}; goal <= {MOST} MB: {verdict}"


def fill(activity: int) -> None:
    """So many milestones of one activity."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [activity, ROWS])
        cursor.execute("ANALYZE actionplan_milestone")


def measure(key: str, env: dict[str, str], folder: Path) -> list[Held]:
    """One figure for each form."""
    web = f"{commands.WEB.replace('--workers 2', '--workers 1')} --bind 127.0.0.1:{{port}}"
    with Server(web, env, folder / "web.log") as server:
        worker = server.worker()
        for form in ("json", *FORMS):
            _taken(server.port, key, f"format={form}&page_size=100")
        return [_held(form, server.port, key, worker) for form in FORMS]


def _held(form: str, port: int, key: str, worker: int) -> Held:
    (Path("/proc") / str(worker) / "clear_refs").write_text("5")
    idle = _kilobytes(worker, "VmRSS")
    sent, rows = _taken(port, key, f"format={form}")
    assert form != "csv" or rows == 1 + Milestone.objects.count(), "every row is in it, under a head"
    return Held(form, (_kilobytes(worker, "VmHWM") - idle) / KILOBYTES, idle / KILOBYTES, sent)


def _taken(port: int, key: str, asked: str) -> tuple[int, int]:
    """Bytes and lines of an answer, read piece by piece."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", f"{LIST}?{asked}", headers={"Authorization": f"Bearer {key}"})
    answer = line.getresponse()
    assert answer.status == 200, answer.read()[:300]
    sent = rows = 0
    while piece := answer.read(65_536):
        sent, rows = sent + len(piece), rows + piece.count(b"\n")
    line.close()
    return sent, rows


def _kilobytes(process: int, name: str) -> int:
    told = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith(f"{name}:"))
