"""A round: who is asked is fixed when it opens, and so are the questions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.html import escape

from foundation.actors import system
from foundation.errors import DomainError, IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry, subject_of
from foundation.outbox.models import Message
from foundation.outbox.registry import is_wanted
from foundation.related import Related
from meetings.models import Meeting
from notifications.models import Obligation
from parties.models import Participation
from parties.services import put_on_hold, release_representation
from reports.admin.rounds import NONE_TO_COME, STILL_TO_COME
from reports.models import Addressee, Contribution, Round, TemplateQuestion
from reports.selectors.rounds import n_of_N, received_from, round_overview
from reports.services.addressees import agree_extension
from reports.services.contributions import start_contribution, submit_contribution
from reports.services.queries import ask
from reports.services.rounds import close_round, close_to_contributions, open_round, prepare_round, save_round
from reports.services.templates import make_next_edition, save_section, save_template
from reports.workflow import ROUND
from tests.factories.meetings import MeetingFactory, kind
from tests.factories.notifications import untrue
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, actor_as, appoint, participant, person
from tests.factories.reports import (
    CUTOFF,
    LATER,
    OPENED,
    AddresseeFactory,
    RoundFactory,
    TemplateFactory,
    ask_nobody_by_switch,
    contribution_of,
    drafted,
    fresh,
    opened_round,
    submitted,
    template,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return actor("secretariat_officer")


def test_round_asks_whom_the_switches_name_and_counts_states_and_organisations_apart(staff):
    Participation.objects.filter(body__code="process", party__code="LY").update(is_asked_to_report=False)
    Participation.objects.filter(body__code="process", party__code="CH").update(counts_in_n=False)

    opened = open_round(RoundFactory(), actor=staff, version=1, now=OPENED)

    asked = set(opened.addressees.values_list("party__code", flat=True))
    assert "LY" not in asked
    assert "CH" in asked
    counts = n_of_N(opened)
    assert (counts.states.asked, counts.states.received) == (38, 0)
    assert counts.organisations.asked == opened.addressees.filter(party__kind="organisation").count() > 0


def test_everybody_asked_has_a_contribution_and_a_request(staff):
    opened = open_round(RoundFactory(), actor=staff, version=1, now=OPENED)

    asked = opened.addressees.count()
    assert Contribution.objects.filter(round=opened, state="not_started").count() == asked
    requests = Obligation.objects.open().filter(kind="contribution.due")
    assert requests.count() == asked
    assert set(requests.values_list("due_at", "due_zone")) == {(opened.due_at, "Africa/Cairo")}
    assert "focal_point" in requests.first().offices


def test_opening_is_a_public_fact_with_n(staff):
    opened = opened_round(PartyFactory(), PartyFactory(kind="organisation"))

    entry = LedgerEntry.objects.get(subject=subject_of(opened), kind="round.opened")
    assert (entry.audience, entry.facts) == ("public", {"states": 1, "organisations": 1})


def test_who_is_not_to_be_reminded_is_asked_without_an_office(staff):
    ask_nobody_by_switch()
    quiet = AddresseeFactory(round=RoundFactory(), party=PartyFactory(), is_reminded=False)

    open_round(quiet.round, actor=staff, version=1, now=OPENED)

    assert Obligation.objects.get(party=quiet.party).offices == []


@pytest.mark.parametrize(("name", "code"), [("som", "ministerial"), ("ministerial", "som")])
def test_meetings_foreseen_for_the_report_are_of_the_kind_that_deals_with_it(name, code, staff):
    round_ = RoundFactory()
    setattr(round_, name, MeetingFactory(kind=kind(code)))

    with pytest.raises(RuleBroken) as refused:
        save_round(round_, actor=staff, version=round_.version, creating=False)

    assert refused.value.field == name


def test_form_of_a_round_offers_the_fitting_kind_of_meeting_only(client):
    som, ministerial = MeetingFactory(), MeetingFactory(kind=kind("ministerial"))
    client.force_login(person("secretariat_officer"))

    fields = client.get(reverse("admin:reports_round_add")).context["adminform"].form.fields

    assert som in fields["som"].queryset
    assert ministerial not in fields["som"].queryset
    assert ministerial in fields["ministerial"].queryset
    assert som not in fields["ministerial"].queryset


@pytest.mark.parametrize(
    ("state", "offered"),
    [("planned", True), ("convened", True), ("postponed", True), ("held", False)],
)
def test_round_is_offered_meetings_that_can_still_come(client, state, offered):
    meeting = MeetingFactory(state=state)
    client.force_login(person("secretariat_officer"))

    field = client.get(reverse("admin:reports_round_add")).context["adminform"].form.fields["som"]

    assert (meeting in field.queryset) == offered
    assert (field.help_text == NONE_TO_COME) == (not field.queryset.exists())


def test_round_keeps_the_meeting_that_it_names(client):
    held = MeetingFactory(state="held")
    round_ = RoundFactory(som=held)
    client.force_login(person("secretariat_officer"))

    fields = client.get(reverse("admin:reports_round_change", args=[round_.pk])).context["adminform"].form.fields

    assert held in fields["som"].queryset


def test_round_says_why_no_meeting_can_be_chosen(client):
    Meeting.objects.filter(state__in=STILL_TO_COME).update(state="cancelled")
    client.force_login(person("secretariat_officer"))

    page = client.get(reverse("admin:reports_round_add")).content.decode()

    assert page.count(escape(str(NONE_TO_COME))) == 2


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing", "anonymous"])
def test_only_staff_run_rounds(role):
    made = RoundFactory()

    assert ROUND.available(made, actor(role)) == []
    with pytest.raises(NotAllowed):
        prepare_round(RoundFactory.build(), actor=actor(role))
    with pytest.raises(NotAllowed):
        open_round(made, actor=actor(role), version=1, now=OPENED)


def test_round_is_not_opened_after_its_date_nor_without_questions_nor_for_nobody(staff):
    with pytest.raises(RuleBroken, match="due moment"):
        open_round(RoundFactory(), actor=staff, version=1, now=CUTOFF)
    with pytest.raises(RuleBroken, match="no questions"):
        open_round(RoundFactory(state_template=TemplateFactory()), actor=staff, version=1, now=OPENED)
    ask_nobody_by_switch()
    with pytest.raises(RuleBroken, match="Nobody"):
        open_round(RoundFactory(), actor=staff, version=1, now=OPENED)


def test_template_is_for_those_who_get_it(staff):
    with pytest.raises(RuleBroken) as refused:
        prepare_round(RoundFactory.build(state_template=template("organisation")), actor=staff)

    assert refused.value.field == "state_template"


def test_due_moment_moves_the_requests_but_what_was_announced_stays(staff):
    party = PartyFactory()
    opened = opened_round(party)

    opened.due_at = CUTOFF
    saved = save_round(opened, actor=staff, version=opened.version, creating=False)
    assert Obligation.objects.get(party=party).due_at == CUTOFF
    saved.code = "another"
    with pytest.raises(RuleBroken) as refused:
        save_round(saved, actor=staff, version=saved.version, creating=False)

    assert refused.value.field == "code"


def test_addressees_are_fixed_at_opening_by_service_and_by_database(staff):
    opened = opened_round(PartyFactory())
    late = Addressee(round=opened, party=PartyFactory())

    with pytest.raises(RuleBroken):
        save_round(
            opened,
            actor=staff,
            version=opened.version,
            creating=False,
            related=Related(children=[("round", late)]),
        )
    with pytest.raises(IntegrityError):
        late.save()


@pytest.mark.parametrize("change", [{"counts_in_n": False}, {"party_id": 1}])
def test_n_is_not_changed_past_the_services(change):
    opened = opened_round(PartyFactory())

    with pytest.raises(IntegrityError):
        opened.addressees.update(**change)


def test_illegal_step_of_a_round_is_refused_by_the_database():
    opened = opened_round(PartyFactory())

    with pytest.raises(IllegalTransition):
        Round.objects.filter(pk=opened.pk).update(state="closed")


def extend(round_, addressee, until, *, actor):
    given = {"addressee": addressee, "extension_until": until}
    return agree_extension(round_, **given, actor=actor, version=round_.version, now=LATER)


def test_extension_is_agreed_with_one_participant_and_moves_its_request_only(staff):
    first, second = PartyFactory(), PartyFactory()
    opened = opened_round(first, second)

    extend(opened, opened.addressees.get(party=first), CUTOFF, actor=staff)

    assert Obligation.objects.get(party=first).due_at == CUTOFF
    assert Obligation.objects.get(party=second).due_at == opened.due_at
    assert untrue() == []
    with pytest.raises(RuleBroken):
        extend(opened, opened.addressees.get(party=second), LATER, actor=staff)


def test_due_moment_does_not_move_past_an_extension_that_was_agreed(staff):
    party = PartyFactory()
    opened = opened_round(party)
    extend(opened, opened.addressees.get(), CUTOFF, actor=staff)
    opened = fresh(opened)
    opened.due_at, opened.cutoff_at = CUTOFF + timedelta(days=1), CUTOFF + timedelta(days=2)

    with pytest.raises(RuleBroken) as refused:
        save_round(opened, actor=staff, version=opened.version, creating=False)

    assert refused.value.field == "due_at"


def test_extension_that_is_withdrawn_is_on_record_and_the_rounds_date_holds_again(staff):
    opened = opened_round(PartyFactory())
    extend(opened, opened.addressees.get(), CUTOFF, actor=staff)
    opened, addressee = fresh(opened), opened.addressees.get()
    addressee.extension_until = None

    save_round(
        opened, actor=staff, version=opened.version, creating=False, related=Related(children=[("round", addressee)])
    )

    assert Obligation.objects.get().due_at == opened.due_at
    assert LedgerEntry.objects.filter(kind="extension.withdrawn").count() == 1


def test_closed_round_receives_nothing_and_awaits_nothing(staff):
    party = PartyFactory()
    opened = opened_round(party)
    begun = drafted(party, opened)

    consolidating = close_to_contributions(opened, actor=staff, version=opened.version, now=CUTOFF)
    close_round(consolidating, actor=staff, version=consolidating.version, now=CUTOFF)

    assert Obligation.objects.get(kind="contribution.due", subject_uuid=begun.uuid).close_reason == "round_closed"
    with pytest.raises(IllegalTransition):
        submitted_now(begun, party)


def test_those_of_whom_something_was_still_asked_are_told_that_it_lapsed(staff):
    awaited, received, never_reminded, questioned = (PartyFactory() for _one in range(4))
    opened = opened_round(awaited, received, never_reminded, questioned)
    Addressee.objects.filter(party=never_reminded).update(is_reminded=False)
    readers = {party: person("focal_point", party) for party in (awaited, received, never_reminded, questioned)}
    submitted(received, opened)
    sent = submitted(questioned, opened)
    ask(sent, actor=staff, version=sent.version, now=CUTOFF, asked="How many?")
    consolidating = close_to_contributions(opened, actor=staff, version=fresh(opened).version, now=CUTOFF)

    close_round(consolidating, actor=staff, version=consolidating.version, now=CUTOFF)

    mails = Message.objects.filter(kind="contribution.request_lapsed")
    told = [contribution_of(party, opened) for party in (awaited, questioned)]
    assert {mail.related for mail in mails} == {subject_of(contribution) for contribution in told}
    assert {readers[awaited].email, readers[questioned].email} <= {mail.to for mail in mails if is_wanted(mail)}
    type(readers[awaited]).objects.filter(pk=readers[awaited].pk).update(is_active=False)
    assert not is_wanted(mails.get(to=readers[awaited].email))


def submitted_now(begun, party):
    return submit_contribution(fresh(begun), actor=actor("focal_point", party), version=begun.version, now=CUTOFF)


def test_requests_say_what_their_owner_says(staff):
    first, second = PartyFactory(), PartyFactory()
    opened = opened_round(first, second)
    submitted(first, opened)

    assert untrue() == []


def test_each_authority_on_hold_reports_for_itself_and_neither_is_counted(staff):
    party = PartyFactory()
    one, other = (AuthorityFactory(party=party, state="on_hold") for _ in range(2))
    opened = opened_round(party)

    mine = contribution_of(party, opened, authority=one)
    writer = actor_as(appoint("focal_point", party, authority=one), "participant")
    assert list(Contribution.objects.visible_to(writer)) == [mine]
    assert contribution_of(party, opened, authority=other) != mine
    begun = start(mine, writer)

    assert begun.state == "draft"
    counts = n_of_N(opened)
    assert (counts.states.received, counts.states.asked) == (0, 1)


def start(contribution, by):
    return start_contribution(contribution, actor=by, version=contribution.version, now=LATER)


@pytest.fixture
def sides():
    """Two authorities of one participant that has been asked, each with its focal point."""
    party = PartyFactory()
    first, second = (AuthorityFactory(party=party) for _ in range(2))
    return party, first, second


def contend(authority, staff):
    put_on_hold(authority, actor=staff, version=authority.version, now=LATER, decision="Note by the Chair")
    return fresh(authority)


def release(authority, staff):
    return release_representation(
        authority, actor=staff, version=authority.version, now=LATER, decision="SOM decision 4"
    )


def writer_for(authority):
    return actor_as(appoint("focal_point", authority.party, authority=authority), "participant")


def test_authorities_that_come_on_hold_later_are_asked_each_for_its_own(staff, sides):
    party, first, second = sides
    opened = opened_round(party)

    contend(first, staff)

    assert set(Contribution.objects.filter(round=opened).values_list("authority", flat=True)) == {
        None,
        first.pk,
        second.pk,
    }
    assert n_of_N(opened).states == (0, 1)


def test_what_the_released_authority_wrote_becomes_its_participants(staff, sides):
    party, first, second = sides
    opened = opened_round(party)
    held = contend(first, staff)
    mine = start(contribution_of(party, opened, authority=first), writer_for(first))

    release(held, staff)

    now_whole = contribution_of(party, opened)
    assert (now_whole, now_whole.state) == (mine, "draft")
    assert Obligation.objects.get(kind="contribution.due", subject_uuid=mine.uuid).authority is None
    assert contribution_of(party, opened, authority=second).state == "not_started"
    assert list(Contribution.objects.visible_to(writer_for(fresh(first)))) == [mine]
    assert {problem.problem for problem in untrue()} == set()


def test_what_the_participant_had_begun_before_the_contest_is_kept(staff, sides):
    party, first, _second = sides
    opened = opened_round(party)
    begun = start(contribution_of(party, opened), actor("focal_point", party))
    held = contend(first, staff)

    release(held, staff)

    assert contribution_of(party, opened) == begun
    assert contribution_of(party, opened, authority=first).state == "not_started"


def test_round_opened_after_a_release_asks_the_released_side_for_the_participant(staff, sides):
    party, first, second = sides
    release(contend(first, staff), staff)

    opened = opened_round(party)

    assert set(Contribution.objects.filter(round=opened).values_list("authority", flat=True)) == {None, second.pk}


def test_positive_list_and_n_follow_what_was_received(staff):
    parties = [participant(code) for code in ("SE", "EG", "KE")]
    opened = opened_round(*parties)
    submitted(parties[0], opened)
    submitted(parties[1], opened)
    drafted(parties[2], opened)

    assert [party.code for party in received_from(opened, language="en")] == ["EG", "SE"]
    assert n_of_N(opened).states == (2, 3)


def test_overview_shows_drafts_as_awaited_and_is_for_staff_alone(staff):
    drafting, sent, extended, held = (PartyFactory() for _ in range(4))
    for _ in range(2):
        AuthorityFactory(party=held, state="on_hold")
    opened = opened_round(drafting, sent, extended, held)
    drafted(drafting, opened)
    submitted(sent, opened)
    opened.addressees.filter(party=extended).update(extension_until=CUTOFF)

    rows = round_overview(opened, actor=staff, language="en")

    assert {row.addressee.party: row.status for row in rows} == {
        drafting: "not_started",
        sent: "submitted",
        extended: "extension",
        held: "on_hold",
    }
    assert round_overview(opened, actor=actor("focal_point", sent)) == []


def test_overview_of_a_round_that_is_over_awaits_nothing(staff):
    drafting, sent, extended = (PartyFactory() for _ in range(3))
    opened = opened_round(drafting, sent, extended)
    drafted(drafting, opened)
    submitted(sent, opened)
    opened.addressees.filter(party=extended).update(extension_until=CUTOFF)
    consolidating = close_to_contributions(fresh(opened), actor=staff, version=None, now=CUTOFF)
    over = close_round(consolidating, actor=staff, version=consolidating.version, now=CUTOFF)

    rows = round_overview(over, actor=staff, language="en")

    assert {row.addressee.party: row.status for row in rows} == {
        drafting: "none_received",
        sent: "submitted",
        extended: "none_received",
    }


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_overview_stands_in_the_alphabetical_order_of_the_language(language, staff):
    opened = open_round(RoundFactory(), actor=staff, version=1, now=OPENED)

    keys = [
        getattr(row.addressee.party, f"sort_{language}")
        for row in round_overview(opened, actor=staff, language=language)
    ]

    assert keys == sorted(keys)


@pytest.mark.parametrize("received", [1, 3])
def test_overview_and_counts_cost_the_same_however_many_report(received, staff, django_assert_num_queries):
    parties = [PartyFactory() for _ in range(received)]
    opened = opened_round(*parties)
    for party in parties:
        submitted(party, opened)

    with django_assert_num_queries(4):
        assert len([row.due_at for row in round_overview(opened, actor=staff)]) == received
    with django_assert_num_queries(2):
        assert n_of_N(opened).states == (received, received)


def test_template_in_use_is_changed_by_its_next_edition_only(staff):
    opened = opened_round(PartyFactory())
    used = fresh(opened.state_template)
    section = used.sections.get(code="general")

    with pytest.raises(RuleBroken, match="next edition"):
        save_template(used, actor=staff, version=used.version, creating=False)
    with pytest.raises(RuleBroken, match="next edition"):
        save_section(section, actor=staff, version=None, creating=False)
    following = make_next_edition(used, actor=staff, version=used.version, now=LATER)

    assert (following.edition, following.is_frozen, following.code) == (2, False, used.code)
    copied = TemplateQuestion.objects.filter(section__template=following).values_list("section__code", "code", "kind")
    asked = TemplateQuestion.objects.filter(section__template=used).values_list("section__code", "code", "kind")
    assert list(copied) == list(asked)


def test_questions_in_use_are_not_changed_past_the_services():
    opened = opened_round(PartyFactory())

    with pytest.raises(DomainError, match="next edition"):
        TemplateQuestion.objects.filter(section__template=opened.state_template).update(text_en="Something else?")


def test_round_in_preparation_is_seen_in_the_workbench_only(staff):
    made = RoundFactory()

    assert Round.objects.visible_to(staff).filter(pk=made.pk).exists()
    for role in ("focal_point", "anonymous"):
        assert not Round.objects.visible_to(actor(role)).filter(pk=made.pk).exists()
    opened = open_round(made, actor=system(OPENED), version=1, now=OPENED)
    assert Round.objects.visible_to(actor("anonymous")).filter(pk=opened.pk).exists()
