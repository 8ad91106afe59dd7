"""A mandate is given by a letter, never to oneself, fits its office, is confirmed yearly and ends at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from parties.models import Mandate, Office
from parties.services import check_mandate, confirm_mandate, end_mandate, give_mandate, name_authority
from tests.factories.parties import (
    BEGAN,
    NOW,
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    UserFactory,
    actor,
    actor_as,
    appoint_for_term,
    designated_term,
    holder_of,
    office,
    participant,
    term_in_chair,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}


def unsaved(**given):
    values = {"user": UserFactory(), "party": PartyFactory(), "office": office("focal_point"), **given}
    return MandateFactory.build(**values)


def entries_about(row):
    return list(LedgerEntry.objects.about(row).values_list("kind", "audience"))


def test_staff_alone_give_confirm_and_end_mandates(everybody):
    standing = MandateFactory()

    def confirm(who):
        return confirm_mandate(standing, actor=who, version=1, now=NOW, confirmed_on=NOW.date())

    assert who_may(lambda who: give_mandate(unsaved(), actor=who), everybody) == STAFF
    assert who_may(confirm, everybody) == STAFF
    assert who_may(lambda who: end_mandate(standing, actor=who, version=1, now=NOW), everybody) == STAFF


def test_given_mandate_is_told_to_its_participant_and_staff():
    mandate = give_mandate(unsaved(), actor=actor("secretariat_officer"))

    assert entries_about(mandate) == [("mandate.given", f"unit+staff:{mandate.party_id}")]


def test_nobody_gives_a_mandate_to_themselves():
    officer = appoint_for_term(term_in_chair())

    with pytest.raises(NotAllowed):
        give_mandate(unsaved(user=officer, party=participant("EG")), actor=actor_as(officer, "presidency"))


def test_mandate_that_stands_is_never_rewritten():
    standing = MandateFactory()
    standing.office = office("cabinet")

    with pytest.raises(IllegalTransition):
        give_mandate(standing, actor=actor("secretariat_officer"), version=1, creating=False)

    assert Mandate.objects.get(pk=standing.pk).office.code == "focal_point"


def case_office_of_the_presidency_without_a_term():
    return {"office": office("presidency_officer")}, "presidency"


def case_national_office_with_a_term():
    return {"presidency": term_in_chair()}, "presidency"


def case_presidency_of_another_participant():
    return {"office": office("presidency_officer"), "presidency": term_in_chair()}, "party"


def case_authority_of_another_participant():
    return {"authority": AuthorityFactory()}, "authority"


def case_no_authority_while_two_contend():
    party = PartyFactory()
    AuthorityFactory(party=party, state="on_hold")
    return {"party": party}, "authority"


def case_closed_account():
    return {"user": UserFactory(is_active=False)}, "user"


@pytest.mark.parametrize(
    "case",
    [
        case_office_of_the_presidency_without_a_term,
        case_national_office_with_a_term,
        case_presidency_of_another_participant,
        case_authority_of_another_participant,
        case_no_authority_while_two_contend,
        case_closed_account,
    ],
)
def test_mandate_that_does_not_fit_is_refused_at_its_field(case):
    given, field = case()

    with pytest.raises(RuleBroken) as refused:
        check_mandate(unsaved(**given))

    assert refused.value.field == field


def test_office_of_the_presidency_is_given_by_the_participant_that_holds_the_term():
    term = designated_term()
    given = {"office": office("presidency_officer"), "presidency": term, "party": holder_of(term)}

    mandate = give_mandate(unsaved(**given), actor=actor("presidency_current"))

    assert mandate.pk


def test_same_office_twice_at_a_time_is_refused_by_the_database():
    standing = MandateFactory()

    with pytest.raises(BrokenConstraint) as refused:
        give_mandate(unsaved(user=standing.user, party=standing.party), actor=actor("secretariat_officer"))

    assert (refused.value.constraint, refused.value.field) == ("mandates_do_not_overlap", "begins_on")


def test_office_is_given_again_after_it_was_ended():
    standing, staff = MandateFactory(), actor("secretariat_officer")
    end_mandate(standing, actor=staff, version=1, now=NOW)

    again = give_mandate(unsaved(user=standing.user, party=standing.party), actor=staff)

    assert again.pk != standing.pk


def test_ended_mandate_is_neither_ended_nor_confirmed_again():
    standing, staff = MandateFactory(), actor("secretariat_officer")
    end_mandate(standing, actor=staff, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        end_mandate(standing, actor=staff, version=1, now=NOW)
    with pytest.raises(IllegalTransition):
        end_mandate(standing, actor=staff, version=2, now=NOW)
    with pytest.raises(IllegalTransition):
        confirm_mandate(standing, actor=staff, version=2, now=NOW, confirmed_on=NOW.date())


@pytest.mark.parametrize("day", [BEGAN - timedelta(days=1), NOW.date() + timedelta(days=1)])
def test_day_of_confirmation_lies_between_the_beginning_and_today(day):
    with pytest.raises(RuleBroken) as refused:
        confirm_mandate(MandateFactory(), actor=actor("secretariat_officer"), version=1, now=NOW, confirmed_on=day)

    assert refused.value.field == "confirmed_on"


def test_today_is_what_the_clock_of_the_reader_says():
    evening, day = NOW.replace(hour=22), NOW.date() + timedelta(days=1)

    with timezone.override("Africa/Nairobi"):
        mandate = confirm_mandate(
            MandateFactory(), actor=actor("secretariat_officer"), version=1, now=evening, confirmed_on=day
        )

    assert mandate.confirmed_on == day


def test_confirmation_is_kept_with_the_mandate():
    day = date(2026, 1, 15)

    mandate = confirm_mandate(MandateFactory(), actor=actor("presidency_current"), version=1, now=NOW, confirmed_on=day)

    assert (mandate.confirmed_on, mandate.version) == (day, 2)
    assert entries_about(mandate) == [("mandate.confirmed", f"unit+staff:{mandate.party_id}")]


def test_mandate_that_named_no_authority_is_given_one_of_its_participant():
    mandate, staff = MandateFactory(), actor("secretariat_officer")
    own = AuthorityFactory(party=mandate.party)

    with pytest.raises(RuleBroken):
        name_authority(mandate, actor=staff, version=1, now=NOW, authority=AuthorityFactory())

    assert name_authority(mandate, actor=staff, version=1, now=NOW, authority=own).authority == own


def test_two_people_may_hold_the_office_that_submits_but_one_office_has_the_power():
    party = PartyFactory()
    for _ in range(2):
        MandateFactory(party=party)

    with pytest.raises(BrokenConstraint) as refused:
        Office.objects.filter(code="alternate").update(can_submit=True)

    assert refused.value.constraint == "one_office_submits"
