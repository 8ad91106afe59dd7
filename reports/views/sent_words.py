"""Words that were sent, in the form of today: their page may be of an earlier edition, or of other handed sections."""

from django.http import QueryDict

from reports.forms.answers import AnswersForm, with_what_stands
from reports.forms.editions import as_called_now, brought_forward, carried
from reports.models import Contribution
from reports.selectors.asked import Everything
from reports.services.one_answer import Draft
from reports.views.arranged import Arranged, is_typed_in, typed_beyond


def form_of_today(asked: Everything, order: Arranged, contribution: Contribution) -> AnswersForm:
    """The form as it stands, with nothing typed."""
    return _form(None, asked, order, contribution)


def with_sent_words(
    sent: QueryDict, asked: Everything, order: Arranged, contribution: Contribution, *, have_waited: bool
) -> tuple[AnswersForm, list[Draft]]:
    """The same with the words that were sent, and drafts for those of questions that are asked no more.

    Words that waited for their account stand beside all that their page did not have, and the form is not bound where
    none of them is the reader's to write. What is typed where the reader does not write is carried along.
    """
    posted, gone = brought_forward(sent, contribution)
    posted = as_called_now(posted, asked.sections)
    words: QueryDict | None = posted
    if have_waited:
        words = with_what_stands(posted, order.written, contribution) if is_typed_in(order, posted) else None
    form = _form(words, asked, order, contribution)
    form.beyond = typed_beyond(order, posted)
    form.carried = [*carried(sent, gone), *(field for one in form.beyond for field in one.fields)]
    return form, gone


def _form(words: QueryDict | None, asked: Everything, order: Arranged, contribution: Contribution) -> AnswersForm:
    form = AnswersForm(words, asked=order.written, contribution=contribution)
    form.no_longer_asked = asked.no_longer_asked
    return form
