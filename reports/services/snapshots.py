"""Freezing what was submitted: canonical JSON, so that the same words always have the same SHA-256."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from actionplan.models import Activity
from foundation.ledger.services import JSON
from foundation.localized import texts
from reports.enums import ContributionState, JointState, QuestionKind, Use, Visibility
from reports.models import Answer, Attachment, Contribution, Letter, Snapshot
from reports.models.clearances import VERSION_LENGTH
from reports.selectors.asked import asked_sections, template_of
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.attachments import files_of
from reports.selectors.contributions import number_of, terms_of
from reports.services.receipts import owe_receipt
from reports.services.translations import carry_translations

FilesByPlace = Mapping[tuple[int, int | None], list[dict[str, Any]]]
SCHEMA = "contribution/3"
"""Since 2: each answer says its item with its label and unit, whether it is closed, and what it is since last time.

And `clearances`: who cleared which version of the answers in the participant's own house.
Since 3: the route it came by, `form` or `letter`; a letter names its file by its SHA-256.
`is_number` stands only beside the value of an indicator that is a number without a unit; earlier ones lack it.
"""


def freeze_snapshot(contribution: Contribution, *, now: datetime, letter: Letter | None = None) -> Snapshot:
    """Freeze the answers as they stand, or the letter that came in their place, and give the receipt its number.

    The caller holds the contribution's lock, has set its new state, and saves that with the number.
    """
    number = contribution.snapshots.count() + 1
    nothing = contribution.state == ContributionState.NOTHING_TO_REPORT
    files = _files_by_place(contribution)
    sections = [] if nothing or letter else _said(asked_sections(contribution), files)
    submitted_at = _moment(letter.received_at if letter else now)
    content = {**_heading(contribution), "number": number, "submitted_at": submitted_at, "nothing_to_report": nothing}
    content |= {"route": "letter" if letter else "form", "letter": _letter(letter) if letter else None}
    content["sections"] = _written(sections, files)
    content["clearances"] = _clearances(contribution)
    canonical = canonical_json(content)
    snapshot = Snapshot.objects.create(
        contribution=contribution,
        number=number,
        content=content,
        canonical=canonical,
        sha256=hashlib.sha256(canonical).hexdigest(),
        frozen_at=now,
    )
    contribution.receipt_number = number_of(contribution, number)
    snapshot.activities.set({section.activity for section in sections if section.activity})
    carry_translations(snapshot)
    owe_receipt(snapshot)
    return snapshot


def facts_of(snapshot: Snapshot) -> dict[str, JSON]:
    """What the ledger says of a submission, whichever way it came."""
    return {
        "round": snapshot.contribution.round.code,
        "snapshot": str(snapshot.uuid),
        "sha256": snapshot.sha256,
        "number": snapshot.number,
    }


def same_words(contribution: Contribution, snapshot: Snapshot) -> bool:
    """Whether the working answers say what the snapshot says."""
    return words_of(said_now(contribution)) == words_of(snapshot.content["sections"])


def words_of(sections: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sections without what is said only of how they read: earlier ones, with the same words, say nothing of it."""
    return [{**section, "answers": [_words(answer) for answer in section["answers"]]} for section in sections]


def said_now(contribution: Contribution) -> list[dict[str, Any]]:
    """The working answers in the form in which they would be frozen."""
    return _as_frozen(contribution, asked_sections(contribution))


def working_version(contribution: Contribution) -> str:
    """The version of the answers as they stand: the beginning of the SHA-256 of their canonical JSON."""
    return version_of_asked(contribution, asked_sections(contribution))


def version_of_asked(contribution: Contribution, asked: Sequence[AskedSection]) -> str:
    """The same of the answers that were read already: what is shown or printed beside them is of these very ones."""
    return version_of_answers(_as_frozen(contribution, asked))


def version_of_answers(sections: Sequence[Mapping[str, Any]]) -> str:
    """The version of answers, from the sections as they are frozen."""
    return hashlib.sha256(canonical_json(words_of(sections))).hexdigest()[:VERSION_LENGTH]


def digest_of(contribution: Contribution) -> str:
    """The SHA-256 of all that is signed now: answers, files, in whose name, and who may see what."""
    files = files_of(contribution)
    chosen = {str(terms.section.uuid): [terms.visibility, terms.use] for terms in terms_of(contribution).values()}
    chosen |= {str(file.uuid): [file.visibility, file.use] for file in files}
    named = contribution.joint_names.exclude(state=JointState.TAKEN_OUT).values_list("party__code", flat=True)
    default = [Visibility.STAFF.value, Use.ATTRIBUTED.value]
    content = {
        **_heading(contribution),
        "sections": words_of(said_now(contribution)),
        "together_with": sorted(named),
        "terms": {name: terms for name, terms in chosen.items() if terms != default},
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()


def canonical_json(content: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8, no floats: one content, one sequence of bytes. Raises `TypeError` for a float."""
    _refuse_floats(content)
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _refuse_floats(content: Any) -> None:
    if isinstance(content, float):
        raise TypeError("A float has no canonical form: write it as text.")
    if isinstance(content, Mapping):
        for inner in content.values():
            _refuse_floats(inner)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for inner in content:
            _refuse_floats(inner)


def _heading(contribution: Contribution) -> dict[str, Any]:
    template = template_of(contribution)
    return {
        "schema": SCHEMA,
        "contribution": str(contribution.uuid),
        "round": contribution.round.code,
        "participant": contribution.party.code,
        "authority": str(contribution.authority.uuid) if contribution.authority else None,
        "language": contribution.language,
        "template": {"code": template.code, "edition": template.edition, "audience": template.audience},
    }


def _as_frozen(contribution: Contribution, asked: Sequence[AskedSection]) -> list[dict[str, Any]]:
    files = _files_by_place(contribution)
    return _written(_said(asked, files), files)


def _files_by_place(contribution: Contribution) -> FilesByPlace:
    """What is frozen of its files, by the section and the activity they belong to. One query."""
    files = defaultdict(list)
    for file in files_of(contribution):
        files[file.section_id, file.activity_id].append(_file(file))
    return files


def _said(asked: Sequence[AskedSection], files: FilesByPlace) -> list[AskedSection]:
    """The sections that say something, in words or by a file."""
    return [section for section in asked if _says_something(section) or section.keys in files]


def _written(sections: Sequence[AskedSection], files: FilesByPlace) -> list[dict[str, Any]]:
    return [{**_section(section), "files": files.get(section.keys, [])} for section in sections]


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "sender": letter.sender,
        "number": letter.number,
        "dated": letter.dated.isoformat(),
        "language": letter.language,
        "name": letter.file_name,
        "media_type": letter.revision.media_type,
        "size": letter.revision.size,
        "sha256": letter.revision.sha256,
    }


def _file(file: Attachment) -> dict[str, Any]:
    return {
        "uuid": str(file.uuid),
        "title": file.title,
        "name": file.file_name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _clearances(contribution: Contribution) -> list[dict[str, Any]]:
    """Who cleared what: the version says whether it was these very answers."""
    return [
        {"by": one.cleared_by, "on": one.cleared_on.isoformat(), "version": one.answers_version}
        for one in contribution.clearances.order_by("recorded_at", "id")
    ]


def _section(asked: AskedSection) -> dict[str, Any]:
    return {
        "code": asked.section.code,
        "title": texts(asked.section, "title"),
        "activity": _activity(asked.activity) if asked.activity else None,
        "answers": [_answer(item, item.answer) for item in asked.questions if item.answer and item.answer.text],
    }


def _answer(item: AskedQuestion, answer: Answer) -> dict[str, Any]:
    return {
        "question": item.question.code,
        "text": texts(item.question, "text"),
        "kind": item.question.kind,
        "item": str(item.item) if item.item else None,
        "label": item.thing.names if item.thing else None,
        "unit": item.thing.units if item.thing else None,
        "language": answer.language,
        "answer": answer.text,
        "closed": answer.is_closed,
        "since": item.since.value if item.since else None,
        **_how_it_reads(item),
    }


def _how_it_reads(item: AskedQuestion) -> dict[str, bool]:
    """Nothing beside a unit, which says that it is a number."""
    has_unit = item.thing is not None and any((item.thing.units or {}).values())
    is_bare = item.question.kind == QuestionKind.INDICATOR_VALUES and item.kind == QuestionKind.NUMBER and not has_unit
    return {"is_number": True} if is_bare else {}


def _words(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "is_number"}


def _activity(activity: Activity) -> dict[str, Any]:
    return {"uuid": str(activity.uuid), "code": activity.code, "title": texts(activity, "title")}


def _says_something(asked: AskedSection) -> bool:
    return any(item.text for item in asked.questions)


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
