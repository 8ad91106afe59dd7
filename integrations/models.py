"""Partner systems that call the API."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.staff_only import StaffOnlyQuerySet
from integrations.enums import Scope


@kept(fixed=("user",), once=("prefix", "expires_at", "revoked_at"), anew="key_hash")
class ApiClient(Identified, Versioned):
    """One partner system with one key. It acts through a service account, which holds mandates as a person does.

    Of the key only its beginning (to find it) and its SHA-256 are kept: 256 random bits need no slow hash.
    """

    name = models.CharField(_("name"), max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("service account"), related_name="+"
    )
    scopes = ArrayField(
        models.CharField(max_length=40, choices=Scope.choices), verbose_name=_("scopes"), default=list, blank=True
    )
    prefix = models.CharField(_("beginning of the key"), max_length=12, unique=True, null=True, editable=False)  # noqa: DJ001 -- unique, and absent until a key is issued
    key_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What was answered to a POST, given again for the same Idempotency-Key of the same sender for a day.

    It may hold words of a draft: nobody reads it but through the view that answers its sender again.
    """

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("owner", "key")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name=say("answer_kept_once_for_its_key", _("This request was answered already: repeat it as it was.")),
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="kept_answers_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
