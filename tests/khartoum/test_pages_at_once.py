"""Steps of the pages of requests, taken by several at the same moment: one of them is recorded."""

from datetime import date
from functools import partial

import pytest

from documents.models import Document
from documents.services import plan_release
from foundation.ledger.models import LedgerEntry
from foundation.outbox.bounces import clear_bounce
from foundation.outbox.enums import Source
from foundation.outbox.models import Bounce
from parties.models import Mandate
from parties.services import confirm_own_mandate, give_mandate
from tests.factories.documents import DocumentFactory, issue
from tests.factories.parties import MandateFactory, PartyFactory, actor, actor_as
from tests.guards.crossing import run

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 8


def times(kind):
    return LedgerEntry.objects.filter(kind=kind).count()


def test_an_office_is_confirmed_once():
    given = MandateFactory.build(user=MandateFactory().user, party=PartyFactory(), confirmed_on=None)
    mandate = give_mandate(given, actor=actor("secretariat_officer"))
    holder = actor_as(mandate.user, "participant")
    step = partial(confirm_own_mandate, mandate, actor=holder, version=mandate.version, now=holder.now)

    assert run([step] * TOGETHER) == {"done": TOGETHER}  # twice is once, and nobody is blamed

    assert Mandate.objects.get(pk=mandate.pk).version == mandate.version + 1
    assert times("mandate.confirmed") == 1


def test_an_address_is_cleared_once():
    officer = actor("secretariat_officer")
    bounce = Bounce.objects.create(
        address="reader@example.org", source=Source.BY_MAIL, status="5.1.1", noted_at=officer.now
    )
    jobs = [
        partial(clear_bounce, bounce, actor=officer, version=version, now=officer.now, reason="They wrote to us.")
        for version in [bounce.version, None] * (TOGETHER // 2)
    ]

    assert run(jobs) == {"done": 1, 409: TOGETHER - 1}

    assert Bounce.objects.standing().count() == 0
    assert times("address.cleared") == 1


def test_a_release_is_planned_once_for_each_version_that_was_seen():
    officer = actor("secretariat_officer")
    work = DocumentFactory()
    issue(work)
    work.refresh_from_db()
    jobs = [
        partial(
            plan_release, work, release_on=date(2026, 9, day + 1), actor=officer, version=work.version, now=officer.now
        )
        for day in range(TOGETHER)
    ]

    assert run(jobs) == {"done": 1, 409: TOGETHER - 1}

    assert Document.objects.get(pk=work.pk).version == work.version + 1
    assert times("document.release_planned") == 1
