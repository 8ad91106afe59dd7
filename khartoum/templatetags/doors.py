"""Which doors the frame of a page shows its reader."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def opens_workbench(context: template.Context) -> bool:
    """Whether the reader holds an office that opens the workbench, whichever hat this page wears."""
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and actor.opens_workbench
