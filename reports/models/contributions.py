"""What one participant reports for one round: it belongs to the participant, not to the person who typed it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.base import Identified, Row, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES
from foundation.wording import labelled, with_comma
from parties.models import Authority, Party
from reports.enums import ContributionState as S
from reports.enums import RoundState, Use, Visibility
from reports.models.limits import within_rounds
from reports.models.rounds import Round
from reports.models.templates import Template, TemplateSection

if TYPE_CHECKING:
    from foundation.actors import Actor
    from foundation.errors import Sentence

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())
NONE_RECEIVED = _("none was received")
GOES_WITH_THE_DRAFT = """EXISTS (
                SELECT FROM reports_contribution c WHERE c.id = OLD."contribution_id" AND c."state" = 'not_started'
            )"""
"""SQL about a row of a contribution: nothing of it is begun any more, since its draft was deleted."""
ITS_ROUND_IS_CLOSED = "EXISTS (SELECT FROM reports_round r WHERE r.id = round_id AND r.state = 'closed')"
NOT_WRITTEN = f"state NOT IN ('draft', 'reopened', 'question_open') OR {ITS_ROUND_IS_CLOSED}"
"""SQL about a contribution that its participant does not write: it is not begun, it was sent, or its round is over."""
SENT_OR_OVER = f"state <> 'not_started' AND ({NOT_WRITTEN})"
"""The same where what is taken over comes before the first step."""
TERMS_STAND = """state IN ('nothing_to_report', 'withdrawn') OR EXISTS (
                SELECT FROM reports_consolidatedreport t
                WHERE t.round_id = reports_contribution.round_id AND t.tabled_at IS NOT NULL
            )"""
"""SQL about a contribution whose participant chooses no more who may see what."""
TERMS_ARE_CHOSEN = f"""EXISTS (
                SELECT FROM reports_contribution
                WHERE reports_contribution.id = OLD."contribution_id" AND NOT ({TERMS_STAND})
            )"""
"""SQL about a choice that its participant may still change."""


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """A participant sees its own; staff see what has been received, never a draft."""

    def visible_to(self, actor: "Actor") -> "ContributionQuerySet":
        """Drafts are invisible outside their participant, even to staff (domain note, section 2)."""
        if actor.is_system:
            return self
        rows = self.filter(within_rounds(actor))
        if actor.reads_as_staff:
            return rows.filter(submitted_at__isnull=False)
        own = Q(pk__in=[])
        for office in actor.worn:
            of_office = Q(party=office.unit_id, authority=office.authority_id)
            own |= of_office if "read_drafts" in office.powers else of_office & Q(submitted_at__isnull=False)
        return rows.filter(own)

    def counted(self) -> "ContributionQuerySet":
        """Received and not on hold: what n of N counts."""
        return self.filter(submitted_at__isnull=False, authority=None).exclude(state=S.WITHDRAWN)


class OfContributionQuerySet(models.QuerySet[Row]):
    """Rows seen with their contribution."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the contributions the actor may see."""
        return self.filter(contribution__in=Contribution.objects.visible_to(actor))


def drafts_read_by(actor: "Actor") -> Q:
    """Rows of the contributions whose drafts the actor reads as their participant (or this very authority of it)."""
    own = Q(pk__in=[])
    for office in actor.worn:
        if office.side == "participant" and "read_drafts" in office.powers:
            own |= Q(contribution__party=office.unit_id, contribution__authority=office.authority_id)
    return own & within_rounds(actor, "contribution__round")


class OfDraftQuerySet(models.QuerySet[Row]):
    """Rows that belong to the draft: its participant's own affair, not even the system's."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the contributions whose drafts the actor reads."""
        return self.filter(drafts_read_by(actor))


@kept(
    fixed=("uuid", "round", "party"),
    stepped=("submitted_at", "completed_at", "is_after_due", "receipt_number", "reason"),
    removable='OLD."submitted_at" IS NULL',
)
@closed_once(round="state = 'closed'")
class Contribution(Identified, Versioned):
    """One participant's report for one round. `authority` is set only where its representation is on hold.

    `template` is empty while it follows its round: once the round moves to another edition, what was sent keeps its
    own.
    """

    round = models.ForeignKey(Round, models.PROTECT, verbose_name=_("round"), related_name="contributions")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="contribution"
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, verbose_name=_("authority"), related_name="+", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=20, choices=S.choices, default=S.NOT_STARTED)
    language = models.CharField(_("language of the answers"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    submitted_at = models.DateTimeField(_("received at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("complete since"), null=True, blank=True)
    is_after_due = models.BooleanField(_("received after the date"), default=False)
    receipt_number = models.CharField(_("receipt"), max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    template = models.ForeignKey(
        Template,
        models.PROTECT,
        verbose_name=_("edition of the questions it was sent under"),
        related_name="+",
        related_query_name="contribution",
        null=True,
        blank=True,
    )
    only_where_handed = models.BooleanField(_("contributors write only in sections handed to them"), default=False)
    """The choice of those who hand over sections; they themselves write everywhere."""
    prefilled_from = models.ForeignKey(
        "Snapshot", models.PROTECT, verbose_name=_("filled in from"), related_name="+", null=True, blank=True
    )

    versions_gone = models.PositiveIntegerField(default=0, editable=False)
    """The highest version of an answer of drafts that were deleted: from there on those of the next one are counted."""

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("round", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party"],
                condition=Q(authority=None),
                name=say(
                    "one_contribution_per_participant_and_round",
                    _("This participant has a contribution for this round."),
                ),
            ),
            models.UniqueConstraint(
                fields=["round", "party", "authority"],
                condition=Q(authority__isnull=False),
                name=say(
                    "one_contribution_per_authority_and_round", _("This authority has a contribution for this round.")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} – {self.round}"

    @property
    def standing(self) -> "Sentence":
        """Its state in words. Once its round is over nothing is awaited: what was not sent was not received."""
        if self.submitted_at is None and self.round.state == RoundState.CLOSED:
            return NONE_RECEIVED
        return S(self.state).label


@kept(fixed=("contribution",), settled=("visibility", "use"), while_=TERMS_ARE_CHOSEN, removable=GOES_WITH_THE_DRAFT)
@closed_once(contribution=TERMS_STAND)
@tracked
class SectionTerms(Identified):
    """Who may see a section of a contribution and how it may be used: the participant's choice at sign-off.

    Changed until the report is tabled: the history keeps each choice. It says nothing of what the section says.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="terms")
    section = models.ForeignKey(TemplateSection, models.PROTECT, related_name="+")
    visibility = models.CharField(
        _("who may see it"), max_length=16, choices=Visibility.choices, default=Visibility.STAFF
    )
    use = models.CharField(_("how it may be used"), max_length=16, choices=Use.choices, default=Use.ATTRIBUTED)

    objects = OfContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("visibility and use")
        verbose_name_plural = _("visibility and use")
        ordering = ("contribution", "section__position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "section"],
                name=say("section_terms_said_once", _("This section has its choice already.")),
            )
        ]

    def __str__(self) -> str:
        return labelled(self.section, with_comma(self.get_visibility_display(), self.get_use_display()))


# Both kept by hand-written SQL (migration snapshot_is_frozen): no session can switch them off.
say("snapshot_is_frozen", _("What was submitted is kept as it was: submit again instead."))
say("snapshot_has_its_hash", _("The text and its SHA-256 do not belong together."))


@closed_once(contribution="state IN ('submitted', 'complete', 'nothing_to_report', 'withdrawn')")
class Snapshot(Identified):
    """What was submitted, frozen: canonical JSON and its SHA-256. What staff read, and what a report draws on.

    `activities` are those it says something about: the link of the chain from an activity to contributions.
    """

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    canonical = models.BinaryField(_("canonical JSON"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))
    activities = models.ManyToManyField(
        Activity, verbose_name=_("activities reported on"), related_name="+", related_query_name="snapshot", blank=True
    )

    objects = OfContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ("contribution", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"],
                name=say("snapshot_number_used_once", _("This was submitted already. Open the page again.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution} ({self.number})"

    @property
    def received_at(self) -> datetime:
        """When it counts as received (UTC): a letter when it came, not when it was registered and frozen."""
        if self.content.get("route") == "letter":
            return datetime.fromisoformat(self.content["submitted_at"])
        return self.frozen_at
