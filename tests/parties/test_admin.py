"""The parties app in the workbench: entered by offices that act for all, written through services, kind in refusal."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.accounts.models import User
from foundation.outbox.models import Bounce
from foundation.wording import on_clock
from parties.models import Authority, CommitteeSeat, Mandate, Participation, Party, Presidency, PresidencyHolder
from tests.counted import more, queries_of
from tests.factories.parties import (
    NOW,
    ROLES,
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    PresidencyFactory,
    UserFactory,
    office,
    participant,
    person,
)
from tests.posted import of_workbench

pytestmark = pytest.mark.django_db
MODELS = (
    "party",
    "participation",
    "body",
    "presidency",
    "committeeseat",
    "authority",
    "office",
    "mandate",
)
LISTS = [f"admin:parties_{model}_changelist" for model in MODELS] + ["admin:accounts_user_changelist"]
READS = {"presidency_current", "presidency_incoming", "presidency_outgoing", "secretariat_officer", "both_hats"}
WRITES = {"presidency_current", "secretariat_officer", "both_hats"}


@pytest.fixture
def chair(client):
    client.force_login(person("presidency_current"))
    return client


def step(obj, name):
    label = f"{obj._meta.app_label}_{obj._meta.model_name}"
    return reverse(f"admin:{label}_step", args=[obj.pk, name])


def change(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def errors(response):
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_workbench_opens_to_offices_that_act_for_all(role, client):
    if role != "anonymous":
        client.force_login(person(role))

    answers = {client.get(reverse(name)).status_code for name in LISTS}

    assert answers == ({200} if role in READS else {302})


@pytest.mark.parametrize("role", sorted(READS))
def test_only_those_in_office_write(role, client):
    client.force_login(person(role))

    answers = {client.get(reverse(f"admin:parties_{name}_add")).status_code for name in ("party", "mandate")}

    assert answers == ({200} if role in WRITES else {403})


def test_lists_ask_no_more_with_more_rows(officer):
    def fill():
        party = PartyFactory()
        MandateFactory(party=party, authority=AuthorityFactory(party=party))
        PresidencyFactory(holder=party)

    addresses = [reverse(name) for name in LISTS]
    fill()
    queries_of(officer, *addresses)
    few = queries_of(officer, *addresses)
    for _ in range(5):
        fill()

    assert max(few.values()) <= 100
    assert more(few, queries_of(officer, *addresses)) == {}


def test_participant_is_entered_and_changed(officer):
    new = {"code": "ZZ", "kind": "state", "region": "africa", "name_en": "Zed", "time_zone": "UTC"}

    officer.post(reverse("admin:parties_party_add"), new)
    party = Party.objects.get(code="ZZ")
    officer.post(change(party), {**new, "name_en": "Alpha", "seen_version": party.version})

    party.refresh_from_db()
    assert (party.name_en, party.version) == ("Alpha", 2)
    assert list(Party.objects.filter(sort_en__lte=party.sort_en)) != []


def test_older_page_is_refused_and_keeps_what_was_typed(officer):
    party = PartyFactory()
    typed = {"code": party.code, "kind": "state", "region": "africa", "name_en": "Typed", "time_zone": "UTC"}

    answer = officer.post(change(party), {**typed, "seen_version": 9})

    assert answer.status_code == 409
    assert b"Typed" in answer.content
    assert "__all__" in errors(answer)
    assert Party.objects.get(pk=party.pk).name_en != "Typed"


def test_overlapping_terms_are_refused_at_the_field(officer):
    term = Presidency.objects.get(code="EG-2024")
    holders = {"holders-TOTAL_FORMS": 0, "holders-INITIAL_FORMS": 0}
    typed = {
        "code": term.code,
        "name_en": term.name_en,
        "begins_on": "2024-03-01",
        "begins_precision": "day",
        "begins_basis": "stated",
        "ends_on": "2025-04-09",
        "ends_precision": "day",
        "seen_version": term.version,
        **holders,
    }

    answer = officer.post(change(term), typed)

    assert answer.status_code == 400
    assert errors(answer)["begins_on"] == [
        "Two terms of the chair never overlap: end the earlier term on or before this day."
    ]
    assert Presidency.objects.get(pk=term.pk).begins_on == date(2024, 4, 17)


def test_term_is_designated_with_its_holders_and_an_ad_interim_holder_names_the_decision(officer):
    typed = {
        "code": "KE-2027",
        "name_en": "Presidency of Kenya",
        "begins_precision": "day",
        "begins_basis": "stated",
        "ends_precision": "day",
        "holders-TOTAL_FORMS": 1,
        "holders-INITIAL_FORMS": 0,
        "holders-0-party": participant("KE").pk,
        "holders-0-role": "ad_interim",
    }

    refused = officer.post(reverse("admin:parties_presidency_add"), typed)
    said = refused.context["inline_admin_formsets"][0].formset.errors
    assert said == [{"basis": ["Whoever holds the chair ad interim does so on a recorded decision: name it."]}]

    answer = officer.post(reverse("admin:parties_presidency_add"), {**typed, "holders-0-basis": "SOM decision 2"})
    assert answer.status_code == 302
    holder = PresidencyHolder.objects.get(presidency__code="KE-2027")
    assert (holder.party.code, holder.presidency.state) == ("KE", "designated")


def test_chair_sets_the_switches_with_a_reason(chair):
    row = Participation.objects.get(party__code="TN", body__code="process")

    refused = chair.post(step(row, "set_switches"), {"is_invited": "on", "seen_version": row.version})
    assert refused.status_code == 400
    assert "reason" in refused.context["form"].errors

    chair.post(step(row, "set_switches"), {"is_invited": "on", "reason": "As asked.", "seen_version": row.version})
    row.refresh_from_db()
    assert (row.is_invited, row.is_reminded, row.switch_reason) == (True, False, "As asked.")


def test_secretariat_is_shown_no_button_for_the_switches_and_refused(officer):
    row = Participation.objects.get(party__code="TN", body__code="process")

    page = officer.get(change(row))
    answer = officer.post(step(row, "set_switches"), {"reason": "As asked.", "seen_version": row.version})

    assert page.context["workbench_steps"] == []
    assert answer.status_code == 403
    assert Participation.objects.get(pk=row.pk).is_invited


def test_participation_and_seat_are_entered(officer):
    party, body = PartyFactory(), Participation.objects.filter(body__code="steering_committee").first().body
    typed = {"party": party.pk, "body": body.pk, "basis": "SOM decision 2", "begins_on": "2026-01-01"}

    officer.post(reverse("admin:parties_participation_add"), {**typed, "status": "guest"})
    officer.post(reverse("admin:parties_committeeseat_add"), {**typed, "begins_precision": "day"})

    assert party.participations.get().status == "guest"
    assert CommitteeSeat.objects.get(party=party).version == 1


def test_representation_goes_on_hold_and_is_released_with_a_decision(officer):
    first = AuthorityFactory()
    second = AuthorityFactory(party=first.party)

    officer.post(step(first, "put_on_hold"), {"decision": "Note of 1 March", "seen_version": 1})
    assert list(Authority.objects.filter(party=first.party).values_list("state", flat=True)) == ["on_hold"] * 2
    refused = officer.post(step(second, "release"), {"decision": "", "seen_version": 2})
    officer.post(step(second, "release"), {"decision": "SOM decision 4", "seen_version": 2})

    assert refused.status_code == 400
    states = Authority.objects.filter(party=first.party).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["on_hold", "in_force"]


def mandate_typed(**given):
    return {
        "user": UserFactory().pk,
        "party": PartyFactory().pk,
        "office": office("focal_point").pk,
        "begins_on": "2026-01-01",
        "letter_number": "MFA/7",
        "letter_date": "2025-12-20",
        "letter_authority": "Ministry",
        **given,
    }


def test_mandate_is_given_confirmed_and_ended(officer):
    officer.post(reverse("admin:parties_mandate_add"), mandate_typed())
    mandate = Mandate.objects.get(letter_number="MFA/7")

    officer.post(step(mandate, "confirm"), {"confirmed_on": "2026-02-01", "seen_version": 1})
    officer.post(step(mandate, "end"), {"seen_version": 2})

    mandate.refresh_from_db()
    assert mandate.confirmed_on == date(2026, 2, 1)
    assert mandate.ended_at is not None
    assert officer.get(change(mandate)).context["workbench_steps"] == []


def test_mandate_that_stands_cannot_be_edited(officer):
    mandate = MandateFactory()

    answer = officer.post(change(mandate), mandate_typed(seen_version=1))

    assert answer.status_code == 403
    assert Mandate.objects.get(pk=mandate.pk).letter_number == mandate.letter_number


def test_office_that_does_not_fit_is_refused_at_the_field(officer):
    answer = officer.post(
        reverse("admin:parties_mandate_add"), mandate_typed(office=office("presidency_officer").pk, begins_on="")
    )
    assert set(errors(answer)) == {"begins_on"}

    answer = officer.post(reverse("admin:parties_mandate_add"), mandate_typed(office=office("presidency_officer").pk))
    assert answer.status_code == 400
    assert set(errors(answer)) == {"presidency"}


def test_account_is_opened_without_a_password_and_closed(officer):
    typed = {"full_name": "Amal", "email": "Amal@Example.org", "language": "ar", "time_zone": "Africa/Cairo"}

    officer.post(reverse("admin:accounts_user_add"), typed)
    user = User.objects.get(email="amal@example.org")
    twice = officer.post(reverse("admin:accounts_user_add"), typed)
    officer.post(step(user, "close"), {})

    assert not user.has_usable_password()
    assert errors(twice) == {"email": ["There is already an account with this address."]}
    user.refresh_from_db()
    assert not user.is_active


def test_password_hash_is_on_no_page(officer):
    user = UserFactory(password="a long and secret sentence")

    page = officer.get(change(user))

    assert user.password.encode() not in page.content


def test_period_that_ends_before_it_begins_is_said_at_the_field(officer):
    row = Participation.objects.get(party__code="TN", body__code="process")
    typed = {"party": row.party_id, "body": row.body_id, "status": "guest", "basis": "SOM", "seen_version": row.version}

    answer = officer.post(change(row), {**typed, "begins_on": "2026-02-01", "ends_on": "2026-01-01"})

    assert errors(answer) == {"ends_on": ["The end must lie after the beginning."]}


def test_address_of_an_account_never_passes_to_somebody_else(officer):
    user = UserFactory(email="kept@example.org")
    typed = {"full_name": "New name", "email": "other@example.org", "language": "fr", "time_zone": "UTC"}

    officer.post(change(user), typed)

    user.refresh_from_db()
    assert (user.full_name, user.email) == ("New name", "kept@example.org")


def test_account_says_on_the_readers_clock_since_when_mail_does_not_reach_it(client):
    reader, gone = person("secretariat_officer"), UserFactory(email="gone@example.org")
    User.objects.filter(pk=reader.pk).update(time_zone="Africa/Nairobi")
    Bounce.objects.create(address=gone.email, source="by_mail", status="5.1.1", noted_at=NOW)
    client.force_login(User.objects.get(pk=reader.pk))

    page = client.get(change(gone)).content.decode()

    assert f"Not reached since {on_clock(NOW, 'Africa/Nairobi')}" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code", "EG/1"),
        ("code", "مصر"),
        ("time_zones", "Africa/Cairo,NaN"),
        ("weekend_days", "5,8"),
        ("weekend_days", "0"),
        ("weekend_days", "1,2,3,4,5,6,7"),
    ],
)
def test_what_no_calendar_can_be_made_of_is_refused_at_its_field(chair, field, typed):
    egypt = participant("EG")
    page = of_workbench(chair.get(change(egypt)))
    assert chair.post(change(egypt), page).status_code == 302
    page["version"] = Party.objects.get(pk=egypt.pk).version

    response = chair.post(change(egypt), {**page, field: typed})

    assert list(errors(response)) == [field]
    assert response.context["adminform"].form[field].value() == typed
    assert getattr(Party.objects.get(pk=egypt.pk), field) == getattr(egypt, field)
