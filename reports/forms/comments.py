"""What a participant types to comment on a circulated report, and what the drafters say became of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StepForm
from foundation.localized import LANGUAGE_NAMES
from parties.models import Party
from reports.enums import CommentKind
from reports.services.comments import LONGEST, NO_SUCH_PARAGRAPH, Said
from reports.validators import LONGEST_REASON

WHOLE = "whole"
"""Where the number of a paragraph would stand: the report as a whole."""
CHOOSE = {"required": _("Choose what your comment is."), "invalid_choice": _("Choose what your comment is.")}
NOT_THERE = {"required": NO_SUCH_PARAGRAPH, "invalid_choice": NO_SUCH_PARAGRAPH}
NOT_OURS = {
    "required": _("Choose one of the participants offered."),
    "invalid_choice": _("Choose one of the participants offered."),
}


def _written(label: Any, *, longest: int, rows: int, help_text: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, max_length=longest, required=required, help_text=help_text)


class CommentForm(forms.Form):
    """One comment: on which paragraph, of which kind, in which words; for whom, where there is a choice."""

    party = forms.ChoiceField(label=_("participant"), error_messages=NOT_OURS)
    paragraph = forms.ChoiceField(label=_("what it is about"), error_messages=NOT_THERE)
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=CommentKind.choices,
        initial=CommentKind.REMARK,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=_("“No comment” is said about the report as a whole, without words."),
    )
    text = _written(
        _("proposed wording, or remark"),
        longest=LONGEST,
        rows=6,
        required=True,
        help_text=_("Wording as it should stand in the text; a remark in your own words."),
    )
    reason = _written(_("reason"), longest=LONGEST_REASON, rows=3)
    language = forms.ChoiceField(label=_("language"), choices=list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, parties: Sequence[Party], paragraphs: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.uuid): one for one in parties}
        choices: dict[str, Any] = {
            "party": [(key, one.name) for key, one in self.parties.items()],
            "paragraph": [
                (WHOLE, _("the report as a whole")),
                *((str(number), _("paragraph %(number)s") % {"number": number}) for number in paragraphs),
            ],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        if len(self.parties) == 1:
            del self.fields["party"]
        self.fields["text"].required = self.data.get("kind") != CommentKind.NONE

    def for_party(self) -> Party:
        """For whom: where there is one only, it is not asked."""
        return self.parties[self.cleaned_data.get("party") or next(iter(self.parties))]

    def said(self) -> Said:
        """The comment as the service takes it."""
        given = self.cleaned_data
        number = None if given["paragraph"] == WHOLE else int(given["paragraph"])
        words = {name: given[name] for name in ("kind", "text", "reason", "language")}
        return Said(paragraph=number, **words)


class TakeUpForm(StepForm):
    """What became of a comment: a sentence is possible."""

    disposition = _written(
        _("what became of it"),
        longest=LONGEST_REASON,
        rows=3,
        help_text=_("Optional: the text of the report shows it. The participant reads what you write here."),
    )


class ExplainForm(StepForm):
    """What became of a comment that is not taken up as it is: a sentence is needed."""

    disposition = _written(
        _("what became of it"),
        longest=LONGEST_REASON,
        rows=3,
        required=True,
        help_text=_("The participant reads this."),
    )
