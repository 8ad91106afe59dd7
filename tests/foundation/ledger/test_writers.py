"""Ten writers at once: no fork, no gap in the feed, no deadlock. The long version is in tests/chaos."""

import pytest
from django.db.models import Sum

from foundation.ledger.models import LedgerBlock, LedgerEntry
from foundation.ledger.selectors import faults_of_the_chain
from parties.models import Authority, Party
from tests.foundation.ledger.writers import write_and_follow


def assert_nothing_was_lost(*, writers: int, changes: int) -> None:
    versions = Party.objects.aggregate(total=Sum("version"))["total"]
    before = {"blocks": LedgerBlock.objects.count(), "entries": LedgerEntry.objects.count()}

    outcome = write_and_follow(writers=writers, changes=changes)

    transactions = writers * changes
    assert faults_of_the_chain() == [], "no fork: each block is chained to the one before"
    assert LedgerBlock.objects.count() == before["blocks"] + transactions
    assert list(LedgerBlock.objects.values_list("seq", flat=True)) == list(range(1, LedgerBlock.objects.count() + 1))
    assert len(outcome.told) == before["entries"] + outcome.entries == LedgerEntry.objects.count()
    assert outcome.told == sorted(set(outcome.told)), "the reader was told everything once, in order, with no gap"
    assert Party.objects.aggregate(total=Sum("version"))["total"] == versions + transactions
    assert Authority.objects.count() == transactions


@pytest.mark.django_db(transaction=True)
def test_ten_writers_fork_nothing_lose_nothing_and_lock_nobody_out() -> None:
    assert_nothing_was_lost(writers=10, changes=20)
