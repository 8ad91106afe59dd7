"""The open round of the demonstration, taken by its own services to a report that others comment on, or decide on."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from actionplan.models import Activity
from foundation.actors import Actor
from khartoum.demonstration import contributing
from khartoum.demonstration.contributing import presidency
from khartoum.demonstration.moments import PARIS
from meetings.models import Meeting, Verb
from meetings.services.meetings import convene_meeting, hold_meeting
from reports.models import ConsolidatedReport, ReportParagraph, Round
from reports.services.consolidated import circulate, close_comments, draft_report, save_paragraph, table
from reports.services.endorsement import record_endorsement
from reports.services.recording import MeetingAct
from reports.services.rounds import close_to_contributions
from reports.services.transmission_and_review import transmit

TITLE = {"en": "Second periodic report", "fr": "Deuxième rapport périodique", "ar": "التقرير الدوري الثاني"}
TEXT = {"en": "The overview is in use.", "fr": "L'inventaire est utilisé.", "ar": "العرض العام قيد الاستخدام."}


def circulated_report() -> ConsolidatedReport:
    """Circulated to participants, who may comment for two weeks."""
    now = timezone.now()
    actor, round_ = presidency(now), Round.objects.get(code="DEMO-2")
    contributing.complete(round_, "DE", now=now)
    round_ = close_to_contributions(round_, actor=actor, version=round_.version, now=now)
    report = draft_report(round_, title=TITLE, actor=actor, now=now)
    words = {f"text_{code}": text for code, text in TEXT.items()}
    activity = Activity.objects.get(code="CAP-1.1")
    save_paragraph(ReportParagraph(report=report, number=1, activity=activity, **words), actor=actor, version=None)
    return circulate(report, comments_until=now + timedelta(days=14), actor=actor, version=None, now=now)


def tabled_report() -> ConsolidatedReport:
    """Tabled; its Senior Officials' Meeting has taken place."""
    report, now = circulated_report(), timezone.now()
    actor = presidency(now)
    report = close_comments(report, actor=actor, version=None, now=now)
    report = table(report, actor=actor, version=None, now=now)
    take_place("SOM-DEMO-12", actor)
    return report


def transmitted_report() -> ConsolidatedReport:
    """Endorsed as it was tabled, and transmitted; its ministerial meeting has taken place."""
    report, now = tabled_report(), timezone.now()
    actor, som, ministerial = presidency(now), report.round.som, take_place("MIN-DEMO-4", presidency(now))
    act = MeetingAct(som, Verb.objects.get(code="endorsed"), "SOM-12/1", som.begins_on, {"en": "They endorsed it."})
    record_endorsement(report, act=act, actor=actor, version=None, now=now)
    transmit(report, meeting=ministerial, actor=actor, version=None, now=now)
    return report


def take_place(code: str, actor: Actor) -> Meeting:
    """A meeting that lies ahead in the demonstration is held today."""
    Meeting.objects.filter(code=code).update(begins_on=held_on(), ends_on=held_on())
    meeting = Meeting.objects.get(code=code)
    if meeting.state == "planned":
        meeting = convene_meeting(meeting, actor=actor, version=None, now=timezone.now())
    return hold_meeting(meeting, actor=actor, version=None, now=timezone.now())


def held_on() -> date:
    """The day on which these meetings are held: today in Paris."""
    return timezone.now().astimezone(ZoneInfo(PARIS)).date()
