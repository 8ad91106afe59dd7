"""What the steps of a received contribution ask."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.forms import StepForm
from foundation.localized import LANGUAGE_NAMES
from reports.models import TemplateQuestion
from reports.selectors.asked import template_of
from reports.selectors.contributions import latest_snapshot

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())


class ReasonForm(StepForm):
    """A step that is taken for a reason."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)


class AskForm(StepForm):
    """A question to the participant, about one of its answers or about all of them."""

    asked = forms.CharField(label=_("question"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4_000)
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)
    question = forms.ModelChoiceField(
        label=_("about the answer to"), queryset=TemplateQuestion.objects.none(), required=False
    )
    activity = forms.ModelChoiceField(label=_("about the activity"), queryset=Activity.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())
        questions = TemplateQuestion.objects.filter(section__template=template_of(self.obj))  # type: ignore[arg-type]  # -- a contribution
        self.fields["question"].queryset = questions.order_by("section__position", "position")  # type: ignore[attr-defined]  # -- a ModelChoiceField
        snapshot = latest_snapshot(self.obj)  # type: ignore[arg-type]  # -- a contribution
        if snapshot is not None:
            self.fields["activity"].queryset = snapshot.activities.order_by("code")  # type: ignore[attr-defined]  # -- a ModelChoiceField


class AskAgainForm(StepForm):
    """One more question in the same thread."""

    asked = forms.CharField(label=_("question"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4_000)
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())
