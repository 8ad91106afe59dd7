"""A template as a participant would see it, before anybody is asked: one example where a question unfolds."""

from uuid import uuid5

from django.utils.translation import gettext as _

from foundation.localized import LANGUAGES
from reports.enums import LISTS, OF_ACTIVITY
from reports.models import Template, TemplateQuestion
from reports.selectors.asked import sections_of
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.things import Thing


def previewed_sections(template: Template) -> list[AskedSection]:
    """Each section once, whatever it is repeated for."""
    return [
        AskedSection(section, None, [_previewed(question) for question in section.asked])
        for section in sections_of(template.pk)
    ]


def _previewed(question: TemplateQuestion) -> AskedQuestion:
    example = uuid5(question.uuid, "preview")
    if question.kind in LISTS:
        return AskedQuestion(question, None, None, example, None, 1)
    if question.kind in OF_ACTIVITY:
        thing = Thing(example, dict.fromkeys(LANGUAGES, _("Example from the plan")))
        return AskedQuestion(question, None, None, example, thing)
    return AskedQuestion(question, None, None)
