"""A signature and a clearance are facts of their participant's house; each choice of who may see what is kept."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from foundation.kept import RECORDED
from foundation.ledger.history import history_of
from reports.models import Clearance, SectionTerms, Signature
from reports.services.clearances import record_clearance
from reports.services.signing import agree, choose_signing, sign_off
from reports.services.terms import Terms, set_terms
from tests.factories.parties import PartyFactory, UserFactory, actor
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round
from tests.guards.test_written_once import ANOTHER, both_doors, refused

pytestmark = pytest.mark.django_db
ANOTHER_TEXT = "0" * 64


@pytest.fixture
def draft():
    party = PartyFactory()
    return answered(drafted(party, opened_round(party)), summary="What was achieved.")


@pytest.fixture
def focal_point(draft):
    return actor("focal_point", draft.party)


@pytest.fixture
def cleared(draft, focal_point):
    said = {"cleared_by": "The Cabinet", "cleared_on": LATER.date(), "answers_version": "0123456789ab"}
    return record_clearance(draft, actor=focal_point, version=fresh(draft).version, now=LATER, **said)


@pytest.fixture
def signed(draft, focal_point):
    choose_signing(draft, actor=focal_point, seen=False, is_together=True)
    _sign(draft, focal_point)
    return Signature.objects.get()


def _sign(draft, by, now=LATER):
    sign_off(fresh(draft), actor=by, version=fresh(draft).version, now=now, terms={})


@pytest.fixture
def chosen(draft, focal_point):
    section = draft.round.state_template.sections.first()
    for visibility in ("public", "participants"):
        given = {section.uuid: Terms(visibility, "attributed")}
        set_terms(fresh(draft), actor=focal_point, version=fresh(draft).version, terms=given)
    return SectionTerms.objects.get(contribution=draft, section=section)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("cleared_by", "Somebody else"),
        ("cleared_on", date(2020, 1, 1)),
        ("answers_version", "ba9876543210"),
        ("recorded_by_id", None),
        ("recorded_at", ANOTHER),
        ("contribution_id", 0),
    ],
)
def test_clearance_is_not_rewritten(cleared, column, value):
    assert both_doors(lambda: cleared, column, value) == (RECORDED, RECORDED)


def test_clearance_is_not_removed(cleared):
    assert refused(Clearance.objects.filter(pk=cleared.pk).delete) == RECORDED


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("user_id", lambda: UserFactory().pk, "signature_is_kept"),
        ("signed_at", ANOTHER, "signature_is_kept"),
        ("signed_at", LATER + timedelta(days=1), "signature_is_kept"),
        ("uuid", uuid4, "signature_is_kept"),
        ("role", "agrees", RECORDED),
        ("contribution_id", 0, RECORDED),
    ],
)
def test_signature_is_not_rewritten(signed, column, value, sentence):
    assert both_doors(lambda: signed, column, value) == (sentence, sentence)


def test_signature_is_not_dated_back_under_another_text(signed):
    ours = Signature.objects.filter(pk=signed.pk)

    assert refused(lambda: ours.update(sha256=ANOTHER_TEXT, signed_at=ANOTHER)) == "signature_is_kept"


def test_signature_that_is_waited_for_is_not_removed(signed):
    assert refused(Signature.objects.filter(pk=signed.pk).delete) == RECORDED


def test_what_was_changed_is_signed_anew_and_what_was_not_stays_signed(draft, focal_point, signed):
    _sign(draft, focal_point, now=LATER + timedelta(hours=1))
    assert fresh(signed).signed_at == LATER

    answered(fresh(draft), summary="Changed since.")
    _sign(draft, focal_point, now=LATER + timedelta(hours=2))

    again = fresh(signed)
    assert (again.signed_at, again.sha256 != signed.sha256) == (LATER + timedelta(hours=2), True)


def test_signatures_go_when_the_contribution_is_sent(draft, signed):
    sent = agree(fresh(draft), actor=actor("senior_official", draft.party), version=fresh(draft).version, now=LATER)

    assert (sent.state, Signature.objects.exists()) == ("submitted", False)


def test_each_choice_of_who_may_see_a_section_is_kept(chosen):
    assert list(history_of(chosen).values_list("visibility", flat=True)) == ["public", "participants"]


def test_choice_in_psql_is_told_by_the_history_too(chosen):
    SectionTerms.objects.filter(pk=chosen.pk).update(visibility="public")

    assert history_of(chosen).last().visibility == "public"


def test_choice_is_neither_removed_nor_given_to_another_contribution(chosen):
    assert refused(SectionTerms.objects.filter(pk=chosen.pk).delete) == RECORDED
    assert both_doors(lambda: chosen, "contribution_id", 0) == (RECORDED, RECORDED)
