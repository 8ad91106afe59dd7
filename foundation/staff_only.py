"""Rows that tell of single participants or of the house's own work: the workbench's alone."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.base import Row

if TYPE_CHECKING:
    from foundation.actors import Actor


class StaffOnlyQuerySet(models.QuerySet[Row]):
    """Rows that nobody reads who does not act for all."""

    def visible_to(self, actor: "Actor") -> Self:
        """Staff see all, nobody else any."""
        return self if actor.reads_as_staff else self.none()
