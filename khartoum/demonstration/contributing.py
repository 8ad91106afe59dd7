"""Participants of the demonstration contribute: through the services, as people of their own offices."""

from datetime import datetime

from foundation.actors import Actor, Side
from khartoum.demonstration.answers import drafts_for
from khartoum.demonstration.people import acting
from parties.models import Party
from reports.models import AnswerTranslation, Comment, ConsolidatedReport, Contribution, Query, Round
from reports.selectors.translating import answer_sent
from reports.services.answers import write_answers
from reports.services.comments import Said, comment_on
from reports.services.contributions import declare_nothing_to_report, start_contribution, submit_contribution
from reports.services.judging import mark_complete
from reports.services.queries import ask, reply_to_query
from reports.services.translations import translate_answer

NATIONAL: Side = "participant"
PRESIDENCY: Side = "presidency"
SECRETARIAT: Side = "secretariat"
MOST_ANSWERS = 400
"""Of one submission: far more than any has."""


def contribution_of(round_: Round, code: str) -> Contribution:
    """The contribution asked of one participant, as it stands now."""
    return Contribution.objects.get(round=round_, party__code=code)


def begin(round_: Round, code: str, person: str, *, language: str, people: int, now: datetime) -> Contribution:
    """Start a draft and answer everything asked."""
    actor = acting(person, NATIONAL, now)
    contribution = contribution_of(round_, code)
    contribution = start_contribution(
        contribution, actor=actor, version=contribution.version, now=now, language=language
    )
    drafts = drafts_for(contribution, language=language, people=people)
    write_answers(contribution, actor=actor, drafts=drafts, now=now, language=language)
    return contribution_of(round_, code)


def report(round_: Round, code: str, person: str, *, language: str, people: int, now: datetime) -> Contribution:
    """Fill in and submit."""
    contribution = begin(round_, code, person, language=language, people=people, now=now)
    actor = acting(person, NATIONAL, now)
    return submit_contribution(contribution, actor=actor, version=contribution.version, now=now)


def say_nothing_to_report(round_: Round, code: str, person: str, *, now: datetime) -> Contribution:
    """One confirmation, nothing else."""
    contribution = contribution_of(round_, code)
    actor = acting(person, NATIONAL, now)
    return declare_nothing_to_report(contribution, actor=actor, version=contribution.version, now=now)


def comment(report: ConsolidatedReport, code: str, person: str, said: Said, *, now: datetime) -> Comment:
    """The participant comments on the draft that was circulated."""
    actor, party = acting(person, NATIONAL, now), Party.objects.get(code=code)
    return comment_on(report, party=party, said=said, actor=actor, version=report.version, now=now)


def ask_about(round_: Round, code: str, words: str, *, now: datetime) -> Query:
    """The Secretariat asks a question."""
    contribution = contribution_of(round_, code)
    return ask(contribution, actor=secretariat(now), version=contribution.version, now=now, asked=words)


def answer(query: Query, person: str, words: str, *, language: str, now: datetime) -> Query:
    """The participant replies."""
    actor = acting(person, NATIONAL, now)
    query.refresh_from_db()
    return reply_to_query(query, actor=actor, version=query.version, now=now, reply=words, language=language)


def translate(round_: Round, code: str, question: str, words: str, *, into: str, now: datetime) -> AnswerTranslation:
    """The Secretariat puts an answer that was submitted into another language."""
    contribution = contribution_of(round_, code)
    sent = (answer_sent(contribution, 1, place) for place in range(1, MOST_ANSWERS))
    authentic = next(one for one in sent if one is not None and one.question.code == question)
    return translate_answer(
        contribution,
        actor=secretariat(now),
        version=0,
        now=now,
        authentic=authentic,
        seen=authentic.sha256,
        language=into,
        text=words,
    )


def complete(round_: Round, code: str, *, now: datetime) -> Contribution:
    """The Secretariat marks a contribution complete."""
    contribution = contribution_of(round_, code)
    return mark_complete(contribution, actor=secretariat(now), version=contribution.version, now=now)


def secretariat(now: datetime) -> Actor:
    """The officer of the Secretariat."""
    return acting("secretariat", SECRETARIAT, now)


def presidency(now: datetime) -> Actor:
    """The officer of the Presidency."""
    return acting("presidency", PRESIDENCY, now)
