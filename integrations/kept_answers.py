"""Keeps answers to writes in the transaction of their effect, for a day (ADR 34)."""

from datetime import datetime, timedelta

from django.utils import timezone

from foundation.api.writes.once import Asked, Kept
from integrations.models import KeptAnswer

FOR = timedelta(hours=24)


class KeptAnswers:
    """Where `foundation.api.writes` finds and keeps them."""

    def find(self, owner: str, key: str) -> tuple[str, Kept] | None:
        """The digest of the request and its answer, for as long as it is kept."""
        found = KeptAnswer.objects.filter(owner=owner, key=key, kept_at__gt=timezone.now() - FOR).first()
        return (found.digest, Kept(found.status, found.headers, found.body)) if found else None

    def keep(self, asked: Asked, answer: Kept) -> None:
        """Keep an answer, in the place of one that is no longer given."""
        said = {"digest": asked.digest, "status": answer.status, "headers": answer.headers, "body": answer.body}
        said["kept_at"] = timezone.now()
        KeptAnswer.objects.update_or_create(owner=asked.owner, key=asked.key, defaults=said)


def forget(now: datetime) -> int:
    """Remove what is no longer given; returns how many."""
    return KeptAnswer.objects.filter(kept_at__lte=now - FOR).delete()[0]
