"""How a participant signs what it submits: its focal point alone, or together with its senior official."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.wording import labelled
from parties.models import Authority, Party
from reports.enums import SignatureRole
from reports.models.contributions import ITS_ROUND_IS_CLOSED, Contribution, OfDraftQuerySet


class SignatureQuerySet(OfDraftQuerySet["Signature"]):
    """Who has signed a draft is seen with the draft."""


class SigningRule(Identified):
    """A participant's choice (an authority's, while on hold). Without a row its submitting office signs alone."""

    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="+")
    authority = models.ForeignKey(
        Authority, models.PROTECT, verbose_name=_("authority"), related_name="+", null=True, blank=True
    )
    is_together = models.BooleanField(_("signed by two"), default=False)

    class Meta:
        verbose_name = _("way of signing")
        verbose_name_plural = _("ways of signing")
        ordering = ("party", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "authority"],
                nulls_distinct=False,
                name=say("participant_signs_in_one_way", _("This participant has said how it signs.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}"


# Kept by hand-written SQL (migration signature_gives_way_to_a_later_one): what an office signs anew is another text.
say("signature_is_kept", _("A signature is kept as it was given: sign anew what was changed."))
BY_ANOTHER = _("Two people sign: the second signature is another person's.")
SENT_OR_SIGNED_ALONE = """NOT EXISTS (
                SELECT FROM reports_contribution c JOIN reports_signingrule rule ON rule.party_id = c.party_id
                    AND rule.authority_id IS NOT DISTINCT FROM c.authority_id AND rule.is_together
                WHERE c.id = OLD."contribution_id" AND c."state" IN ('draft', 'reopened')
            )"""
"""SQL about a signature: it is not waited for any more, since the draft is sent or gone, or one signs alone."""


@kept(fixed=("contribution", "role"), removable=SENT_OR_SIGNED_ALONE)
@closed_once(contribution=f"state NOT IN ('draft', 'reopened') OR {ITS_ROUND_IS_CLOSED}")
class Signature(Identified):
    """One of two signatures under a draft: under these very words, named by the SHA-256 of what was signed.

    It counts as long as answers, files and terms are what they were (moments in UTC). Both are gone once the
    contribution is sent: the ledger keeps them.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="signatures")
    role = models.CharField(_("signed"), max_length=16, choices=SignatureRole.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("signed by"), related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("contribution", "signed_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "role"],
                name=say("one_signature_of_each_office", _("This office has signed already.")),
            ),
            models.UniqueConstraint(
                fields=["contribution", "user"],
                name=say("two_people_sign", BY_ANOTHER),
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.contribution, self.get_role_display())
