"""What a participant says besides its answers: who may see them, why it takes them back, what it replies."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.localized import LANGUAGE_NAMES
from reports.enums import Use, Visibility
from reports.models import SectionTerms, TemplateSection
from reports.services.contributions import Terms


class TermsForm(forms.Form):
    """Per section: who may see it and how it may be used. The default is the narrowest circle."""

    def __init__(
        self, *args: Any, sections: Sequence[TemplateSection], chosen: Mapping[int, SectionTerms], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for section in sections:
            terms = chosen.get(section.pk)
            self.fields[f"see-{section.uuid.hex}"] = forms.ChoiceField(
                label=format_lazy("{section}: {what}", section=section.title, what=_("who may see it")),
                choices=Visibility.choices,
                initial=terms.visibility if terms else Visibility.STAFF,
            )
            self.fields[f"use-{section.uuid.hex}"] = forms.ChoiceField(
                label=format_lazy("{section}: {what}", section=section.title, what=_("how it may be used")),
                choices=Use.choices,
                initial=terms.use if terms else Use.ATTRIBUTED,
            )

    def terms(self) -> dict[UUID, Terms]:
        """The choices, by section."""
        return {
            section.uuid: Terms(
                self.cleaned_data[f"see-{section.uuid.hex}"], self.cleaned_data[f"use-{section.uuid.hex}"]
            )
            for section in self.sections
        }


class GiveReasonForm(forms.Form):
    """Why a contribution is withdrawn or reopened."""

    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=2_000
    )


class ReplyForm(forms.Form):
    """A reply to a question."""

    reply = forms.CharField(label=_("reply"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=4_000)
    language = forms.ChoiceField(label=_("language"), choices=list(LANGUAGE_NAMES.items()))
