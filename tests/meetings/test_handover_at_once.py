"""Twenty officers record the same handover at the same moment: one does, nineteen are told it is done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from foundation.errors import DomainError
from foundation.ledger.models import LedgerEntry
from meetings.models import Meeting
from meetings.services import record_handover
from parties.models import Presidency
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import NOW, PresidencyFactory, actor, term_in_chair

OFFICERS = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [1, None], ids=["each saw the version", "nobody says which version"])
def test_one_of_twenty_officers_records_the_handover(seen):
    meeting = MeetingFactory(state="held", chair=term_in_chair(), hands_over=PresidencyFactory())
    who, together = actor("secretariat_officer"), Barrier(OFFICERS)

    def officer(_number):
        try:
            mine = Meeting.objects.get(pk=meeting.pk)
            together.wait(timeout=30)
            record_handover(mine, actor=who, version=seen, now=NOW)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    with ThreadPoolExecutor(OFFICERS) as officers:
        answers = sorted(officers.map(officer, range(OFFICERS)))

    assert answers == [200] + [409] * (OFFICERS - 1)
    assert Presidency.objects.filter(state="in_chair").count() == 1
    kinds = ["presidency.handed_over", "presidency.took_over", "meeting.handover_recorded"]
    assert list(LedgerEntry.objects.order_by("id").filter(kind__in=kinds).values_list("kind", flat=True)) == kinds
