"""Meetings in the workbench: steps as buttons, the record through services, refusals at their field."""

import pytest
from django.urls import reverse

from foundation.accounts.models import User
from foundation.rows import MOST_ROWS
from meetings.models import Decision, Delegation, FollowUp, Meeting, OutcomeText, Statement
from tests.counted import more, queries_of
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    FollowUpFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    StatementFactory,
    kind,
    verb,
)
from tests.factories.parties import (
    PartyFactory,
    PresidencyFactory,
    appoint_for_term,
    finishing_term,
    term_in_chair,
)

pytestmark = pytest.mark.django_db
MODELS = ("meeting", "delegation", "outcometext", "decision", "statement", "followup", "meetingkind", "verb")


@pytest.fixture
def outgoing(client):
    client.force_login(appoint_for_term(finishing_term()))
    return client


def rows(prefix, *forms):
    typed = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    return typed | {f"{prefix}-{n}-{name}": value for n, form in enumerate(forms) for name, value in form.items()}


def step(obj, name):
    return reverse(f"admin:meetings_{obj._meta.model_name}_step", args=[obj.pk, name])


def change(obj):
    return reverse(f"admin:meetings_{obj._meta.model_name}_change", args=[obj.pk])


def add(name):
    return reverse(f"admin:meetings_{name}_add")


def errors(response):
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


def buttons(client, obj):
    return [button["name"] for button in client.get(change(obj)).context["workbench_steps"]]


def test_lists_ask_no_more_with_more_rows(officer):
    def fill():
        meeting = MeetingFactory(state="held", host=PartyFactory(), chair=term_in_chair())
        DelegationFactory(meeting=meeting)
        paragraph = ParagraphFactory(outcome_text=OutcomeTextFactory(meeting=meeting))
        FollowUpFactory(decision=DecisionFactory(meeting=meeting), owner=PartyFactory())
        StatementFactory(meeting=meeting, paragraph=paragraph)

    addresses = [reverse(f"admin:meetings_{name}_changelist") for name in MODELS]
    fill()
    queries_of(officer, *addresses)
    few = queries_of(officer, *addresses)
    for _ in range(5):
        fill()

    assert max(few.values()) <= 100
    assert more(few, queries_of(officer, *addresses)) == {}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_opens(language, officer):
    follow_up = FollowUpFactory()
    meeting = follow_up.decision.meeting
    AgendaItemFactory(meeting=meeting)
    shown = [
        follow_up,
        meeting,
        follow_up.decision,
        DelegationFactory(meeting=meeting),
        ParagraphFactory().outcome_text,
        StatementFactory(meeting=meeting),
        kind("som"),
        verb("agreed"),
    ]

    answers = {officer.get(change(obj), headers={"accept-language": language}).status_code for obj in shown}

    assert answers == {200}


def test_meeting_is_planned_with_its_agenda_and_convened(officer):
    typed = {
        "code": "SOM-2027",
        "kind": kind("som").pk,
        "title_en": "Senior Officials' Meeting",
        "begins_on": "2027-03-01",
        "time_zone": "Africa/Nairobi",
        **rows("agenda", {"number": "1", "position": 1, "title_en": "Opening"}),
        **rows("sittings"),
        **rows("delegations"),
    }

    officer.post(add("meeting"), typed)
    meeting = Meeting.objects.get(code="SOM-2027")
    assert buttons(officer, meeting) == ["convene", "invite_delegations", "postpone", "cancel"]
    officer.post(step(meeting, "convene"), {"seen_version": 1})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.chair, meeting.agenda.get().title_en) == ("convened", term_in_chair(), "Opening")


def test_new_meeting_goes_by_the_clock_of_whoever_prepares_it(officer):
    User.objects.update(time_zone="Europe/Paris")

    page = officer.get(add("meeting"))

    assert page.context["adminform"].form["time_zone"].value() == "Europe/Paris"


def form_of(meeting, *agenda):
    """The form of a meeting that stands, with these rows on its agenda."""
    return {
        "code": meeting.code,
        "kind": meeting.kind_id,
        "title_en": meeting.title_en,
        "time_zone": "UTC",
        "seen_version": meeting.version,
        **rows("agenda", *agenda),
        **rows("sittings"),
        **rows("delegations"),
    }


def test_number_used_twice_on_an_agenda_is_said_in_the_form(officer):
    item = AgendaItemFactory()
    meeting = item.meeting

    answer = officer.post(
        change(meeting), form_of(meeting, {"number": item.number, "position": 2, "title_en": "Again"})
    )

    (formset, *_others) = answer.context["inline_admin_formsets"]
    assert formset.formset.errors == [{"number": ["This number is on the agenda already."]}]
    assert meeting.agenda.count() == 1


def test_more_rows_than_a_page_carries_are_refused_in_a_sentence(officer):
    meeting = MeetingFactory()
    many = [{"number": number, "position": number, "title_en": "Item"} for number in range(1, MOST_ROWS + 2)]

    answer = officer.post(change(meeting), {**form_of(meeting, *many), "agenda-TOTAL_FORMS": 1_000_000})

    assert f"One form takes at most {MOST_ROWS} rows." in answer.content.decode()
    assert f"agenda-{MOST_ROWS - 1}-number" in answer.content.decode()
    assert f"agenda-{MOST_ROWS}-number" not in answer.content.decode()
    assert not meeting.agenda.exists()


def test_meeting_convened_without_a_day_is_told_so(officer):
    meeting = MeetingFactory(begins_on=None, ends_on=None)

    answer = officer.post(step(meeting, "convene"), {"seen_version": 1})

    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors() == ["A meeting that is convened needs its first day."]


def test_delegations_are_invited_and_their_presence_recorded_on_one_page(officer):
    meeting = MeetingFactory(state="convened")
    officer.post(step(meeting, "invite_delegations"), {"seen_version": 1})
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    first, second = Delegation.objects.filter(meeting=meeting, party__code__in=["EG", "FR"]).order_by("party__code")

    page = officer.get(step(meeting, "record_presence"))
    assert len(page.context["form"].fields) == 48
    typed = {f"delegation_{row.pk}": row.presence for row in meeting.delegations.all()}
    typed |= {f"delegation_{first.pk}": "in_person", f"delegation_{second.pk}": "remote", "seen_version": 2}
    refused = officer.post(step(meeting, "record_presence"), {**typed, f"delegation_{first.pk}": "nonsense"})
    officer.post(step(meeting, "record_presence"), typed)

    assert refused.status_code == 400
    assert set(meeting.delegations.filter(presence__in=["in_person", "remote"])) == {first, second}


def test_chair_passes_by_a_button_and_the_day_is_checked(officer):
    meeting = MeetingFactory(state="held", chair=term_in_chair(), hands_over=PresidencyFactory())
    assert "record_handover" in buttons(officer, meeting)

    refused = officer.post(step(meeting, "record_handover"), {"on": "2020-01-01", "seen_version": 1})
    officer.post(step(meeting, "record_handover"), {"on": "2026-02-24", "seen_version": 1})
    again = officer.post(step(meeting, "record_handover"), {"on": "2026-02-24", "seen_version": 2})

    assert (refused.status_code, again.status_code) == (400, 409)
    assert "on" in refused.context["form"].errors
    assert term_in_chair() == meeting.hands_over
    assert "record_handover" not in buttons(officer, meeting)


def test_nomination_is_entered_queried_and_confirmed(officer):
    delegation = DelegationFactory()

    assert officer.post(step(delegation, "nominate"), {"head": "Head", "seen_version": 1}).status_code == 400
    officer.post(step(delegation, "nominate"), {"head": "Head", "letter_number": "NV/1", "seen_version": 1})
    officer.post(step(delegation, "query"), {"question": "Is this still so?", "seen_version": 2})
    assert buttons(officer, delegation) == ["nominate", "excuse"]
    officer.post(step(delegation, "nominate"), {"head": "Head", "letter_number": "NV/2", "seen_version": 3})
    officer.post(step(delegation, "confirm"), {"seen_version": 4})

    delegation.refresh_from_db()
    assert (delegation.state, delegation.letter_number) == ("confirmed", "NV/2")


def test_guest_is_invited_with_its_people(officer):
    typed = {
        "meeting": MeetingFactory(state="convened").pk,
        "party": PartyFactory().pk,
        "is_guest": "on",
        **rows("delegates", {"full_name": "An expert"}),
    }

    officer.post(add("delegation"), typed)

    guest = Delegation.objects.get(party=typed["party"])
    assert (guest.is_guest, guest.counts_in_n, guest.delegates.get().full_name) == (True, False, "An expert")


def decision_typed(meeting, **given):
    return {
        "meeting": meeting.pk,
        "number": "1",
        "verb": verb("agreed").pk,
        "text_en": "The meeting agreed.",
        "decided_on": "2026-02-25",
        **rows("follow_ups"),
        **given,
    }


def test_decision_is_recorded_and_its_other_languages_completed(officer):
    meeting, paragraph = MeetingFactory(state="held"), ParagraphFactory()

    officer.post(add("decision"), decision_typed(meeting, paragraphs=[paragraph.pk]))
    decision = Decision.objects.get(meeting=meeting)
    typed = {"text_en": "The meeting agreed.", "text_fr": "Convenu.", "seen_version": 1, "number": "9"}
    officer.post(change(decision), {**typed, **rows("follow_ups"), "paragraphs": [paragraph.pk]})

    decision.refresh_from_db()
    assert (decision.number, decision.text_fr, decision.paragraphs.get()) == ("1", "Convenu.", paragraph)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"decided_on": "2026-02-01"}, "decided_on"),
        ({"decided_on": "2999-01-01"}, "decided_on"),
        ({"decided_on": "tomorrow"}, "decided_on"),
        ({"number": ""}, "number"),
    ],
)
def test_decision_that_does_not_fit_is_refused_at_the_field(given, field, officer):
    answer = officer.post(add("decision"), decision_typed(MeetingFactory(state="held"), **given))

    assert set(errors(answer)) == {field}
    assert not Decision.objects.exists()


def test_decision_number_used_twice_and_meeting_still_ahead_are_said_at_the_field(officer):
    standing = DecisionFactory(number="1")

    twice = officer.post(add("decision"), decision_typed(standing.meeting))
    ahead = officer.post(add("decision"), decision_typed(MeetingFactory(state="convened")))

    assert errors(twice) == {"number": ["This meeting has a decision of this number."]}
    assert errors(ahead) == {"meeting": ["Choose a meeting that has taken place and whose record is not concluded."]}


def test_meeting_whose_record_is_concluded_is_not_offered_unless_it_is_known_to_be_incomplete(officer):
    held, concluded = MeetingFactory(state="held"), MeetingFactory(state="concluded")
    incomplete = MeetingFactory(state="concluded", is_incomplete=True)

    for model in ("decision", "statement"):
        offered = set(officer.get(add(model)).context["adminform"].form.fields["meeting"].queryset)
        assert {held, incomplete} <= offered
        assert concluded not in offered


def test_statement_is_put_on_record_and_cannot_be_edited(officer):
    typed = {
        "meeting": MeetingFactory(state="held").pk,
        "kind": "reservation",
        "party": PartyFactory().pk,
        "language": "fr",
        "text": "Sous réserve.",
    }

    refused = officer.post(add("statement"), typed)
    officer.post(add("statement"), {**typed, "paragraph": ParagraphFactory().pk})
    statement = Statement.objects.get(text="Sous réserve.")

    assert set(errors(refused)) == {"paragraph"}
    assert officer.post(change(statement), {**typed, "text": "Autre chose."}).status_code == 403


def test_outcome_text_is_written_with_its_paragraphs_and_adopted(officer):
    paragraph = {"part": "operative", "number": "1", "position": 1, "short_title_en": "First"}
    typed = {
        "code": "CONCLUSIONS-1",
        "meeting": MeetingFactory(state="held").pk,
        "kind": "conclusions",
        "title_en": "Conclusions",
        "authentic_language": "fr",
    }

    twice = officer.post(add("outcometext"), {**typed, **rows("paragraphs", paragraph, paragraph)})
    assert twice.status_code == 200
    (formset, *_others) = twice.context["inline_admin_formsets"]
    assert formset.formset.non_form_errors() == ["This number is used by another paragraph of this part."]
    assert not OutcomeText.objects.filter(code="CONCLUSIONS-1").exists()
    officer.post(add("outcometext"), {**typed, **rows("paragraphs", paragraph)})
    text = OutcomeText.objects.get(code="CONCLUSIONS-1")
    officer.post(step(text, "adopt"), {"adopted_on": "2026-02-25", "seen_version": 1})

    text.refresh_from_db()
    assert (text.state, text.paragraphs.get().short_title_en) == ("adopted", "First")


def text_typed(text):
    return {
        "code": text.code,
        "meeting": text.meeting_id,
        "kind": "summary",
        "title_en": "Chair's summary",
        "authentic_language": "en",
        "seen_version": 1,
    }


@pytest.mark.parametrize("number", ["0", "00", "-1", "− 3", "٠", "(0)", ""])
def test_number_that_no_paragraph_can_have_is_refused_at_its_field(number, officer):
    text = OutcomeTextFactory()
    paragraph = {"part": "operative", "number": number, "position": 1, "short_title_en": "First"}

    refused = officer.post(change(text), {**text_typed(text), **rows("paragraphs", paragraph)})

    (formset, *_others) = refused.context["inline_admin_formsets"]
    assert list(formset.formset.errors[0]) == ["number"]
    assert not text.paragraphs.exists()


def test_follow_up_is_moved_carried_over_and_dropped_by_buttons(officer):
    follow_up = FollowUpFactory()
    later = MeetingFactory(state="held")

    officer.post(step(follow_up, "start"), {"seen_version": 1})
    elsewhere = {"meeting": follow_up.decision.meeting_id, "seen_version": 2}
    refused = officer.post(step(follow_up, "carry_over"), elsewhere)
    assert (refused.status_code, refused.context["form"]["due_on"].label) == (400, "New due date")
    officer.post(step(follow_up, "carry_over"), {"meeting": later.pk, "seen_version": 2})
    new = FollowUp.objects.get(carried_from=follow_up)
    assert officer.post(step(new, "drop"), {"note": "", "seen_version": 1}).status_code == 400
    officer.post(step(new, "drop"), {"note": "Overtaken.", "seen_version": 1})

    new.refresh_from_db()
    assert (new.state, new.carried_at) == ("dropped", later)


def test_outgoing_presidency_writes_the_text_of_what_it_chaired_and_nothing_else(outgoing):
    own = OutcomeTextFactory(meeting__chair=finishing_term())
    other = OutcomeTextFactory()

    assert buttons(outgoing, own) == ["adopt"]
    assert buttons(outgoing, other) == []
    for text, status in ((own, 302), (other, 403)):
        assert outgoing.post(change(text), text_typed(text) | rows("paragraphs")).status_code == status
    assert outgoing.get(add("meeting")).status_code == 403


@pytest.mark.parametrize(("given", "status"), [({"title_ar": "اجتماع"}, 302), ({}, 200)])
def test_title_is_needed_in_one_language_whichever(given, status, officer):
    typed = {"code": "SOM-2028", "kind": kind("som").pk, "time_zone": "UTC", **given}

    answer = officer.post(add("meeting"), typed | rows("agenda") | rows("sittings") | rows("delegations"))

    assert answer.status_code == status
    assert Meeting.objects.filter(code="SOM-2028").exists() is bool(given)
    if not given:
        assert answer.context["adminform"].form.errors == {"title_en": ["Needed in one language at least."]}


def test_participants_stand_in_the_order_of_the_language_of_the_page(officer):
    first, last = PartyFactory(sort_en="2", sort_fr="1"), PartyFactory(sort_en="1", sort_fr="2")
    names = {}

    for language in ("en", "fr"):
        officer.cookies["django_language"] = language
        page = officer.get(reverse("admin:meetings_meeting_add"))
        offered = list(page.context["adminform"].form.fields["host"].queryset)
        names[language] = [one for one in offered if one in (first, last)]

    assert names == {"en": [last, first], "fr": [first, last]}


def test_list_is_headed_by_what_it_lists_and_a_page_by_its_row(officer):
    meeting = MeetingFactory(title_en="A meeting in Rome")

    listed, page = officer.get(reverse("admin:meetings_meeting_changelist")), officer.get(change(meeting))

    assert (listed.context["title"], page.context["title"], page.context["subtitle"]) == (
        "Meetings",
        "A meeting in Rome",
        "Meeting",
    )


def test_page_that_is_only_read_leads_back_to_its_list(officer):
    page = officer.get(change(verb("endorsed"))).content.decode()

    assert "Back to the list" in page
    assert "Close" not in page
