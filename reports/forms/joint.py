"""The form with which a participant is named in a contribution."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.models import Party


class NameForm(forms.Form):
    """In whose name it is to speak too."""

    party = forms.ChoiceField(
        label=_("participant"),
        help_text=_("Participants that are asked in this round."),
        error_messages={
            "required": _("Choose one of the participants offered."),
            "invalid_choice": _("Choose one of the participants offered."),
        },
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        party.choices = [("", "–"), *((str(one.uuid), one.name) for one in parties)]

    def clean_party(self) -> UUID:
        """The participant."""
        return UUID(self.cleaned_data["party"])
