"""One work, several language expressions, one authentic; what is issued is frozen (domain note, section 4)."""

import hashlib
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.enums import Classification, RevisionKind, TranslationState
from documents.narrowed import narrowed
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized

if TYPE_CHECKING:
    from foundation.actors import Actor

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())

# Kept by hand-written SQL (migration 0003): no session can switch it off.
IS_FROZEN = say("revision_is_frozen", _("What was issued is never changed: issue a corrigendum or an addendum."))
HAS_ITS_HASH = say(
    "revision_has_its_hash", _("The hash and the size must be those of the issued bytes."), field="content"
)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Works, by classification. `owner` works have no address of their own: their owner's view serves them."""

    def visible_to(self, actor: "Actor") -> "DocumentQuerySet":
        """Public works for everybody, the participants' for those who hold an office, all for staff; keys see less."""
        seen = [Classification.PUBLIC]
        if actor.is_system or actor.worn:
            seen.append(Classification.PARTICIPANTS)
        if actor.is_system or (actor.worn and actor.hat in {"presidency", "secretariat"}):
            seen.append(Classification.STAFF)
        return self.filter(narrowed(actor), classification__in=seen)


@tracked
class Document(Identified, Versioned):
    """A work: its title in three languages, its symbol, who may read it, and which language is authentic."""

    title = Localized(_("title"), max_length=300)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    classification = models.CharField(
        _("classification"), max_length=16, choices=Classification.choices, default=Classification.STAFF
    )
    authentic_language = models.CharField(_("authentic language"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    release_on = models.DateField(_("to be out by"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return str(self.title)


class ExpressionQuerySet(models.QuerySet["Expression"]):
    """Expressions are seen with their work."""

    def visible_to(self, actor: "Actor") -> "ExpressionQuerySet":
        """Those of the works the actor may read."""
        return self.filter(document__in=Document.objects.visible_to(actor))


@tracked
class Expression(Identified):
    """The work in one language."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="expressions")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    state = models.CharField(
        _("translation"), max_length=16, choices=TranslationState.choices, default=TranslationState.AWAITED
    )
    is_stale = models.BooleanField(_("older than the authentic text"), default=False)

    objects = ExpressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language expression")
        verbose_name_plural = _("language expressions")
        ordering = ("document", "language")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                name=say("one_expression_per_language", _("This language exists already."), field="language"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Issued files are seen with their work."""

    def visible_to(self, actor: "Actor") -> "RevisionQuerySet":
        """Those of the works the actor may read."""
        return self.filter(expression__document__in=Document.objects.visible_to(actor))

    def without_content(self) -> "RevisionQuerySet":
        """All but the bytes: what lists need."""
        return self.defer("content")


class Revision(Identified):
    """Issued bytes: never changed, never replaced. A correction is a corrigendum, an addition an addendum."""

    expression = models.ForeignKey(Expression, models.PROTECT, related_name="revisions")
    kind = models.CharField(_("kind"), max_length=16, choices=RevisionKind.choices, default=RevisionKind.REVISION)
    number = models.PositiveSmallIntegerField(_("number"))
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    media_type = models.CharField(_("media type"), max_length=100)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    issued_at = models.DateTimeField(_("issued at"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("expression", "kind", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["expression", "kind", "number"],
                name=say("revision_number_used_once", _("This revision number is used already."), field="number"),
            ),
            models.CheckConstraint(
                condition=Q(kind=RevisionKind.REVISION) | Q(corrects__isnull=False),
                name=say("correction_names_what_it_corrects", _("Name the revision this corrects."), field="corrects"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expression} {self.get_kind_display()} {self.number}"

    @staticmethod
    def digest(content: bytes) -> str:
        """The SHA-256 of the issued bytes, in lower-case hexadecimal (FIPS 180-4)."""
        return hashlib.sha256(content).hexdigest()
