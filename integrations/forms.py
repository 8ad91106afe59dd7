"""What is asked of partner systems, their keys and their webhooks: when one is entered, issued, revoked or replayed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.forms import StepForm, WorkbenchForm
from foundation.inputs import CanBeMeant, ClockField
from foundation.ledger.selectors import START, Cursor
from integrations import cursors
from integrations.enums import Scope
from integrations.limits import limits
from integrations.models import LONGEST_ADDRESS, LONGEST_NETWORK, PER_MINUTE, ApiClient, ApiKey, Webhook
from integrations.resources import resources
from integrations.validators import check_network

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
OVERLAPS = (
    (timedelta(0), _("at once")),
    (HOUR, _("after an hour")),
    (DAY, _("after a day")),
    (WEEK, _("after a week")),
)


class ClientForm(WorkbenchForm):
    """A partner system in the workbench."""

    scopes = forms.MultipleChoiceField(
        label=_("Offices it uses"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"grants", "networks"} & set(self.fields):  # written from left to right in every language
            self.fields[name].widget.attrs.update({"dir": "ltr", "class": "vTextField"})

    class Meta:
        model = ApiClient
        fields = ("name", "user", "party", "scopes", "grants", "participants", "networks", "per_minute")


def overlap_field() -> forms.TypedChoiceField:
    """When the keys before a new one end."""
    seconds = [(str(int(span.total_seconds())), label) for span, label in OVERLAPS]
    return forms.TypedChoiceField(
        label=_("Earlier ones end"),
        choices=seconds,
        coerce=lambda text: timedelta(seconds=int(text)),
        help_text=_("Until then both are right, so that the system can change from one to the other."),
    )


class IssueKeyForm(StepForm):
    """Until when a new key lasts, and how long those before it go on."""

    expires_at = ClockField(label=_("valid until (UTC)"), help_text=_("A year from now at the latest."))
    overlap = overlap_field()


class RevokeKeyForm(StepForm):
    """Which key."""

    key = forms.ModelChoiceField(ApiKey.objects.none(), label=_("Key"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["key"]
        column.queryset = ApiKey.objects.visible_to(self.actor).filter(client__pk=self.obj.pk).in_force(self.actor.now)
        if not column.queryset.exists():
            column.empty_label = _("No key of this system is in force.")


class OwnClientForm(CanBeMeant, forms.Form):
    """A partner system of the reader's own participant."""

    name = forms.CharField(label=_("Name of the system"), max_length=120)
    writes = forms.BooleanField(
        label=_("It also writes drafts"), required=False, help_text=_("It never submits: that stays with you.")
    )
    networks = SimpleArrayField(
        forms.CharField(max_length=LONGEST_NETWORK, validators=[check_network]),
        label=_("Allowed networks"),
        required=False,
        help_text=_("Parted by commas: 192.0.2.0/24, 2001:db8::/32. Empty: from everywhere."),
    )
    per_minute = forms.IntegerField(
        label=_("Requests in a minute"),
        min_value=1,
        max_value=PER_MINUTE,
        initial=PER_MINUTE,
        help_text=_("All its keys together. The Secretariat can allow more than 600."),
    )


class PlaceField(forms.CharField):
    """A place in the feed of changes: a cursor of it, or nothing for the beginning."""

    def __init__(self) -> None:
        super().__init__(
            label=_("After which cursor"),
            required=False,
            help_text=_("A cursor of the feed of changes. Empty: everything from the beginning."),
        )
        self.widget.attrs.update({"dir": "ltr", "class": "vTextField"})

    def clean(self, value: Any) -> Cursor:
        """The place, if this ledger has it."""
        text = super().clean(value)
        if not text:
            return START
        try:
            return cursors.read(text)
        except ValueError:
            raise forms.ValidationError(_("This is no cursor of the feed of changes.")) from None


def kinds_field() -> forms.MultipleChoiceField:
    """Of which lists of the API a webhook is told."""
    return forms.MultipleChoiceField(
        label=_("Kinds of things"),
        choices=lambda: [(name, capfirst(str(words))) for name, words in resources().items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all that the system may read."),
    )


class WebhookFields(forms.Form):
    """Where a system is called, and of what it is told."""

    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("As in https://example.org/changes: by https, with a name and no port."),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "vTextField"}),
    )
    resources = kinds_field()


class WantedForm(StepForm):
    """Of what it is told from now on."""

    resources = kinds_field()

    def __init__(self, *args: Any, obj: Webhook, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.fields["resources"].initial = obj.resources


class OwnWantedForm(CanBeMeant, forms.Form):
    """The same in the portal."""

    resources = kinds_field()


class EnterWebhookForm(StepForm, WebhookFields):
    """In the workbench."""


class OwnWebhookForm(CanBeMeant, WebhookFields):
    """In the portal."""


class RotateForm(StepForm):
    """How long the secret before goes on."""

    overlap = overlap_field()


class ReplayForm(StepForm):
    """From where everything is told once more."""

    place = PlaceField()


class OwnReplayForm(CanBeMeant, forms.Form):
    """The same in the portal."""

    place = PlaceField()


class OwnRotateForm(CanBeMeant, forms.Form):
    """The same in the portal."""

    overlap = overlap_field()


def limit_fields(client: ApiClient, actor: Actor) -> dict[str, forms.Field]:
    """A field for each thing that a system may be limited to."""
    return {
        name: forms.ModelMultipleChoiceField(
            limit.offered(actor),
            label=limit.label,
            help_text=limit.help_text,
            initial=limit.chosen(client, actor),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for name, limit in limits().items()
    }


class LimitForm(StepForm):
    """What it is limited to, in the workbench."""

    def __init__(self, *args: Any, obj: ApiClient, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, actor=actor, **kwargs)
        self.fields.update(limit_fields(obj, actor))


class OwnLimitForm(CanBeMeant, forms.Form):
    """The same in the portal."""

    def __init__(self, *args: Any, client: ApiClient, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(limit_fields(client, actor))


class OwnKeyForm(CanBeMeant, forms.Form):
    """A new key for it."""

    expires_at = ClockField(label=_("valid until (UTC)"), help_text=_("A year from now at the latest."))
    overlap = overlap_field()
