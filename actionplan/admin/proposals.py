"""What is proposed of activities, in the workbench: compared with the plan, taken up or not."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actionplan import models
from actionplan.forms.proposals import NotTakenUpForm, TakeUpForm
from actionplan.selectors.proposals import differences, match_of
from actionplan.services import proposals
from actionplan.workflow import PROPOSAL
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.localized import language_order
from foundation.marked import said_in
from foundation.steps import Step


@admin.register(models.ActivityProposal)
class ActivityProposalAdmin(WorkbenchAdmin):
    """What partner systems say of activities, beside what the plan says."""

    workflow = PROPOSAL
    list_display = ("external_id", "source", "says", "state", "received_at")
    list_select_related = ("source", "activity")
    list_filter = ("state", "source")
    search_fields = ("external_id",)
    fields = ("source", "external_id", "state", "received_at", "about", "compared", "answered_at", "answer")
    readonly_fields = fields
    when_empty = {
        "title": _("No partner system has proposed anything yet."),
        "text": _(
            "A proposal is what a source outside the Process says of one activity. It comes with a table that is"
            " uploaded on the page of the source, or from a partner system. Here it is read beside the plan, and taken"
            " up or not; until then the plan stays as it is."
        ),
        "url": reverse_lazy("admin:actionplan_sourcesystem_changelist"),
        "action": _("Sources of activities"),
    }
    steps = {
        "accept": Step(proposals.accept_proposal, form=TakeUpForm),
        "decline": Step(proposals.decline_proposal, form=NotTakenUpForm),
    }

    @admin.display(description=_("title"))
    def says(self, proposal: models.ActivityProposal) -> Sentence:
        """What it calls the activity, in the reader's language if it does."""
        told = proposal.said.get("title", {})
        language = next((code for code in language_order() if told.get(code)), "")
        return said_in(told.get(language, ""), language)

    @admin.display(description=_("activity"))
    def about(self, proposal: models.ActivityProposal) -> Sentence:
        """The activity it is about, or that there is none yet."""
        known = match_of(proposal)
        return _("An activity that is not in the plan yet") if known is None else str(known)

    @admin.display(description=_("what it says"))
    def compared(self, proposal: models.ActivityProposal) -> SafeString:
        """Column by column, beside what the plan says."""
        lines = list(differences(proposal, match_of(proposal)))
        return render_to_string("admin/actionplan/activityproposal/differences.html", {"lines": lines})
