"""Writers of one participant in one form, and staff at the same rows of the workbench: every change is kept or refused.

Each has a browser of their own and posts what stands in the form they last read, as people do who leave it open.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from django.db import connection
from django.urls import reverse

from foundation.ledger.history import history_of
from foundation.ledger.models import LedgerEntry
from reports.models import Answer, AnswerRevision
from tests.browsers import PATIENCE, Browser, form_on
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import AuthorityFactory, PartyFactory, appoint, person
from tests.factories.reports import (
    QuestionFactory,
    RoundFactory,
    SectionFactory,
    TemplateFactory,
    drafted,
    fresh,
    opened_round,
)

ALL = "everybody writes here"


@dataclass
class Told:
    """What somebody was told: the changes that were accepted, and those that were refused."""

    accepted: list = field(default_factory=list)
    refused: list = field(default_factory=list)


def together(people, work):
    """`work(number, person)` by all of them, begun at the same moment."""
    starting = Barrier(len(people))

    def begin(number):
        starting.wait(PATIENCE)
        try:
            return work(number, people[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(begin, range(len(people))))


# -- the portal: one contribution, one form ---------------------------------------------------------------------------


def assert_no_word_is_lost(server, *, writers, changes):
    """Every other change goes to a question of one's own, the others to one that all write in."""
    party = PartyFactory()
    questions = _questions(writers)
    begun = drafted(party, opened_round(party, state_template=questions[0].section.template))
    path = reverse("portal-form", args=[begun.uuid])
    people = [Browser(server, appoint("contributor", party)) for _each in range(writers)]

    told = together(people, lambda number, one: _write(one, path, questions[number], questions[-1], number, changes))

    for number, one in enumerate(told):
        own = [text for code, text in one.accepted if code != ALL]
        assert own == revisions_of(begun, questions[number]), "an answer of one's own was refused or lost"
    shared = revisions_of(begun, questions[-1])
    assert sorted(shared) == sorted(text for one in told for code, text in one.accepted if code == ALL)
    assert not set(shared) & {text for one in told for _code, text in one.refused}
    assert sum(len(one.accepted) + len(one.refused) for one in told) == writers * changes
    for answer in Answer.objects.filter(contribution=begun):
        kept = AnswerRevision.objects.filter(answer=answer).order_by("version")
        assert list(kept.values_list("version", flat=True)) == list(range(1, answer.version + 1))
        assert kept.last().text == answer.text
    accepted = sum(len(one.accepted) for one in told)
    assert fresh(begun).version == begun.version + accepted
    return accepted, writers * changes - accepted


def _questions(writers):
    template = TemplateFactory(audience="state")
    section = SectionFactory(template=template, code="general", position=1)
    codes = [f"own-{number}" for number in range(writers)]
    own = [QuestionFactory(section=section, code=code, position=place) for place, code in enumerate(codes, 1)]
    return [*own, QuestionFactory(section=section, code="all", position=writers + 1)]


def _write(one, path, own, shared, number, changes):
    told, sent = Told(), form_on(one.read(path))
    for change in range(changes):
        question, code = (shared, ALL) if change % 2 else (own, f"own-{number}")
        text = f"Writer {number}, change {change}."
        name = name_of(question, sent)
        answer = one.post(path, {**sent, name: text})
        assert answer.status in {302, 409}, answer.body[:2000]
        if answer.status == 302:
            told.accepted.append((code, text))
            sent |= {name: text, version_of(name): str(int(sent[version_of(name)]) + 1)}
        else:
            told.refused.append((code, text))
            sent = form_on(one.read(path))
    return told


def name_of(question, sent):
    """The field of a question in a form."""
    (name,) = (name for name in sent if question.uuid.hex in name and name.startswith("q"))
    return name


def version_of(name):
    return f"v{name[1:]}"


def revisions_of(contribution, question):
    """Every text that was ever saved under a question, in the order it was saved."""
    rows = AnswerRevision.objects.filter(answer__contribution=contribution, answer__question=question)
    return list(rows.order_by("version").values_list("text", flat=True))


# -- the workbench: the same rows, each with the version that was seen -----------------------------------------------


def assert_no_change_is_lost(server, rows, column, *, writers, changes):
    """Staff take the rows in turn, each beginning at another; whoever has not seen the present version is refused."""
    staff = [Browser(server, person("secretariat_officer")) for _each in range(writers)]
    before = {row.pk: row.version for row in rows}

    told = together(staff, lambda number, one: _change(one, rows, column, number, changes))

    accepted = {(pk, seen): text for one in told for pk, seen, text in one.accepted}
    assert len(accepted) == sum(len(one.accepted) for one in told), "two changes of one version were both accepted"
    for row in rows:
        seen = sorted(version for pk, version in accepted if pk == row.pk)
        now = fresh(row)
        assert seen == list(range(before[row.pk], now.version)), "an accepted change is missing"
        if seen:
            assert getattr(now, column) == accepted[row.pk, seen[-1]]
        assert LedgerEntry.objects.about(row).filter(kind__endswith=".changed").count() == len(seen)
        assert_history(row, column, [accepted[row.pk, version] for version in seen])
    assert sum(len(one.accepted) + len(one.refused) for one in told) == writers * changes
    return len(accepted), writers * changes - len(accepted)


def assert_history(row, column, texts):
    """Where the table keeps its history, each accepted text stands in it, in order, and nothing else."""
    try:
        kept = list(history_of(row).values_list(column, flat=True))
    except KeyError:
        return
    changed = [text for text, before in zip(kept[1:], kept, strict=False) if text != before]
    assert changed == texts


def _change(one, rows, column, number, changes):
    told, forms = Told(), {}
    for change in range(changes):
        row = rows[(number + change) % len(rows)]
        path = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        sent = forms.get(row.pk) or form_on(one.read(path))
        text = f"Officer {number}, change {change}"
        answer = one.post(path, {**sent, column: text})
        assert answer.status in {302, 409}, answer.body[:2000]
        seen = int(sent["seen_version"])
        if answer.status == 302:
            told.accepted.append((row.pk, seen, text))
            forms[row.pk] = sent | {column: text, "seen_version": str(seen + 1)}
        else:
            told.refused.append((row.pk, seen, text))
            del_seen(forms, row)
    return told


def del_seen(forms, row):
    """Whoever was refused reads the page again before the next attempt."""
    forms.pop(row.pk, None)


def authorities(count):
    return [AuthorityFactory() for _each in range(count)]


def activities(count):
    first = ActivityFactory()
    return [first, *(ActivityFactory(objective=first.objective) for _each in range(count - 1))]


def rounds(count):
    return [RoundFactory() for _each in range(count)]
