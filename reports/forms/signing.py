"""What a participant says besides its answers: who may see them, why it takes them back, what it replies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.exports.text import inert
from foundation.localized import LANGUAGE_NAMES
from foundation.wording import labelled
from reports.enums import Use, Visibility
from reports.forms.stood import StoodField
from reports.models import Attachment, SectionTerms, TemplateSection
from reports.services.queries import EMPTY_REPLY
from reports.services.terms import Terms

SAID = lazy(labelled, str)
"""A section and what is chosen for it, with the colon as the language sets it when the page is written."""
CHOSEN_MEANWHILE = _(
    "Chosen by a colleague meanwhile: “%(choice)s”. What stands here replaces it once you press the button."
)


class SameForAllForm(forms.Form):
    """One choice for every section and file: filled in below, where each may still be another; it saves nothing."""

    see = forms.ChoiceField(label=_("who may see it"), choices=Visibility.choices)
    use = forms.ChoiceField(label=_("how it may be used"), choices=Use.choices)


class TermsForm(forms.Form):
    """Per section and per file: who may see it and how it may be used. The default is the narrowest circle.

    It carries what stood when its page was made, so that a choice of its reader is told from one of a colleague.
    """

    stood = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        sections: Sequence[TemplateSection],
        chosen: Mapping[int, SectionTerms],
        files: Iterable[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items: list[TemplateSection | Attachment] = [*sections, *files]
        for section in sections:
            self._ask(section, chosen.get(section.pk))
        for file in files:
            self._ask(file, file)
        self.fields["stood"].initial = urlencode({name: field.initial for name, field in self._choices()})

    def _choices(self) -> list[tuple[str, forms.ChoiceField]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]

    def _ask(self, item: TemplateSection | Attachment, chosen: SectionTerms | Attachment | None) -> None:
        self.fields[f"see-{item.uuid.hex}"] = forms.ChoiceField(
            label=SAID(inert(str(item.title)), _("who may see it")),
            choices=Visibility.choices,
            initial=chosen.visibility if chosen else Visibility.STAFF,
        )
        self.fields[f"use-{item.uuid.hex}"] = forms.ChoiceField(
            label=SAID(inert(str(item.title)), _("how it may be used")),
            choices=Use.choices,
            initial=chosen.use if chosen else Use.ATTRIBUTED,
        )

    def fill_in(self, choice: Mapping[str, str]) -> None:
        """The same for all, as it is offered before anything is saved."""
        self.initial = {f"{what}-{item.uuid.hex}": value for item in self.items for what, value in choice.items()}

    def take_up(self, sent: Mapping[str, str]) -> None:
        """What its reader chose on an earlier page, among what stands now; it says what a colleague chose there too."""
        stood = dict(parse_qsl(sent.get("stood", "")))
        for name, field in self._choices():
            mine, offered = sent.get(name, ""), dict((Visibility if name.startswith("see-") else Use).choices)
            if mine not in offered or mine in {field.initial, stood.get(name)}:
                continue
            self.initial[name] = mine
            if field.initial != stood.get(name):
                field.help_text = CHOSEN_MEANWHILE % {"choice": offered[field.initial]}

    def chosen(self) -> list[tuple[TemplateSection | Attachment, Sentence, Sentence]]:
        """What stands now, item by item, in words: who may see it and how it may be used."""
        return [
            (
                item,
                Visibility(self.fields[f"see-{item.uuid.hex}"].initial).label,
                Use(self.fields[f"use-{item.uuid.hex}"].initial).label,
            )
            for item in self.items
        ]

    def terms(self) -> dict[UUID, Terms]:
        """The choices, by section and file."""
        return {
            item.uuid: Terms(self.cleaned_data[f"see-{item.uuid.hex}"], self.cleaned_data[f"use-{item.uuid.hex}"])
            for item in self.items
        }


class GiveReasonForm(forms.Form):
    """Why a contribution is withdrawn or reopened."""

    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=2_000
    )


class ReplyForm(forms.Form):
    """A reply to a question."""

    reply = forms.CharField(
        label=_("reply"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=4_000,
        error_messages={"required": EMPTY_REPLY},
    )
    language = forms.ChoiceField(label=_("language"), choices=list(LANGUAGE_NAMES.items()))


class SigningForm(forms.Form):
    """With one signature or with two."""

    signs = forms.ChoiceField(
        label=_("your participant signs"),
        choices=[("0", _("with one: the focal point alone")), ("1", _("with two: focal point and senior official"))],
        widget=forms.RadioSelect,
    )
    seen = StoodField()

    def __init__(self, *args: Any, stands: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict.fromkeys(["signs", "seen"], str(int(stands)))

    def clean_signs(self) -> bool:
        """Whether two sign."""
        return self.cleaned_data["signs"] == "1"
