"""Two editions of a template side by side: what a later one asks in other words, no longer asks, or asks anew."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.localized import texts
from reports.enums import QuestionKind
from reports.models import Round, Template, TemplateQuestion
from reports.names import ending, shortened

Asked = tuple[str, str]
"""Code of the section and of the question."""


class Step(TextChoices):
    """What a later edition does to a question."""

    REWORDED = "reworded", _("in other words")
    GONE = "gone", _("no longer asked")
    ADDED = "added", _("asked anew")


@dataclass(frozen=True)
class Difference:
    """One question of the earlier edition, of the later one, or of both in other words."""

    step: Step
    old: TemplateQuestion | None
    new: TemplateQuestion | None


@dataclass(frozen=True)
class Move:
    """A template of a round, the edition that follows it, and how they differ."""

    old: Template
    new: Template
    differences: list[Difference]


def latest_edition(template: Template) -> Template | None:
    """The last edition after this one; None where there is none, or where it asks nothing."""
    later = Template.objects.filter(code=template.code, audience=template.audience, edition__gt=template.edition)
    return later.filter(sections__questions__isnull=False).distinct().order_by("-edition").first()


def with_later_edition(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Each round with `has_later_edition`."""
    return rounds.annotate(has_later_edition=Exists(_later("state_template")) | Exists(_later("organisation_template")))


def _later(template: str) -> QuerySet[Template]:
    return Template.objects.filter(
        code=OuterRef(f"{template}__code"),
        audience=OuterRef(f"{template}__audience"),
        edition__gt=OuterRef(f"{template}__edition"),
        sections__questions__isnull=False,
    )


def moves_of(round_: Round) -> list[Move]:
    """What moving the round to the latest editions of its templates would change."""
    pairs = [(old, latest_edition(old)) for old in (round_.state_template, round_.organisation_template)]
    return [Move(old, new, differences(old, new)) for old, new in pairs if new is not None]


def as_seen(moves: Iterable[Move]) -> str:
    """Which editions somebody was shown, as a form carries it."""
    return ",".join(f"{move.new.uuid.hex}:{move.new.version}" for move in moves)


def differences(old: Template, new: Template) -> list[Difference]:
    """Question by question, in the order of the earlier edition; what is asked anew comes last."""
    before, after = questions_of(old), questions_of(new)
    pairs = same_questions(before, after)
    found = []
    for question in before:
        follower = pairs.get(question.pk)
        if follower is None:
            found.append(Difference(Step.GONE, question, None))
        elif is_reworded(question, follower):
            found.append(Difference(Step.REWORDED, question, follower))
    kept = {follower.pk for follower in pairs.values()}
    return found + [Difference(Step.ADDED, None, question) for question in after if question.pk not in kept]


def questions_of(template: Template) -> list[TemplateQuestion]:
    """All questions of an edition with their sections, in order."""
    rows = TemplateQuestion.objects.filter(section__template=template).select_related("section")
    return list(rows.order_by("section__position", "section_id", "position", "id"))


def question_uuids(template: Template) -> set[UUID]:
    """By what forms call the questions of an edition."""
    return set(TemplateQuestion.objects.filter(section__template=template).values_list("uuid", flat=True))


def same_questions(before: list[TemplateQuestion], after: list[TemplateQuestion]) -> dict[int, TemplateQuestion]:
    """By key of the earlier question, the one that takes its answers over: by its codes, or by a code used once."""
    by_codes = {_codes(question): question for question in after}
    uses = Counter(question.code for question in after)
    once_before = Counter(question.code for question in before)
    alone = {question.code: question for question in after if uses[question.code] == 1}
    pairs = {}
    for question in before:
        moved = alone.get(question.code) if once_before[question.code] == 1 else None
        follower = by_codes.get(_codes(question)) or moved
        if follower is not None and _takes_over(question, follower):
            pairs[question.pk] = follower
    return pairs


def followers(template: Template, uuids: Iterable[UUID]) -> dict[TemplateQuestion, TemplateQuestion | None]:
    """Questions of earlier editions of this template, each with the one that takes its answers over, if any does."""
    earlier = TemplateQuestion.objects.filter(
        uuid__in=list(uuids),
        section__template__code=template.code,
        section__template__audience=template.audience,
        section__template__edition__lt=template.edition,
    )
    found: dict[TemplateQuestion, TemplateQuestion | None] = {}
    pairs: dict[int, dict[int, TemplateQuestion]] = {}
    for question in earlier.select_related("section__template"):
        old = question.section.template
        if old.pk not in pairs:
            pairs[old.pk] = same_questions(questions_of(old), questions_of(template))
        found[question] = pairs[old.pk].get(question.pk)
    return found


def earlier_names(template: Template) -> dict[str, str]:
    """By the end of the uuid of each question of an earlier edition, that of the one that follows; empty: none does."""
    if template.edition == 1:
        return {}
    earlier = TemplateQuestion.objects.filter(
        section__template__code=template.code, section__template__audience=template.audience
    )
    pairs = followers(template, earlier.values_list("uuid", flat=True))
    return {ending(shortened(old.uuid)): ending(shortened(new.uuid)) if new else "" for old, new in pairs.items()}


def is_reworded(old: TemplateQuestion, new: TemplateQuestion) -> bool:
    """Asked in other words, in any language."""
    return any(texts(old, name) != texts(new, name) for name in ("text", "help"))


def _codes(question: TemplateQuestion) -> Asked:
    return question.section.code, question.code


def _takes_over(old: TemplateQuestion, new: TemplateQuestion) -> bool:
    """The same kind of answer, asked as often; a line may become a text."""
    longer = (old.kind, new.kind) == (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT)
    same_places = (old.section.per_activity, old.section.for_supporting) == (
        new.section.per_activity,
        new.section.for_supporting,
    )
    return same_places and (old.kind == new.kind or longer)
