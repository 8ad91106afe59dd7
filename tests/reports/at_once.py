"""Twenty officers of the chair who record one endorsement at the same moment, each over HTTP with their own browser."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.urls import reverse

from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from meetings.models import Decision
from reports.models import Endorsement
from tests.browsers import PATIENCE, Browser
from tests.factories.meetings import verb
from tests.factories.parties import person
from tests.factories.reports_consolidated import senior_officials, tabled

OFFICERS = 20


def assert_one_of_twenty_is_recorded(server, *, rounds):
    """Of twenty at once one is heard and nineteen are told; ledger and outbox grow as by one officer alone."""
    officers = [Browser(server, person("presidency_current")) for _each in range(OFFICERS)]
    answers, alone = recorded_by(officers[:1])
    assert answers == [302]
    for _round in range(rounds):
        answers, together = recorded_by(officers)
        assert answers == [302] + [409] * (OFFICERS - 1)
        assert together == alone


def recorded_by(officers):
    """Their answers, in order of status, and what their recording left behind."""
    report, meeting = tabled(), senior_officials()
    path = reverse("admin:reports_consolidatedreport_step", args=[report.pk, "record_endorsement"])
    typed = {"meeting": meeting.pk, "verb": verb("endorsed").pk, "decided_on": "2026-03-10", "text_en": "Endorsed."}
    typed["seen_version"] = report.version
    entries, messages = LedgerEntry.objects.count(), Message.objects.count()
    starting = Barrier(len(officers))

    def record(number):
        starting.wait(PATIENCE)
        return officers[number].post(path, {**typed, "number": f"D{number}"}).status

    with ThreadPoolExecutor(len(officers)) as people:
        answers = sorted(people.map(record, range(len(officers))))
    left = {
        "ledger entries": LedgerEntry.objects.count() - entries,
        "outbox rows": Message.objects.count() - messages,
        **what_is_recorded(report, meeting),
    }
    return answers, left


def what_is_recorded(report, meeting):
    before = report.version
    report.refresh_from_db()
    endorsement = Endorsement.objects.get(report=report)
    assert Decision.objects.get(meeting=meeting) == endorsement.decision
    kinds = LedgerEntry.objects.about(report).values_list("kind", flat=True)
    return {
        "state": report.state,
        "transitions": report.version - before,
        "endorsed": list(kinds).count("report.endorsed"),
    }
