"""What a translator has before them: one authentic text, the translation there is, and the one of an earlier text."""

from dataclasses import dataclass
from uuid import UUID

from actionplan.models import Activity
from foundation.actors import Actor
from foundation.localized import LANGUAGES, pick
from reports.models import Answer, AnswerTranslation, Contribution, Snapshot, TemplateQuestion
from reports.selectors.asked import asked_sections
from reports.selectors.translations import is_in_words, reading_language, sha256_of


@dataclass(frozen=True)
class Authentic:
    """An answer in its participant's own words. `number` is that of the submission; 0: as it stands, not submitted."""

    question: TemplateQuestion
    activity: Activity | None
    item: UUID | None
    asked: str
    label: str
    language: str
    text: str
    number: int = 0

    @property
    def sha256(self) -> str:
        """By which a translation knows it."""
        return sha256_of(self.text)

    @property
    def section(self) -> tuple[int, int | None]:
        """In which section of which activity it stands, by their keys."""
        return self.question.section_id, self.activity.pk if self.activity else None

    @property
    def into(self) -> list[str]:
        """The languages it can be translated into; the reader's first."""
        others = [code for code in LANGUAGES if code != self.language]
        return sorted(others, key=lambda code: code != reading_language())


def answer_sent(contribution: Contribution, number: int, place: int) -> Authentic | None:
    """The answer at this place (counted from 1) of a submission; None where there are no words."""
    snapshot = contribution.snapshots.defer("canonical").filter(number=number).first()
    if snapshot is None:
        return None
    answers = [(section, answer) for section in snapshot.content["sections"] for answer in section["answers"]]
    section, answer = answers[place - 1] if 0 < place <= len(answers) else ({}, {"kind": "", "answer": ""})
    if not is_in_words(answer["kind"], answer["answer"]):
        return None
    activity = section["activity"] or {}
    return Authentic(
        question=_question(snapshot, section["code"], answer["question"]),
        activity=Activity.objects.filter(uuid=activity["uuid"]).first() if activity else None,
        item=UUID(answer["item"]) if answer.get("item") else None,
        asked=pick(answer["text"]),
        label=pick(answer.get("label") or {}),
        language=answer["language"],
        text=answer["answer"],
        number=number,
    )


def _question(snapshot: Snapshot, section: str, code: str) -> TemplateQuestion:
    edition = {f"section__template__{name}": value for name, value in snapshot.content["template"].items()}
    return TemplateQuestion.objects.select_related("section").get(section__code=section, code=code, **edition)


def answer_written(contribution: Contribution, name: str) -> Authentic | None:
    """The answer of this name in the form, as it stands; None where there are no words."""
    asked = (item for section in asked_sections(contribution) for item in section.questions)
    item = next((one for one in asked if name in {one.name, one.full_name} and one.answer is not None), None)
    if item is None or not is_in_words(item.kind, item.text):
        return None
    language = item.answer.language if item.answer else ""
    place = item.question, item.activity, item.item
    return Authentic(*place, asked=str(item.question.text), label=item.label, language=language, text=item.text)


def still_says(contribution: Contribution, authentic: Authentic) -> bool:
    """Whether the answer says this; what was submitted does for ever."""
    if authentic.number:
        return True
    place = {"question": authentic.question, "activity": authentic.activity, "item": authentic.item}
    stands = Answer.objects.filter(contribution=contribution, **place).values_list("text", "language").first()
    return stands == (authentic.text, authentic.language)


def translation_of(contribution: Contribution, authentic: Authentic, language: str) -> AnswerTranslation | None:
    """The translation of this very text into a language: whoever has the text before them reads it."""
    rows = AnswerTranslation.objects.filter(**_place(contribution, authentic), language=language)
    return rows.filter(sha256=authentic.sha256).first()


def translation_before(
    contribution: Contribution, authentic: Authentic, language: str, *, actor: Actor
) -> AnswerTranslation | None:
    """The latest translation into a language, of those the reader may see, of what was answered here in other words."""
    seen = AnswerTranslation.objects.visible_to(actor).filter(**_place(contribution, authentic), language=language)
    return seen.exclude(sha256=authentic.sha256).order_by("-translated_at", "-id").first()


def _place(contribution: Contribution, authentic: Authentic) -> dict[str, object]:
    """Where an answer stands, in whichever edition of the questions."""
    return {
        "contribution": contribution,
        "question__section__code": authentic.question.section.code,
        "question__code": authentic.question.code,
        "activity": authentic.activity,
        "item": authentic.item,
    }
