"""Writes templates of questions. An edition in use is never changed: its next edition is."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen, save_seen, take_up
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.related import Related
from reports.models import Template, TemplateQuestion, TemplateSection
from reports.models.templates import IN_USE
from reports.permissions.rounds import can_make_edition, can_prepare_round


@transaction.atomic
def save_template(
    template: Template, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Template:
    """Write a template with its sections. Raises `NotAllowed`, `StaleVersion`, or `RuleBroken` for one in use."""
    stored = take_up(template, version=version, creating=creating)
    if not can_prepare_round(made_again(actor)):
        raise NotAllowed
    if stored.is_frozen:
        raise RuleBroken(IN_USE)
    save_seen(template, version=version, creating=creating)
    (related or Related()).write(template)
    record(template, "template.created" if creating else "template.changed", actor=actor, audience=STAFF)
    return template


@transaction.atomic
def save_section(
    section: TemplateSection, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> TemplateSection:
    """Write a section with its questions; its template gets the next version. `version` is unused: it has none."""
    del version
    template = lock(section.template)
    if not can_prepare_round(made_again(actor)):
        raise NotAllowed
    if template.is_frozen:
        raise RuleBroken(IN_USE)
    template.version += 1
    template.save(update_fields=["version"])
    section.save(force_insert=creating)
    (related or Related()).write(section)
    record(template, "template.changed", actor=actor, audience=STAFF)
    return section


@transaction.atomic
def make_next_edition(template: Template, *, actor: Actor, version: int, now: datetime) -> Template:  # noqa: ARG001 -- a step names the moment
    """A copy to be changed, with the next number. Raises `IllegalTransition` for a template that is not in use yet."""
    current = lock_seen(template, version=version)
    if not current.is_frozen:
        raise IllegalTransition(_("This edition is not in use yet: change it directly."))
    if not can_make_edition(made_again(actor), current):
        raise NotAllowed
    same = Template.objects.filter(code=current.code, audience=current.audience)
    number = same.aggregate(last=Max("edition"))["last"] + 1
    following = _copy(current, edition=number, is_frozen=False)
    for section in current.sections.order_by("position", "id"):
        copied = _copy(section, template=following)
        for question in section.questions.order_by("position", "id"):
            _copy(question, section=copied)
    record(following, "template.created", actor=actor, audience=STAFF, facts={"from_edition": current.edition})
    return following


def _copy(original: Template | TemplateSection | TemplateQuestion, **changes: Any) -> Any:
    kept = model_to_dict(original, exclude=["id", "uuid", "version"])
    links = {field.name: getattr(original, field.name) for field in _links(original) if field.name not in changes}
    return type(original)._default_manager.create(**{**kept, **links, **changes})


def _links(original: models.Model) -> list[Any]:
    return [field for field in original._meta.concrete_fields if field.is_relation]


def freeze_templates(*templates: Template) -> None:
    """A round opens with them and they stay as they are; locked in order of keys, so that none waits crosswise."""
    for template in sorted(set(templates), key=lambda one: one.pk):
        current = lock(template)
        if not TemplateQuestion.objects.filter(section__template=current).exists():
            raise RuleBroken(_("This template has no questions yet."))
        if not current.is_frozen:
            current.is_frozen = True
            current.version += 1
            current.save(update_fields=["is_frozen", "version"])
