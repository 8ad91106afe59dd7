"""The form that puts a file under a section: examined before anything else looks at it."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.inputs import FILE_FIRST
from foundation.uploads import Examined, examine
from foundation.uploads.kinds import DOCX, JPEG, ODT, PDF, PLAIN, PNG, XLSX
from reports.forms.handing import label_of
from reports.selectors.asked_question import AskedSection

EVIDENCE = (PDF, DOCX, XLSX, ODT, PNG, JPEG, PLAIN)
ENDINGS = ",".join(f".{kind.extension}" for kind in EVIDENCE)


class AttachForm(forms.Form):
    """A file, what it is, and the section it belongs to."""

    place = forms.ChoiceField(label=_("section"))
    content = forms.FileField(
        label=_("file"),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=_("PDF, DOCX, XLSX, ODT, PNG, JPEG or plain text, 10 MB at most. No personal data of migrants."),
        allow_empty_file=True,
        error_messages=FILE_FIRST,
    )
    title = forms.CharField(
        label=_("what it is"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Left empty: the name of the file."),
    )

    def __init__(self, *args: Any, sections: Iterable[AskedSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [(section.name, label_of(section)) for section in sections]
        self.examined: Examined | None = None

    def clean_content(self) -> UploadedFile:
        """The file, if it may be kept. The sentence of `examine` says what to do where it may not."""
        upload: UploadedFile = self.cleaned_data["content"]
        try:
            self.examined = examine(upload.read(), name=PurePath(upload.name or "").name, allowed=EVIDENCE)
        except RuleBroken as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return upload
