"""How a row of each table would enter a record, and the step that closes the record to it."""

import hashlib
from datetime import timedelta

from foundation.closed import CLOSED
from meetings.models import SilenceAddressee, SilenceBreak, SittingPresence
from meetings.models.corrections import UNSAID
from reports.models import (
    Amendment,
    Answer,
    AnswerRevision,
    Attachment,
    Clearance,
    Confirmation,
    Contribution,
    Endorsement,
    HandedSection,
    JointName,
    Letter,
    Passage,
    Presentation,
    Query,
    QueryTurn,
    ReportSource,
    Reservation,
    Review,
    SectionTerms,
    Signature,
    Snapshot,
    Transmission,
)
from tests.factories.documents import DocumentFactory, issue
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    SilenceProcedureFactory,
    SittingFactory,
    StatementFactory,
    conclude,
    verb,
)
from tests.factories.parties import NOW, PartyFactory, UserFactory, participant
from tests.factories.reports import LATER, answered, contribution_of, drafted, opened_round, questioned
from tests.factories.reports_consolidated import contribution as contributed
from tests.factories.reports_consolidated import drafted as drafted_report
from tests.factories.reports_consolidated import endorsed, ministers, reviewed, round_in, senior_officials


def take(procedure, *states):
    for state in states:
        type(procedure).objects.filter(pk=procedure.pk).update(state=state)


def of_meeting(factory, **given):
    """A row that would enter the record of a meeting, and the step that closes the record to it."""

    def made():
        meeting = MeetingFactory(state="held")
        needs = {"party": PartyFactory()} if "party" in factory._meta.declarations else {}
        return factory.build(meeting=meeting, **needs, **given), lambda: conclude(meeting)

    return made


def decision():
    meeting = MeetingFactory(state="held")
    return DecisionFactory.build(meeting=meeting, verb=verb("agreed")), lambda: conclude(meeting)


def paragraph():
    text = OutcomeTextFactory(state="adopted")
    return ParagraphFactory.build(outcome_text=text), lambda: conclude(text.meeting)


def presence():
    delegation = DelegationFactory(meeting=MeetingFactory(state="held"))
    sitting = SittingFactory(meeting=delegation.meeting)
    return SittingPresence(sitting=sitting, delegation=delegation), lambda: conclude(sitting.meeting)


WINDOW = {"begins_at": NOW, "closes_at": NOW + timedelta(days=9)}


def asked():
    procedure = SilenceProcedureFactory(**WINDOW)
    return SilenceAddressee(procedure=procedure, party=participant("KE")), lambda: take(procedure, "running")


def objection():
    procedure = SilenceProcedureFactory(state="running", **WINDOW)
    given = {"kind": "objection", "received_at": NOW, "letter_number": "NV/7", "language": "en"}
    return SilenceBreak(procedure=procedure, party=participant("KE"), **given), lambda: take(procedure, "withdrawn")


def begun():
    party = PartyFactory()
    return drafted(party, opened_round(party))


def in_draft(model, *states, **given):
    """A row of a draft, closed by taking its contribution through these states."""

    def made():
        draft = begun()
        values = {name: value(draft) if callable(value) else value for name, value in given.items()}
        return model(contribution=draft, **values), lambda: take(draft, *states)

    return made


def section_of(draft):
    return draft.round.state_template.sections.get(code="general")


def question_of(draft):
    return section_of(draft).questions.get(code="needs")


def of_round():
    party = PartyFactory()
    round_ = opened_round(party)
    return Contribution(round=round_, party=PartyFactory()), lambda: take(round_, "consolidating", "closed")


def version():
    draft = answered(begun(), summary="Forty.")
    row = AnswerRevision(answer=draft.answers.get(), version=99, text="Fifty.", written_at=LATER)
    return row, lambda: take(draft, "submitted")


def letter():
    party = PartyFactory()
    awaited = contribution_of(party, opened_round(party))
    return letter_of(awaited), lambda: take(awaited, "draft")


def letter_of(contribution):
    came = {"sender": "The Embassy", "dated": LATER.date(), "received_at": LATER, "registered_at": LATER}
    rest = {"language": "fr", "file_name": "a.pdf", "revision": issue(DocumentFactory())}
    return Letter(contribution=contribution, **came, **rest)


def passage():
    row, _close = letter()
    row.save()
    take(row.contribution, "submitted")
    placed = {"question": question_of(row.contribution), "text": "Four centres.", "arranged_at": LATER}
    return Passage(letter=row, **placed), lambda: take(row.contribution, "withdrawn")


def query():
    party = PartyFactory()
    sent_back = questioned(party, opened_round(party)).contribution
    return Query(contribution=sent_back, asked="And where?", asked_at=LATER), lambda: take(sent_back, "submitted")


def turn():
    party = PartyFactory()
    open_one = questioned(party, opened_round(party))
    said = {"asked": "How many?", "language": "en", "asked_at": LATER, "state": "open", "reply_language": "en"}
    return QueryTurn(query=open_one, **said), lambda: take(open_one.contribution, "submitted")


def source():
    round_ = round_in(asked=("EG",))
    sent = contributed(round_, participant("KE"), "submitted")
    report = drafted_report(round_=round_, paragraphs=0)
    row = ReportSource(report=report, snapshot=sent.snapshots.get())
    return row, lambda: type(report).objects.filter(pk=report.pk).update(version=2)


def presentation():
    report, item = drafted_report(), AgendaItemFactory(meeting=MeetingFactory(state="held"))
    return Presentation(report=report, agenda_item=item), lambda: conclude(item.meeting)


def act_of(model, report, meeting):
    decided = DecisionFactory(meeting=meeting)
    done = {"decision": decided, "verb": decided.verb, "revision": report.tabled_revision, "recorded_at": NOW}
    return model(report=report, meeting=meeting, **done), lambda: conclude(meeting)


def transmission():
    report, meeting = endorsed(), ministers()
    take(report, "transmitted")
    row = Transmission(report=report, meeting=meeting, revision=report.endorsed_revision, transmitted_at=NOW)
    return row, lambda: take(report, "reviewed")


def of_endorsement(model, **given):
    def made():
        endorsement = endorsed().endorsements.get()
        values = {name: value(endorsement) if callable(value) else value for name, value in given.items()}
        return model(endorsement=endorsement, **values), lambda: conclude(endorsement.meeting)

    return made


def first_paragraph(endorsement):
    return endorsement.report.paragraphs.first()


def kenya(_owner):
    return participant("KE")


def somebody(_owner):
    return UserFactory()


FILE = {"title": "Annex", "file_name": "a.pdf", "media_type": "application/pdf", "size": 3, "content": b"abc"}
CLEARED = {"cleared_by": "The Minister", "cleared_on": LATER.date(), "answers_version": "0" * 12}
FROZEN = {"number": 9, "content": {}, "canonical": b"{}", "sha256": hashlib.sha256(b"{}").hexdigest()}
HASH = "0" * 64


ENTERING = {
    "meetings.AgendaItem": (of_meeting(AgendaItemFactory), UNSAID),
    "meetings.Sitting": (of_meeting(SittingFactory), UNSAID),
    "meetings.SittingPresence": (presence, UNSAID),
    "meetings.Paragraph": (paragraph, UNSAID),
    "meetings.Delegation": (of_meeting(DelegationFactory), CLOSED),
    "meetings.OutcomeText": (of_meeting(OutcomeTextFactory, state="adopted"), CLOSED),
    "meetings.Decision": (decision, CLOSED),
    "meetings.Statement": (of_meeting(StatementFactory), CLOSED),
    "meetings.SilenceAddressee": (asked, CLOSED),
    "meetings.SilenceBreak": (objection, CLOSED),
    "reports.Contribution": (of_round, CLOSED),
    "reports.SectionTerms": (in_draft(SectionTerms, "nothing_to_report", section=section_of), CLOSED),
    "reports.Snapshot": (in_draft(Snapshot, "submitted", **FROZEN, frozen_at=LATER), CLOSED),
    "reports.Answer": (in_draft(Answer, "submitted", question=question_of, text="Boats."), CLOSED),
    "reports.AnswerRevision": (version, CLOSED),
    "reports.Attachment": (
        in_draft(Attachment, "submitted", section=section_of, sha256=HASH, added_at=LATER, **FILE),
        CLOSED,
    ),
    "reports.HandedSection": (
        in_draft(HandedSection, "submitted", section=section_of, user=somebody, handed_at=LATER),
        CLOSED,
    ),
    "reports.JointName": (in_draft(JointName, "submitted", round=lambda draft: draft.round, party=kenya), CLOSED),
    "reports.Clearance": (in_draft(Clearance, "submitted", recorded_at=LATER, **CLEARED), CLOSED),
    "reports.Signature": (
        in_draft(Signature, "submitted", role="agrees", user=somebody, sha256=HASH, signed_at=LATER),
        CLOSED,
    ),
    "reports.Letter": (letter, CLOSED),
    "reports.Passage": (passage, CLOSED),
    "reports.Query": (query, CLOSED),
    "reports.QueryTurn": (turn, CLOSED),
    "reports.ReportSource": (source, CLOSED),
    "reports.Presentation": (presentation, CLOSED),
    "reports.Endorsement": (lambda: act_of(Endorsement, endorsed(), senior_officials()), CLOSED),
    "reports.Transmission": (transmission, CLOSED),
    "reports.Review": (lambda: act_of(Review, reviewed(), ministers()), CLOSED),
    "reports.Reservation": (
        of_endorsement(Reservation, party=kenya, language="en", text="We read it otherwise."),
        CLOSED,
    ),
    "reports.Amendment": (of_endorsement(Amendment, paragraph=first_paragraph, after_en="As amended."), CLOSED),
    "reports.Confirmation": (of_endorsement(Confirmation, party=kenya), CLOSED),
}
"""A row of each table, with the step that closes what it belongs to, and the rule that then refuses it."""
