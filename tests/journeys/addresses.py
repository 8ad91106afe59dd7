"""The pages that people come to, by who reads them; what stands in braces is found in the demonstration."""

from datetime import datetime

from django.utils import timezone

from actionplan.models import Activity
from foundation.accounts.models import User
from foundation.uploads.examination import examine
from integrations.services.clients import register_own_client
from integrations.services.webhooks import enter_webhook
from khartoum.demonstration.contributing import NATIONAL, begin, contribution_of
from khartoum.demonstration.people import acting
from parties.models import Mandate, Party
from reports.enums import Use, Visibility
from reports.models import ConsolidatedReport, Contribution, JointName, Round
from reports.selectors.asked import asked_sections
from reports.selectors.translating import answer_sent
from reports.selectors.translations import is_in_words
from reports.services.attachments import attach_file
from reports.services.contributions import submit_contribution
from reports.services.handing import hand_over
from reports.services.joint import name_participant
from reports.services.terms import Terms, set_terms
from tests.factories.meetings import SilenceProcedureFactory
from tests.factories.reports_comments import commented, open_today

EVERYBODY = (
    "/",
    "/chain/",
    "/chain/activity/{activity}/",
    "/chain/report/{report}/",
    "/meetings/",
    "/meetings/{meeting}/",
    "/search/?q=Cairo",
    "/portal/reports/{report}/",
    "/contributions/{received}/",
    "/accounts/login/",
    "/accounts/login/link/",
    "/accounts/link/sent/",
    "/accounts/password/reset/",
    "/accounts/signup/",
)
ONE = "/portal/contributions/"
EGYPT = (
    "/portal/",
    *(
        f"{ONE}{{draft}}/{page}"
        for page in (
            "",
            "form/",
            "review/",
            "signing/",
            "joint/",
            "sharing/",
            "clearance/",
            "files/",
            "offline/",
            "terms/",
            "nothing-to-report/",
            "delete-draft/",
            "form/{written}/translation/",
            "earlier/",
            "earlier/{changed}/",
        )
    ),
    f"{ONE}{{sent}}/",
    f"{ONE}{{sent}}/receipt/",
    f"{ONE}{{sent}}/versions/1/",
    f"{ONE}{{sent}}/versions/1/answers/{{place}}/",
    "/portal/partner-systems/",
    "/portal/partner-systems/{program}/",
    "/portal/partner-systems/{program}/webhooks/",
    "/portal/webhooks/{webhook}/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
)
OTHERS = {
    "egypt.ministry": ("/portal/", f"{ONE}{{draft}}/form/"),
    "tunisia": ("/portal/", "/portal/joint/{named}/"),
    "kenya": ("/portal/", f"{ONE}{{asked}}/"),
    "uganda": (f"{ONE}{{nothing}}/", f"{ONE}{{nothing}}/report-after-all/"),
    "germany": (f"{ONE}{{received}}/", *(f"{ONE}{{received}}/{page}/" for page in ("terms", "withdraw", "reopen"))),
}
STAFF = (
    "/admin/",
    "/admin/reports/contribution/",
    "/admin/reports/round/{round}/change/",
    "/admin/reports/round/{round}/overview/",
    "/admin/reports/round/{round}/step/close_to_contributions/",
    "/admin/reports/round/{round}/step/agree_extension/",
    "/admin/reports/consolidatedreport/{published}/step/corrigendum/",
    "/admin/reports/consolidatedreport/{discussed}/change/",
    "/admin/reports/comment/",
    "/admin/outbox/message/",
    "/admin/reports/template/{template}/preview/",
    "/admin/meetings/meeting/{som}/change/",
    "/admin/meetings/silenceprocedure/{silence}/change/",
    "/admin/actionplan/evaluation/add/",
)
LONG_NAME = "figures_of_the_ministry_on_training_of_border_officials_2025.txt"
PORTAL = {"": EVERYBODY, "egypt": EGYPT, **OTHERS}
WORKBENCH = {"presidency": STAFF}
NO_PAGE = frozenset(
    {
        "portal-start",
        "portal-autosave",
        "portal-who",
        "portal-counts",
        "portal-writers",
        "portal-handed",
        "portal-client-keys",
        "portal-client-revoke",
        "portal-client-limits",
        "portal-webhook-secret",
        "portal-webhook-replay",
        "portal-webhook-pause",
        "portal-webhook-resume",
        "portal-webhook-remove",
        "portal-webhook-kinds",
        "portal-joint-take-out",
        "portal-clearance-pdf",
        "portal-clearance-docx",
        "portal-receipt-pdf",
        "portal-submission",
        "portal-submission-pdf",
        "portal-attachment-remove",
        "portal-copy",
        "portal-take-in",
        "portal-form-file",
        "portal-letter",
        "portal-letter-confirm",
        "portal-letter-correct",
        "portal-reply",
        "portal-comment",
        "portal-comment-withdraw",
        "attachment",
    }
)
"""Addresses of the portal that only take a step or hand out a file: nobody sees a page there."""


def known() -> dict[str, object]:
    """What stands in the addresses: a draft with a file and a section handed over, an answer open to everybody."""
    now = timezone.now()
    past, current = Round.objects.get(code="DEMO-1"), Round.objects.get(code="DEMO-2")
    report, draft, sent = (
        ConsolidatedReport.objects.get(round=past),
        contribution_of(current, "EG"),
        contribution_of(past, "EG"),
    )
    _share(draft, now)
    return {
        "activity": Activity.objects.get(code="CAP-1.1").uuid,
        "meeting": current.som.uuid,
        "report": report.uuid,
        "published": report.pk,
        "discussed": commented(open_today()).report_id,
        "draft": draft.uuid,
        "written": _first_written(draft),
        "changed": draft.answers.order_by("-version", "pk").first().uuid,
        "place": next(place for place in range(1, 99) if answer_sent(sent, 1, place)),
        "sent": sent.uuid,
        "asked": contribution_of(current, "KE").uuid,
        "nothing": contribution_of(current, "UG").uuid,
        "named": _named(current, now).uuid,
        "received": _opened(current, now).uuid,
        "round": current.pk,
        "som": current.som_id,
        "template": current.state_template_id,
        "silence": SilenceProcedureFactory().pk,
        **_program(now),
    }


def _first_written(draft: Contribution) -> str:
    asked = (item for section in asked_sections(draft) for item in section.questions)
    return next(item.name for item in asked if is_in_words(item.question.kind, item.text))


def _opened(round_: Round, now: datetime) -> Contribution:
    """What Germany reported, with a section that everybody may read."""
    sent = contribution_of(round_, "DE")
    section = round_.state_template.sections.order_by("position").first()
    terms = {section.uuid: Terms(Visibility.PUBLIC, Use.ATTRIBUTED)}
    return set_terms(sent, actor=acting("germany", NATIONAL, now), version=sent.version, terms=terms)


def _named(round_: Round, now: datetime) -> JointName:
    """What France submitted in the name of Tunisia too, which is asked to confirm it."""
    actor, tunisia = acting("france", NATIONAL, now), Party.objects.get(code="TN")
    draft = begin(round_, "FR", "france", language="fr", people=3, now=now)
    name = name_participant(draft, actor=actor, version=draft.version, party=tunisia.uuid)
    draft.refresh_from_db()
    submit_contribution(draft, actor=actor, version=draft.version, now=now)
    return name


def _program(now: datetime) -> dict[str, object]:
    actor = acting("egypt", NATIONAL, now)
    mandate = Mandate.objects.get(pk=actor.worn[0].mandate_id)
    named = {"name": "Demonstration", "writes": True, "networks": ["192.0.2.0/24"]}
    program = register_own_client(mandate, actor=actor, **named)
    called = {"address": "https://partner.example/changes", "now": now}
    webhook, _secret = enter_webhook(program, actor=actor, version=program.version, **called)
    return {"program": program.uuid, "webhook": webhook.uuid}


def _share(draft: Contribution, now: datetime) -> None:
    actor, first = acting("egypt", NATIONAL, now), asked_sections(draft)[0]
    to = User.objects.get(email__startswith="egypt.ministry@").uuid
    hand_over(draft, actor=actor, now=now, places=[first.name], to=to, note="Demonstration: are these figures right?")
    file = examine(b"Demonstration.", name=LONG_NAME)
    attach_file(draft, actor=actor, now=now, place=first.name, title="", name=LONG_NAME, file=file)
