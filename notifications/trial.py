"""One look at a ladder in the simulator: what was typed, and what would come of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.forms import BaseForm, BaseFormSet, BaseModelForm

from foundation.errors import DomainError, RuleBroken, Sentence
from foundation.forms import show
from foundation.localized import LANGUAGES, by_name
from foundation.reference import by_code
from foundation.wording import clock_again, listed, on_clock, place, within
from notifications.calendars import parts
from notifications.enums import NoticeState
from notifications.forms import TrialForm, TrialSteps
from notifications.models import Ladder, LadderStep, Notice, Obligation
from notifications.reasons import Around, reasons
from notifications.services.simulator import Course, simulate
from parties.models import Office, Party


class Line(NamedTuple):
    """What one person would get: `shown` on the clock of that person, `own` on that of the date, where it differs."""

    notice: Notice
    office: object
    shown: str
    place: str
    own: str
    own_place: str
    why: list[Sentence]
    is_new: bool = False
    """Whether it would not come with the steps as they are saved."""

    @property
    def is_sent(self) -> bool:
        """Whether its person would hear of it, or whoever sends what is prepared."""
        return self.notice.state != NoticeState.SUPERSEDED


class Unreached(NamedTuple):
    """Participants of whom nobody holds an office; without an office: they are not reminded at all."""

    office: str
    parties: list[Party]


def reached(step: LadderStep, offices: Mapping[str, Office]) -> str:
    """To whom a step goes: the names of its offices; to nobody, where a row is shown that is no step yet."""
    return listed(offices.get(code, code) for code in step.offices or ())


class Trial:
    """What is tried, on which occasion, and, once both are filled in, the course."""

    def __init__(self, ladder: Ladder, typed: Any, *, now: datetime, kept: Mapping[str, Any] | None = None) -> None:
        """`kept` is what was typed for a trial that was not asked for yet."""
        self.ladder = ladder
        begin = {"opened_at": now.replace(tzinfo=None, second=0, microsecond=0), "due_zone": "UTC"}
        begin |= {name: text for name, text in (kept or {}).items() if name in TrialForm.base_fields}
        self.form = TrialForm(typed, kind=ladder.kind, now=now, initial=begin)
        self.course, self.saved = self._courses() if typed is not None else (None, None)

    tried: BaseForm | BaseFormSet
    """Where the steps were typed."""

    def is_sound(self) -> bool:
        """Whether the steps could be saved as they were typed, as far as their form can tell."""
        return self.tried.is_valid()

    def changed(self) -> Iterable[LadderStep]:
        """The steps that were changed or added, unsaved."""
        raise NotImplementedError

    def refuse(self, error: DomainError) -> None:
        """Say what cannot be tried, where it was typed."""
        show(self.form, error)

    @property
    def status(self) -> int:
        """What cannot be tried as it was typed is answered as what cannot be saved."""
        return RuleBroken.status if self.form.is_bound and self.course is None else 200

    def _courses(self) -> tuple[Course | None, Course | None]:
        """With the steps as they are typed, and, where that differs, as they are saved."""
        if not (self.form.is_valid() & self.is_sound()):
            return None, None
        try:
            typed = self._course(self.changed())
        except DomainError as error:
            self.refuse(error)
            return None, None
        return typed, self._course(()) if self.tried.has_changed() and self.ladder.is_used else None

    def _course(self, changed: Iterable[LadderStep]) -> Course:
        requests, begins_at = self.form.requests(), self.form.begins_at()
        return simulate(self.ladder, changed=changed, requests=requests, begins_at=begins_at)

    @cached_property
    def before(self) -> list[Line]:
        """What would come with the steps as they are saved; nothing where they are tried so."""
        return _lines(self.saved) if self.saved is not None else []

    @cached_property
    def lines(self) -> list[Line]:
        """In the order of time; what is new is marked where the steps were changed."""
        lines = _lines(self.course) if self.course is not None else []
        if self.saved is None:
            return lines
        known = {_same(line) for line in self.before}
        return [line._replace(is_new=line.is_sent and _same(line) not in known) for line in lines]

    @cached_property
    def gone(self) -> list[Line]:
        """What would come with the steps as they are saved, and no more as they are typed."""
        now = {_same(line) for line in self.lines}
        return [line for line in self.before if line.is_sent and _same(line) not in now]

    @property
    def is_different(self) -> bool:
        """Whether the changed steps bring anything else than those that are saved."""
        return bool(self.gone) or any(line.is_new for line in self.lines)

    @cached_property
    def unreached(self) -> list[Unreached]:
        """By office, of whom nobody would hear of a step that goes to it; then who is not reminded at all."""
        course = self.course
        if course is None:
            return []
        vacant: dict[str, dict[int, Party]] = defaultdict(dict)
        for request in course.requests:
            if request.party is not None:
                missing = course.reached - course.held.get(request.pk, frozenset()) if request.offices else {""}
                for code in missing:
                    vacant[code][request.party.pk] = request.party
        names, alphabet = {**by_code(Office), "": ""}, attrgetter(by_name())
        return [
            Unreached(within(str(name)), sorted(vacant[code].values(), key=alphabet))
            for code, name in names.items()
            if code in vacant
        ]


class LadderTrial(Trial):
    """The days, ways and use of all steps of a ladder, in a table; with the names under which it is saved."""

    def __init__(self, ladder: Ladder, typed: Any, *, now: datetime) -> None:
        self.steps = self.tried = TrialSteps(typed, instance=ladder)
        self.kept = {f"name_{code}": getattr(ladder, f"name_{code}") for code in LANGUAGES}
        self.seen_version = typed.get("seen_version", "") if typed is not None else ladder.version
        super().__init__(ladder, typed, now=now)

    def changed(self) -> Iterable[LadderStep]:
        """Those of the table."""
        changed: Iterable[LadderStep] = self.steps.save(commit=False)
        return changed

    @property
    def rows(self) -> Iterator[tuple[BaseModelForm, str]]:
        """Each step as it is typed, with the offices that it reaches."""
        offices = by_code(Office)
        for row in self.steps:
            yield row, reached(row.instance, offices)


class StepTrial(Trial):
    """One step as its own form has it, new or changed, among the others of its ladder."""

    def __init__(
        self, ladder: Ladder, typed: Any, *, step: BaseModelForm, now: datetime, kept: Mapping[str, Any]
    ) -> None:
        self.step = self.tried = step
        super().__init__(ladder, typed, now=now, kept=kept)

    def is_sound(self) -> bool:
        """Its form is never valid while it is only tried."""
        return not self.step.errors

    def changed(self) -> Iterable[LadderStep]:
        """A copy of the one that was typed: what is tried leaves no trace in its form."""
        return [copy(self.step.instance)]

    def refuse(self, error: DomainError) -> None:
        """At the field of the step."""
        show(self.step, error)


def _lines(course: Course) -> list[Line]:
    offices, mailed = by_code(Office), _mailed(course)
    requests = {request.pk: request for request in course.requests}
    found = []
    for notice in course.notices:
        around = Around(course.begins_at, course.pauses, mailed[notice.recipient_id])
        found.append(_line(notice, requests, course, offices, around))
    return found


def _same(line: Line) -> tuple[object, ...]:
    """By what a line of one course is found in another: the same step for the same person, at the same moment."""
    notice, step = line.notice, line.notice.step
    return step.pk, step.channel, notice.recipient_id, notice.obligation.subject_uuid, notice.made_at, line.is_sent


def _mailed(course: Course) -> Mapping[int, list[datetime]]:
    mailed: dict[int, list[datetime]] = defaultdict(list)
    for notice in course.notices:
        if notice.message_id is not None:
            mailed[notice.recipient_id].append(notice.made_at)
    return mailed


def _line(
    notice: Notice, requests: Mapping[int, Obligation], course: Course, offices: Mapping[str, Office], around: Around
) -> Line:
    notice.obligation = requests[notice.obligation_id]
    calendar = course.calendars[notice.pk]
    _code, zone, _weekend = parts(calendar)
    named, at = notice.obligation.due_zone, notice.made_at
    differs = at.astimezone(zone).utcoffset() != at.astimezone(parts(f"/{named}/")[1]).utcoffset()
    return Line(
        notice,
        offices.get(notice.office, notice.office),
        on_clock(at, zone.key),
        place(zone.key),
        clock_again(at, named, after=zone.key) if differs else "",
        place(named),
        reasons(notice, calendar, around),
    )
