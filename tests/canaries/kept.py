"""What is kept and given again: rows, sections of submissions, what a search finds. Searched in everybody's eyes."""

from collections.abc import Iterator

from django.db import models, transaction

from foundation.search import registry, services
from foundation.search.selectors import search
from meetings.models import SilenceAddressee
from notifications.models import DigestRefusal, Notice, Obligation
from notifications.models.notices import TOLD
from reports.enums import JointState
from reports.models import JointName, Presence, Snapshot
from reports.selectors import openness
from tests.canaries.entitlements import ENTITLED
from tests.canaries.rows import models_with_readers, rows_with_words
from tests.canaries.strings import leaks, planted

ROOTS = {"report", "endorsement", "contribution", "plan", "objective", "activity", "indicator", "meeting", "decision"}
ROOTS |= {"client", "webhook", "template", "section"}
ROOTS |= {"outcome_text", "document", "expression", "round", "snapshot", "delegation", "obligation", "ladder"}
"""Keys that lead to what a row hangs on: it is never told without it."""
OF_THEIR_OWN = {("Endorsement", "decision"), ("Review", "decision"), ("Attachment", "contribution")}
OF_THEIR_OWN |= {
    ("JointName", "contribution"),
    ("JointName", "snapshot"),
    ("JointName", "answered"),
    ("EvaluationPoint", "activity"),
}
OF_THEIR_OWN |= {("AnswerTranslation", "contribution")}
"""What a meeting did with a report is told with the report, the words of the decision only with the record; a file is
shared as its participant chose, which the contribution is not; a participant that is named in another one's submission
reads it on a page of its own; what an evaluation says is public, the activity is named to those who may see it;
a translation is read with its answer, also by those to whom its participant opened the section."""


def given_rows(world, model: str = "") -> Iterator[str]:
    """Rows whose words their reader may not read."""
    for found, planted_rows in rows_with_words():
        if model in {"", found._meta.object_name}:
            for reader, actor in world.readers().items():
                given = found._default_manager.visible_to(actor).filter(pk__in=planted_rows)
                for key in given.values_list("pk", flat=True):
                    for kind in leaks(planted_rows[key], reader):
                        yield f"{found._meta.label} gives {reader} {kind}"


def told_without_their_roots(world, model: str = "") -> Iterator[str]:
    """Rows given to somebody who may not see what they hang on."""
    for found in models_with_readers():
        if model in {"", found._meta.object_name}:
            for name, root in _roots_of(found):
                for reader, actor in world.readers().items():
                    hidden = root._default_manager.exclude(pk__in=root._default_manager.visible_to(actor).values("pk"))
                    if found._default_manager.visible_to(actor).filter(**{f"{name}__in": hidden.values("pk")}).exists():
                        yield f"{found._meta.label} is given to {reader} without its {name}"


def _roots_of(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    with_readers = models_with_readers()
    for field in model._meta.concrete_fields:
        root = field.related_model
        seen_alone = (model._meta.object_name, field.name) in OF_THEIR_OWN
        if field.name in ROOTS and root in with_readers and not seen_alone:
            yield field.name, root


def drafts_of_others(world) -> Iterator[str]:
    """Who is named in a draft and who is at it, given to somebody of another participant."""
    named = JointName.objects.filter(state=JointState.NAMED)
    for reader, actor in world.readers().items():
        units = {office.unit_id for office in actor.worn}
        for rows in (named, Presence.objects.all()):
            if rows.visible_to(actor).exclude(contribution__party__in=units).exists():
                yield f"{rows.model._meta.label} tells {reader} of the drafts of others"


def rows_of_the_workbench(world) -> Iterator[str]:
    """What tells of single participants and is the workbench's alone, given to somebody else."""
    for reader, actor in world.readers().items():
        if not actor.reads_as_staff and SilenceAddressee.objects.visible_to(actor).exists():
            yield f"meetings.SilenceAddressee is given to {reader}"


def of_submissions(world) -> Iterator[str]:
    """Words that a reader finds in the sections of a submission that are open to them."""
    shown = [row for kind in ("contribution", "shared contribution") for row in world.rows[kind].values()]
    for snapshot in Snapshot.objects.filter(contribution__in=shown).order_by("pk"):
        for reader, actor in world.readers().items():
            told = repr(list(openness.sections_open_to(snapshot, actor=actor))).encode()
            yield from (f"a submission shows {reader} {kind}" for kind in leaks(told, reader))


def requests_of_others(world) -> Iterator[str]:
    """What is asked of a participant, given to somebody who acts neither for it nor for all."""
    for reader, actor in world.readers().items():
        units = {office.unit_id for office in actor.worn}
        given = set(Obligation.objects.visible_to(actor).values_list("party", flat=True))
        if not actor.reads_as_staff and given - units:
            yield f"notifications.Obligation tells {reader} what is asked of others"
        if not actor.reads_as_staff and DigestRefusal.objects.visible_to(actor).exclude(user=actor.user_id).exists():
            yield f"notifications.DigestRefusal tells {reader} of somebody else"
        if not actor.reads_as_staff and Notice.objects.visible_to(actor).exclude(state__in=TOLD).exists():
            yield f"notifications.Notice tells {reader} of what was only prepared"


def found_by_search(world) -> Iterator[str]:
    """Words that a search finds for somebody who may not read them, were everything to be found."""
    everything = " or ".join(planted(kind) for kind in ENTITLED)
    kinds = registry.kinds()
    try:
        with transaction.atomic():
            for model, planted_rows in rows_with_words():
                if "uuid" in {field.name for field in model._meta.concrete_fields}:
                    registry.register(_found_by_all_it_says(model, planted_rows))
                    services.refresh(model._default_manager.filter(pk__in=planted_rows))
            for reader, actor in world.readers().items():
                found = "\n".join(hit.text for hit in search(actor, everything, limit=10_000)).encode()
                yield from (f"a search finds {kind} for {reader}" for kind in leaks(found, reader))
            transaction.set_rollback(True)
    finally:
        registry._kinds.clear()
        registry._kinds.update(kinds)


class FoundByAll(registry.Findable):
    """Every row of a kind stands in the index, whoever may read it."""

    def indexed(self) -> "models.QuerySet":
        return self.model._default_manager.all()


def _found_by_all_it_says(model: type[models.Model], planted_rows: dict[object, bytes]) -> FoundByAll:
    return FoundByAll(model, lambda row: {"en": planted_rows[row.pk].decode()})
