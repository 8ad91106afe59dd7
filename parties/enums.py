"""The closed lists of the parties app; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """States and organisations are counted apart (domain note, section 3)."""

    STATE = "state", _("participating State")
    ORGANISATION = "organisation", _("partner organisation")


class Region(models.TextChoices):
    """The side of the dialogue a participant belongs to; the chair alternates between the first two."""

    AFRICA = "africa", _("Africa")
    EUROPE = "europe", _("Europe")
    INTERNATIONAL = "international", _("international")


class ParticipationStatus(models.TextChoices):
    """How a participant takes part in a body, for a time."""

    PARTICIPATING = "participating", _("participating")
    NOT_PARTICIPATING = "not_participating", _("not participating")
    STAND_IN = "stand_in", _("seat held by a stand-in")
    GUEST = "guest", _("guest")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Basis(models.TextChoices):
    """Where a date or fact comes from."""

    STATED = "stated", _("stated in a public source")
    INFERRED = "inferred", _("inferred")


class TermState(models.TextChoices):
    """A term of the chair: it begins and ends in the transaction that records a handover."""

    DESIGNATED = "designated", _("designated")
    IN_CHAIR = "in_chair", _("in the chair")
    FINISHED = "finished", _("finished")


class HolderRole(models.TextChoices):
    """In what role a participant holds a term of the chair."""

    HOLDER = "holder", _("Presidency")
    CO_HOLDER = "co_holder", _("Co-Presidency")
    AD_INTERIM = "ad_interim", _("Presidency ad interim")


class OfficeSide(models.TextChoices):
    """For whom an office acts."""

    PARTICIPANT = "participant", _("for the participant")
    PRESIDENCY = "presidency", _("for the Presidency")
    SECRETARIAT = "secretariat", _("for the Secretariat")


class AuthorityState(models.TextChoices):
    """Whether an authority's representation of its participant is counted."""

    IN_FORCE = "in_force", _("in force")
    ON_HOLD = "on_hold", _("on hold")
