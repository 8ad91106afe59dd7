"""Comments on circulated reports in the workbench: read as they were made, dealt with by steps, never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.marked import text_in
from foundation.steps import Step
from reports.enums import CommentKind
from reports.forms.comments import ExplainForm, TakeUpForm
from reports.models import Comment
from reports.permissions.comments import DISCUSSED
from reports.services import comments
from reports.workflow import COMMENT


@admin.register(Comment)
class CommentAdmin(WorkbenchAdmin):
    """One comment, with what became of it."""

    workflow = COMMENT
    list_display = ("words", "report", "about", "party", "kind", "state")
    list_select_related = ("report", "party")
    list_filter = ("report", "state", "kind")
    search_fields = ("party__name_en", "party__name_fr", "party__name_ar", "text")
    ordering = ("report", F("paragraph").asc(nulls_first=True), "party__sort_en", "id")
    fields = ("report", "about", "party", "kind", "said", "why", "made_at", "state", "disposition", "settled_at")
    readonly_fields = fields
    steps = {
        "take_up": Step(comments.take_up, TakeUpForm),
        "take_up_in_part": Step(comments.take_up_in_part, ExplainForm),
        "do_not_take_up": Step(comments.do_not_take_up, ExplainForm),
        "reconsider": Step(
            comments.reconsider,
            confirm=_("What was said to the participant is taken back, and the comment stands again."),
        ),
    }

    def held_up(self, obj: Any, name: str) -> Sentence | None:  # noqa: ARG002 -- of every step
        """What nobody can say any more."""
        if obj.kind == CommentKind.NONE:
            return _("Nothing becomes of “no comment”: it asks for no change.")
        return None if obj.report.state in DISCUSSED else _("The text of this report is fixed: what was said stands.")

    @admin.display(description=_("comment"))
    def words(self, comment: Comment) -> str:
        """The beginning of it."""
        return str(comment)

    @admin.display(description=_("paragraph"), ordering="paragraph")
    def about(self, comment: Comment) -> Sentence:
        """The number in the text that was read."""
        return str(comment.paragraph) if comment.paragraph is not None else _("the report as a whole")

    @admin.display(description=_("text"))
    def said(self, comment: Comment) -> SafeString | str:
        """In the participant's words and in their direction."""
        return text_in(comment.text, comment.language) if comment.text else "–"

    @admin.display(description=_("reason"))
    def why(self, comment: Comment) -> SafeString | str:
        """As it was given."""
        return text_in(comment.reason, comment.language) if comment.reason else "–"

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        """Only what there is to say."""
        empty: set[str] = {"disposition", "settled_at"} if obj is not None and obj.settled_at is None else set()
        return [name for name in super().get_fields(request, obj) if name not in empty]
