"""A consolidated report in every state, each taken there by the services; its words are for its readers only."""

from datetime import UTC, datetime

from reports.models import ConsolidatedReport, Presentation
from reports.services.rounds import close_to_contributions
from tests.canaries.strings import planted
from tests.factories import reports as made
from tests.factories import reports_consolidated as reports
from tests.factories.meetings import AgendaItemFactory, SilenceProcedureFactory
from tests.matrix.things.contributions import signed_off


def build(world):
    by = world.actor("presidency_current")
    world.rows["report"] = {state: _report(world, state, way, by) for state, way in WAYS.items()}
    tabled = world.rows["report"]["tabled"]
    SilenceProcedureFactory(
        authorised_by=world.rows["decision"]["concluded"],
        document=tabled.tabled_revision.expression.document,
        title_en=planted("silence procedure being prepared"),
    )
    world.rows["endorsement"] = {"recorded": world.rows["report"]["endorsed_as_amended"].endorsements.get()}
    world.rows["endorsement"]["recorded"].reservations.create(party=world.own, language="en", text="On paragraph 1.")
    words = planted("reservation in a record not concluded")
    published = world.rows["report"]["published"]
    reviewed_by = published.reviews.get().decision
    reviewed_by.text_en = planted("decision of a meeting not concluded")
    reviewed_by.save(update_fields=["text_en"])
    public = published.endorsements.get()
    reservation = public.reservations.create(party=world.own, language="en", text=words)
    public.amendments.create(paragraph=public.report.paragraphs.first(), after_en=words)
    recorded = world.rows["endorsement"]["recorded"]
    put_off = world.rows["report"]["deferred"].endorsements.get()
    rewritten_since = put_off.report.paragraphs.get(number=4)
    put_off.reservations.create(party=world.own, paragraph=rewritten_since, language="en", text="On paragraph 4.")
    world.rows["chain endorsement"] = {"public": public, "of_participants": recorded, "deferred": put_off}
    ministers = {"public": published, "of_participants": world.rows["report"]["reviewed"]}
    world.rows["chain review"] = {state: report.reviews.get() for state, report in ministers.items()}
    public.decision.text_en = planted("decision of a meeting not concluded")
    public.decision.save(update_fields=["text_en"])
    _begun_on(world.rows["contribution"]["own:complete"])
    item = AgendaItemFactory(meeting=world.rows["meeting"]["held"])
    Presentation.objects.create(agenda_item=item, report=world.rows["report"]["drafting"])
    world.rows["review"] = {"recorded": world.rows["report"]["reviewed"].reviews.get()}
    world.rows["reservation"] = {"of_participants": recorded.reservations.first(), "not_concluded": reservation}
    world.rows["transmission"] = {state: report.transmission for state, report in ministers.items()}
    world.rows["revision"] |= {
        "of_a_tabled_report": world.rows["report"]["tabled"].tabled_revision,
        "of_a_published_report": world.rows["report"]["published"].endorsed_revision,
        "of_its_circulated_draft": world.rows["report"]["published"].circulated_revision,
    }


def _begun_on(contribution):
    """A report that nobody of a participant reads yet, on a round whose contributions the matrix asks for."""
    begun = ConsolidatedReport.objects.create(round=contribution.round, title_en=planted("report being drafted"))
    begun.received_from.add(contribution.party)


def _report(world, state, way, by):
    words = {"drafting": "report being drafted", "published": ""}.get(state, "report not published")
    name = f"Periodic report {planted(words)}" if words else "Periodic report"
    report = reports.drafted(by=by, round_=_round(world, state), paragraphs=2, title={**reports.TITLE, "en": name})
    reports.write(report, 3, name, by=by)
    report.refresh_from_db()
    return way(by, report)


def _round(world, state):
    """A round whose two contributions are complete, one of them with words that are not to be quoted."""
    templates = {f"{kind}_template": getattr(world.rows["round"]["open"], f"{kind}_template") for kind in KINDS}
    due = {"due_at": world.rows["round"]["open"].due_at, "cutoff_at": world.rows["round"]["open"].cutoff_at}
    round_ = made.opened_round(
        world.own, world.other, now=world.now, code=f"world-report-{state}", plan=world.rows["plan"]["published"],
        **templates, **due,
    )  # fmt: skip
    for owner, party in (("own", world.own), ("other", world.other)):
        focal_point = world.actor(f"focal_point_{owner}", "participant")
        begun = made.drafted(party, round_, by=focal_point, now=world.now)
        signed = signed_off(begun, owner, focal_point, world)
        sent = made.submit_contribution(signed, actor=focal_point, version=signed.version, now=world.now)
        made.mark_complete(sent, actor=world.actor("secretariat"), version=sent.version, now=world.now)
    return close_to_contributions(round_, actor=world.actor("secretariat"), version=round_.version, now=world.now)


KINDS = ("state", "organisation")


def at(by):
    return {"actor": by, "version": None, "now": reports.NOW}


def circulated(by, report):
    """Open for comments by the clock of whoever comes through a browser."""
    until = datetime.now(UTC) + reports.timedelta(days=14)
    return reports.circulate(report, comments_until=until, **at(by))


def rewritten(by, report):
    """The drafters go on writing: what was circulated before does not hold their new words."""
    reports.write(report, 4, planted("report being drafted"), by=by)
    return report


def endorsed(by, report, verb):
    return reports.endorsed(verb, by=by, report=reports.circulated_again(report, by=by))


def amended(by, report, *, issued):
    """As amended: the text is still to be issued, or issued and not confirmed by the Chair."""
    report = reports.circulated_again(report, by=by)
    act, changes = reports.act("endorsed_as_amended"), [reports.amended(report)]
    reports.record_endorsement(report, act=act, amendments=changes, **at(by))
    report.refresh_from_db()
    return reports.issue_amended_revision(report, **at(by)) if issued else report


def transmitted(by, report):
    report = endorsed(by, report, "endorsed")
    reports.transmit(report, meeting=reports.ministers(), **at(by))
    report.refresh_from_db()
    return report


def reviewed(by, report, verb):
    report = transmitted(by, report)
    reports.record_review(report, act=reports.act(verb, report.transmission.meeting), **at(by))
    report.refresh_from_db()
    return report


def published(by, report):
    report = reviewed(by, report, "reviewed")
    return reports.publish(report, decision=report.reviews.get().decision, **at(by))


def comments_closed(by, report):
    return rewritten(by, reports.close_comments(circulated(by, report), **at(by)))


WAYS = {
    "drafting": lambda _by, report: report,
    "circulated": circulated,
    "comments_closed": comments_closed,
    "tabled": lambda by, report: reports.circulated_again(report, by=by),
    "deferred": lambda by, report: rewritten(by, endorsed(by, report, "deferred")),
    "endorsed": lambda by, report: endorsed(by, report, "endorsed"),
    "endorsed_as_amended": lambda by, report: endorsed(by, report, "endorsed_as_amended"),
    "awaiting_text": lambda by, report: amended(by, report, issued=False),
    "awaiting_chair": lambda by, report: amended(by, report, issued=True),
    "endorsed_ad_referendum": lambda by, report: endorsed(by, report, "endorsed_ad_referendum"),
    "transmitted": transmitted,
    "reviewed": lambda by, report: reviewed(by, report, "reviewed"),
    "taken_note_of": lambda by, report: reviewed(by, report, "taken_note_of"),
    "published": published,
}
