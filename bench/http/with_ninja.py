"""The page as django-ninja does it: the same key, the same rows with everything prefetched, its schemas."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from rest_framework.request import Request

from actionplan.api.activities import ActivitySerializer
from actionplan.models import Activity
from foundation.localized import texts
from integrations.authentication import ApiKeyAuthentication
from tests.foundation.api.stock import look_ahead


def said(name: str) -> Any:
    """A text in three languages."""
    return staticmethod(lambda row: texts(row, name))


def uuid_of(name: str) -> Any:
    """The uuid of the row that a key leads to, where there is one."""
    return staticmethod(lambda row: getattr(getattr(row, name), "uuid", None))


def all_of(name: str) -> Any:
    """The rows of a relation that were prefetched."""
    return staticmethod(lambda row: list(getattr(row, name).all()))


class Texts(Schema):
    en: str
    fr: str
    ar: str


class Named(Schema):
    uuid: UUID
    code: str
    name: Texts
    resolve_name = said("name")


class Objective(Schema):
    uuid: UUID
    version: int
    code: str
    title: Texts
    is_illustrative: bool
    superseded_by: UUID | None
    resolve_title = said("title")
    resolve_superseded_by = uuid_of("superseded_by")


class Domain(Schema):
    uuid: UUID
    number: int
    title: Texts
    resolve_title = said("title")


class Paragraph(Schema):
    uuid: UUID
    outcome_text: UUID | None
    part: str
    number: str
    short_title: Texts
    resolve_outcome_text = uuid_of("outcome_text")
    resolve_short_title = said("short_title")


class Note(Schema):
    uuid: UUID
    title: Texts
    trend: Texts
    source: str
    noted_on: date
    resolve_title = said("title")
    resolve_trend = said("trend")


class Milestone(Schema):
    uuid: UUID
    title: Texts
    due_on: date
    state: str
    reached_on: date | None
    resolve_title = said("title")


class Point(Schema):
    uuid: UUID
    on: date
    value: Decimal | None
    text: str


class Indicator(Schema):
    uuid: UUID
    name: Texts
    level: str
    is_qualitative: bool
    unit: Texts
    direction: str
    baseline: Decimal | None
    baseline_year: int | None
    is_cumulative: bool
    aggregation: str
    disaggregation: Any
    verification: Any
    targets: list[Point]
    values: list[Point]
    resolve_name = said("name")
    resolve_unit = said("unit")
    resolve_targets = all_of("targets")
    resolve_values = staticmethod(lambda row: row.values_seen)


class Money(Schema):
    uuid: UUID
    source: str
    party: UUID | None
    amount: Decimal | None
    currency: str
    resolve_party = uuid_of("party")


class Link(Schema):
    uuid: UUID
    framework: str
    code: str
    resolve_framework = staticmethod(lambda row: row.goal.framework.code)
    resolve_code = staticmethod(lambda row: row.goal.code)


class ActivityOut(Schema):
    uuid: UUID
    version: int
    plan: UUID
    objective: Objective
    code: str
    title: Texts
    description: Texts
    state: str
    domains: list[Domain]
    paragraphs: list[Paragraph]
    context_notes: list[Note]
    presidency: Named | None
    lead: Named | None
    supporting: list[Named]
    begins_on: date | None
    ends_on: date | None
    is_illustrative: bool
    source_system: str
    external_id: str
    joint_with: str
    milestones: list[Milestone]
    indicators: list[Indicator]
    funding: list[Money]
    framework_links: list[Link]
    superseded_by: UUID | None
    resolve_plan = staticmethod(lambda row: row.objective.plan.uuid)
    resolve_title = said("title")
    resolve_description = said("description")
    resolve_domains = all_of("domains")
    resolve_paragraphs = all_of("paragraphs")
    resolve_context_notes = all_of("context_notes")
    resolve_supporting = all_of("supporting")
    resolve_milestones = all_of("milestones")
    resolve_indicators = all_of("indicators")
    resolve_funding = all_of("funding")
    resolve_framework_links = all_of("framework_links")
    resolve_superseded_by = uuid_of("superseded_by")


class Page(Schema):
    results: list[ActivityOut]


def recognised(request: HttpRequest) -> Any:
    """Whose key this is, as the product's own API finds it."""
    return ApiKeyAuthentication().authenticate(Request(request))


api = NinjaAPI(auth=recognised, docs_url=None, openapi_url=None)


@api.get("", response=Page)
def activities(request: HttpRequest) -> Any:
    """A hundred activities."""
    actor = request.actor  # type: ignore[attr-defined]  # -- set by `recognised`
    found: dict[str, Any] = {}
    look_ahead(ActivitySerializer(), Activity, actor, "", found)
    rows: models.QuerySet[Any] = Activity.objects.visible_to(actor).prefetch_related(*found.values())
    return {"results": rows.order_by("id")[:100]}
