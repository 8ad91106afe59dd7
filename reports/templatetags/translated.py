"""What stands beneath an answer as it is being written."""

from django import template

from reports.selectors import translations as read
from reports.selectors.asked_question import AskedQuestion
from reports.selectors.translations import Beneath, Translations, spot_of

register = template.Library()


@register.filter
def beneath(translations: Translations, item: AskedQuestion) -> Beneath:
    """The translations of the answer to a question."""
    return translations.beneath(spot_of(item), item.text, item.answer.language if item.answer else "")


@register.filter
def is_in_words(item: AskedQuestion) -> bool:
    """Whether the answer can be translated."""
    return read.is_in_words(item.kind, item.text)
