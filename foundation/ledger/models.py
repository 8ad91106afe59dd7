"""The tables of the ledger; triggers, functions and grants are in `migrations/0002_guards_and_seal.sql`."""

import uuid
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.ledger.audience import readable_by

Row = TypeVar("Row", bound="EntryColumns")


class EntryQuerySet(models.QuerySet[Row]):
    """Entries, as far as a reader may be told of them."""

    def visible_to(self, actor: Actor) -> "EntryQuerySet[Row]":
        """Only the entries whose audience this actor belongs to."""
        return self.filter(readable_by(actor))

    def about(self, obj: models.Model) -> "EntryQuerySet[Row]":
        """Only the entries about one object."""
        return self.filter(subject=subject_of(obj))


class EntryColumns(models.Model):
    """What an entry says: ids and codes only, no names and no free text. Times are UTC, given by the database."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, editable=False)
    tx = models.BigIntegerField(editable=False)
    """The number of the transaction; numbers start again in a restored cluster, hence first and last id in a block."""
    story = models.UUIDField(editable=False)
    """One per transaction, shared with the field history it wrote."""
    at = models.DateTimeField(_("at"), editable=False)
    kind = models.TextField(_("kind"))
    actor_kind = models.TextField(_("kind of actor"))
    user_id = models.BigIntegerField(_("user"), null=True)
    client_id = models.BigIntegerField(_("client"), null=True)
    hat = models.TextField(_("acting as"))
    mandates = ArrayField(models.BigIntegerField(), verbose_name=_("mandates"))
    subject = models.TextField(_("subject"))
    audience = models.TextField(_("audience"))
    facts = models.JSONField(_("facts"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class LedgerEntry(EntryColumns):
    """One thing that was done. Written by `record` alone; nobody changes or removes it."""

    class Meta:
        db_table = "ledger_entry"
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["tx", "id"], name="ledger_entry_tx"),
            models.Index(fields=["subject", "id"], name="ledger_entry_subject"),
            models.Index(fields=["story"], name="ledger_entry_story"),
        ]


class LedgerBlock(models.Model):
    """The entries of one transaction, sealed at its commit and chained to the block before by SHA-256."""

    seq = models.BigIntegerField(primary_key=True)
    tx = models.BigIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.IntegerField()
    sealed_at = models.DateTimeField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_block"
        verbose_name = _("sealed block")
        verbose_name_plural = _("sealed blocks")
        ordering = ("seq",)
        indexes = [models.Index(fields=["tx"], name="ledger_block_tx")]

    def __str__(self) -> str:
        return str(self.seq)


class SealedEntry(EntryColumns):
    """An entry with the number of its block: a view. (block, id) is the change feed's cursor, without gaps."""

    block = models.BigIntegerField(_("block"))

    class Meta:
        managed = False
        db_table = "ledger_sealed"
        verbose_name = _("sealed entry")
        verbose_name_plural = _("sealed entries")
        ordering = ("block", "id")


def subject_of(obj: models.Model) -> str:
    """How the ledger names an object: `reports.contribution:<uuid>`."""
    return f"{obj._meta.label_lower}:{obj.uuid}"  # type: ignore[attr-defined]  # -- only rows with a uuid are told of
