"""What a reader is told when a paper could not be set: the same on every page that hands one out."""

from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError, Sentence

DRAFT_IS_KEPT: Sentence = _(
    "The PDF could not be made just now. Try again in a few minutes, or print as DOCX; your draft is kept."
)


class NotSetError(DomainError):
    """No paper could be made just now (503). The sentence is that of a submission, unless another is given."""

    code = "paper_not_set"
    status = 503
    default = _("The PDF could not be made just now. Try again in a few minutes; what you submitted is safe.")
