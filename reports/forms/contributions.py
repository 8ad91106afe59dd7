"""What the steps of a received contribution ask."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from foundation.forms import StepForm
from foundation.localized import LANGUAGE_NAMES
from reports.forms.rows import offer
from reports.models import TemplateQuestion
from reports.selectors.asked import asked_sections

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())


class ReasonForm(StepForm):
    """A step that is taken for a reason."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)


class AskForm(StepForm):
    """A question to the participant, about one of its answers or about all of them."""

    asked = forms.CharField(label=_("question"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4_000)
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)
    question = forms.ModelChoiceField(
        label=_("about the answer to"),
        queryset=TemplateQuestion.objects.none(),
        required=False,
        help_text=_("Optional: a question may also be about the contribution as a whole."),
    )
    activity = forms.ModelChoiceField(
        label=_("about the activity"),
        queryset=Activity.objects.none(),
        required=False,
        help_text=_("Optional: only for an answer that is given for each activity."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())
        asked = [one for section in asked_sections(self.obj) for one in section.questions]  # type: ignore[arg-type]  # -- a contribution
        questions = TemplateQuestion.objects.filter(pk__in={one.question.pk for one in asked})
        offer(self, "question", questions.order_by("section__position", "position"))
        activities = Activity.objects.filter(pk__in={one.activity.pk for one in asked if one.activity})
        offer(self, "activity", activities.order_by("code"))


class AskAgainForm(StepForm):
    """One more question in the same thread."""

    asked = forms.CharField(label=_("question"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4_000)
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())
