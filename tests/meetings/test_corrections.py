"""A concluded record is fixed: what changes in it says when and why, to everybody, and never in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse

from foundation.errors import BrokenConstraint, DomainError, RuleBroken
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from meetings import services
from meetings.models import (
    AgendaItem,
    Decision,
    Delegation,
    FollowUp,
    Meeting,
    OutcomeText,
    Paragraph,
    SittingPresence,
)
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    FollowUpFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    SittingFactory,
    conclude,
)
from tests.factories.parties import NOW, PartyFactory, actor, person

WHY = "The record names another city."


@pytest.fixture
def secretariat(db):
    return actor("secretariat_officer")


@pytest.fixture
def meeting(db):
    return MeetingFactory(state="held")


@pytest.fixture
def concluded(meeting):
    return conclude(meeting)


def save(row, by):
    save_row = {
        Meeting: services.save_meeting,
        Decision: services.save_decision,
        FollowUp: services.save_follow_up,
        OutcomeText: services.save_outcome_text,
    }
    return save_row[type(row)](row, actor=by, version=row.version, creating=False)


def of_record(meeting):
    decision = DecisionFactory(meeting=meeting)
    meeting.refresh_from_db()
    text = OutcomeTextFactory(meeting=meeting, state="adopted")
    return [
        (meeting, "city_en"),
        (decision, "text_en"),
        (FollowUpFactory(decision=decision), "title_en"),
        (text, "title_en"),
    ]


def of_concluded(meeting):
    rows = of_record(meeting)
    conclude(meeting)
    return rows


def kinds(row):
    return list(LedgerEntry.objects.about(row).values_list("kind", "audience"))


@pytest.mark.parametrize("which", range(4))
def test_what_is_concluded_changes_with_a_reason_only(which, meeting, secretariat):
    row, name = of_concluded(meeting)[which]
    before = getattr(row, name)
    setattr(row, name, "Otherwise")
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        save(row, secretariat)
    assert refused.value.field == "correction_en"
    assert getattr(type(row).objects.get(pk=row.pk), name) == before

    row.refresh_from_db()
    setattr(row, name, "Otherwise")
    row.correction_ar = "صُحّح."
    save(row, secretariat)

    row.refresh_from_db()
    assert (getattr(row, name), row.correction_ar, row.corrected_at) == ("Otherwise", "صُحّح.", secretariat.now)
    assert [(kind.rpartition(".")[2], audience) for kind, audience in kinds(row)] == [("corrected", "public")]


@pytest.mark.parametrize("which", range(4))
def test_before_the_conclusion_nothing_is_a_correction(which, meeting, secretariat):
    row, name = of_record(meeting)[which]
    setattr(row, name, "Otherwise")
    row.correction_en = WHY
    save(row, secretariat)

    row.refresh_from_db()
    assert (getattr(row, name), row.correction_en, row.corrected_at) == ("Otherwise", "", None)


@pytest.mark.parametrize("which", range(4))
def test_database_lets_no_words_of_a_concluded_record_change_in_silence(which, meeting):
    row, name = of_concluded(meeting)[which]
    rows = type(row).objects.filter(pk=row.pk)
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        rows.update(**{name: "Otherwise"})
    assert refused.value.constraint == "record_is_corrected_with_a_reason"
    with pytest.raises(BrokenConstraint), transaction.atomic():
        rows.update(**{name: "Otherwise"}, corrected_at=NOW)
    assert rows.update(**{name: "Otherwise"}, corrected_at=NOW, correction_fr="Autre ville.") == 1


@pytest.mark.parametrize("which", range(4))
def test_database_lets_nobody_take_back_or_rewrite_the_reason_of_a_correction(which, meeting):
    row, name = of_concluded(meeting)[which]
    rows = type(row).objects.filter(pk=row.pk)
    rows.update(**{name: "Otherwise"}, corrected_at=NOW, correction_fr="Autre ville.")
    for silent in ({"corrected_at": None, "correction_fr": ""}, {"correction_fr": "Rien."}, {"correction_fr": " "}):
        with pytest.raises(BrokenConstraint), transaction.atomic():
            rows.update(**silent)

    row.refresh_from_db()
    assert (row.corrected_at, row.correction_fr) == (NOW, "Autre ville.")


def test_owner_day_and_state_of_a_follow_up_live_on_after_the_meeting(meeting, secretariat):
    follow_up = FollowUpFactory(decision=DecisionFactory(meeting=meeting))
    conclude(meeting)
    follow_up.owner, follow_up.due_on = PartyFactory(), NOW.date()
    save(follow_up, secretariat)
    services.start_follow_up(follow_up, actor=secretariat, version=2, now=NOW)

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.due_on, follow_up.corrected_at) == ("in_progress", NOW.date(), None)


def test_agenda_and_paragraphs_of_a_concluded_record_need_a_reason_too(meeting, secretariat):
    decision = DecisionFactory(meeting=meeting)
    conclude(meeting)
    item = AgendaItem(meeting=meeting, number="9", title_en="Afterwards")
    with pytest.raises(RuleBroken):
        services.save_meeting(
            meeting, actor=secretariat, version=1, creating=False, related=Related(children=[("meeting", item)])
        )
    decision.paragraphs.clear()
    same, others = (
        Related(many={"paragraphs": []}),
        Related(many={"paragraphs": [Paragraph.objects.order_by("pk").first()]}),
    )
    services.save_decision(decision, actor=secretariat, version=1, creating=False, related=same)
    decision.refresh_from_db()
    with pytest.raises(RuleBroken):
        services.save_decision(decision, actor=secretariat, version=2, creating=False, related=others)


@pytest.mark.parametrize(
    ("made", "change"),
    [
        (AgendaItemFactory, {"title_en": "Otherwise"}),
        (AgendaItemFactory, {"number": "99"}),
        (AgendaItemFactory, {"position": 99}),
        (SittingFactory, {"title_fr": "Autrement"}),
        (SittingFactory, {"begins_at": NOW}),
    ],
)
def test_database_lets_no_agenda_and_no_sitting_of_a_concluded_record_change_in_silence(made, change, meeting):
    row, open_row = made(meeting=meeting), made(meeting=MeetingFactory(state="held"))
    conclude(meeting)
    rows = type(row).objects.filter(pk=row.pk)
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        rows.update(**change)
    assert refused.value.constraint == "record_is_corrected_with_a_reason"
    assert rows.update(**change, corrected_at=NOW, correction_en=WHY) == 1
    assert type(row).objects.filter(pk=open_row.pk).update(**change) == 1


def test_agenda_and_sittings_keep_the_reason_of_the_form_that_corrected_them(meeting, secretariat):
    said, other = AgendaItemFactory(meeting=meeting), AgendaItemFactory(meeting=meeting)
    moments = [datetime.combine(meeting.begins_on, time(hour), UTC) for hour in (9, 12)]
    renamed, moved = (SittingFactory(meeting=meeting, begins_at=moments[0], ends_at=moments[1]) for _each in range(2))
    concluded = conclude(meeting)
    concluded.begins_on -= timedelta(days=1)
    concluded.ends_on -= timedelta(days=1)
    concluded.correction_en = WHY
    said.title_en = renamed.title_en = "Otherwise"
    changed = Related(children=[("meeting", said), ("meeting", renamed)])

    services.save_meeting(concluded, actor=secretariat, version=1, creating=False, related=changed)

    for row in (said, other, renamed, moved):
        row.refresh_from_db()
    assert [row.correction_en for row in (said, other, renamed, moved)] == [WHY, "", WHY, WHY]
    earlier = moments[0] - timedelta(days=1)
    assert (said.title_en, renamed.title_en, renamed.begins_at, moved.begins_at) == (
        "Otherwise",
        "Otherwise",
        earlier,
        earlier,
    )
    assert kinds(concluded) == [("meeting.corrected", "public")]


def test_meeting_that_took_place_does_not_begin_after_its_conclusion(secretariat, db):
    meeting = MeetingFactory(state="held")
    done = services.conclude_meeting(meeting, actor=secretariat, version=1, now=NOW)
    assert done.concluded_at == NOW
    late = Meeting.objects.get(pk=meeting.pk)
    late.begins_on = late.ends_on = NOW.date() + timedelta(days=1)
    late.correction_en = WHY
    with pytest.raises(RuleBroken) as refused:
        save(late, secretariat)
    assert refused.value.field == "begins_on"


def test_screen_asks_why_and_pages_and_api_say_it(client, meeting):
    decision = of_concluded(meeting)[1][0]
    client.force_login(person("secretariat_officer"))
    page = reverse("admin:meetings_decision_change", args=[decision.pk])
    typed = {"text_en": "Otherwise", "seen_version": 1, "_save": "Save"}
    rows = {f"follow_ups-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert client.post(page, typed | rows).status_code == 400
    assert client.post(page, typed | rows | {"correction_en": WHY}).status_code == 302
    again = client.get(page)
    assert again.context["adminform"].form["correction_en"].value() == ""
    assert WHY in again.content.decode()
    client.logout()

    assert WHY in client.get(reverse("meeting", args=[meeting.uuid])).content.decode()
    given = client.get(f"/api/v1/decisions/{decision.uuid}/").json()
    assert given["correction"]["en"] == WHY
    assert given["corrected_at"] is not None


def test_paragraph_of_an_adopted_text_changes_with_a_reason_that_stands_beside_it(client, meeting, secretariat):
    paragraph = ParagraphFactory(outcome_text=OutcomeTextFactory(meeting=meeting, state="adopted"))
    conclude(meeting)
    text = paragraph.outcome_text
    with pytest.raises(BrokenConstraint), transaction.atomic():
        Paragraph.objects.filter(pk=paragraph.pk).update(text_en="Otherwise")
    paragraph.text_en = "Otherwise"
    changed = Related(children=[("outcome_text", paragraph)])
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        services.save_outcome_text(text, actor=secretariat, version=1, creating=False, related=changed)
    assert refused.value.field == "correction_en"

    text.correction_en = WHY
    services.save_outcome_text(text, actor=secretariat, version=1, creating=False, related=changed)

    assert kinds(text) == [("outcome_text.corrected", "public")]
    shown = client.get(reverse("meeting", args=[meeting.uuid])).content.decode()
    assert WHY in shown.partition(f'id="paragraph-{paragraph.uuid}"')[2].partition("</li>")[0]
    assert client.get(f"/api/v1/outcome-paragraphs/{paragraph.uuid}/").json()["correction"]["en"] == WHY
    assert client.get(f"/api/v1/outcome-texts/{text.uuid}/").json()["correction"]["en"] == WHY


def test_text_that_is_not_adopted_yet_is_written_freely_after_the_conclusion(concluded, secretariat):
    text = OutcomeTextFactory(meeting=concluded, state="draft")
    paragraph = ParagraphFactory(outcome_text=text)
    text.title_en = paragraph.text_en = "Otherwise"
    changed = Related(children=[("outcome_text", paragraph)])

    services.save_outcome_text(text, actor=secretariat, version=1, creating=False, related=changed)

    assert kinds(text) == [("outcome_text.changed", "staff")]


def test_screen_of_an_adopted_text_asks_why(client, meeting):
    text = OutcomeTextFactory(meeting=meeting, state="adopted")
    draft = OutcomeTextFactory(meeting=conclude(meeting), state="draft")
    client.force_login(person("secretariat_officer"))

    asked, free = (
        client.get(reverse("admin:meetings_outcometext_change", args=[one.pk])).context["adminform"].form.fields
        for one in (text, draft)
    )

    assert ("correction_en" in asked, "correction_en" in free) == (True, False)


def test_who_was_present_is_corrected_with_a_reason_that_stands_with_the_meeting(client, meeting, secretariat):
    there, absent = DelegationFactory(meeting=meeting, presence="in_person"), DelegationFactory(meeting=meeting)
    concluded = conclude(meeting)
    Delegation.objects.filter(pk=absent.pk).update(presence="absent", corrected_at=NOW, correction_en="Late letter.")
    with pytest.raises(BrokenConstraint), transaction.atomic():
        Delegation.objects.filter(pk=there.pk).update(presence="absent")
    said = {"actor": secretariat, "version": 1, "now": NOW, "presence": {there.pk: "remote", absent.pk: "absent"}}
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        services.record_presence(concluded, **said)
    assert refused.value.field == "correction_en"

    services.record_presence(concluded, **said, correction={"en": WHY})

    there.refresh_from_db()
    absent.refresh_from_db()
    assert (there.presence, there.correction_en, absent.correction_en) == ("remote", WHY, "Late letter.")
    assert kinds(concluded) == [("meeting.presence_corrected", "public")]
    assert WHY in client.get(reverse("meeting", args=[concluded.uuid])).content.decode()
    client.force_login(person("secretariat_officer"))
    told = client.get(f"/api/v1/delegations/{there.uuid}/").json()
    assert (told["correction"]["en"], told["corrected_at"] is not None) == (WHY, True)


def test_who_was_present_at_a_sitting_is_corrected_with_a_reason(meeting, secretariat):
    there = DelegationFactory(meeting=meeting, presence="in_person")
    sitting = SittingFactory(meeting=meeting)
    row = SittingPresence.objects.create(sitting=sitting, delegation=there, presence="in_person")
    conclude(meeting)
    with pytest.raises(BrokenConstraint), transaction.atomic():
        SittingPresence.objects.filter(pk=row.pk).update(presence="absent")
    said = {"actor": secretariat, "version": 1, "now": NOW, "presence": {there.pk: "absent"}}
    with pytest.raises(RuleBroken), transaction.atomic():
        services.record_sitting_presence(sitting, **said)

    services.record_sitting_presence(sitting, **said, correction={"fr": "Lettre tardive."})

    row.refresh_from_db()
    there.refresh_from_db()
    assert (row.presence, row.correction_fr) == ("absent", "Lettre tardive.")
    assert (there.presence, there.correction_fr) == ("absent", "Lettre tardive.")


def test_record_that_is_known_to_be_incomplete_takes_who_was_present_as_a_further_entry(secretariat, db):
    meeting = MeetingFactory(state="concluded", is_incomplete=True)
    there = DelegationFactory(meeting=meeting)
    said = {"actor": secretariat, "now": NOW}

    services.record_presence(meeting, **said, version=1, presence={there.pk: "in_person"})
    with pytest.raises(RuleBroken):
        services.record_presence(meeting, **said, version=2, presence={there.pk: "absent"})

    assert kinds(meeting) == [("meeting.presence_recorded", "public")]


def test_step_asks_why_only_where_the_record_is_concluded(client, meeting):
    client.force_login(person("secretariat_officer"))
    held, done = DelegationFactory(meeting=MeetingFactory(state="held")), DelegationFactory(meeting=meeting)
    conclude(meeting)
    first, page = (
        reverse("admin:meetings_meeting_step", args=[one.meeting_id, "record_presence"]) for one in (held, done)
    )
    typed = {f"delegation_{done.pk}": "remote", "seen_version": 1}

    assert "correction_en" not in client.get(first).context["form"].fields
    assert client.post(page, typed).status_code == 400
    assert client.post(page, {**typed, "correction_ar": "صُحّح."}).status_code == 302


def change_words(row, by):
    row.title_en = row.text_en = "Otherwise"
    save(row, by)


def change_presence(row, by):
    services.record_presence(row.meeting, actor=by, version=None, now=NOW, presence={row.pk: "absent"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "change", "kind"),
    [
        (DecisionFactory, change_words, "decision.changed"),
        (lambda meeting: FollowUpFactory(decision=DecisionFactory(meeting=meeting)), change_words, "follow_up.changed"),
        (lambda meeting: OutcomeTextFactory(meeting=meeting, state="adopted"), change_words, "outcome_text.changed"),
        (
            lambda meeting: DelegationFactory(meeting=meeting, presence="in_person"),
            change_presence,
            "meeting.presence_recorded",
        ),
    ],
)
def test_what_changes_while_the_record_is_concluded_comes_before_it_or_says_why(made, change, kind):
    meeting = MeetingFactory(state="held")
    row = made(meeting=meeting)
    who, together = actor("secretariat_officer"), Barrier(2)

    def officer(act):
        try:
            mine = type(row).objects.get(pk=row.pk)
            together.wait(timeout=30)
            act(mine)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    acts = (
        lambda mine: change(mine, who),
        lambda _: services.conclude_meeting(meeting, actor=who, version=None, now=NOW),
    )
    with ThreadPoolExecutor(2) as officers:
        saved, concluded = officers.map(officer, acts)

    order = list(LedgerEntry.objects.order_by("id").values_list("kind", flat=True))
    assert concluded == 200
    assert (saved == 200) == (kind in order)
    assert kind not in order or order.index(kind) < order.index("meeting.concluded")
