"""What is kept and given again, in the eyes of everybody of the matrix: rows, mail, the ledger, the search table."""

from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from meetings.models import SilenceAddressee
from reports.models import JointName, Presence
from tests.canaries.kept import (
    drafts_of_others,
    found_by_search,
    given_rows,
    of_submissions,
    requests_of_others,
    rows_of_the_workbench,
    told_without_their_roots,
)
from tests.canaries.left import faults_of_entries, faults_of_mails


def test_nobody_is_given_rows_whose_words_they_may_not_read(world):
    assert sorted(set(given_rows(world))) == []


def test_no_row_is_given_without_what_it_hangs_on(world):
    assert sorted(set(told_without_their_roots(world))) == []


def test_nobody_is_told_what_is_asked_of_others(world):
    assert list(requests_of_others(world)) == []


def test_nobody_is_told_of_the_drafts_of_others(world):
    assert JointName.objects.filter(state="named").exists()
    assert Presence.objects.exists()

    assert list(drafts_of_others(world)) == []


def test_what_is_the_workbenchs_alone_is_given_to_nobody_else(world):
    assert SilenceAddressee.objects.exists()

    assert list(rows_of_the_workbench(world)) == []


def test_submissions_show_each_reader_only_the_sections_open_to_them(world):
    assert sorted(set(of_submissions(world))) == []


def test_no_mail_of_the_world_tells_its_reader_too_much(world):
    about_mail = [message.pk for message in world.rows["message"].values()]

    assert list(faults_of_mails(Message.objects.exclude(pk__in=about_mail), world)) == []


def test_no_entry_carries_words_or_tells_of_hidden_rows(world):
    assert LedgerEntry.objects.count() > 100

    assert list(faults_of_entries(LedgerEntry.objects.all(), world)) == []


def test_search_finds_for_each_reader_only_what_they_may_read(world):
    assert sorted(set(found_by_search(world))) == []
