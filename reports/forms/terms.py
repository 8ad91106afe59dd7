"""Who may see what, and how it may be used: one choice for all parts, and each part where it is to be another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.exports.text import inert
from foundation.marked import said, text_in
from foundation.wording import labelled
from reports.enums import Use, Visibility
from reports.models import Attachment, SectionTerms, TemplateSection
from reports.services.terms import Terms

SAID = lazy(labelled, str)
"""A section and what is chosen for it, with the colon as the language sets it when the page is written."""
CHOSEN_MEANWHILE = _(
    "Chosen by a colleague meanwhile: “%(choice)s”. What stands here replaces it once you press the button."
)
OFFERED = {"see": Visibility, "use": Use}
LABELS = {"see": _("who may see it"), "use": _("how it may be used")}
Part = TemplateSection | Attachment


class TermsForm(forms.Form):
    """Per section and per file: who may see it and how it may be used. The default is the narrowest circle.

    What is chosen for all holds for every part that was left as its page showed it (`shown`). `stood` is what was kept
    when the page was made, so that a choice of its reader is told from one of a colleague.
    """

    stood = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        sections: Sequence[TemplateSection],
        chosen: Mapping[int, SectionTerms],
        files: Iterable[Attachment] = (),
        sent: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`sent`: what its reader chose on an earlier page; it is proposed among what stands now."""
        super().__init__(*args, **kwargs)
        self.items: list[Part] = [*sections, *files]
        for section in sections:
            self._ask(section, chosen.get(section.pk))
        for file in files:
            self._ask(file, file)
        self.fields["stood"].initial = urlencode({name: field.initial for name, field in self._choices()})
        self._take_up(sent or {})
        if len(self.items) > 1:
            self._ask_for_all()
        choices = [(name, field) for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]
        self.fields["shown"].initial = urlencode({name: self.get_initial_for_field(one, name) for name, one in choices})

    def parts(self) -> list[tuple[str, list[tuple[forms.BoundField, Sentence]]]]:
        """The heading of each part with its two choices, and what each is called under the heading."""
        return [
            (heading_of(item), [(self[f"{what}-{item.uuid.hex}"], LABELS[what]) for what in OFFERED])
            for item in self.items
        ]

    def for_all(self) -> list[forms.BoundField]:
        """The two choices for all parts; none where there is but one."""
        return [self[what] for what in OFFERED if what in self.fields]

    def is_apart(self) -> bool:
        """Whether the parts are to be seen one by one: they differ, or something is said at one of them."""
        told = any(self[name].errors or self.fields[name].help_text for name in self._names())
        return told or len(self.items) == 1 or not all(self._alike(what) for what in OFFERED)

    def chosen(self) -> list[tuple[Part, Sentence, Sentence]]:
        """What stands now, item by item, in words: who may see it and how it may be used."""
        return [
            (
                item,
                Visibility(self.fields[f"see-{item.uuid.hex}"].initial).label,
                Use(self.fields[f"use-{item.uuid.hex}"].initial).label,
            )
            for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """Each part as it was meant."""
        cleaned = super().clean() or self.cleaned_data
        meant = self._meant(self.data)
        return {**cleaned, **{name: meant[name] for name in self._names() if name in cleaned}}

    def terms(self) -> dict[UUID, Terms]:
        """The choices, by section and file."""
        return {
            item.uuid: Terms(self.cleaned_data[f"see-{item.uuid.hex}"], self.cleaned_data[f"use-{item.uuid.hex}"])
            for item in self.items
        }

    def _names(self) -> list[str]:
        return [f"{what}-{item.uuid.hex}" for item in self.items for what in OFFERED]

    def _choices(self) -> list[tuple[str, forms.Field]]:
        return [(name, self.fields[name]) for name in self._names()]

    def _ask(self, item: Part, chosen: SectionTerms | Attachment | None) -> None:
        stands = {
            "see": chosen.visibility if chosen else Visibility.STAFF,
            "use": chosen.use if chosen else Use.ATTRIBUTED,
        }
        for what, offered in OFFERED.items():
            self.fields[f"{what}-{item.uuid.hex}"] = forms.ChoiceField(
                label=SAID(inert(str(item.title)), LABELS[what]), choices=offered.choices, initial=stands[what]
            )

    def _ask_for_all(self) -> None:
        for what, offered in OFFERED.items():
            alike = self._alike(what)
            several = [] if alike else [("", _("as chosen for each part"))]
            self.fields[what] = forms.ChoiceField(
                label=LABELS[what], choices=[*several, *offered.choices], initial=alike, required=False
            )

    def _alike(self, what: str) -> str:
        """What is chosen for every part; empty where they differ."""
        values = {self[f"{what}-{item.uuid.hex}"].value() for item in self.items}
        return str(values.pop()) if len(values) == 1 else ""

    def _take_up(self, sent: Mapping[str, str]) -> None:
        """What its reader chose on an earlier page, among what stands now; it says what a colleague chose there too."""
        stood, meant = dict(parse_qsl(sent.get("stood", ""))), self._meant(sent)
        for name, field in self._choices():
            mine, offered = meant[name], dict(OFFERED[name[:3]].choices)
            if mine not in offered or mine in {field.initial, stood.get(name)}:
                continue
            self.initial[name] = mine
            if field.initial != stood.get(name):
                field.help_text = CHOSEN_MEANWHILE % {"choice": offered[field.initial]}

    def _meant(self, sent: Mapping[str, str]) -> dict[str, str]:
        """The choice for all, for each part that was left as it was shown; otherwise its own."""
        shown, meant = dict(parse_qsl(sent.get("shown", ""), keep_blank_values=True)), {}
        for name in self._names():
            own, for_all = sent.get(name, ""), sent.get(name[:3], "")
            follows = own == shown.get(name) and for_all not in {"", shown.get(name[:3])}
            meant[name] = for_all if follows else own
        return meant


def heading_of(item: Part) -> str:
    """A section as the house calls it; a file as somebody did, with nothing that would reorder the line."""
    return text_in(item.title) if isinstance(item, Attachment) else said(item, "title")
