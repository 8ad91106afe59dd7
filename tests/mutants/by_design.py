"""What may be removed without anybody seeing more than they may: each with its reason, and none without."""

OPEN_TO_ALL = {
    "Party": "participants are public",
    "Presidency": "terms of the chair are public",
    "Framework": "frameworks and their goals are public texts",
    "FrameworkGoal": "frameworks and their goals are public texts",
    "JvapDomain": "the five domains are public",
    "ContextNote": "context notes quote public sources",
}
"""Models whose rows everybody sees: there is nothing to remove."""

NO_ADDRESS_YET = {
    "Contribution in reports/api/contributions.py:contribution_named": "tests/reports/test_writing_over_the_api.py",
    "Objective in actionplan/selectors/proposals.py:_places": "tests/actionplan/test_proposals.py",
    "Paragraph in actionplan/selectors/proposals.py:columns_for": "tests/actionplan/test_proposals.py",
    "Paragraph in actionplan/api/activities.py:ActivityFilter.serving": "tests/actionplan/test_api.py",
}
"""Places that the matrix does not reach, each with the tests that call it themselves. Once an address asks them, they
are hunted like the others."""

CUT_TWICE: dict[str, str] = {
    "Activity in actionplan/selectors/table.py:_code_of_an_activity": "asked by staff, who see drafts of plans too",
    "Activity in khartoum/pages/distribution.py:distribution_of": "asked of one plan behind its door",
    "Activity in actionplan/selectors/follow_ups.py:activities_of": "shown to staff, who see drafts of plans too",
    "AnswerTranslation in reports/selectors/translations.py:translations_of": "shown under the very text it translates",
    "AnswerTranslation in reports/selectors/translations.py:translations_read": "shown under the text it translates",
    "ApiClient in integrations/api.py:WebhookViewSet.create": "asked of the very system whose key is shown",
    "Confirmation in reports/selectors/consolidated.py:confirmations_asked_of": "asked of the reader's participants",
    "ConsolidatedReport in khartoum/pages/meeting.py:_in_chain": "links a decision shown to a page that asks again",
    "Decision in reports/selectors/became.py:_acts": "told to those who act for a participant, who read every record",
    "Document in foundation/api/plan/cuts.py:seen": "a work is open as its report",
    "Endorsement in foundation/api/plan/cuts.py:seen": "seen with the reports shown",
    "Expression in foundation/api/plan/cuts.py:seen": "seen with the works and reports shown",
    "FollowUp in actionplan/selectors/follow_ups.py:follow_ups_of": "shown to staff, who read every record",
    "FollowUp in khartoum/pages/chain.py:_add_follow_ups": "seen with its decision, asked of the decisions shown",
    "FollowUp in khartoum/pages/meeting.py:meeting_page": "seen with its decision, asked of the decisions shown",
    "JointName in reports/selectors/joint.py:names_of": "asked of one contribution, behind the door of its draft",
    "JointName in reports/views/joint.py:leave_out": "asked of one contribution, behind the door of its draft",
    "Message in foundation/outbox/selectors.py:not_sent": "a number for staff, held by tests/khartoum/pages",
    "Objective in actionplan/selectors/table.py:known_codes": "asked by staff, who see drafts of plans too",
    "Paragraph in actionplan/selectors/table.py:known_codes": "asked by staff, who see texts in the making too",
    "Paragraph in khartoum/pages/meeting.py:meeting_page": "seen with its text, asked of the texts shown",
    "Plan in actionplan/api/iati.py:_plans": "tells of the plans of the activities that are shown",
    "Review in foundation/api/plan/cuts.py:seen": "seen with the reports shown",
    "Revision in foundation/api/plan/cuts.py:seen": "a work is open as its report",
    "Round in khartoum/pages/chain.py:chain_of": "a round in preparation has neither contributions nor reports",
    "Round in reports/selectors/contributions.py:asked_unseen": "a round that takes contributions in is public",
    "Round in reports/selectors/limits.py:rounds_of": "ticks rounds that are offered; listed for staff alone",
    "Transmission in foundation/api/plan/cuts.py:seen": "seen with the reports shown",
}
"""Places that ask again for what another cut has decided already."""
