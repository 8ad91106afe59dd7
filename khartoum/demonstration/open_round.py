"""The round that is open now: some received, one sent back with a question, one draft, the rest awaited."""

from actionplan.models import Plan
from khartoum.demonstration import contributing, meetings
from khartoum.demonstration.contributing import presidency
from khartoum.demonstration.moments import PARIS, Moments
from khartoum.demonstration.wording import by_language
from reports.models import Round, Template
from reports.services.rounds import open_round, prepare_round

ROUND = {"en": "Reporting round 2", "fr": "Deuxième cycle de rapports", "ar": "دورة الإبلاغ الثانية"}
SOM = {
    "en": "12th Senior Officials' Meeting (demonstration)",
    "fr": "12e réunion des hauts fonctionnaires (démonstration)",
    "ar": "الاجتماع الثاني عشر لكبار المسؤولين (بيانات توضيحية)",
}
MINISTERIAL = {
    "en": "4th Ministerial Conference (demonstration)",
    "fr": "4e Conférence ministérielle (démonstration)",
    "ar": "المؤتمر الوزاري الرابع (بيانات توضيحية)",
}


def walk(plan: Plan, templates: tuple[Template, Template], previous: Round, moments: Moments) -> Round:
    """Open it three weeks ago, due in a little more than three."""
    now = moments.morning(-19)
    som = meetings.plan("SOM-DEMO-12", "som", SOM, moments.day(moments.working(80)), actor=presidency(now))
    som = meetings.convene(som, moments, -19, actor=presidency(now))
    ministerial = meetings.plan(
        "MIN-DEMO-4", "ministerial", MINISTERIAL, moments.day(moments.working(140)), actor=presidency(now)
    )
    round_ = Round(
        code="DEMO-2",
        plan=plan,
        previous=previous,
        period_begins_on=moments.day(-199),
        period_ends_on=moments.day(-20),
        due_at=moments.evening(moments.working(23)),
        due_zone=PARIS,
        cutoff_at=moments.evening(moments.working(37)),
        state_template=templates[0],
        organisation_template=templates[1],
        som=som,
        ministerial=ministerial,
        **by_language("title", ROUND),
    )
    round_ = prepare_round(round_, actor=presidency(now))
    round_ = open_round(round_, actor=presidency(now), version=round_.version, now=now)
    contributing.report(round_, "DE", "germany", language="en", people=42, now=moments.morning(-8))
    contributing.report(round_, "KE", "kenya", language="en", people=61, now=moments.morning(-7))
    words = "Which of the two workshops had participants of other States?"
    contributing.ask_about(round_, "KE", words, now=moments.morning(-5))
    contributing.begin(round_, "EG", "egypt", language="ar", people=45, now=moments.morning(-4))
    contributing.say_nothing_to_report(round_, "UG", "uganda", now=moments.morning(-3))
    return round_
