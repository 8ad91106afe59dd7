"""People in the workbench: offices, the register of mandates, accounts."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.second_factor import has_second_factor
from foundation.actors import Actor
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.filters import FilledIn, called
from foundation.outbox.models import Bounce
from foundation.outbox.refusals import why_not_reached
from foundation.screens import screen_of
from foundation.steps import Step
from foundation.wording import on_clock
from parties import services
from parties.forms import ConfirmMandateForm, NameAuthorityForm
from parties.models import Mandate, Office
from parties.permissions import can_keep_mandate, can_manage_accounts, is_staff
from parties.selectors import REACHED


@admin.register(Office)
class OfficeAdmin(WorkbenchAdmin):
    """Offices and their powers, to read."""

    list_display = ("name", "side", "can_write", "can_submit", "can_agree", "can_hand_over_sections", "can_read_drafts")
    seen_by_all_staff = True


def is_open(actor: Actor, mandate: Mandate) -> bool:
    """A mandate that nobody has ended, for those who keep the register."""
    over = mandate.expires_at is not None and mandate.expires_at <= actor.now
    return mandate.ended_at is None and not over and can_keep_mandate(actor, mandate)


def is_given(actor: Actor, mandate: Mandate) -> bool:
    """The same, where a letter gave it: emergency access is neither confirmed nor attributed."""
    return not mandate.is_emergency and is_open(actor, mandate)


LETTER = ("letter_number", "letter_date", "letter_authority", "authority", "presidency", "confirmed_on")


@admin.register(Mandate)
class MandateAdmin(WorkbenchAdmin):
    """The register of mandates: given by a letter, confirmed yearly, ended at once; never rewritten."""

    list_display = ("user", "reached", "office", "party", "basis", "begins_on", "ends_on", "ended_at", "confirmed_on")
    list_filter = ("office", ("ended_at", called(_("ended"), FilledIn)))
    list_select_related = ("user", "office", "party")
    search_fields = ("user__full_name", "user__email", "party__name_en", "party__name_fr", "party__name_ar")
    readonly_fields = ("confirmed_on", "ended_at")
    save_service = staticmethod(services.give_mandate)
    may_add = staticmethod(is_staff)
    steps = {
        "confirm": Step(
            services.confirm_mandate,
            form=ConfirmMandateForm,
            allowed=is_given,
            label=_("Confirm for another year"),
            done=_("The mandate was confirmed for another year."),
        ),
        "name_authority": Step(
            services.name_authority,
            form=NameAuthorityForm,
            allowed=is_given,
            label=_("Name the authority"),
            done=_("The authority was named."),
        ),
        "end": Step(
            services.end_mandate,
            allowed=is_open,
            label=_("End this mandate"),
            confirm=_("From the next page on this person sees nothing by this mandate."),
            done=_("The mandate was ended."),
        ),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        """With whether mail reaches each holder."""
        return super().get_queryset(request).annotate(is_reached=REACHED)

    @admin.display(description=_("reached"), boolean=True)
    def reached(self, mandate: Any) -> bool:
        """Whether mail to the holder is not sent back."""
        return bool(mandate.is_reached)

    @admin.display(description=_("given by"))
    def basis(self, mandate: Mandate) -> str:
        """The letter; in its place, plainly, until when a mandate without one is open."""
        if mandate.expires_at is None:
            return mandate.letter_number
        until = gettext("emergency access until %(until)s")
        return until % {"until": f"{on_clock(mandate.expires_at, 'UTC')} (UTC)"}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Emergency access shows its reason where others show their letter."""
        fields = list(super().get_fields(request, obj))
        if obj is None or not obj.is_emergency:
            return fields
        return ["basis", "reason", *(name for name in fields if name not in LETTER)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Both stand in no form."""
        return [*super().get_readonly_fields(request, obj), "basis", "reason"]


@admin.register(User)
class UserAdmin(WorkbenchAdmin):
    """Accounts: entered first by a single-use link; what they open is said by mandates."""

    list_display = ("full_name", "email", "is_active", "is_service", "last_login")
    list_filter = ("is_active", "is_service")
    search_fields = ("full_name", "email")
    fields = ("full_name", "email", "reach", "language", "time_zone", "is_active", "is_service", "last_login")
    readonly_fields = ("reach", "is_active", "is_service", "last_login")
    seen_by_all_staff = True
    save_service = staticmethod(services.save_account)
    may_add = staticmethod(can_manage_accounts)
    may_change = staticmethod(can_manage_accounts)
    steps = {
        "close": Step(
            services.close_account,
            allowed=lambda actor, user: user.is_active and user.pk != actor.user_id and can_manage_accounts(actor),
            label=_("Close this account"),
            confirm=_("From the next page on this person is signed out; their mandates stay on record."),
            done=_("The account was closed."),
        ),
        "reopen": Step(
            services.reopen_account,
            allowed=lambda actor, user: not user.is_active and can_manage_accounts(actor),
            label=_("Open this account again"),
            done=_("The account was opened again."),
        ),
        "invite": Step(
            services.invite_again,
            allowed=lambda actor, user: (
                user.is_active and not user.is_service and not user.has_usable_password() and can_manage_accounts(actor)
            ),
            label=_("Send the invitation again"),
            confirm=_("A new link goes to the address of this account; it works once, within seven days."),
            done=_("The invitation was sent again."),
        ),
        "remove_factors": Step(
            services.remove_second_factors,
            allowed=lambda actor, user: (
                user.pk != actor.user_id and can_manage_accounts(actor) and has_second_factor(user)
            ),
            label=_("Remove the second factors"),
            confirm=_(
                "Only when this person has lost device and recovery codes, and you have spoken with them. "
                "Their password then opens the account alone; they are told by mail."
            ),
            done=_("The second factors were removed."),
        ),
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of an account stays."""
        fixed = ["email"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People and service accounts, without their password hashes."""
        return super().get_queryset(request).defer("password")

    @admin.display(description=_("reached"))
    def reach(self, user: User) -> Sentence:
        """Since when, and why, mail does not reach this person; with the way to where that is cleared."""
        bounce = Bounce.objects.of(user.email).first() if user.pk is not None else None
        if bounce is None:
            return _("No mail was sent back.")
        noted = on_clock(bounce.noted_at, get_current_timezone_name())
        since = gettext("Not reached since %(moment)s") % {"moment": noted}
        link = screen_of(bounce)
        return format_html('<a href="{}">{}</a> – {}', link, since, why_not_reached(bounce))
