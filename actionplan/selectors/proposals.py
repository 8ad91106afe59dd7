"""How a row about an activity is read, which activity it is about, and where the two differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, ActivityProposal, JvapDomain, Objective
from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.imports import Columns, Reader, day, identifier, one_of, several_of, text, texts
from foundation.localized import language_order
from foundation.wording import headed, listed, localdate
from meetings.enums import Part
from meetings.models import Paragraph
from parties.models import Party

LONGEST_TITLE, LONGEST_CODE, LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 300, 30, 120, 200, 20_000
KEY, CODE = "external_id", "code"
OF_A_NEW_ONE = ("objective", "title", "domains")
"""What an activity cannot be without."""
LABELS: dict[str, Sentence] = {
    "objective": _("objective"),
    "title": _("title"),
    "description": _("description"),
    "domains": _("JVAP domains"),
    "paragraphs": _("paragraphs served"),
    "lead": _("lead"),
    "supporting": _("supporting participants"),
    "begins_on": _("from"),
    "ends_on": _("until"),
    "joint_with": _("joint with"),
}
"""The columns that say something of the activity, in the order in which they are shown."""
TEXTS, DAYS = ("title", "description"), ("begins_on", "ends_on")
MANY: Mapping[str, tuple[type[Model], str]] = {
    "domains": (JvapDomain, "number"),
    "paragraphs": (Paragraph, "uuid"),
    "supporting": (Party, "code"),
}


def columns_for(actor: Actor) -> Columns:
    """What a row may say, with the names that this actor may know: plan and objective, participants, paragraphs."""
    parties = _codes_of_participants()
    domains = JvapDomain.objects.values_list("number", flat=True)
    paragraphs = Paragraph.objects.visible_to(actor).filter(part=Part.OPERATIVE)
    readers: dict[str, Reader] = {
        KEY: identifier(LONGEST_ID),
        CODE: identifier(LONGEST_CODE),
        "objective": one_of(_places(actor)),
        "title": texts(LONGEST_TITLE),
        "description": texts(LONGEST_TEXT),
        "domains": several_of({number: number for number in domains}, least=1),
        "paragraphs": several_of(_by_text_and_number(paragraphs)),
        "lead": one_of(parties, may_be_null=True),
        "supporting": several_of(parties),
        "begins_on": day,
        "ends_on": day,
        "joint_with": text(LONGEST_NAME, may_be_empty=True),
    }
    return Columns(readers, needed=(KEY,))


def match_of(proposal: ActivityProposal) -> Activity | None:
    """The activity a proposal is about: the one that bears its id, or the one it names by code; None for a new one."""
    rows = Activity.objects.current().select_related("objective__plan", "lead")
    own = rows.filter(source_system=proposal.source.code, external_id=proposal.external_id).first()
    if own is not None or CODE not in proposal.said:
        return own
    return rows.filter(code=proposal.said[CODE]).first()


@dataclass(frozen=True)
class Difference:
    """One thing that is said: how the activity has it and how the proposal does; a text in its `language`."""

    name: str
    label: Sentence
    now: str
    said: str
    language: str = ""

    @property
    def differs(self) -> bool:
        """Whether taking the proposal up would change it."""
        return self.now != self.said


def differences(proposal: ActivityProposal, activity: Activity | None) -> Iterator[Difference]:
    """What the proposal says, one thing after the other, beside what the activity says now."""
    for name, label in LABELS.items():
        if name in TEXTS:
            told = proposal.said.get(name, {})
            for language in (code for code in language_order() if code in told):
                now = getattr(activity, f"{name}_{language}") if activity is not None else ""
                yield Difference(name, label, now, told[language], language)
        elif name in proposal.said:
            now = _shown(name, _value(activity, name)) if activity is not None else ""
            yield Difference(name, label, now, _shown(name, proposal.said[name]))


def objective_of(place: str) -> Objective:
    """The objective of a place that was read."""
    plan, _slash, code = place.rpartition("/")
    return Objective.objects.select_related("plan").get(plan__code=plan, code=code)


def rows_of(name: str, said: list[Any]) -> "QuerySet[Any]":
    """The rows that a column of several names."""
    model, key = MANY[name]
    return model._default_manager.filter(**{f"{key}__in": said})


def _places(actor: Actor) -> dict[str, str]:
    """Objectives by plan and code, as `CAP/CAP-1`."""
    rows = Objective.objects.visible_to(actor).current().values_list("plan__code", "code")
    return {place: place for place in (f"{plan}/{code}" for plan, code in rows)}


def _by_text_and_number(paragraphs: "QuerySet[Paragraph]") -> dict[str, str]:
    """Paragraphs by uuid, and by text and number, as `CAIRO-2025/3`."""
    known: dict[str, str] = {}
    for uuid, code, number in paragraphs.values_list("uuid", "outcome_text__code", "number"):
        known |= {str(uuid): str(uuid), f"{code}/{number}": str(uuid)}
    return known


def _codes_of_participants() -> dict[str, str]:
    """Codes and what others call them: EU systems write Greece EL, many write three letters."""
    known: dict[str, str] = {}
    for code, *others in Party.objects.values_list("code", "iso3", "eu_code"):
        known |= dict.fromkeys(filter(None, (*others, code)), code)
    return known


def _value(activity: Activity, name: str) -> Any:
    """What the activity says, as a row would say it."""
    if name == "objective":
        return f"{activity.objective.plan.code}/{activity.objective.code}"
    if name in MANY:
        _model, key = MANY[name]
        return sorted(str(one) if key == "uuid" else one for one in getattr(activity, name).values_list(key, flat=True))
    if name == "lead":
        return activity.lead.code if activity.lead is not None else None
    value = getattr(activity, name)
    return value.isoformat() if isinstance(value, date) else value


def _shown(name: str, value: Any) -> str:
    """A value as a reader of the workbench sees it."""
    if value in (None, "", [], {}):
        return ""
    if name == "objective":
        return str(objective_of(value))
    if name in MANY:
        return listed([_name_of(row) for row in rows_of(name, value)])
    if name in DAYS:
        return localdate(date.fromisoformat(value))
    return str(Party.objects.get(code=value)) if name == "lead" else str(value)


def _name_of(row: Any) -> str:
    return headed(str(row.number), row.short_title) if isinstance(row, Paragraph) else str(row)
