"""Sections, questions and answers as blocks of a paper: labels in the reader's language, answers as they were typed.

A number is in no language: it is set as its reader reads numbers, and nothing says that it is an authentic text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.errors import Sentence
from foundation.exports.paper import Block, Entry, Facts, Heading, Words
from foundation.wording import langname
from reports.enums import Use, Visibility
from reports.models import Attachment, SectionTerms
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.progress import progress_of_all
from reports.selectors.snapshots import ReadAnswer, read_sections
from reports.selectors.translations import NO_TRANSLATIONS, Beneath, Translations, spot_of

NOTHING_SAID = "–"
UNCONFIRMED: Sentence = gettext_lazy("Taken from the last contribution, not confirmed yet.")


def working_blocks(
    asked: Iterable[AskedSection], terms: Mapping[int, SectionTerms], translations: Translations = NO_TRANSLATIONS
) -> Iterator[Block]:
    """Everything asked, answered or not, with who may see each section, and translations beneath."""
    for section in asked:
        yield Heading(_title(section), 2, _seen_by(terms.get(section.section.pk)))
        for item in section.questions:
            if not item.is_spare or item.number == 1:
                yield _working(item)
                language = item.answer.language if item.answer else ""
                yield from _translated(translations.beneath(spot_of(item), item.text, language))


def snapshot_blocks(
    sections: Sequence[Mapping[str, Any]], translations: Translations = NO_TRANSLATIONS
) -> Iterator[Block]:
    """What was submitted, as it was frozen, in the active language where the words are ours; files by their hashes."""
    for section, frozen in zip(read_sections(sections, (), translations), sections, strict=True):
        yield Heading(_of_activity(section.title, section.activity_code, section.activity_title), 2)
        for answer in section.answers:
            yield _submitted(answer)
            yield from _translated(answer.beneath)
        files = frozen.get("files", [])
        if files:
            yield Facts(
                [(file["title"] or file["name"], f"{file['name']}\nSHA-256 {file['sha256']}") for file in files]
            )


def working_files(files: Iterable[Attachment]) -> Iterator[Block]:
    """The files that would be submitted too: what each is, its name and size, and who may see it."""
    listed = list(files)
    if listed:
        yield Heading(_("Files"), 2)
    for file in listed:
        yield Entry(file.title, f"{_place(file)}\n{file.file_name} · {filesizeformat(file.size)}", _seen_by(file))


def written_in(language: str) -> str:
    """Which language an answer was written in, and that its text there is the authentic one."""
    return _("Written in %(language)s: the authentic text.") % {"language": langname(language)}


def count_of_answers(asked: Iterable[AskedSection]) -> str:
    """How many of how many questions have an answer, and how many of those nobody has confirmed yet."""
    far = progress_of_all(asked)
    count = {"answered": far.answered + far.to_confirm, "asked": far.asked, "count": far.to_confirm}
    if not far.to_confirm:
        return _("%(answered)s of %(asked)s") % count
    said = ngettext(
        "%(answered)s of %(asked)s, %(count)s of them still to be confirmed",
        "%(answered)s of %(asked)s, %(count)s of them still to be confirmed",
        far.to_confirm,
    )
    return said % count


def _working(item: AskedQuestion) -> Entry:
    label = _under(str(item.question.text), item.label if item.item else "")
    if not item.text:
        return Entry(label, NOTHING_SAID)
    notes = [str(UNCONFIRMED)] if item.waits_for_confirmation else []
    if item.word_of_ours is not None:
        return Entry(label, _sentence(item.word_of_ours), " ".join(notes))
    if not item.is_written:
        unit = str(item.thing.indicator.unit) if item.thing and item.thing.indicator else ""
        return Entry(label, _measured(item.text_read, unit), " ".join(notes))
    language = item.answer.language if item.answer else ""
    return Entry(label, Words(item.text, language), " ".join([written_in(language), *notes]))


def _submitted(answer: ReadAnswer) -> Entry:
    label, said = _under(answer.question, answer.label), str(answer.text)
    if not answer.language:
        return Entry(label, _sentence(said))
    if answer.is_number:
        return Entry(label, _measured(answer.text_read, answer.unit))
    return Entry(label, Words(said, answer.language), written_in(answer.language))


def _translated(beneath: Beneath) -> Iterator[Entry]:
    for one in beneath.translations:
        yield Entry(_("Translation"), Words(one.text, one.language), one.mark)


def _under(question: str, label: str) -> str:
    return f"{question}\n{label}" if label and label != question else question


def _measured(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def _place(file: Attachment) -> str:
    title, activity = str(file.section.title), file.activity
    return _of_activity(title, activity.code, str(activity.title)) if activity else title


def _title(section: AskedSection) -> str:
    title, activity = str(section.section.title), section.activity
    return _of_activity(title, activity.code, str(activity.title)) if activity else title


def _of_activity(title: str, code: str, activity: str) -> str:
    return f"{title} · {code} {activity}" if code else title


def _seen_by(terms: SectionTerms | Attachment | None) -> str:
    visibility = Visibility(terms.visibility if terms else Visibility.STAFF).label
    use = Use(terms.use if terms else Use.ATTRIBUTED).label
    return _("Who may see it once it is submitted: %(visibility)s. Use: %(use)s.") % {
        "visibility": visibility,
        "use": use,
    }


def _sentence(words: Sentence) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
