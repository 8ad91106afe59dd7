"""Writing answers. Each has a version of its own: two ministries type in two sections and neither loses a word."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.actors import Actor
from foundation.errors import RuleBroken
from foundation.ledger.services import JSON, record
from reports.models import Answer, Contribution, TemplateQuestion
from reports.names import shortened
from reports.selectors.asked import activities_of, asked_sections, template_of
from reports.selectors.asked_question import AskedQuestion, AskedSection, Place
from reports.selectors.editions import followers, question_uuids
from reports.selectors.handed import with_earlier_editions
from reports.selectors.things import thing_of
from reports.services.audiences import own
from reports.services.handing import where_to_write
from reports.services.holding import open_for_writing
from reports.services.one_answer import NOT_ASKED, Draft, Written, take_in, texts_seen


@transaction.atomic
def write_answers(
    contribution: Contribution,
    *,
    actor: Actor,
    drafts: Sequence[Draft],
    now: datetime,
    language: str | None = None,
    language_seen: str | None = None,
) -> Written:
    """Save what was typed; text untouched since it was read is left as others wrote it.

    What is typed is of `language`; so is what is typed from here on, unless somebody chose another one after
    `language_seen` stood. The freeze writes the ledger entry, but for a language that is corrected. Raises
    `IllegalTransition`, `NotAllowed`, or `RuleBroken` whose field is the question's name in a form.
    """
    current = open_for_writing(contribution)
    only_in = where_to_write(current, actor)
    sections = asked_sections(current)
    drafts, left = _brought_forward(current, sections, drafts)
    asked = _places(current, sections, drafts) | left
    stood, current.language = current.language, language or current.language
    written = Written(current, with_earlier_editions(only_in) if left and only_in else only_in)
    seen = texts_seen(asked, drafts)
    for draft in drafts:
        take_in(draft, asked, seen, written, actor=actor, now=now)
    if language_seen not in {None, stood}:
        current.language = stood
    if written.saved or current.language != stood:
        current.version += 1
        current.save(update_fields=["version", "language"])
    record_corrections(written, actor=actor)
    return written


def record_corrections(written: Written, *, actor: Actor) -> None:
    """Note which answers were marked with the wrong language: what is authentic was said of another one until now."""
    for item, before in written.corrected:
        question, activity, row = (one.hex if one else None for one in item.place)
        place: dict[str, JSON] = {"question": question, "activity": activity, "item": row, "version": item.version}
        facts = place | {"before": before, "now": item.answer.language if item.answer else ""}
        audience = own(written.contribution)
        record(written.contribution, "answer.language_corrected", actor=actor, audience=audience, facts=facts)


def _places(
    contribution: Contribution, sections: Iterable[AskedSection], drafts: Iterable[Draft]
) -> dict[Place, AskedQuestion]:
    """Everything asked by its place, with the rows that somebody added or emptied since the form was read."""
    items = [item for section in sections for item in section.questions]
    places = {item.place: item for item in items}
    lists = {item.place[:2]: item for item in items if item.is_of_list}
    for draft in drafts:
        last = lists.get(draft.place[:2])
        if last is not None and draft.item is not None and draft.place not in places:
            places[draft.place] = _row(contribution, last, draft.item)
    return places


def _brought_forward(
    contribution: Contribution, sections: Iterable[AskedSection], drafts: Sequence[Draft]
) -> tuple[Sequence[Draft], dict[Place, AskedQuestion]]:
    """What was typed in a form of an earlier edition: under the question that follows, or kept where it was asked."""
    asked = {item.question.uuid for section in sections for item in section.questions}
    unknown = {draft.question for draft in drafts} - asked
    if not unknown:
        return drafts, {}
    template = template_of(contribution)
    unknown -= question_uuids(template)
    if not unknown:
        return drafts, {}
    pairs = {old.uuid: (old, new) for old, new in followers(template, unknown).items()}
    places: dict[Place, AskedQuestion] = {}
    brought = []
    for draft in drafts:
        old, new = pairs.get(draft.question, (None, None))
        if new is not None:
            draft = replace(draft, question=new.uuid)  # noqa: PLW2901 -- the same words under the question that follows
        elif old is not None:
            places[draft.place] = _no_longer_asked(contribution, old, draft)
        brought.append(draft)
    return brought, places


def _no_longer_asked(contribution: Contribution, question: TemplateQuestion, draft: Draft) -> AskedQuestion:
    led, supported = activities_of(contribution)
    called = [(one, {one.uuid, shortened(one.uuid)}) for one in [*led, *supported]]
    activity = next((one for one, names in called if draft.activity in names), None)
    if activity is None and draft.activity is not None:
        raise RuleBroken(NOT_ASKED)
    thing = thing_of(question.kind, activity, draft.item)
    item = thing.uuid if thing else draft.item
    present = Answer.objects.filter(contribution=contribution, question=question, activity=activity, item=item).first()
    return AskedQuestion(question, activity, present, item)


def _row(contribution: Contribution, last: AskedQuestion, item: UUID) -> AskedQuestion:
    rows = Answer.objects.filter(contribution=contribution, question=last.question, activity=last.activity)
    return replace(last, answer=rows.filter(item=item).first(), item=item)
