"""How a step of a ladder is called: by the day it is counted from."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.enums import Anchor


def step_name(anchor: str, days: int) -> str:
    """`7 days before the date`, in the reader's language."""
    count = abs(days)
    if anchor == Anchor.OPENED:
        asked = ngettext("%(count)d day after it was asked", "%(count)d days after it was asked", count)
        return asked % {"count": count} if count else _("on the day it is asked")
    if not count:
        return _("on the day of the date")
    after = ngettext("%(count)d day after the date", "%(count)d days after the date", count)
    before = ngettext("%(count)d day before the date", "%(count)d days before the date", count)
    return (after if days > 0 else before) % {"count": count}
