"""What the links of the chain are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khartoum.pages.chain_graph import ChainNode

KIND_NAMES: dict[str, Promise] = {
    "paragraph": _("Paragraph"),
    "activity": _("Activity"),
    "contribution": _("Contribution"),
    "report": _("Consolidated report"),
    "endorsement": _("Endorsement by senior officials"),
    "review": _("Review by ministers"),
    "decision": _("Decision"),
    "follow_up": _("Follow-up"),
}
"""One link."""

WHO_DEFERRED: dict[str, Promise] = {"endorsement": _("Senior officials"), "review": _("Ministers")}
"""One link that is no endorsement and no review: the meeting put the report off."""

COLUMN_NAMES: dict[str, Promise] = {
    "paragraph": _("Paragraphs"),
    "activity": _("Activities"),
    "contribution": _("Contributions"),
    "report": _("Consolidated reports"),
    "endorsement": _("Endorsement"),
    "review": _("Ministerial review"),
    "decision": _("Decisions"),
    "follow_up": _("Follow-up"),
}
"""A column of them."""


def kind_name(node: ChainNode) -> Promise:
    """What this link is called: a deferral is named after those who deferred."""
    return WHO_DEFERRED[node.kind] if node.is_deferred else KIND_NAMES[node.kind]
