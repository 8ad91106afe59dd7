"""Yes and no in words. Django draws a green tick and a red cross: "no" is seldom wrong here, and red is for errors."""

from django.contrib.admin.templatetags import admin_list
from django.utils.translation import gettext as _

from foundation.errors import Sentence

DRAWN_BY = "_boolean_icon"
"""What Django's lists and forms ask for the picture of a value, by this name of this module."""


def said(value: object) -> Sentence:
    """The word, in the reader's language; a dash where nothing is known yet."""
    if value is None:
        return "–"
    return _("yes") if value else _("no")


def keep_in_words() -> None:
    """Lists and forms of the workbench read `said` instead of the picture."""
    setattr(admin_list, DRAWN_BY, said)
