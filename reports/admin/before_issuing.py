"""What the workbench says before the text of a report is circulated or tabled: what stands in the way, and where.

What the services would refuse is said beforehand, each with a link to the very text; they refuse it all the same.
"""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.localized import LANGUAGES
from foundation.screens import screen_of
from foundation.steps import Obstacle
from foundation.wording import enumerated, langname
from reports.enums import CommentKind, CommentState
from reports.models import Comment, ConsolidatedReport, ReportParagraph
from reports.selectors.comments import compiled_comments
from reports.selectors.taken_up import WHOLE, taken_up_and_unchanged
from reports.services.quoting import repeating

NOT_QUOTED = _("It repeats words that a participant marked as not to be quoted.")


def in_the_way_of_circulating(report: ConsolidatedReport) -> Iterator[Obstacle]:
    """What is not written yet in the authentic language, what may not be quoted, and a title of two wordings."""
    page, language = screen_of(report), report.authentic_language
    to_write = gettext("It is still to be written in %(language)s, the authentic language of this report.")
    unwritten = to_write % {"language": langname(language)}
    if not getattr(report, f"title_{language}"):
        yield _title(report, language, unwritten)
    elif report.earlier_in:
        yield _title(report, report.earlier_in[0], _of_earlier_wording(report.earlier_in))
    places = _places(report)
    if not places:
        yield Obstacle(unwritten, capfirst(gettext("a paragraph at least")), f"{page}#paragraphs-0")
    yield from (_at(one, url, unwritten) for one, url in places.items() if not getattr(one, f"text_{language}"))
    yield from (_at(one, places[one], NOT_QUOTED) for one in repeating(report, places))


def in_the_way_of_tabling(report: ConsolidatedReport) -> Iterator[Obstacle]:
    """The same, and each paragraph that says other things in another language."""
    yield from in_the_way_of_circulating(report)
    for paragraph, url in _places(report).items():
        if paragraph.earlier_in:
            yield _at(paragraph, url, _of_earlier_wording(paragraph.earlier_in))


def of_comments_without_answer(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:
    """The comments of which nobody has said what became of them, each with the way to it: after tabling nobody can."""
    asked = compiled_comments(report, actor, language="en").filter(state=CommentState.STANDING)
    links = [_comment(one) for one in asked.exclude(kind=CommentKind.NONE)]
    if links:
        told = gettext("Nobody has said yet what becomes of these comments, and once the report is tabled nobody can:")
        yield format_html("{} {}", told, format_html_join(" · ", '<a href="{}">{}</a>', links))


def before_tabling(report: ConsolidatedReport) -> Sentence:
    """Whether what was commented on still reads as it did when the comments were made that were taken up."""
    same = taken_up_and_unchanged(report)
    paragraphs, said = [number for number in same if number is not WHOLE], []
    if paragraphs:
        unchanged = ngettext(
            "Comments were taken up on paragraph %(numbers)s, whose text is the same as in the circulated draft.",
            "Comments were taken up on paragraphs %(numbers)s, whose text is the same as in the circulated draft.",
            len(paragraphs),
        )
        said.append(unchanged % {"numbers": enumerated(paragraphs)})
    if WHOLE in same:
        said.append(
            gettext("Comments were taken up on the whole report, whose text is the same as in the circulated draft.")
        )
    said.append(gettext("The text is issued and fixed: it can only be amended afterwards."))
    return " ".join(said)


def _places(report: ConsolidatedReport) -> dict[ReportParagraph, str]:
    """Where each paragraph stands on the page of its report, which has them in this order."""
    paragraphs = report.paragraphs.order_by("number", "id")
    return {one: f"{screen_of(report)}#paragraphs-{position}" for position, one in enumerate(paragraphs)}


def _title(report: ConsolidatedReport, language: str, sentence: Sentence) -> Obstacle:
    return Obstacle(sentence, capfirst(gettext("the title")), f"{screen_of(report)}#id_title_{language}")


def _at(paragraph: ReportParagraph, url: str, sentence: Sentence) -> Obstacle:
    return Obstacle(sentence, capfirst(gettext("paragraph %(number)s") % {"number": paragraph.number}), url)


def _of_earlier_wording(languages: list[str]) -> str:
    said = gettext(
        "In %(languages)s, of an earlier wording than the authentic text: change it, empty it, or tick that it is "
        "still right."
    )
    return said % {"languages": enumerated(langname(code) for code in LANGUAGES if code in languages)}


def _comment(comment: Comment) -> tuple[str, str]:
    about = gettext("the report as a whole")
    if comment.paragraph is not None:
        about = gettext("paragraph %(number)s") % {"number": comment.paragraph}
    return screen_of(comment), f"{comment.party.name} ({about})"
