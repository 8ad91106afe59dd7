"""Which doors the frame of a page shows its reader."""

from django import template

from khartoum.onward import going_to

register = template.Library()


@register.simple_tag(takes_context=True)
def opens_workbench(context: template.Context) -> bool:
    """Whether the reader holds an office that opens the workbench, whichever hat this page wears."""
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and actor.opens_workbench


@register.simple_tag(takes_context=True)
def opens_portal(context: template.Context) -> bool:
    """Whether the portal has something for who is signed in: not for those who act for the Process and nobody else."""
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and (actor.opens_portal or (not actor.opens_workbench and actor.user_id is not None))


@register.simple_tag(takes_context=True)
def page_gone_to(context: template.Context) -> str:
    """The address of the page its reader was going to when a second factor was asked for."""
    return going_to(context["request"])
