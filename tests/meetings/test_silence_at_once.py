"""Officers who declare the same outcome at once, and a note that crosses the declaration."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from foundation.errors import DomainError
from foundation.ledger.models import LedgerEntry
from meetings.models import SilenceProcedure
from meetings.services import silence
from tests.factories.documents import issue
from tests.factories.meetings import SilenceProcedureFactory
from tests.factories.parties import NOW, actor

OFFICERS = 12
END = NOW + timedelta(days=1)
KINDS = ["silence.declared_concluded", "silence.broken"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chair():
    return actor("presidency_current")


@pytest.fixture
def closed(chair):
    made = SilenceProcedureFactory(required_languages=["en"])
    issue(made.document)
    begun = silence.begin_silence(made, actor=chair, version=1, now=NOW, closes_at=END)
    return silence.close_silence(begun, actor=chair, version=2, now=END)


def at_once(*acts):
    together = Barrier(len(acts))

    def take(act):
        try:
            together.wait(timeout=30)
            act()
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return sorted(people.map(take, acts))


def recorded():
    return list(LedgerEntry.objects.filter(kind__in=KINDS).values_list("kind", flat=True))


@pytest.mark.parametrize("seen", [3, None], ids=["each saw the version", "nobody says which version"])
def test_one_of_many_officers_declares_the_outcome(closed, chair, seen):
    def declare():
        mine = SilenceProcedure.objects.get(pk=closed.pk)
        silence.declare_concluded(mine, actor=chair, version=seen, now=END, letter_number="FR/1")

    assert at_once(*[declare] * OFFICERS) == [200] + [409] * (OFFICERS - 1)
    assert recorded() == ["silence.declared_concluded"]


def test_note_and_declaration_that_cross_leave_one_outcome(closed, chair):
    party = closed.addressees.first().party

    def declare():
        silence.declare_concluded(closed, actor=chair, version=None, now=END, letter_number="FR/1")

    def object_to_it():
        given = {"party": party, "kind": "objection", "letter_number": "NV/1", "language": "en"}
        silence.enter_break(closed, actor=chair, version=None, now=END, received_at=END, **given)

    assert at_once(declare, object_to_it) == [200, 409]
    closed.refresh_from_db()
    outcomes = {"silence.declared_concluded": "declared_concluded", "silence.broken": "broken"}
    assert [outcomes[kind] for kind in recorded()] == [closed.state]
