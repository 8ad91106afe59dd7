"""What plans are made of, in the workbench: what was superseded stays as it was."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence

TITLES = ("title_en", "title_fr", "title_ar")


class ItemAdmin(WorkbenchAdmin):
    """Items of a plan, which another item may supersede."""

    def held_up(self, obj: Any, name: str) -> Sentence | None:  # noqa: ARG002 -- of every step
        """What was superseded takes none."""
        return _("Another item has superseded this one: it stays as it was.") if obj.superseded_by_id else None
