"""A mid-term review of the plan: a finding, a recommendation with the response of the process, a lesson."""

from actionplan.enums import EvaluationKind, PointKind
from actionplan.models import Activity, Evaluation, EvaluationPoint, Plan
from actionplan.services.evaluations import publish_evaluation, save_evaluation
from foundation.related import Related
from khartoum.demonstration.contributing import presidency
from khartoum.demonstration.moments import Moments
from khartoum.demonstration.wording import by_language

CONCLUDED, PUBLISHED = -32, -28
REVIEWERS = {
    "en": "Demonstration: two independent reviewers",
    "fr": "Démonstration : deux examinateurs indépendants",
    "ar": "بيانات توضيحية: خبيران مستقلان",
}
SUMMARY = {
    "en": "Demonstration: a short review of the plan after its first round of reports.",
    "fr": "Démonstration : un bref examen du plan après son premier cycle de rapports.",
    "ar": "بيانات توضيحية: استعراض موجز للخطة بعد دورة الإبلاغ الأولى.",
}
FINDING = {
    "en": "The first round showed progress in all five domains; what was learned is described more often than counted.",
    "fr": "Le premier cycle a montré des progrès dans les cinq domaines ; les enseignements sont plus souvent décrits "
    "que chiffrés.",
    "ar": "أظهرت الدورة الأولى تقدماً في المجالات الخمسة، والدروس المستفادة موصوفة أكثر مما هي مقيسة بالأرقام.",
}
RECOMMENDATION = {
    "en": "Give the source and the year with every figure, so that rounds can be read side by side.",
    "fr": "Donner la source et l’année de chaque chiffre, afin que les cycles puissent être lus côte à côte.",
    "ar": "ذكر مصدر كل رقم وسنته، حتى تتسنى قراءة الدورات جنباً إلى جنب.",
}
RESPONSE = {
    "en": "Taken up in the guidance for the second round, which is put to participants by silence procedure.",
    "fr": "Repris dans les orientations pour le deuxième cycle, soumises aux participants selon la procédure "
    "d’approbation tacite.",
    "ar": "أُدرج ذلك في إرشادات الدورة الثانية المعروضة على المشاركين وفق إجراء الموافقة الصامتة.",
}
LESSON = {
    "en": "Sections that are handed to other ministries early leave time for clearance.",
    "fr": "Les sections confiées tôt à d’autres ministères laissent du temps pour la validation.",
    "ar": "تكليف وزارات أخرى بالأقسام مبكراً يتيح وقتاً كافياً للاعتماد.",
}


def review(plan: Plan, moments: Moments) -> Evaluation:
    """Written, concluded and published after the ministers' review of the first round."""
    reporting = Activity.objects.get(code="CAP-3.4")
    points = (
        EvaluationPoint(kind=PointKind.FINDING, number=1, **by_language("text", FINDING)),
        EvaluationPoint(
            kind=PointKind.RECOMMENDATION,
            number=1,
            activity=reporting,
            **by_language("text", RECOMMENDATION),
            **by_language("response", RESPONSE),
        ),
        EvaluationPoint(kind=PointKind.LESSON, number=1, **by_language("text", LESSON)),
    )
    evaluation = Evaluation(
        plan=plan,
        kind=EvaluationKind.MID_TERM,
        concluded_on=moments.day(CONCLUDED),
        **by_language("conducted_by", REVIEWERS),
        **by_language("summary", SUMMARY),
    )
    related = Related(children=[("evaluation", point) for point in points])
    now = moments.morning(PUBLISHED)
    evaluation = save_evaluation(evaluation, actor=presidency(now), version=None, creating=True, related=related)
    return publish_evaluation(evaluation, actor=presidency(now), version=evaluation.version, now=now)
