"""Endorsement without a meeting: by a silence procedure that senior officials authorised and the Chair declared."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again, system
from foundation.base import lock, touch
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import KNOWN, STAFF
from foundation.ledger.services import record
from foundation.search.services import refresh
from meetings.enums import SilenceState
from meetings.models import SilenceProcedure, Verb
from reports.enums import ReportState
from reports.models import ConsolidatedReport, Endorsement
from reports.permissions.consolidated import can_put_under_silence
from reports.services.asking import ask_about
from reports.services.issuing import frozen
from reports.workflow.consolidated import REPORT

OPEN = (SilenceState.PREPARING, SilenceState.RUNNING, SilenceState.CLOSED)


@transaction.atomic
def put_under_silence(
    report: ConsolidatedReport,
    *,
    procedure: SilenceProcedure,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> ConsolidatedReport:
    """Let the outcome of a silence procedure decide on the tabled report: it carries the very work that was tabled.

    Raises `StaleVersion`, `IllegalTransition`, `NotAllowed`, or `RuleBroken` for a procedure of another text or one
    that is over.
    """
    carried = lock(procedure)  # first, as the declaration does: neither passes the other unseen
    touch(report, version=version, states=[ReportState.TABLED])
    if not can_put_under_silence(made_again(actor), report):
        raise NotAllowed
    if report.silence is not None and report.silence.pk != carried.pk and report.silence.state in OPEN:
        raise IllegalTransition
    if carried.state not in OPEN:
        raise RuleBroken(_("This silence procedure is over."), field="procedure")
    if carried.document_id != frozen(report.tabled_revision).expression.document_id:
        raise RuleBroken(_("This silence procedure carries another text."), field="procedure")
    report.silence = carried
    report.save(update_fields=["silence"])
    ask_about(report, now=now)
    facts = {"procedure": str(procedure.uuid)}
    record(report, "report.put_under_silence", actor=actor, audience=STAFF, facts=facts)
    return report


def endorse_by_silence(procedure: SilenceProcedure, *, actor: Actor, now: datetime) -> None:
    """The Chair declared that silence was kept: the tabled text is endorsed, in the transaction of the declaration."""
    carried = Q(silence=procedure, tabled_revision__expression__document=procedure.document_id)
    for report in ConsolidatedReport.objects.filter(carried, state=ReportState.TABLED).order_by("pk"):
        current = REPORT.apply(report, "endorse_by_silence", actor=system(now), version=None)
        if (current.silence_id, current.tabled_revision_id) != (procedure.pk, report.tabled_revision_id):
            raise StaleVersion
        text = frozen(current.tabled_revision)
        current.endorsed_revision = text
        current.save(update_fields=["state", "version", "endorsed_revision"])
        Endorsement.objects.create(
            report=current,
            meeting=procedure.authorised_by.meeting,
            decision=procedure.authorised_by,
            verb=Verb.objects.get(code="endorsed"),
            revision=text,
            recorded_at=now,
            silence=procedure,
        )
        refresh([current])
        ask_about(current, now=now)
        facts = {"procedure": str(procedure.uuid), "sha256": text.sha256}
        record(current, "report.endorsed_by_silence", actor=actor, audience=KNOWN, facts=facts)
