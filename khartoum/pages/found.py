"""Where each kind of thing that is found is shown, for this reader: its name, what stands under it, its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.models import Plan
from documents.enums import RevisionKind
from documents.models import Revision
from documents.validators import extension
from foundation.actors import Actor
from foundation.localized import by_name, language_order
from foundation.wording import apart, langname, localdate, with_comma
from meetings.enums import Part
from meetings.models import Meeting


@dataclass(frozen=True)
class Signpost:
    """What a thing is called, what is said under its name, and where it is shown (nowhere: empty)."""

    name: str
    about: str
    href: str


Rows = QuerySet[Any]
Signposts = Iterator[tuple[Any, Signpost]]


def meeting_address(meeting: Meeting, anchor: str = "") -> str:
    """The page of a meeting, at one of its entries."""
    return reverse("meeting", kwargs={"uuid": meeting.uuid}) + (f"#{anchor}" if anchor else "")


def anchor_of(row: Any) -> str:
    """The name of an entry on the page of its meeting."""
    return f"{row._meta.model_name}-{row.uuid}"


def _meetings(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("kind"):
        yield row, Signpost(str(row), _joined(str(row.kind), row.city, localdate(row.begins_on)), meeting_address(row))


def _of_meeting(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("meeting"):
        yield row, Signpost(str(row), str(row.meeting), meeting_address(row.meeting, anchor_of(row)))


def _decisions(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("meeting", "verb"):
        name = _("Decision %(number)s") % {"number": row.number}
        about = _joined(str(row.meeting), localdate(row.decided_on))
        yield row, Signpost(name, about, meeting_address(row.meeting, anchor_of(row)))


def _statements(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("meeting", "party"):
        yield row, Signpost(str(row), str(row.meeting), meeting_address(row.meeting, anchor_of(row)))


def _paragraphs(rows: Rows, actor: Actor) -> Signposts:
    begin_chains = meetings_of_plans(actor)
    for row in rows.select_related("outcome_text__meeting"):
        text = row.outcome_text
        about = _joined(str(text), row.get_part_display())
        in_chain = row.part == Part.OPERATIVE and text.meeting_id in begin_chains
        chain = reverse("chain-link", kwargs={"kind": "paragraph", "uuid": row.uuid})
        yield row, Signpost(str(row), about, chain if in_chain else meeting_address(text.meeting, anchor_of(row)))


def meetings_of_plans(actor: Actor) -> set[int]:
    """The meetings whose texts a plan rests on: their operative paragraphs begin a chain."""
    return set(Plan.objects.visible_to(actor).exclude(adopted_at=None).values_list("adopted_at", flat=True))


def _follow_ups(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("decision__meeting"):
        meeting = row.decision.meeting
        yield row, Signpost(str(row), str(meeting), meeting_address(meeting, anchor_of(row)))


def _plans(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows:
        yield row, Signpost(str(row), "", reverse("chain-of-plan", kwargs={"code": row.code}))


def _objectives(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("plan"):
        yield row, Signpost(str(row), str(row.plan), reverse("chain-of-plan", kwargs={"code": row.plan.code}))


def _activities(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("objective__plan"):
        plan = row.objective.plan
        in_chain = row.superseded_by_id is None
        chain = reverse("chain-link", kwargs={"kind": "activity", "uuid": row.uuid})
        href = chain if in_chain else reverse("chain-of-plan", kwargs={"code": plan.code})
        yield row, Signpost(str(row), _joined(str(plan), row.get_state_display()), href)


def _reports(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.select_related("round"):
        about = _joined(str(row.round), row.get_state_display())
        yield row, Signpost(str(row), about, reverse("portal-report", kwargs={"uuid": row.uuid}))


def _documents(rows: Rows, actor: Actor) -> Signposts:
    newest = Revision.objects.visible_to(actor).without_content().filter(kind=RevisionKind.REVISION)
    issued = Prefetch("expressions__revisions", newest.order_by("-number"))
    for row in rows.prefetch_related(issued):
        by_language = {one.language: list(one.revisions.all()) for one in row.expressions.all()}
        order = (*language_order(get_language()), row.authentic_language)
        first = next((by_language[code][0] for code in order if by_language.get(code)), None)
        href = reverse("documents:revision", kwargs={"uuid": first.uuid}) if first else ""
        yield row, Signpost(str(row), _joined(row.symbol, _download(first) if first else ""), href)


def _download(revision: Revision) -> str:
    """What a click brings home: said before it, for whoever pays by the megabyte."""
    kind, size = extension(revision.media_type).upper(), filesizeformat(revision.size)
    facts = with_comma(apart(kind), size, langname(revision.expression.language))
    return _("To download: %(facts)s") % {"facts": facts}


def _participants(rows: Rows, _actor: Actor) -> Signposts:
    for row in rows.order_by(by_name(), "code"):
        yield row, Signpost(str(row), row.official_name if row.official_name != row.name else "", "")


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


SIGNPOSTS: dict[str, Callable[[Rows, Actor], Signposts]] = {
    "meetings.meeting": _meetings,
    "meetings.agendaitem": _of_meeting,
    "meetings.outcometext": _of_meeting,
    "meetings.paragraph": _paragraphs,
    "actionplan.plan": _plans,
    "actionplan.objective": _objectives,
    "actionplan.activity": _activities,
    "reports.consolidatedreport": _reports,
    "meetings.decision": _decisions,
    "meetings.statement": _statements,
    "meetings.followup": _follow_ups,
    "documents.document": _documents,
    "parties.party": _participants,
}
