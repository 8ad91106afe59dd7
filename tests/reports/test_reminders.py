"""A submission, or nothing to report, stops the ladder of a contribution; a draft does not."""

from datetime import UTC, date, datetime

import pytest

from foundation.outbox.models import Message
from foundation.related import Related
from notifications.services.sweep import sweep
from reports.models import Contribution
from reports.services.contributions import declare_nothing_to_report
from reports.services.rounds import save_round
from tests.factories.parties import PartyFactory, actor, appoint
from tests.factories.reports import answered, contribution_of, drafted, opened_round, submitted

pytestmark = pytest.mark.django_db
WEEK_BEFORE = datetime(2026, 5, 5, 10, tzinfo=UTC)
"""A Tuesday: the step of a week before the date fell due the day before, in the morning."""


def nothing(party, round_):
    found = contribution_of(party, round_)
    who = actor("focal_point", party)
    declare_nothing_to_report(found, actor=who, version=found.version, now=WEEK_BEFORE)


def draft(party, round_):
    answered(drafted(party, round_), summary="Half of it.")


@pytest.mark.parametrize(("done", "mails"), [(contribution_of, 1), (draft, 1), (submitted, 0), (nothing, 0)])
def test_what_stops_the_ladder(done, mails):
    party = PartyFactory(weekend_days=[6, 7])
    person = appoint("focal_point", party)
    done(party, opened_round(party))

    sweep(now=WEEK_BEFORE)

    told = Message.objects.filter(kind="reminder", to=person.email)
    assert told.count() == mails
    for mail in told:
        assert mail.subject == f"One week for the contribution: {party.name_en}"
        assert f"/portal/contributions/{Contribution.objects.get(party=party).uuid}" in mail.body_text


@pytest.mark.parametrize(
    ("changes", "mails"),
    [
        ({"is_reminded": False}, 0),
        ({"paused_until": date(2026, 5, 6)}, 0),
        ({"paused_until": date(2026, 5, 5)}, 1),
    ],
)
def test_what_is_said_of_an_addressee_of_an_open_round_holds_for_its_reminders(changes, mails):
    party = PartyFactory(weekend_days=[6, 7])
    appoint("focal_point", party)
    round_ = opened_round(party)
    addressee = round_.addressees.get()
    for column, value in changes.items():
        setattr(addressee, column, value)
    officer = actor("secretariat_officer", now=WEEK_BEFORE)
    said = Related(children=[("round", addressee)])

    save_round(round_, actor=officer, version=round_.version, creating=False, related=said)

    sweep(now=WEEK_BEFORE)
    assert Message.objects.filter(kind="reminder").count() == mails
