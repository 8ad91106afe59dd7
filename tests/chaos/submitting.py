"""Contributions that wait to be submitted in the portal, one after another, whatever is away meanwhile."""

import time
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.parties import PartyFactory, person
from tests.factories.reports import answered, drafted, fresh, opened_round

MONTH = timedelta(days=30)


class Submission:
    """The last page before it is sent, opened by a focal point."""

    def __init__(self, party, round_):
        self.contribution = answered(drafted(party, round_), summary="Forty were trained.")
        self.browser = Client(raise_request_exception=False)
        self.browser.force_login(person("focal_point", party))
        self.address = reverse("portal-review", kwargs={"uuid": self.contribution.uuid})
        form = self.browser.get(self.address).context["form"]
        typed = {bound.html_name: bound.value() or "" for bound in form}
        self.posted = {**typed, "seen_version": fresh(self.contribution).version}
        self.seconds = 0.0

    def send(self):
        """The answer, after so many seconds."""
        began = time.monotonic()
        answer = self.browser.post(self.address, self.posted)
        self.seconds = time.monotonic() - began
        return answer

    @property
    def is_received(self):
        return fresh(self.contribution).state == "submitted"


def submissions(number):
    """So many, of one round."""
    parties, now = [PartyFactory() for _each in range(number)], timezone.now()
    round_ = opened_round(*parties, now=now, due_at=now + MONTH, cutoff_at=now + 2 * MONTH)
    return [Submission(party, round_) for party in parties]
