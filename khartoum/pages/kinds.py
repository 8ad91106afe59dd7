"""What the links of the chain are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
