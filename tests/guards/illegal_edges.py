"""Every table with an edge guard, a row of it in each state, and the steps that no workflow lists."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import pgtrigger
from django.db import connection

from actionplan.models import Activity, ActivityProposal, Evaluation, Milestone, PresidencyProgramme
from foundation.actors import system
from foundation.outbox.models import Message
from foundation.workflow import EdgeGuard
from integrations.models import Webhook
from meetings.models import Delegation, FollowUp, Meeting, OutcomeText, SilenceProcedure
from notifications.models import Notice
from parties.models import Authority, Presidency
from reports.models import Comment, ConsolidatedReport, Contribution, HandedSection, JointName, Query, Round
from reports.services.judging import reopen_contribution
from tests.factories.actionplan import ActivityFactory, EvaluationFactory, MilestoneFactory, ProgrammeFactory
from tests.factories.integrations import webhook_of
from tests.factories.meetings import (
    DelegationFactory,
    FollowUpFactory,
    MeetingFactory,
    OutcomeTextFactory,
    SilenceProcedureFactory,
)
from tests.factories.notifications import noticed
from tests.factories.parties import AuthorityFactory, PartyFactory, PresidencyFactory, term_in_chair
from tests.factories.proposals import proposed
from tests.factories.reports import (
    LATER,
    RoundFactory,
    contribution_of,
    finished_section,
    handed_section,
    opened_round,
    questioned,
    submitted,
)
from tests.factories.reports_comments import SETTLING, commented, settled
from tests.factories.reports_consolidated import drafted as drafted_report
from tests.factories.reports_consolidated import endorsed, published, reviewed, tabled, transmitted
from tests.foundation.outbox.messages import queued

Maker = Callable[[], Any]


def _contribution():
    party = PartyFactory()
    return contribution_of(party, opened_round(party))


def _query():
    party = PartyFactory()
    return questioned(party, opened_round(party))


def _joint_name():
    """Named in a contribution that was submitted, and is taken up again."""
    party, named = PartyFactory.create_batch(2)
    sent = submitted(party, opened_round(party, named))
    reopened = reopen_contribution(sent, actor=system(LATER), version=sent.version, now=LATER, reason="One more joins.")
    last = {"round": sent.round, "snapshot": sent.snapshots.get()}
    return JointName.objects.create(contribution=reopened, party=named, **last)


SILENCE = {
    "begins_at": datetime(2026, 3, 1, tzinfo=UTC),
    "closes_at": datetime(2026, 3, 11, tzinfo=UTC),
    "declared_at": datetime(2026, 3, 12, tzinfo=UTC),
    "letter_number": "FR/1",
}
MADE: dict[type, Maker] = {
    Presidency: lambda: PresidencyFactory(begins_on="2001-01-01", ends_on="2001-12-31"),
    Authority: AuthorityFactory,
    Message: queued,
    Webhook: webhook_of,
    Notice: noticed,
    Meeting: MeetingFactory,
    OutcomeText: OutcomeTextFactory,
    Delegation: DelegationFactory,
    FollowUp: FollowUpFactory,
    SilenceProcedure: lambda: SilenceProcedureFactory(**SILENCE),
    Activity: ActivityFactory,
    ActivityProposal: proposed,
    Milestone: lambda: MilestoneFactory(reached_on="2026-01-01"),
    PresidencyProgramme: ProgrammeFactory,
    Evaluation: EvaluationFactory,
    Round: RoundFactory,
    Contribution: _contribution,
    Query: _query,
    JointName: _joint_name,
    HandedSection: handed_section,
    Comment: commented,
    ConsolidatedReport: drafted_report,
}
"""How a row of each table is made; a table with a workflow that is not named here fails the suite."""
AS_IT_HAPPENS: dict[tuple[type, str], Maker] = {
    (Presidency, "in_chair"): term_in_chair,
    **{(Notice, state): partial(noticed, state) for state in ("queued", "shown", "superseded", "withdrawn")},
    (HandedSection, "finished"): finished_section,
    **{(ActivityProposal, state): partial(proposed, state) for state in ("accepted", "declined")},
    (ConsolidatedReport, "tabled"): tabled,
    (ConsolidatedReport, "endorsed"): endorsed,
    (ConsolidatedReport, "endorsed_as_amended"): lambda: endorsed("endorsed_as_amended"),
    (ConsolidatedReport, "endorsed_ad_referendum"): lambda: endorsed("endorsed_ad_referendum"),
    (ConsolidatedReport, "transmitted"): transmitted,
    (ConsolidatedReport, "reviewed"): reviewed,
    (ConsolidatedReport, "taken_note_of"): lambda: reviewed("taken_note_of"),
    (ConsolidatedReport, "published"): published,
    **{(Comment, state): partial(settled, state) for state in SETTLING},
}
"""States that need more than a word in the column: the row is taken there by the services."""


class Guarded(NamedTuple):
    """A table and its guard."""

    model: type
    guard: EdgeGuard

    @property
    def states(self) -> list[str]:
        return [state for state, _label in self.model._meta.get_field(self.guard.field).choices]

    def illegal(self, source: str) -> list[str]:
        """Where no step leads from `source`."""
        return [one for one in self.states if one != source and (source, one) not in self.guard.edges]


def guarded() -> Iterator[Guarded]:
    """Every edge guard that is registered, whoever registered it."""
    return (Guarded(model, found) for model, found in pgtrigger.registered() if isinstance(found, EdgeGuard))


def row_in(table: Guarded, state: str) -> Any:
    """A row in the state: as the services leave it, or put there by the owner, who takes the guard away meanwhile."""
    made = AS_IT_HAPPENS.get((table.model, state))
    if made is not None:
        return made()
    row = MADE[table.model]()
    if getattr(row, table.guard.field) != state:
        with without_guard(table):
            type(row)._base_manager.filter(pk=row.pk).update(**{table.guard.field: state})
        row.refresh_from_db()
    return row


@contextmanager
def without_guard(table: Guarded) -> Iterator[None]:
    """The table without its edge guard, as nobody but the owner of the tables can have it."""
    trigger = f"{table.model._meta.db_table} {{}} TRIGGER {table.guard.get_pgid(table.model)}"
    settled = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"  # no table changes before its checks
    with connection.cursor() as cursor:
        cursor.execute(f"{settled}; SET LOCAL ROLE khartoum_owner; ALTER TABLE {trigger.format('DISABLE')}")
        cursor.execute("SET LOCAL ROLE khartoum_app")
        yield
        cursor.execute(f"{settled}; SET LOCAL ROLE khartoum_owner; ALTER TABLE {trigger.format('ENABLE')}")
        cursor.execute("SET LOCAL ROLE khartoum_app")
