"""Sentences that Django's own pages say in the workbench, named here so that our catalogues can say them rightly.

Django's French puts any name behind one article and heads a link with a noun, its Arabic speaks to one person as to a
friend; its catalogues give way to ours.
"""

from django.utils.translation import gettext_noop

SAID_BY_DJANGO = (
    gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add %s"),
    gettext_noop("Change"),
    gettext_noop("Delete"),
    gettext_noop("Delete?"),
    gettext_noop("Filter"),
    gettext_noop("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
    gettext_noop("Save and view"),
    gettext_noop("Start typing to filter…"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("You may edit it again below."),
)
