"""The doorbell of the sweep: one that loses its database goes on as soon as it is back, and makes nothing twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from foundation.outbox.models import Message
from notifications import tasks
from notifications.models import Notice
from notifications.services import sweep as module
from notifications.tasks import SOON, TIMES, ring
from tests.factories.notifications import WEDNESDAY, asked, ladder
from tests.factories.parties import PartyFactory, appoint


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_loses_its_database_between_notices_and_mails_goes_on_where_it_was(kill, monkeypatch):
    party = PartyFactory()
    appoint("focal_point", party)
    ladder(-7)
    asked(party, due_at=WEDNESDAY + timedelta(days=7, hours=8))
    mail, falls = module._mail_once, iter([True])

    def mail_or_fall(now):
        if next(falls, False):
            kill()
        return mail(now)

    monkeypatch.setattr(module, "_mail_once", mail_or_fall)
    monkeypatch.setattr(tasks, "sweep", lambda **_given: module.sweep(now=WEDNESDAY))

    assert ring.apply().successful()

    assert next(falls, None) is None
    assert Notice.objects.exclude(message=None).count() == Notice.objects.count() == Message.objects.count() == 1


def test_without_a_database_a_sweep_is_begun_again_until_the_beat_rings_the_next(monkeypatch):
    begun = []

    def gone(**_given):
        begun.append(1)
        raise OperationalError

    monkeypatch.setattr(tasks, "sweep", gone)

    assert isinstance(ring.apply().result, OperationalError)
    assert len(begun) == 1 + TIMES
    assert SOON * TIMES < 60
