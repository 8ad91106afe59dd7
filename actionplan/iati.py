"""One activity as the API tells it, written as an element of an IATI 2.03 file. Pure: no query, no HTTP.

What the standard asks for and the plan does not know is not made up: money has no period here, so it is no budget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.enums import ActivityState
from foundation.exports.text import inert

Texts = Mapping[str, str]

STATUS = {
    ActivityState.PLANNED: "1",
    ActivityState.DELAYED: "1",
    ActivityState.CARRIED_OVER: "1",
    ActivityState.ONGOING: "2",
    ActivityState.COMPLETED: "4",
    ActivityState.CANCELLED: "5",
}
"""Codelist ActivityStatus: pipeline, implementation, closed, cancelled. What was put off is still to be done."""
TYPE_OF_ORGANISATION = {"state": "10", "organisation": "40"}
OTHER_TYPE = "90"
RESULT_TYPE = {"output": "1", "outcome": "2", "impact": "3"}
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
PLANNED_START, PLANNED_END = "1", "3"
GENERAL, OTHER_DESCRIPTION = "1", "4"
OUR_ID, OTHER_ID = "A1", "A9"
OWN_VOCABULARY = "99"
NOT_REGISTERED = "KHARTOUM-PROCESS"
"""Stands for the publisher of a plan until one is entered with its identifier: registered nowhere."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who reports a plan in IATI: identifier, type of organisation, and name."""

    reference: str
    kind: str
    name: Texts


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What of its plan an activity is told with."""

    code: str
    publisher: Publisher
    begins_on: Any = None


def identifier(row: Mapping[str, Any], plan: PlanFacts) -> str:
    """`<reporting organisation>-<plan>-<activity>`: the same for ever, like the codes it is made of."""
    return f"{plan.publisher.reference}-{plan.code}-{row['code']}"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes activities with what is known of their plans and of participants (State or organisation), by uuid."""

    plans: Mapping[str, PlanFacts]
    kinds: Mapping[str, str]
    language: str

    def activity(self, row: Mapping[str, Any]) -> str | None:
        """The element `iati-activity`; None where no day is known, without which the standard takes no activity."""
        plan = self.plans[row["plan"]]
        dates = list(_dates(row, plan))
        if not dates:
            return None
        by = plan.publisher
        parts = [
            _leaf("iati-identifier", identifier(row, plan)),
            _element("reporting-org", _names(by.name), ref=by.reference, type=by.kind),
            _element("title", _names(_title(row))),
            *_descriptions(row),
            *_organisations(row, plan, self.kinds),
            *_other_identifiers(row),
            _element("activity-status", code=STATUS[row["state"]]),
            *dates,
            *_tags(row),
            *(_result(indicator) for indicator in row["indicators"]),
        ]
        return _element("iati-activity", "".join(parts), **{"xml:lang": self.language})


def _title(row: Mapping[str, Any]) -> Texts:
    if not row["is_illustrative"]:
        return dict(row["title"])
    return _in_each(row["title"], lambda text: _("%(title)s (illustrative)") % {"title": text})


def _descriptions(row: Mapping[str, Any]) -> Iterator[str]:
    """The description, or the title where there is none; then in words what no code of the standard says."""
    told = row["description"] if any(row["description"].values()) else row["title"]
    yield _element("description", _names(told), type=GENERAL)
    if row["is_illustrative"]:
        said = _in_each(_everywhere(""), lambda _none: _("An illustrative entry, and no official text of the Process."))
        yield _element("description", _names(said), type=OTHER_DESCRIPTION)
    label = ActivityState(row["state"]).label
    said = _in_each(_everywhere(""), lambda _none: _("Status in the Khartoum Process: %(status)s") % {"status": label})
    yield _element("description", _names(said), type=OTHER_DESCRIPTION)


def _organisations(row: Mapping[str, Any], plan: PlanFacts, kinds: Mapping[str, str]) -> Iterator[str]:
    """Who leads is accountable, who supports implements, whoever pays funds; at least one must be named."""
    named = [(row["lead"], ACCOUNTABLE)] if row["lead"] else []
    named += [(party, IMPLEMENTING) for party in row["supporting"]]
    for party, role in named:
        kind = TYPE_OF_ORGANISATION.get(kinds.get(party["uuid"], ""), OTHER_TYPE)
        yield _element("participating-org", _names(party["name"]), role=role, type=kind)
    for source in dict.fromkeys(one["source"] for one in row["funding"]):
        yield _element("participating-org", _narrative(source), role=FUNDING)
    if not named and not row["funding"]:
        yield _element("participating-org", _names(plan.publisher.name), role=ACCOUNTABLE, type=plan.publisher.kind)


def _other_identifiers(row: Mapping[str, Any]) -> Iterator[str]:
    yield _element("other-identifier", ref=row["uuid"], type=OUR_ID)
    if row["external_id"]:
        owner = _element("owner-org", _narrative(row["source_system"]) if row["source_system"] else "")
        yield _element("other-identifier", owner, ref=row["external_id"], type=OTHER_ID)


def _dates(row: Mapping[str, Any], plan: PlanFacts) -> Iterator[str]:
    """Days of the plan are planned ones; an activity without any is told with the first day of its plan."""
    days = [(PLANNED_START, row["begins_on"]), (PLANNED_END, row["ends_on"])]
    known = [(kind, str(day)) for kind, day in days if day]
    yield from (_element("activity-date", type=kind, **{"iso-date": day}) for kind, day in known)
    if not known and plan.begins_on:
        said = _in_each(_everywhere(""), lambda _none: _("The first day of the plan: the activity names none."))
        yield _element("activity-date", _names(said), type=PLANNED_START, **{"iso-date": str(plan.begins_on)})


def _tags(row: Mapping[str, Any]) -> Iterator[str]:
    """The domains and the goals of other frameworks, each in a vocabulary of its own publisher."""
    for domain in row["domains"]:
        code = f"JVAP-{domain['number']}"
        yield _element("tag", _names(domain["title"]), code=code, vocabulary=OWN_VOCABULARY)
    for link in row["framework_links"]:
        yield _element("tag", code=f"{link['framework']}-{link['code']}", vocabulary=OWN_VOCABULARY)


def _result(indicator: Mapping[str, Any]) -> str:
    title = _element("title", _names(indicator["name"]))
    points = [("target", one) for one in indicator["targets"]] + [("actual", one) for one in indicator["values"]]
    inner = title + _baseline(indicator) + "".join(_period(name, one) for name, one in sorted(points, key=_day_of))
    measure = "5" if indicator["is_qualitative"] else "1"
    ascending = str(indicator["direction"] != "down").lower()
    measured = _element("indicator", inner, measure=measure, ascending=ascending)
    return _element("result", title + measured, type=RESULT_TYPE[indicator["level"]])


def _baseline(indicator: Mapping[str, Any]) -> str:
    if not indicator["baseline_year"]:
        return ""
    value = {} if indicator["baseline"] is None else {"value": str(indicator["baseline"])}
    return _element("baseline", year=str(indicator["baseline_year"]), **value)


def _day_of(point: tuple[str, Mapping[str, Any]]) -> str:
    return str(point[1]["on"])


def _period(name: str, point: Mapping[str, Any]) -> str:
    """A dated value is a period of one day."""
    day = {"iso-date": str(point["on"])}
    comment = _element("comment", _narrative(point["text"])) if point["text"] else ""
    value = {} if point["value"] is None else {"value": str(point["value"])}
    inner = _element("period-start", **day) + _element("period-end", **day) + _element(name, comment, **value)
    return _element("period", inner)


def _everywhere(text: str) -> Texts:
    return {"en": text, "fr": text, "ar": text}


def _in_each(texts: Texts, said: Any) -> Texts:
    """A sentence in each language there is a text in."""
    found = {}
    for language, text in texts.items():
        if text or not any(texts.values()):
            with override(language):
                found[language] = str(said(text))
    return found


def _names(texts: Texts) -> str:
    return "".join(_narrative(text, language) for language, text in texts.items() if text)


def _narrative(text: str, language: str = "") -> str:
    said = f' xml:lang="{language}"' if language else ""
    return f"<narrative{said}>{escape(inert(text))}</narrative>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(inert(text))}</{name}>"


def _element(name: str, inner: str = "", **attributes: str) -> str:
    said = "".join(f" {key}={quoteattr(inert(value))}" for key, value in attributes.items())
    return f"<{name}{said}>{inner}</{name}>"
