"""The closed lists of the reports app; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """A reporting round, from its preparation to the ministers' review."""

    PREPARING = "preparing", _("in preparation")
    OPEN = "open", _("open")
    CONSOLIDATING = "consolidating", _("being consolidated")
    CLOSED = "closed", _("closed")


class Audience(models.TextChoices):
    """For whom a template is written."""

    STATE = "state", _("participating States")
    ORGANISATION = "organisation", _("partner organisations")


class QuestionKind(models.TextChoices):
    """What an answer looks like."""

    LONG_TEXT = "long_text", _("text")
    SHORT_TEXT = "short_text", _("one line")
    YES_NO = "yes_no", _("yes or no")
    NUMBER = "number", _("number")
    ACTIVITY_STATUS = "activity_status", _("status of the activity")
    AGREEMENT = "agreement", _("agree or add")
    MILESTONES = "milestones", _("milestones of the activity")
    INDICATOR_VALUES = "indicator_values", _("values of the activity's indicators")
    ENTRIES = "entries", _("list the participant keeps")
    NEEDS = "needs", _("list of needs")
    OFFERS = "offers", _("list of offers")
    LINKS = "links", _("list of links to evidence")


LISTS = frozenset({QuestionKind.ENTRIES, QuestionKind.NEEDS, QuestionKind.OFFERS, QuestionKind.LINKS})
"""Answered row by row: the participant adds rows, confirms them next time, or closes them."""
OF_ACTIVITY = frozenset({QuestionKind.MILESTONES, QuestionKind.INDICATOR_VALUES})
"""Answered once for each thing of the activity that the plan names."""


class Since(models.TextChoices):
    """What became of an answer since the participant's last complete contribution."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("confirmed, unchanged")
    CLOSED = "closed", _("closed")
    UNCONFIRMED = "unconfirmed", _("to be confirmed")


class Mark(models.TextChoices):
    """What a file filled in elsewhere says about an answer of the last round, or about a row of a list."""

    TO_CONFIRM = "to_confirm", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed: still holds")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class ContributionState(models.TextChoices):
    """What a participant reports for one round (domain note, section 2)."""

    NOT_STARTED = "not_started", _("awaited")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("received")
    QUESTION_OPEN = "question_open", _("sent back with a question")
    COMPLETE = "complete", _("complete")
    NOTHING_TO_REPORT = "nothing_to_report", _("nothing to report for this period")
    REOPENED = "reopened", _("reopened")
    WITHDRAWN = "withdrawn", _("withdrawn")


class HandedState(models.TextChoices):
    """A section that one colleague was asked to write."""

    HANDED = "handed", _("handed over")
    FINISHED = "finished", _("marked as finished")
    CLOSED = "closed", _("no longer handed to anybody")


class SignatureRole(models.TextChoices):
    """As what somebody signs where a participant signs with two."""

    SUBMITS = "submits", _("focal point")
    AGREES = "agrees", _("senior official")


class JointState(models.TextChoices):
    """A participant in whose name a contribution of another one also speaks, once it has confirmed."""

    NAMED = "named", _("not asked yet")
    ASKED = "asked", _("asked to confirm")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")
    TAKEN_OUT = "taken_out", _("no longer named")


class Visibility(models.TextChoices):
    """Who may see a section, chosen at sign-off by the participant."""

    STAFF = "staff", _("Presidency and Secretariat")
    PARTICIPANTS = "participants", _("all participants")
    PUBLIC = "public", _("public")


class Use(models.TextChoices):
    """How a section may be used in the consolidated report."""

    ATTRIBUTED = "attributed", _("attributed")
    UNNAMED = "unnamed", _("without naming us")
    NOT_QUOTED = "not_quoted", _("not to be quoted")


class LetterKind(models.TextChoices):
    """What a participant sent in place of the form."""

    NOTE_VERBALE = "note_verbale", _("note verbale")
    LETTER = "letter", _("letter")
    MAIL = "mail", _("e-mail")


class QueryState(models.TextChoices):
    """A question to a contribution."""

    OPEN = "open", pgettext_lazy("of a question", "open")
    ANSWERED = "answered", pgettext_lazy("of a question", "answered")
    NOTHING_TO_ADD = "nothing_to_add", _("nothing to add")
    SETTLED = "settled", pgettext_lazy("of a question", "settled")


class ReportState(models.TextChoices):
    """The consolidated report (domain note, section 2)."""

    DRAFTING = "drafting", _("being drafted")
    CIRCULATED = "circulated", _("circulated")
    COMMENTS_CLOSED = "comments_closed", _("comments closed")
    TABLED = "tabled", _("tabled")
    ENDORSED = "endorsed", _("endorsed")
    ENDORSED_AS_AMENDED = "endorsed_as_amended", _("endorsed as amended")
    ENDORSED_AD_REFERENDUM = "endorsed_ad_referendum", _("endorsed ad referendum")
    TRANSMITTED = "transmitted", _("transmitted to ministers")
    REVIEWED = "reviewed", _("reviewed")
    TAKEN_NOTE_OF = "taken_note_of", _("taken note of")
    PUBLISHED = "published", _("published")


class CommentKind(models.TextChoices):
    """What a participant says about a circulated draft."""

    WORDING = "wording", _("proposed wording")
    REMARK = "remark", _("remark")
    NONE = "none", _("no comment")


class CommentState(models.TextChoices):
    """A comment, and what the drafters did with it."""

    STANDING = "standing", _("standing")
    WITHDRAWN = "withdrawn", _("taken back")
    TAKEN_UP = "taken_up", _("taken up")
    TAKEN_UP_IN_PART = "taken_up_in_part", _("taken up in part")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")
