"""A file beside what stands now: what it changes, what somebody else changed since, and what it left alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from foundation.errors import Sentence
from foundation.exports.text import inert
from reports.enums import Mark, QuestionKind
from reports.models import Answer, Contribution
from reports.names import item_named
from reports.offline.found import Filled, Found
from reports.offline.marks import mark_of, offered
from reports.offline.meaning import as_mark, as_milestone, as_text
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.services.one_answer import MOST_ROWS, Draft, Said, texts_seen

MOST_TOLD, LONGEST_TOLD = 20, 300
"""Answers of the file that belong nowhere: how many are shown, and how much of each."""


@dataclass(frozen=True)
class Change:
    """What the file says in place of what stands. `is_crossed`: somebody changed the answer since the file was made."""

    asked: AskedQuestion
    text: str
    confirms: bool
    closes: bool | None
    where: str
    written: str
    is_crossed: bool = False
    problem: Sentence | None = None


@dataclass
class Differences:
    """Everything that a file would change, and what is to be said besides."""

    changes: dict[str, Change] = field(default_factory=dict)
    changed_online: int = 0
    """Answers that the file leaves as it found them, and that others changed since: they stay."""
    not_in_file: int = 0
    """Lines of the form that were taken out of the file: what stands there stays."""
    no_longer_asked: list[Found] = field(default_factory=list)
    foreign: list[Found] = field(default_factory=list)
    """Lines whose reference belongs to no line of this form."""
    stray: list[tuple[str, str]] = field(default_factory=list)
    """What stands in no field of the form, or in one that cannot mean it: where, and what."""


def differences(contribution: Contribution, asked: Sequence[AskedSection], filled: Filled) -> Differences:
    """What the file would change. Reads; writes nothing."""
    lines, told = _lines(contribution, asked, filled)
    versions = filled.manifest.rows
    drafts = [_draft(item, versions[name]) for name, (item, _found) in lines.items()]
    seen = texts_seen({item.place: item for item, _found in lines.values()}, drafts)
    for name, (item, found) in lines.items():
        before = seen.get((item.place, versions[name])) if versions[name] != item.version else None
        told.stray += _beside(item, found)
        change = _change(item, found)
        if not _differs(change):
            continue
        if versions[name] != item.version and _is_untouched(change, before or ("", False)):
            told.changed_online += 1
            continue
        told.changes[item.name] = replace(change, is_crossed=versions[name] != item.version and bool(item.text))
    return told


Lines = dict[str, tuple[AskedQuestion, Found]]


def _lines(contribution: Contribution, asked: Sequence[AskedSection], filled: Filled) -> tuple[Lines, Differences]:
    """The lines of the file by the names it has for the answers they are about, and those that are about none."""
    names, told, by_name = filled.manifest.names(), Differences(stray=[*filled.stray]), dict[str, Found]()
    for found in filled.found:
        name = names.get(found.reference)
        if name is None:
            if len(told.foreign) < MOST_TOLD:
                told.foreign.append(replace(found, answer=str(found.answer or "")[:LONGEST_TOLD]))
        elif name not in by_name:
            by_name[name] = found
        elif _said(by_name[name]) != _said(found):
            by_name[name] = replace(found, problem=_twice(by_name[name].where, found.where))
    known = _by_name(_items(contribution, asked, by_name))
    told.not_in_file = sum(name in known and name not in by_name for name in names.values())
    told.no_longer_asked = [found for name, found in by_name.items() if name not in known and found.answer]
    return {name: (known[name], found) for name, found in by_name.items() if name in known}, told


def _by_name(items: Iterable[AskedQuestion]) -> dict[str, AskedQuestion]:
    """Each by the name it has now, and by the one with every digit, which older files have."""
    return {name: item for item in items for name in (item.full_name, item.name)}


def _twice(first: str, second: str) -> Sentence:
    places = {"first": first, "second": second}
    return _("This line stands twice in the file, with two answers (%(first)s and %(second)s). Choose one.") % places


def _said(found: Found) -> tuple[object, object]:
    return found.answer, found.day


def _items(contribution: Contribution, asked: Iterable[AskedSection], names: Iterable[str]) -> Iterator[AskedQuestion]:
    """Everything asked, with the rows of lists that the file adds, or that others emptied since."""
    items = [item for section in asked for item in section.questions]
    yield from items
    known, spares = _by_name(items), [item for item in items if item.is_spare]
    lists = {name: item for item in spares for name in (item.full_list_name, item.list_name)}
    new = [(name, name.rpartition("-")[0]) for name in names if name not in known]
    rows = [(lists[of], row) for name, of in new if of in lists and (row := item_named(name, of))]
    written = {
        (answer.question_id, answer.activity_id, answer.item): answer
        for answer in Answer.objects.filter(contribution=contribution, item__in=[row for _spare, row in rows])
    }
    for number, (spare, row) in enumerate(rows[:MOST_ROWS]):
        activity = spare.activity.pk if spare.activity else None
        answer = written.get((spare.question.pk, activity, row))
        yield replace(spare, item=row, answer=answer, number=spare.number + number)


def _draft(item: AskedQuestion, version: int) -> Draft:
    return Draft(item.question.uuid, item.activity.uuid if item.activity else None, "", version, item=item.item)


def _change(item: AskedQuestion, found: Found) -> Change:
    problem = found.problem or _true_or_false(found, item)
    if problem and found.answer is None:
        text, written = item.text, ""
    elif item.kind == QuestionKind.MILESTONES:
        text, written = as_milestone(found.answer, found.day), f"{found.answer or ''} {found.day or ''}".strip()
    else:
        text, written = as_text(found.answer, item.kind), str(found.answer or "")
    mark = as_mark(found.mark)
    closes = None
    if item.is_of_list and text and mark is not None and mark != mark_of(item):
        closes = {Mark.CLOSED: True, Mark.OPEN: False}.get(mark)
    return Change(
        asked=item,
        text=text,
        confirms=mark == Mark.CONFIRMED and item.waits_for_confirmation,
        closes=closes,
        where=found.where,
        written=written,
        problem=problem,
    )


def _true_or_false(found: Found, item: AskedQuestion) -> Sentence | None:
    """A tick of a spreadsheet is an answer where words are offered; anywhere else nobody can know what it says."""
    if isinstance(found.answer, bool) and not offered(item.kind):
        return _("There is TRUE or FALSE in this cell. Write the answer itself.")
    return None


def _beside(item: AskedQuestion, found: Found) -> Iterator[tuple[str, str]]:
    """Words of somebody's own where a state is chosen, and a day beside what is given none."""
    mark, day = (str(said or "").strip()[:LONGEST_TOLD] for said in (found.mark, found.day))
    if mark and as_mark(found.mark) is None:
        yield found.mark_at or found.where, mark
    if day and item.kind != QuestionKind.MILESTONES:
        yield found.day_at or found.where, day


def _differs(change: Change) -> bool:
    same = _plain(change.text) == _plain(change.asked.text)
    return not same or change.confirms or change.closes is not None or change.problem is not None


def _is_untouched(change: Change, before: Said) -> bool:
    return change.problem is None and _plain(change.text) == _plain(before[0]) and change.closes in {None, before[1]}


def _plain(text: str) -> str:
    """As a file can hold it: what an office program changes by itself is no change of the answer."""
    return "\n".join(line.rstrip() for line in inert(text).strip().split("\n"))
