"""The round behind us: reported, consolidated, endorsed with a reservation, reviewed, followed up, published."""

from actionplan.models import Activity, Plan
from khartoum.demonstration import contributing, meetings, silence
from khartoum.demonstration.answers import WORDS
from khartoum.demonstration.contributing import presidency, secretariat
from khartoum.demonstration.moments import PARIS, Moments
from khartoum.demonstration.report_text import PARAGRAPHS
from khartoum.demonstration.wording import by_language
from meetings.models import Meeting, Verb
from meetings.services.meetings import conclude_meeting
from parties.models import Party
from reports.models import ConsolidatedReport, ReportParagraph, Round, Template
from reports.services.comments import Said, do_not_take_up
from reports.services.consolidated import circulate, close_comments, draft_report, save_paragraph, table
from reports.services.endorsement import Reserved, record_endorsement
from reports.services.recording import MeetingAct
from reports.services.rounds import close_round, close_to_contributions, open_round, prepare_round
from reports.services.transmission_and_review import ToFollowUp, publish, record_review, transmit

TITLE = {"en": "First periodic report", "fr": "Premier rapport périodique", "ar": "التقرير الدوري الأول"}
ROUND = {"en": "Reporting round 1", "fr": "Premier cycle de rapports", "ar": "دورة الإبلاغ الأولى"}
SOM = {
    "en": "11th Senior Officials' Meeting (demonstration)",
    "fr": "11e réunion des hauts fonctionnaires (démonstration)",
    "ar": "الاجتماع الحادي عشر لكبار المسؤولين (بيانات توضيحية)",
}
MINISTERIAL = {
    "en": "3rd Ministerial Conference (demonstration)",
    "fr": "3e Conférence ministérielle (démonstration)",
    "ar": "المؤتمر الوزاري الثالث (بيانات توضيحية)",
}
ENDORSED = {
    "en": "Senior officials endorsed the first periodic report.",
    "fr": "Les hauts fonctionnaires ont entériné le premier rapport périodique.",
    "ar": "أقرّ كبار المسؤولين التقرير الدوري الأول.",
}
REVIEWED = {
    "en": "Ministers reviewed the first periodic report and asked that the exchange of data be widened.",
    "fr": "Les ministres ont examiné le premier rapport périodique et demandé que l'échange de données soit élargi.",
    "ar": "استعرض الوزراء التقرير الدوري الأول وطلبوا توسيع تبادل البيانات.",
}
WIDEN = {
    "en": "Widen the exchange of data to all participants",
    "fr": "Élargir l'échange de données à tous les participants",
    "ar": "توسيع تبادل البيانات ليشمل جميع المشاركين",
}
RESERVATION = (
    "Demonstration: we reserve our position on the schedule in this paragraph until our parliament has been heard."
)
REMARK = Said("remark", paragraph=3, text="Demonstration: name the regions in which it was tested.")
DISPOSITION = (
    "Demonstration: the regions stand in the contributions that this paragraph draws on; the report names none."
)


def walk(plan: Plan, templates: tuple[Template, Template], moments: Moments) -> Round:
    """From the opening of the round to its publication."""
    som = _meeting("SOM-DEMO-11", "som", SOM, moments.working(-80), moments)
    ministerial = _meeting("MIN-DEMO-3", "ministerial", MINISTERIAL, moments.working(-45), moments)
    round_ = _open(plan, templates, som, ministerial, moments)
    _contribute(round_, moments)
    report = _write(round_, som, moments)
    _endorse(report, som, moments)
    _review(report, ministerial, moments)
    round_.refresh_from_db()
    return close_round(round_, actor=presidency(moments.morning(-39)), version=round_.version, now=moments.morning(-39))


def _meeting(code: str, kind: str, title: dict[str, str], day: int, moments: Moments) -> Meeting:
    actor = presidency(moments.morning(day - 60))
    meeting = meetings.plan(code, kind, title, moments.day(day), actor=actor)
    return meetings.convene(meeting, moments, day - 60, actor=actor)


def _open(
    plan: Plan, templates: tuple[Template, Template], som: Meeting, ministerial: Meeting, moments: Moments
) -> Round:
    now = moments.morning(-190)
    round_ = Round(
        code="DEMO-1",
        plan=plan,
        period_begins_on=moments.day(-500),
        period_ends_on=moments.day(-200),
        due_at=moments.evening(moments.working(-130)),
        due_zone=PARIS,
        cutoff_at=moments.evening(moments.working(-115)),
        state_template=templates[0],
        organisation_template=templates[1],
        som=som,
        ministerial=ministerial,
        **by_language("title", ROUND),
    )
    round_ = prepare_round(round_, actor=presidency(now))
    return open_round(round_, actor=presidency(now), version=round_.version, now=now)


def _contribute(round_: Round, moments: Moments) -> None:
    reports = (
        ("EG", "egypt", "ar", 40),
        ("KE", "kenya", "en", 55),
        ("DE", "germany", "en", 38),
        ("TN", "tunisia", "fr", 24),
        ("FR", "france", "fr", 60),
        ("ICMPD", "icmpd", "en", 90),
    )
    for day, (code, person, language, people) in enumerate(reports, start=-150):
        contributing.report(round_, code, person, language=language, people=people, now=moments.morning(day))
    contributing.say_nothing_to_report(round_, "UG", "uganda", now=moments.morning(-140))
    query = contributing.ask_about(round_, "KE", "Which regions tested the guide?", now=moments.morning(-128))
    words = "Demonstration: the coast, the Rift Valley and the north-east."
    contributing.answer(query, "kenya", words, language="en", now=moments.morning(-124))
    english = WORDS["en"]["developments"]
    contributing.translate(round_, "EG", "developments", english, into="en", now=moments.morning(-122))
    for code in ("EG", "KE", "DE", "TN", "FR", "ICMPD"):
        contributing.complete(round_, code, now=moments.morning(-118))


def _write(round_: Round, som: Meeting, moments: Moments) -> ConsolidatedReport:
    now = moments.morning(-114)
    round_.refresh_from_db()
    close_to_contributions(round_, actor=presidency(now), version=round_.version, now=now)
    report = draft_report(round_, title=TITLE, actor=presidency(now), now=now)
    for number, (activity, heading, text) in enumerate(PARAGRAPHS, start=1):
        paragraph = ReportParagraph(
            report=report,
            number=number,
            activity=Activity.objects.filter(code=activity).first(),
            **by_language("heading", heading),
            **by_language("text", text),
        )
        save_paragraph(paragraph, actor=presidency(now), version=None)
    report.refresh_from_db()
    report = circulate(
        report,
        comments_until=moments.evening(moments.working(-100)),
        actor=presidency(now),
        version=report.version,
        now=now,
    )
    comment = contributing.comment(report, "DE", "germany", REMARK, now=moments.morning(-108))
    now = moments.morning(-99)
    report = close_comments(report, actor=presidency(now), version=report.version, now=now)
    do_not_take_up(
        comment, actor=presidency(now), version=comment.version, now=moments.morning(-98), disposition=DISPOSITION
    )
    now = moments.morning(-95)
    return table(report, actor=presidency(now), version=report.version, now=now, agenda_item=som.agenda.first())


def _endorse(report: ConsolidatedReport, som: Meeting, moments: Moments) -> None:
    day = moments.working(-80)
    now = moments.evening(day)
    som = meetings.hold(som, moments, day, actor=presidency(now))
    act = MeetingAct(
        meeting=som,
        verb=Verb.objects.get(code="endorsed"),
        number="SOM-11/1",
        decided_on=moments.day(day),
        text=ENDORSED,
        agenda_item=som.agenda.first(),
    )
    reserved = Reserved(
        party=Party.objects.get(code="IT"),
        kind="reservation",
        language="en",
        text=RESERVATION,
        paragraph=report.paragraphs.order_by("number")[1],
    )
    record_endorsement(report, act=act, actor=presidency(now), version=report.version, now=now, reservations=[reserved])
    silence.agree(som, moments, day)
    conclude_meeting(som, actor=presidency(now), version=None, now=moments.morning(-70))


def _review(report: ConsolidatedReport, ministerial: Meeting, moments: Moments) -> None:
    now = moments.morning(-60)
    report.refresh_from_db()
    item = ministerial.agenda.first()
    transmit(report, meeting=ministerial, actor=presidency(now), version=report.version, now=now, agenda_item=item)
    day = moments.working(-45)
    now = moments.evening(day)
    ministerial = meetings.hold(ministerial, moments, day, actor=presidency(now))
    act = MeetingAct(
        meeting=ministerial,
        verb=Verb.objects.get(code="reviewed"),
        number="MIN-3/1",
        decided_on=moments.day(day),
        text=REVIEWED,
        agenda_item=item,
        on_instruction=True,
    )
    asked = ToFollowUp(
        title=WIDEN,
        activities=list(Activity.objects.filter(code__in=["CAP-3.1", "CAP-1.1"])),
        owner=Party.objects.get(code="EC"),
        due_on=moments.day(moments.working(120)),
    )
    report.refresh_from_db()
    review = record_review(report, act=act, actor=secretariat(now), version=report.version, now=now, follow_ups=[asked])
    conclude_meeting(ministerial, actor=presidency(now), version=None, now=moments.morning(-41))
    report.refresh_from_db()
    now = moments.morning(-40)
    publish(report, decision=review.decision, actor=presidency(now), version=report.version, now=now)
