"""Consolidated reports at any point of their way, taken there by the services that take them in the product."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import factory

from meetings.models import Meeting
from parties.models import Party
from reports.models import (
    Addressee,
    Contribution,
    ReportParagraph,
    Round,
    SectionTerms,
    Snapshot,
    Template,
    TemplateQuestion,
    TemplateSection,
)
from reports.services.completing import confirm_amended, issue_amended_revision
from reports.services.consolidated import circulate, close_comments, draft_report, save_paragraph, table
from reports.services.endorsement import Amended, ToConfirm, record_endorsement
from reports.services.recording import MeetingAct
from reports.services.transmission_and_review import publish, record_review, transmit
from tests.factories.meetings import MeetingFactory, kind, verb
from tests.factories.parties import actor, participant
from tests.states import kept

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
TITLE = {"en": "Periodic report", "fr": "Rapport périodique", "ar": "التقرير الدوري"}
WAY = {"not_started": [], "draft": ["draft"], "submitted": ["draft", "submitted"]}
WAY |= {
    "complete": [*WAY["submitted"], "complete"],
    "question_open": [*WAY["submitted"], "question_open"],
    "nothing_to_report": ["nothing_to_report"],
}


class TemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Template

    code = factory.Sequence(lambda n: f"template-{n}")
    title_en = "Template"
    audience = "state"


def plan():
    from actionplan.models import Plan  # noqa: PLC0415 -- read from the reference data only when a test asks

    return Plan.objects.order_by("pk").first()


@kept
def round_in(state="consolidating", *, asked=("EG", "FR"), **given):
    """A round that asked these participants, taken to its state by the edges of its workflow."""
    template = given.pop("template", None) or TemplateFactory()
    for code, title in (("progress", "Progress"), ("needs", "Needs")):
        section = TemplateSection.objects.create(template=template, code=code, title_en=title)
        TemplateQuestion.objects.create(section=section, code="what", text_en=f"What about {code}?")
    number = Round.objects.count() + 1
    made = Round.objects.create(
        code=f"ROUND-{number}",
        plan=plan(),
        title_en=f"Round {number}",
        period_begins_on=date(2025, 7, 1),
        period_ends_on=date(2025, 12, 31),
        due_at=NOW - timedelta(days=30),
        cutoff_at=NOW - timedelta(days=10),
        state_template=template,
        organisation_template=template,
        **given,
    )
    for code in asked:
        Addressee.objects.create(round=made, party=participant(code))
    for step in ("open", "consolidating")[: {"preparing": 0, "open": 1, "consolidating": 2}[state]]:
        made.state = step
        made.save(update_fields=["state"])
    return made


@kept
def contribution(round_, party, state="complete", *, progress="", needs="", uses=None, authority=None):
    """What one participant reports, taken to its state; its sections carry the use it allows."""
    made = Contribution.objects.create(round=round_, party=party, authority=authority)
    freeze(made, {"progress": progress, "needs": needs})
    for step in WAY[state]:
        made.state = step
        made.submitted_at = None if step == "draft" else NOW - timedelta(days=31)
        made.save(update_fields=["state", "submitted_at"])
    for section in round_.state_template.sections.all():
        if section.code in (uses or {}):
            SectionTerms.objects.create(contribution=made, section=section, use=uses[section.code])
    return made


@kept
def freeze(made, answers):
    """The snapshot of what was submitted, in the shape the contribution's own freeze gives it."""
    sections = [
        {
            "code": code,
            "title": {"en": code.title(), "fr": "", "ar": ""},
            "activity": None,
            "answers": [
                {
                    "question": "what",
                    "text": {"en": f"What about {code}?", "fr": "", "ar": ""},
                    "kind": "long_text",
                    "language": "en",
                    "answer": text,
                }
            ],
        }
        for code, text in answers.items()
        if text
    ]
    content = {"schema": "contribution/1", "participant": made.party.code, "sections": sections}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    return Snapshot.objects.create(
        contribution=made,
        number=made.snapshots.count() + 1,
        content=content,
        canonical=canonical,
        sha256=hashlib.sha256(canonical).hexdigest(),
        frozen_at=NOW,
    )


@kept
def chair():
    """An officer of the Presidency in the chair."""
    return actor("presidency_current", now=NOW)


@kept
def senior_officials(state="held", **given):
    """A meeting that goes on: the reports of these tests are tabled in its days."""
    return MeetingFactory(state=state, **{"ends_on": date(2026, 6, 30), **given})


@kept
def ministers(state="held", **given):
    return MeetingFactory(state=state, kind=kind("ministerial"), **given)


@kept
def drafted(*, by=None, paragraphs=3, **given):
    """A report that draws on the contributions of Egypt (complete) and France (complete)."""
    by = by or chair()
    round_ = given.pop("round_", None) or round_in()
    if not round_.contributions.exists():
        contribution(round_, participant("EG"), progress="Two courses were held in Cairo for border officers.")
        contribution(round_, participant("FR"), progress="A centre was opened in Marseille for skilled workers.")
    report = draft_report(round_, actor=by, now=NOW, **{"title": TITLE, **given})
    for number in range(1, paragraphs + 1):
        write(report, number, f"Paragraph {number} of the report.", by=by)
    return report


@kept
def write(report, number, text, *, by, **given):
    """A paragraph in three languages, unless others are given."""
    words = {"text_en": text, "text_fr": f"{text} (FR)", "text_ar": f"{text} (AR)", **given}
    paragraph = ReportParagraph(report=report, number=number, **words)
    return save_paragraph(paragraph, actor=by, version=None)


@kept
def tabled(*, by=None, **given):
    by = by or chair()
    return circulated_again(drafted(by=by, **given), by=by)


@kept
def circulated_again(report, *, by):
    """From the drafting table to the table of senior officials, the first time or after a deferral."""
    report = circulate(report, comments_until=NOW + timedelta(days=14), actor=by, version=None, now=NOW)
    report = close_comments(report, actor=by, version=None, now=NOW)
    return table(report, actor=by, version=None, now=NOW)


def act(verb_code, meeting=None, **given):
    """What a meeting did; each meeting numbers its decisions itself."""
    meeting = meeting or senior_officials()
    values = {"number": f"{meeting.decisions.count() + 1}", "decided_on": date(2026, 3, 10), **given}
    return MeetingAct(meeting=meeting, verb=verb(verb_code), text={"en": "The meeting so decided."}, **values)


@kept
def endorsed(verb_code="endorsed", *, by=None, report=None, **given):
    """As the verb says; as amended, issued and confirmed."""
    by = by or chair()
    report = report or tabled(by=by)
    if verb_code == "endorsed_as_amended":
        given.setdefault("amendments", [amended(report)])
    if verb_code == "endorsed_ad_referendum":
        given.setdefault("to_confirm", ToConfirm(date(2026, 4, 10), list(Party.objects.filter(code__in=["EG", "KE"]))))
    record_endorsement(report, act=act(verb_code), actor=by, version=None, now=NOW, **given)
    report.refresh_from_db()
    if verb_code == "endorsed_as_amended":
        report = issue_amended_revision(report, actor=by, version=None, now=NOW)
        report = confirm_amended(report, actor=by, version=None, now=NOW)
    return report


def amended(report, number=2, **text):
    words = text or {"en": "As amended in the room.", "fr": "Tel que modifié.", "ar": "بصيغته المعدلة"}
    return Amended(report.paragraphs.get(number=number), words)


@kept
def transmitted(*, by=None, meeting: Meeting | None = None, **given):
    by = by or chair()
    return sent(endorsed(by=by, **given), by=by, meeting=meeting)


def sent(report, *, by, meeting: Meeting | None = None):
    transmit(report, meeting=meeting or ministers(), actor=by, version=None, now=NOW)
    report.refresh_from_db()
    return report


@kept
def reviewed(verb_code="reviewed", *, by=None, report=None, **given):
    by = by or chair()
    report = sent(report, by=by) if report else transmitted(by=by)
    record_review(report, act=act(verb_code, report.transmission.meeting), actor=by, version=None, now=NOW, **given)
    report.refresh_from_db()
    return report


@kept
def published(*, by=None, report=None):
    """As given, endorsed already, or made anew."""
    by = by or chair()
    report = reviewed(by=by, report=report)
    return publish(report, decision=report.reviews.get().decision, actor=by, version=None, now=NOW)
