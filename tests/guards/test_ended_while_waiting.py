"""Whoever waited for a row acts with the offices held once it is theirs: a mandate may have ended meanwhile."""

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction

from foundation.base import lock
from foundation.errors import NotAllowed
from foundation.ledger.models import LedgerEntry
from meetings.models import Meeting
from meetings.services import record_handover
from parties.models import Mandate
from parties.services import end_mandate
from reports.models import ConsolidatedReport
from reports.services.consolidated import save_paragraph
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import NOW, PresidencyFactory, actor, actor_as, person, term_in_chair
from tests.factories.reports_consolidated import drafted
from tests.test_architecture import OURS, ROOT

LOCKS = {"lock", "lock_seen", "touch", "open_for_writing"}
"""After these a service may have waited."""
WAITING = """
    SELECT count(*) FROM pg_locks AS waiting JOIN pg_locks AS ours USING (transactionid)
    WHERE NOT waiting.granted AND ours.granted AND ours.pid = pg_backend_pid()
"""


def of_a_handover(who):
    meeting = MeetingFactory(state="held", chair=term_in_chair(), hands_over=PresidencyFactory())
    return meeting, lambda: record_handover(Meeting.objects.get(pk=meeting.pk), actor=who, version=1, now=NOW)


def of_a_paragraph(who):
    report = drafted(paragraphs=1)

    def write():
        paragraph = ConsolidatedReport.objects.get(pk=report.pk).paragraphs.get()
        paragraph.text_en = "Written by somebody who was not in office any more."
        save_paragraph(paragraph, actor=who, version=report.version)

    return report, write


def somebody_waits():
    """Until another connection waits for a row of ours."""
    pause = Event()
    with connection.cursor() as cursor:
        for _try in range(6_000):
            cursor.execute(WAITING)
            if cursor.fetchone() == (1,):
                return
            pause.wait(0.01)
    raise AssertionError("nobody came to wait")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [of_a_handover, of_a_paragraph])
def test_a_mandate_that_ended_while_its_holder_waited_opens_nothing(act):
    user = person("secretariat_officer")
    row, work = act(actor_as(user, "secretariat"))
    secretary, mandate = actor("secretariat_officer"), Mandate.objects.get(user=user)

    def waiting():
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            lock(row)
            late = thread.submit(waiting)
            somebody_waits()
            end_mandate(mandate, actor=secretary, version=mandate.version, now=NOW)
        with pytest.raises(NotAllowed):
            late.result()

    assert type(row).objects.get(pk=row.pk).version == row.version
    assert not LedgerEntry.objects.filter(user_id=user.pk).exists()


def judged_too_early(source):
    """Rights that a function asks of the request's offices after it took a lock."""
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        locked = min((call.lineno for call in calls if call.func.id in LOCKS), default=None)
        yield from (
            f"line {call.lineno}: {ast.unparse(call)}"
            for call in calls
            if locked is not None and call.lineno > locked and _asks_the_request(call)
        )


def _asks_the_request(call):
    return call.func.id.startswith("can_") and bool(call.args) and ast.unparse(call.args[0]) == "actor"


def test_nobody_judges_by_the_offices_of_the_request_once_a_row_is_locked():
    modules = {path for config in OURS for path in Path(config.path).rglob("*.py")}
    found = {path: [*judged_too_early(path.read_text(encoding="utf-8"))] for path in modules}

    assert {str(path.relative_to(ROOT)): lines for path, lines in found.items() if lines} == {}


def test_the_search_finds_a_right_that_was_asked_of_the_request():
    body = "def step(row, *, actor):\n current = lock(row)\n if not can_step({}, current):\n  raise NotAllowed"

    assert [*judged_too_early(body.format("actor"))] == ["line 3: can_step(actor, current)"]
    assert [*judged_too_early(body.format("made_again(actor)"))] == []
