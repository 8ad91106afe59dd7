"""Mails are handed to workers in batches, for what was promised."""

import pytest
from celery import current_app

from bench.fanout import measure, way_out
from bench.figures import MET, report
from foundation.outbox import registry

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("released")
def test_batches_spare_what_was_promised(broker, monkeypatch) -> None:
    monkeypatch.setitem(registry._carriers, "mail", way_out)
    monkeypatch.setattr(current_app.conf, "broker_url", broker)

    figures = measure()

    report(figures)
    assert {figure.verdict for figure in figures if figure.goal} == {MET}
