"""A form that was opened before its round moved to the next edition: what was typed finds its place all the same."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.http import QueryDict

from foundation.forms import version_in
from reports.forms.offline import FILE
from reports.models import Contribution, TemplateQuestion
from reports.names import FieldName, name_beside
from reports.selectors.asked import template_of
from reports.selectors.asked_question import AskedSection
from reports.selectors.editions import followers, question_uuids
from reports.services.one_answer import Draft


def brought_forward(posted: QueryDict, contribution: Contribution) -> tuple[QueryDict, list[Draft]]:
    """The posted fields under the names of the present questions, and drafts for questions no longer asked."""
    template = template_of(contribution)
    fields = {name: found for name in posted if (found := FieldName.read(name))}
    unknown = {found.question for found in fields.values()} - question_uuids(template)
    if not unknown:
        return posted, []
    pairs = followers(template, unknown)
    follower = {old.uuid: new.uuid for old, new in pairs.items() if new is not None}
    renamed = posted.copy()
    for name, found in fields.items():
        if found.question in follower:
            renamed.setlist(str(found.under(follower[found.question])), posted.getlist(name))
    gone = {old.uuid: old for old, new in pairs.items() if new is None}
    return renamed, list(_gone(posted, fields, gone))


def carried(posted: Mapping[str, object], gone: Iterable[Draft]) -> list[tuple[str, str]]:
    """The posted fields of what is asked no more, for a page that is to be posted once more."""
    questions = {draft.question for draft in gone}
    if not questions:
        return []
    return [
        (name, str(posted[name])) for name in posted if (found := FieldName.read(name)) and found.question in questions
    ]


def as_called_now(posted: QueryDict, asked: Iterable[AskedSection]) -> QueryDict:
    """The posted fields under the present names of what is asked, whose names a page may have in full."""
    called = {item.full_name[1:]: item.name[1:] for section in asked for item in section.questions}
    renamed = posted.copy()
    for name in posted:
        answer, mark, of_two = name[1:].partition("_")
        if called.get(answer, answer) != answer:
            renamed.setlist(f"{name[0]}{called[answer]}{mark}{of_two}", posted.getlist(name))
    return renamed


def text_posted(posted: QueryDict, name: str) -> str | None:
    """What was typed in one field, or in the two of a milestone; None where the page had none."""
    parts = [str(posted[part]) for part in (name, f"{name}_0", f"{name}_1") if part in posted]
    return " ".join(filter(None, parts)) if parts else None


def _gone(posted: QueryDict, fields: dict[str, FieldName], gone: dict[UUID, TemplateQuestion]) -> Iterator[Draft]:
    for name, found in fields.items():
        version = version_in(str(posted[name]))
        if found.kind != "v" or found.question not in gone or version is None:
            continue
        if posted.get(name_beside("t", name), FILE) != FILE:
            continue
        section, rest = gone[found.question].section, list(found.rest)
        in_activity = section.per_activity or section.for_supporting
        activity = rest.pop(0) if in_activity and rest else None
        text = text_posted(posted, name_beside("q", name))
        if text is not None:
            yield Draft(found.question, activity, text, version, item=rest[0] if rest else None)
