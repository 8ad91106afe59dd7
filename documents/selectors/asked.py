"""What is to be released by a day: the truth that requests are kept by."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from documents.enums import Classification, TranslationState
from documents.models import Document, Expression
from foundation.days import end_of
from notifications.models import Obligation
from notifications.selectors.subjects import these

RELEASE_DUE = "document.release"
STAFF = ("presidency_officer", "secretariat_officer")
ZONE = "UTC"


def releases_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """A work with a day is out by then: in every language that is awaited, and for others than staff."""
    awaited = Exists(Expression.objects.filter(document=OuterRef("pk"), state=TranslationState.AWAITED))
    rows = Document.objects.filter(release_on__isnull=False).exclude(classification=Classification.OWNER)
    rows = rows.filter(Q(classification=Classification.STAFF) | awaited)
    for work in these(rows, subjects):
        if work.release_on is not None:
            due_at = end_of(work.release_on, ZONE)
            yield Obligation.of(work, RELEASE_DUE, None, offices=STAFF, due_at=due_at, due_zone=ZONE)
