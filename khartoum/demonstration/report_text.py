"""The paragraphs of the demonstration's consolidated report: activity, heading, text by language. All invented."""

from typing import Final

Texts = dict[str, str]

PARAGRAPHS: Final[tuple[tuple[str, Texts, Texts], ...]] = (
    (
        "",
        {"en": "Overview", "fr": "Vue d’ensemble", "ar": "نظرة عامة"},
        {
            "en": "This demonstration report draws on the contributions received. It shows how a consolidated text "
            "is written, endorsed and reviewed.",
            "fr": "Ce rapport de démonstration s’appuie sur les contributions reçues. Il montre comment un texte "
            "consolidé est rédigé, entériné et examiné.",
            "ar": "يستند هذا التقرير التوضيحي إلى المساهمات الواردة، ويبيّن كيفية إعداد نص موحّد وإقراره واستعراضه.",
        },
    ),
    (
        "CAP-1.1",
        {"en": "Regular pathways", "fr": "Voies régulières", "ar": "المسارات النظامية"},
        {
            "en": "The overview of regular pathways is written from what participants described; its next edition is "
            "foreseen for the coming period.",
            "fr": "L’inventaire des voies régulières s’appuie sur les descriptions des participants ; sa prochaine "
            "édition est prévue pour la période à venir.",
            "ar": "يُعدّ العرض العام للمسارات النظامية استناداً إلى ما وصفه المشاركون، ومن المتوقع صدور طبعته التالية "
            "في الفترة المقبلة.",
        },
    ),
    (
        "CAP-1.3",
        {"en": "Information", "fr": "Information", "ar": "المعلومات"},
        {
            "en": "Information for people who consider migrating was tested in several regions with local partners.",
            "fr": "L’information destinée aux personnes qui envisagent de migrer a été essayée dans plusieurs régions "
            "avec des partenaires locaux.",
            "ar": "جُرّبت المعلومات الموجهة إلى من يفكرون في الهجرة في عدة مناطق مع شركاء محليين.",
        },
    ),
    (
        "CAP-3.4",
        {"en": "Periodic reporting", "fr": "Rapports périodiques", "ar": "التقارير الدورية"},
        {
            "en": "The first round of periodic reporting was held; its method will be reviewed after the ministerial "
            "meeting.",
            "fr": "Le premier cycle de rapports périodiques a eu lieu ; sa méthode sera revue après la réunion "
            "ministérielle.",
            "ar": "أُجريت الدورة الأولى من التقارير الدورية، وستُراجَع منهجيتها بعد الاجتماع الوزاري.",
        },
    ),
    (
        "CAP-5.3",
        {"en": "Diasporas", "fr": "Diasporas", "ar": "الجاليات"},
        {
            "en": "The dialogue with diasporas on investment brought together officials and entrepreneurs.",
            "fr": "Le dialogue avec les diasporas sur l’investissement a réuni agents publics et entrepreneurs.",
            "ar": "جمع الحوار مع الجاليات بشأن الاستثمار مسؤولين ورواد أعمال.",
        },
    ),
)
