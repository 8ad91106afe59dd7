"""A silence procedure that runs now: what senior officials agreed to, its text in three languages, its window."""

from documents.enums import Classification
from documents.models import Document
from documents.services import create_work, issue_revision
from khartoum.demonstration.contributing import presidency
from khartoum.demonstration.moments import PARIS, Moments
from khartoum.demonstration.wording import by_language
from meetings.models import Decision, Meeting, SilenceProcedure, Verb
from meetings.services.decisions import record_decision
from meetings.services.silence import begin_silence, save_silence

DECISION = "SOM-11/2"
AGREED = {
    "en": "Senior officials agreed that the guidance for the second round be put to participants by silence procedure.",
    "fr": "Les hauts fonctionnaires sont convenus que les orientations pour le deuxième cycle soient soumises aux "
    "participants selon la procédure d’approbation tacite.",
    "ar": "وافق كبار المسؤولين على عرض إرشادات الدورة الثانية على المشاركين وفق إجراء الموافقة الصامتة.",
}
GUIDANCE = {
    "en": "Guidance for the second round (demonstration)",
    "fr": "Orientations pour le deuxième cycle (démonstration)",
    "ar": "إرشادات الدورة الثانية (بيانات توضيحية)",
}
TEXT = {
    "en": "Demonstration. Contributions name what changed since the first round, activity by activity. Figures are "
    "given with their source and year. No personal data of migrants is reported.\n",
    "fr": "Démonstration. Les contributions indiquent, activité par activité, ce qui a changé depuis le premier "
    "cycle. Les chiffres sont donnés avec leur source et leur année. Aucune donnée personnelle de migrants n’est "
    "communiquée.\n",
    "ar": "بيانات توضيحية. تبيّن المساهمات ما تغيّر منذ الدورة الأولى في كل نشاط على حدة. وتُذكر الأرقام مع "
    "مصدرها وسنتها. ولا تُبلَّغ أي بيانات شخصية عن المهاجرين.\n",
}
BEGINS, CLOSES = -5, 9
"""Days from the day of loading: two weeks in all, or until the next working day."""


def agree(som: Meeting, moments: Moments, day: int) -> Decision:
    """What senior officials decided on the day they met, while their record was open."""
    return record_decision(
        som,
        number=DECISION,
        verb=Verb.objects.get(code="agreed"),
        text=AGREED,
        decided_on=moments.day(day),
        agenda_item=som.agenda.last(),
        actor=presidency(moments.evening(day)),
        now=moments.evening(day),
    )


def begin(moments: Moments) -> SilenceProcedure:
    """Put the text to the participants: it is out in every language, and silence runs until a named evening."""
    now = moments.morning(BEGINS)
    procedure = SilenceProcedure(
        authorised_by=Decision.objects.get(meeting__code="SOM-DEMO-11", number=DECISION),
        document=_guidance(moments),
        **by_language("title", GUIDANCE),
    )
    procedure = save_silence(procedure, actor=presidency(now), version=None, creating=True)
    return begin_silence(
        procedure,
        actor=presidency(now),
        version=procedure.version,
        now=now,
        closes_at=moments.evening(moments.working(CLOSES)),
        closes_zone=PARIS,
    )


def _guidance(moments: Moments) -> Document:
    now = moments.morning(BEGINS - 1)
    work = create_work(
        title=GUIDANCE,
        classification=Classification.PARTICIPANTS,
        actor=presidency(now),
        awaited=tuple(TEXT),
        symbol="DEMO/GUIDE/2",
    )
    for language, text in TEXT.items():
        content = text.encode()
        issue_revision(
            work, language=language, content=content, media_type="text/plain", actor=presidency(now), now=now
        )
    return work
