"""Files that a participant puts beside its answers: its own until it submits, issued and frozen from then on."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from documents.models import Revision
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from parties.models import Party
from reports.enums import Use, Visibility
from reports.models.contributions import NOT_WRITTEN, TERMS_ARE_CHOSEN, Contribution, drafts_read_by
from reports.models.joint import TOLD, JointName
from reports.models.limits import within_rounds
from reports.models.templates import TemplateSection

if TYPE_CHECKING:
    from foundation.actors import Actor


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Before it is submitted a file is its participant's alone; afterwards each one has the readers chosen for it."""

    def visible_to(self, actor: "Actor") -> "AttachmentQuerySet":
        """Own files with the drafts or, once submitted, with the contribution; others' as their participant allows."""
        if actor.is_system:
            return self
        rows = self.filter(within_rounds(actor, "contribution__round"))
        submitted = rows.filter(revision__isnull=False)
        if actor.reads_as_staff:
            return submitted.filter(contribution__in=Contribution.objects.visible_to(actor))
        own = Q(revision__isnull=False, contribution__in=Contribution.objects.visible_to(actor))
        own |= drafts_read_by(actor)
        own |= Q(revision__isnull=False, contribution__in=_read_to_confirm(actor))
        return rows.filter(own | Q(pk__in=submitted.shared_with(actor)))

    def shared_with(self, actor: "Actor") -> "AttachmentQuerySet":
        """What participants have opened to others under their own name: to all participants, or to the public."""
        open_to = [Visibility.PUBLIC, Visibility.PARTICIPANTS] if actor.worn else [Visibility.PUBLIC]
        received = Contribution.objects.counted()
        shared = self.filter(revision__isnull=False, removed_at=None, visibility__in=open_to, contribution__in=received)
        return shared.exclude(use=Use.UNNAMED)

    def attached(self) -> "AttachmentQuerySet":
        """Those that go with the next submission."""
        return self.filter(removed_at=None)

    def without_content(self) -> "AttachmentQuerySet":
        """All but the bytes: what lists need."""
        return self.defer("content", "revision__content")


def _read_to_confirm(actor: "Actor") -> "models.QuerySet[JointName, Any]":
    """Contributions that the actor's participant is asked to confirm, or has confirmed: with what lies beside them."""
    units = [office.unit_id for office in actor.worn]
    return JointName.objects.visible_to(actor).filter(party__in=units, state__in=TOLD).values("contribution")


@kept(
    fixed=("contribution", "title", "file_name", "media_type", "size", "sha256", "added_by", "added_at"),
    once=("revision", "removed_at"),
    settled=("visibility", "use"),
    while_=TERMS_ARE_CHOSEN,
    removable='OLD."revision_id" IS NULL',
)
@closed_once(contribution=NOT_WRITTEN)
class Attachment(Identified, Versioned):
    """One file under a section of a contribution. `content` until it is submitted, an issued `revision` from then on.

    Its bytes never change; its version grows when it is submitted, opened to others otherwise, or taken away.

    `removed_at`: not part of later submissions; those that hold it keep it.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="attachments")
    section = models.ForeignKey(TemplateSection, models.PROTECT, verbose_name=_("section"), related_name="+")
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="+", null=True, blank=True
    )
    title = models.CharField(_("what it is"), max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("content"), null=True)
    revision = models.OneToOneField(
        Revision, models.PROTECT, verbose_name=_("issued file"), related_name="+", null=True, blank=True
    )
    visibility = models.CharField(
        _("who may see it"), max_length=16, choices=Visibility.choices, default=Visibility.STAFF
    )
    use = models.CharField(_("how it may be used"), max_length=16, choices=Use.choices, default=Use.ATTRIBUTED)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("contribution", "section__position", "added_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, revision=None) | Q(content=None, revision__isnull=False),
                name=say(
                    "attachment_has_its_bytes_once", _("A file is kept with the draft or with what was submitted.")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def party(self) -> Party:
        """Whose file it is."""
        return self.contribution.party

    @property
    def is_issued(self) -> bool:
        """Submitted: the bytes are frozen."""
        return self.revision_id is not None
