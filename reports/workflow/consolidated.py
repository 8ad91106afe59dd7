"""The workflow of the consolidated report: from the drafting table to the ministers and to the public."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import ReportState as S
from reports.models import ConsolidatedReport
from reports.permissions.consolidated import (
    ENDORSED,
    can_confirm_amended,
    can_declare,
    can_draft,
    can_issue_amended,
    can_record,
    can_transmit,
    follows_by_itself,
)

# A deferral by ministers leaves the report transmitted: it is a record of that meeting, and a later one takes it up.
REPORT = Workflow(
    initial={S.DRAFTING},
    circulate=Transition(
        {S.DRAFTING},
        S.CIRCULATED,
        allowed=can_draft,
        label=_("Circulate to participants"),
        done=_("The report was circulated to the participants."),
    ),
    close_comments=Transition(
        {S.CIRCULATED},
        S.COMMENTS_CLOSED,
        allowed=can_draft,
        label=_("Close the comments"),
        done=_("The comments were closed."),
    ),
    table=Transition(
        {S.COMMENTS_CLOSED},
        S.TABLED,
        allowed=can_draft,
        label=_("Table for senior officials"),
        done=_("The report was tabled for senior officials."),
    ),
    endorse=Transition({S.TABLED}, S.ENDORSED, allowed=can_record, label=_("Record the endorsement")),
    endorse_by_silence=Transition(
        {S.TABLED}, S.ENDORSED, allowed=follows_by_itself, label=_("endorsed by silence procedure")
    ),
    endorse_as_amended=Transition(
        {S.TABLED}, S.ENDORSED_AS_AMENDED, allowed=can_record, label=_("Record the endorsement as amended")
    ),
    endorse_ad_referendum=Transition(
        {S.TABLED}, S.ENDORSED_AD_REFERENDUM, allowed=can_record, label=_("Record the endorsement ad referendum")
    ),
    defer=Transition({S.TABLED}, S.DRAFTING, allowed=can_record, label=_("Record the deferral")),
    issue_amended=Transition(
        {S.ENDORSED_AS_AMENDED},
        S.ENDORSED_AS_AMENDED,
        allowed=can_issue_amended,
        label=_("Issue the amended text"),
        done=_("The amended text was issued."),
    ),
    confirm_amended=Transition(
        {S.ENDORSED_AS_AMENDED},
        S.ENDORSED_AS_AMENDED,
        allowed=can_confirm_amended,
        label=_("Confirm the amended text"),
        done=_("The amended text was confirmed."),
    ),
    register_confirmation=Transition(
        {S.ENDORSED_AD_REFERENDUM},
        S.ENDORSED_AD_REFERENDUM,
        allowed=can_draft,
        label=_("Register a confirmation"),
        done=_("The confirmation was registered."),
    ),
    complete_confirmation=Transition(
        {S.ENDORSED_AD_REFERENDUM}, S.ENDORSED, allowed=follows_by_itself, label=_("confirmed")
    ),
    declare_confirmed=Transition(
        {S.ENDORSED_AD_REFERENDUM},
        S.ENDORSED,
        allowed=can_declare,
        label=_("Declare the endorsement confirmed"),
        done=_("The endorsement was declared confirmed."),
    ),
    transmit=Transition(
        ENDORSED,
        S.TRANSMITTED,
        allowed=can_transmit,
        label=_("Transmit to ministers"),
        done=_("The report was transmitted to ministers."),
    ),
    review=Transition({S.TRANSMITTED}, S.REVIEWED, allowed=can_record, label=_("Record the review")),
    take_note=Transition({S.TRANSMITTED}, S.TAKEN_NOTE_OF, allowed=can_record, label=_("Record that note was taken")),
    defer_review=Transition({S.TRANSMITTED}, S.TRANSMITTED, allowed=can_record, label=_("Record the deferral")),
    publish=Transition(
        {S.REVIEWED, S.TAKEN_NOTE_OF},
        S.PUBLISHED,
        allowed=can_draft,
        label=_("Publish"),
        done=_("The report was published."),
    ),
)
REPORT.guard(ConsolidatedReport)
