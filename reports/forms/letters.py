"""Registering a letter in under a minute: every field begins with what is most often right."""

from pathlib import PurePath
from typing import Any

from babel import Locale
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.clocks import by_clock, on_clock
from foundation.errors import RuleBroken
from foundation.forms import ChildForm, StepForm
from foundation.inputs import FILE_FIRST, ClockField, DayInput
from foundation.uploads import Examined, examine
from foundation.uploads.kinds import DOCX, JPEG, ODT, PDF, PLAIN, PNG
from foundation.wording import place, reader_locale
from reports.enums import LetterKind
from reports.models import Contribution, Passage, Round
from reports.selectors.letters import still_awaited_in
from reports.services.letters import Arrived
from reports.validators import ISO_CODE

WHERE_TWO_CONTEND = _("Where two authorities contend, choose the one that wrote the letter.")
KINDS_OF_LETTERS = (PDF, DOCX, ODT, PNG, JPEG, PLAIN)
ENDINGS = ",".join(f".{kind.extension}" for kind in KINDS_OF_LETTERS)


def languages() -> list[tuple[str, str]]:
    """Every language of ISO 639-1 by its name, those of the house first."""
    names = reader_locale().languages
    codes = [str(code) for code in Locale("en").languages if len(str(code)) == ISO_CODE]
    first = ("en", "fr", "ar")
    rest = sorted((names.get(code, code).casefold(), code) for code in codes if code not in first)
    return [(code, names.get(code, code)) for code in (*first, *(code for _name, code in rest))]


class OfParticipant(forms.ModelChoiceField):
    """A contribution by the name of its participant, and of the authority where two contend; nothing else of it."""

    def label_from_instance(self, obj: Any) -> str:
        """Never its state."""
        name = str(obj.party.name)
        return f"{name} – {obj.authority.name}" if obj.authority else name


class LetterForm(StepForm):
    """A note verbale, letter or mail, its file, and when it was received on the clock of the round's zone."""

    contribution = OfParticipant(
        label=_("participant"),
        queryset=Contribution.objects.none(),
        to_field_name="uuid",
    )
    content = forms.FileField(
        label=_("file"),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=_("PDF, DOCX, ODT, PNG, JPEG or plain text, 10 MB at most. It is kept as it is."),
        allow_empty_file=True,
        error_messages=FILE_FIRST,
    )
    kind = forms.ChoiceField(label=_("what came"), choices=LetterKind.choices, initial=LetterKind.NOTE_VERBALE)
    sender = forms.CharField(
        label=_("sender, as written"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    number = forms.CharField(
        label=_("number"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    dated = forms.DateField(label=_("dated"), widget=DayInput())
    received_at = ClockField(label=_("received at"))
    language = forms.ChoiceField(label=_("language"), choices=languages)

    def __init__(self, *args: Any, obj: Round, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.zone = obj.due_zone
        self.examined: Examined | None = None
        now = on_clock(timezone.now(), self.zone)
        awaited = still_awaited_in(obj)
        self.fields["contribution"].queryset = awaited  # type: ignore[attr-defined]  # -- a ModelChoiceField
        if awaited.exclude(authority=None).exists():
            self.fields["contribution"].help_text = WHERE_TWO_CONTEND
        self.fields["received_at"].help_text = _("On the clock of %(place)s.") % {"place": place(self.zone)}
        begun = {"received_at": now, "dated": now.date() if now else None, "language": (get_language() or "en")[:2]}
        self.initial.update(begun)

    def of_participant(self, code: str) -> None:
        """Begin with the participant whose row was chosen in the overview."""
        offered: list[Contribution] = list(self.fields["contribution"].queryset)  # type: ignore[attr-defined]  # -- a ModelChoiceField
        found = next((one for one in offered if one.party.code == code), None)
        if found is not None:
            self.initial.update({"contribution": found.uuid, "sender": str(found.party.name)})

    def clean_content(self) -> UploadedFile:
        """The file, if it may be kept. The sentence of `examine` says what to do where it may not."""
        upload: UploadedFile = self.cleaned_data["content"]
        try:
            self.examined = examine(upload.read(), name=PurePath(upload.name or "").name, allowed=KINDS_OF_LETTERS)
        except RuleBroken as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return upload

    def clean(self) -> dict[str, Any]:
        """The keywords of the service."""
        typed = super().clean() or self.cleaned_data
        received_at = by_clock(typed.get("received_at"), self.zone)
        if self.errors or self.examined is None or received_at is None:
            return typed
        arrived = Arrived(
            kind=typed["kind"],
            sender=typed["sender"],
            number=typed["number"],
            dated=typed["dated"],
            received_at=received_at,
            language=typed["language"],
            file_name=typed["content"].name,
            file=self.examined,
        )
        return {"contribution": typed["contribution"], "arrived": arrived}


class PassageForm(ChildForm):
    """Words of a letter under a question."""

    class Meta:
        model = Passage
        fields = ("question", "activity", "text", "page")
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "cols": 50, "dir": "auto"})}
