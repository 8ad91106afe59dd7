"""After a submission: its PDF is frozen, and its submitting offices are told its number, hash and place in the ledger.

Both are owed from the transaction of the submission on, and done after it: setting a paper takes longer than a
transaction should, and the block of the ledger is known only once it is sealed.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from documents.models import Revision
from foundation.accounts.models import User
from foundation.actors import system
from foundation.base import lock
from foundation.exports.pdf import MEDIA_TYPE, PaperNotSetError, write_pdf
from foundation.ledger.selectors import Head
from foundation.localized import texts
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from foundation.wording import labelled
from parties.selectors import is_submitting_for, submitting_for
from reports.models import Contribution, Receipt, Snapshot
from reports.models.receipts import MOST_TRIES
from reports.papers.submission import clocks, submission_paper
from reports.selectors.contributions import number_of, sealed_block
from reports.services.owned import issue_to_its_owner
from reports.signals import receipt_owed

RECEIPT = "contribution.receipt"
BATCH = 20
log = logging.getLogger("receipts")


def owe_receipt(snapshot: Snapshot) -> None:
    """Note in the transaction of the submission what is to be done once it has committed."""
    Receipt.objects.create(snapshot=snapshot)
    transaction.on_commit(_ring)


def _ring() -> None:
    receipt_owed.send(sender=Receipt)


def give_receipts(*, now: datetime, limit: int = BATCH) -> int:
    """Mail and freeze what is owed; how many receipts were looked at. Safe to run many times at once."""
    owed = list(Receipt.objects.owed().order_by("tries", "id").values_list("pk", flat=True)[:limit])
    for pk in owed:
        mail_receipt(pk, now=now)
        _freeze_owed(pk, now=now)
    return len(owed)


def _freeze_owed(pk: int, *, now: datetime) -> None:
    rows = Receipt.objects.select_related("snapshot__contribution__party", "snapshot__contribution__round")
    receipt = rows.filter(revision=None, tries__lt=MOST_TRIES, pk=pk).first()
    if receipt is None:
        return
    try:
        freeze_paper(receipt.snapshot, now=now)
    except PaperNotSetError as error:
        Receipt.objects.filter(pk=pk).update(tries=F("tries") + 1)
        log.warning("the paper of snapshot %s was not set: %s", receipt.snapshot.uuid, error)


def freeze_paper(snapshot: Snapshot, *, now: datetime) -> Revision:
    """The PDF of a submission, frozen by whoever asks first. Raises `PaperNotSetError`.

    It is set outside any transaction; the lock on its receipt lets one copy in.
    """
    receipt, _created = Receipt.objects.get_or_create(snapshot=snapshot, defaults={"mailed_at": snapshot.frozen_at})
    if receipt.revision is not None:
        return receipt.revision
    contribution = snapshot.contribution
    content = write_pdf(submission_paper(snapshot, number=number_of(contribution, snapshot.number)))
    with transaction.atomic():
        current = lock(receipt)
        if current.revision is None:
            current.revision = issue_to_its_owner(
                contribution,
                title=texts(contribution.round, "title"),
                language=snapshot.content["language"],
                content=content,
                media_type=MEDIA_TYPE,
                actor=system(now),
                now=now,
            )
            current.save(update_fields=["revision"])
    return current.revision


@transaction.atomic
def mail_receipt(pk: int, *, now: datetime) -> None:
    """Tell the submitting offices, each person in their language; a link and numbers, never content."""
    owed = Receipt.objects.filter(pk=pk, mailed_at=None).select_for_update(skip_locked=True, no_key=True, of=("self",))
    receipt = owed.select_related("snapshot__contribution__party", "snapshot__contribution__round").first()
    if receipt is None:
        return
    snapshot = receipt.snapshot
    head = sealed_block(snapshot.contribution, snapshot)
    if head is None:
        return
    enqueue(*(_message(snapshot, user, head) for user in addressed(snapshot.contribution, now=now)))
    receipt.mailed_at = now
    receipt.save(update_fields=["mailed_at"])


def addressed(contribution: Contribution, *, now: datetime) -> list[User]:
    """The people who submit for this participant; where it is on hold, for this very authority."""
    return submitting_for(contribution.party_id, contribution.authority_id, now=now)


def is_still_addressed(message: Message, *, now: datetime) -> bool:
    """Asked just before the mail leaves: whoever has left the office since is not told."""
    _kind, snapshot, user = message.dedupe_key.split(":")
    sent = Snapshot.objects.select_related("contribution").filter(uuid=UUID(snapshot)).first()
    if sent is None:
        return False
    return is_submitting_for(sent.contribution.party_id, sent.contribution.authority_id, user=UUID(user), now=now)


def _message(snapshot: Snapshot, user: User, head: Head) -> Message:
    return mail_to(
        user,
        RECEIPT,
        key=f"{snapshot.uuid}:{user.uuid}",
        about=snapshot.contribution,
        words=lambda: _words(snapshot, user, head),
    )


def _words(snapshot: Snapshot, user: User, head: Head) -> tuple[str, str]:
    contribution = snapshot.contribution
    number = number_of(contribution, snapshot.number)
    lines = [
        _("The contribution of your participant has been received."),
        "",
        _("Number: %(number)s") % {"number": number},
        *(_("Received: %(moment)s") % {"moment": clock} for clock in clocks(snapshot, user.time_zone)),
        labelled("SHA-256", snapshot.sha256),
        _("Block of the ledger: %(block)s") % {"block": f"{head.block} · {head.hash}"},
        "",
        link_to("portal-receipt", uuid=contribution.uuid),
    ]
    return _("Receipt %(number)s") % {"number": number}, "\n".join(lines) + "\n"
