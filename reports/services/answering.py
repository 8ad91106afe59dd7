"""Writing one answer over the version that was seen: autosave's rules for systems, which are told and not asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import IllegalTransition, StaleVersion
from reports.models import Answer, Contribution
from reports.selectors.asked_one import asked_one
from reports.services.autosave import Typed, save_field
from reports.services.holding import open_for_writing
from reports.services.one_answer import Conflict

ANSWERED = _("This question has an answer already: change that one.")


@transaction.atomic
def put_answer(contribution: Contribution, name: str, *, actor: Actor, typed: Typed, now: datetime) -> Answer:
    """Save one answer (the question by its name in the form), whoever wrote in the meantime being heard first.

    Raises `StaleVersion` where the answer is not at `typed.version` any more, `IllegalTransition` where a first answer
    (version 0) finds one, and what `save_field` raises.
    """
    current = open_for_writing(contribution)
    present = asked_one(current, name)
    if present is not None and present.version != typed.version:
        raise StaleVersion if typed.version else IllegalTransition(ANSWERED)
    saved = save_field(current, name, actor=actor, typed=typed, now=now)
    if isinstance(saved, Conflict) or saved.answer is None:
        raise StaleVersion
    return saved.answer
