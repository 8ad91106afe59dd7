"""The forms with which the work of one contribution is shared out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.inputs import CanBeMeant, DayInput
from reports.forms.stood import StoodField
from reports.models.handed import LONGEST_NOTE
from reports.selectors.asked_question import AskedSection


class HandOverForm(CanBeMeant, forms.Form):
    """Which sections, to whom, until when, and one line."""

    places = forms.MultipleChoiceField(
        label=_("sections"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one section.")},
    )
    to = forms.ChoiceField(
        label=_("hand them to"), help_text=_("Colleagues whose office lets them write for your participant.")
    )
    due_on = forms.DateField(label=_("until the end of"), required=False, widget=DayInput())
    note = forms.CharField(
        label=_("one line for your colleague"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, sections: Iterable[AskedSection], colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["places"]
        places.choices = [(section.name, label_of(section)) for section in sections]
        to: Any = self.fields["to"]
        to.choices = [("", "–"), *((str(user.uuid), f"{user.full_name} – {user.email}") for user in colleagues)]

    def clean_to(self) -> UUID:
        """The person."""
        return UUID(self.cleaned_data["to"])


class WritersForm(forms.Form):
    """Where contributors may write."""

    only_where_handed = forms.ChoiceField(
        label=_("contributors write"),
        choices=[("", _("in every section")), ("1", _("only in the sections handed to them"))],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = StoodField()

    def __init__(self, *args: Any, stands: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"only_where_handed": "1" if stands else "", "seen": str(int(stands))}

    def clean_only_where_handed(self) -> bool:
        """Whether contributors are bound to what is handed to them."""
        return bool(self.cleaned_data["only_where_handed"])


def label_of(section: AskedSection) -> Any:
    """A section as people call it, with the code of its activity."""
    if section.activity is None:
        return section.section.title
    return format_lazy("{section} · {code}", section=section.section.title, code=section.activity.code)
