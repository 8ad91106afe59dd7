"""A form that was opened before its round moved to the next edition: what was typed finds its place all the same."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.http import QueryDict

from foundation.forms import version_in
from reports.models import Contribution, TemplateQuestion
from reports.selectors.asked import template_of
from reports.selectors.editions import followers, questions_of
from reports.services.answers import Draft

NAME = re.compile(r"([qvcx])-([0-9a-f]{32})((?:-[0-9a-f]{32}){0,2})(_[01])?", re.ASCII)


def brought_forward(posted: QueryDict, contribution: Contribution) -> tuple[QueryDict, list[Draft]]:
    """The posted fields under the names of the present questions, and drafts for questions no longer asked."""
    template = template_of(contribution)
    named = {found[2] for name in posted if (found := NAME.fullmatch(name))}
    unknown = named - {question.uuid.hex for question in questions_of(template)}
    if not unknown:
        return posted, []
    pairs = followers(template, (UUID(one) for one in unknown))
    names = {old.uuid.hex: new.uuid.hex for old, new in pairs.items() if new is not None}
    renamed = posted.copy()
    for name in posted:
        found = NAME.fullmatch(name)
        if found and found[2] in names:
            new = f"{found[1]}-{names[found[2]]}{found[3]}{found[4] or ''}"
            renamed.setlist(new, posted.getlist(name))
    gone = {old.uuid.hex: old for old, new in pairs.items() if new is None}
    return renamed, list(_gone(posted, gone))


def _gone(posted: QueryDict, gone: dict[str, TemplateQuestion]) -> Iterator[Draft]:
    for name in posted:
        found = NAME.fullmatch(name)
        if found is None or found[1] != "q" or found[2] not in gone or found[4]:
            continue
        question = gone[found[2]]
        tails = [UUID(tail) for tail in found[3].split("-") if tail]
        in_activity = question.section.per_activity or question.section.for_supporting
        activity = tails.pop(0) if in_activity and tails else None
        version = version_in(posted.get(f"v{name[1:]}", ""))
        if version is not None:
            yield Draft(question.uuid, activity, str(posted[name]), version, item=tails[0] if tails else None)
