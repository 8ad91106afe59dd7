"""Which rows an owner looks at who says what is asked: those about which it is asked, or all."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


def these(rows: "QuerySet[Row]", subjects: Collection[UUID] | None) -> "QuerySet[Row]":
    """The rows with these uuids; all of them for None, as a `Truth` is asked for the whole."""
    return rows if subjects is None else rows.filter(uuid__in=subjects)
