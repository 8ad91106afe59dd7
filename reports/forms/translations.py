"""What a translator types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.wording import direction
from reports.services.translations import LONGEST


class TranslationForm(forms.Form):
    """An answer in another language, written in the direction of that language."""

    text = forms.CharField(
        label=_("translation"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST,
        error_messages={"required": _("Write the translation here.")},
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction(language)}
