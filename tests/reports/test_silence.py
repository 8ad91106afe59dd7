"""A tabled report is endorsed by a silence procedure when the Chair declares it, in that very transaction."""

from datetime import timedelta

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from meetings.models import SilenceProcedure
from meetings.services import silence as procedures
from reports.models import Endorsement
from reports.services.silence import put_under_silence
from reports.services.transmission_and_review import transmit
from tests.factories.meetings import DecisionFactory, SilenceProcedureFactory
from tests.factories.parties import NOW, actor, person
from tests.factories.reports_consolidated import chair, ministers, senior_officials, tabled

pytestmark = pytest.mark.django_db
END = NOW + timedelta(days=10)


@pytest.fixture
def by():
    return chair()


@pytest.fixture
def report(by):
    return tabled(by=by)


@pytest.fixture
def procedure(report, by):
    made = SilenceProcedureFactory(
        authorised_by=DecisionFactory(meeting=senior_officials()),
        document=report.tabled_revision.expression.document,
        required_languages=["en"],
    )
    put_under_silence(report, procedure=made, actor=by, version=None, now=NOW)
    begun = procedures.begin_silence(made, actor=by, version=1, now=NOW, closes_at=END, closes_zone="Africa/Nairobi")
    return procedures.close_silence(begun, actor=by, version=2, now=END)


def declare(procedure, by, now=END):
    return procedures.declare_concluded(procedure, actor=by, version=None, now=now, letter_number="FR/12")


def test_declared_silence_endorses_the_very_text_that_was_tabled(report, procedure, by):
    declare(procedure, by)

    report.refresh_from_db()
    endorsement = Endorsement.objects.get(report=report)
    assert (report.state, report.endorsed_revision) == ("endorsed", report.tabled_revision)
    assert (endorsement.silence, endorsement.decision) == (procedure, procedure.authorised_by)
    assert endorsement.revision.sha256 == report.tabled_revision.sha256


def test_nothing_is_endorsed_before_the_chair_declares(report, procedure):
    report.refresh_from_db()

    assert (procedure.state, report.state, report.endorsements.count()) == ("closed", "tabled", 0)


def test_broken_silence_endorses_nothing(report, procedure, by):
    procedures.enter_break(
        procedure,
        actor=by,
        version=None,
        now=END,
        party=procedure.addressees.first().party,
        kind="amendment",
        received_at=END,
        letter_number="NV/1",
        language="en",
    )

    with pytest.raises(IllegalTransition):
        declare(procedure, by)
    report.refresh_from_db()
    assert report.state == "tabled"


def test_outgoing_presidency_that_began_it_declares_it_and_the_report_follows(report, procedure):
    outgoing = actor("presidency_outgoing")
    SilenceProcedure.objects.filter(pk=procedure.pk).update(term=outgoing.worn[0].term_id)

    declare(procedure, outgoing)

    report.refresh_from_db()
    assert report.state == "endorsed"


def test_report_endorsed_by_silence_goes_on_to_ministers(report, procedure, by):
    declare(procedure, by)

    transmission = transmit(report, meeting=ministers("convened"), actor=by, version=None, now=END)

    assert transmission.revision == report.tabled_revision


def test_procedure_of_another_text_is_refused(report, by):
    with pytest.raises(RuleBroken) as refused:
        put_under_silence(report, procedure=SilenceProcedureFactory(), actor=by, version=None, now=NOW)

    assert refused.value.field == "procedure"


def test_procedure_that_is_over_is_refused(report, procedure, by):
    procedures.withdraw_silence(procedure, actor=by, version=None, now=END)

    with pytest.raises(RuleBroken):
        put_under_silence(report, procedure=procedure, actor=by, version=None, now=NOW)


def test_others_put_nothing_under_silence(report, procedure):
    with pytest.raises(NotAllowed):
        put_under_silence(report, procedure=procedure, actor=actor("presidency_incoming"), version=None, now=NOW)


def test_page_and_chain_say_by_what_it_was_endorsed_and_the_day_where_the_end_was_announced(
    client, report, procedure, by
):
    declare(procedure, by, now=END.replace(hour=22))  # one hour past midnight in Nairobi
    client.force_login(person("focal_point"))

    page = client.get(f"/portal/reports/{report.uuid}/").content.decode()
    endorsement = Endorsement.objects.get(report=report)
    chain = client.get(f"/chain/endorsement/{endorsement.uuid}/").content.decode()

    assert "by silence procedure, declared on 13 March 2026" in page
    assert "by silence procedure, declared on 13 March 2026" in chain
