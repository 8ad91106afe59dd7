"""Which doors the frame of a page shows its reader."""

from django import template

from parties.permissions import reads_as_staff
from parties.selectors import staff_hat

register = template.Library()


@register.simple_tag(takes_context=True)
def opens_workbench(context: template.Context) -> bool:
    """Whether the reader holds an office that opens the workbench, whichever hat this page wears."""
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and actor.is_known and reads_as_staff(actor.wearing(staff_hat(actor.held)))
