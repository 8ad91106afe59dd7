"""The closed lists of the documents app; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.TextChoices):
    """Who may read a work."""

    PUBLIC = "public", _("public")
    PARTICIPANTS = "participants", _("participants")
    STAFF = "staff", _("Presidency and Secretariat")
    OWNER = "owner", _("served by its owner only")


class RevisionKind(models.TextChoices):
    """What an issued file is: a numbered revision, or a correction or addition to one."""

    REVISION = "revision", _("revision")
    CORRIGENDUM = "corrigendum", _("corrigendum")
    ADDENDUM = "addendum", _("addendum")


class TranslationState(models.TextChoices):
    """How far a language expression is."""

    AWAITED = "awaited", _("awaited")
    ISSUED = "issued", _("issued")
