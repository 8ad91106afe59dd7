"""Sentences that Django's own pages say in the workbench, named here so that our catalogues can say them rightly.

Django's French puts any name behind one article and heads a link with a noun; its catalogues give way to ours.
"""

from django.utils.translation import gettext_noop

SAID_BY_DJANGO = (
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add %s"),
    gettext_noop("Change"),
)
