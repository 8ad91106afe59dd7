"""A concluded record is fixed: what changes in it says when and why, to everybody, and never in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse

from foundation.errors import BrokenConstraint, DomainError, RuleBroken
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from meetings import services
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Paragraph
from tests.factories.meetings import DecisionFactory, FollowUpFactory, MeetingFactory
from tests.factories.parties import NOW, PartyFactory, actor, person

WHY = "The record names another city."


@pytest.fixture
def secretariat(db):
    return actor("secretariat_officer")


@pytest.fixture
def concluded(db):
    return MeetingFactory(state="concluded")


def save(row, by):
    save_row = {Meeting: services.save_meeting, Decision: services.save_decision, FollowUp: services.save_follow_up}
    return save_row[type(row)](row, actor=by, version=row.version, creating=False)


def of_record(meeting):
    decision = DecisionFactory(meeting=meeting)
    meeting.refresh_from_db()
    return [(meeting, "city_en"), (decision, "text_en"), (FollowUpFactory(decision=decision), "title_en")]


def kinds(row):
    return list(LedgerEntry.objects.about(row).values_list("kind", "audience"))


@pytest.mark.parametrize("which", range(3))
def test_what_is_concluded_changes_with_a_reason_only(which, concluded, secretariat):
    row, name = of_record(concluded)[which]
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


@pytest.mark.parametrize("which", range(3))
def test_before_the_conclusion_nothing_is_a_correction(which, secretariat, db):
    row, name = of_record(MeetingFactory(state="held"))[which]
    setattr(row, name, "Otherwise")
    row.correction_en = WHY
    save(row, secretariat)

    row.refresh_from_db()
    assert (getattr(row, name), row.correction_en, row.corrected_at) == ("Otherwise", "", None)


@pytest.mark.parametrize("which", range(3))
def test_database_lets_no_words_of_a_concluded_record_change_in_silence(which, concluded):
    row, name = of_record(concluded)[which]
    rows = type(row).objects.filter(pk=row.pk)
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        rows.update(**{name: "Otherwise"})
    assert refused.value.constraint == "record_is_corrected_with_a_reason"
    with pytest.raises(BrokenConstraint), transaction.atomic():
        rows.update(**{name: "Otherwise"}, corrected_at=NOW)
    assert rows.update(**{name: "Otherwise"}, corrected_at=NOW, correction_fr="Autre ville.") == 1


@pytest.mark.parametrize("which", range(3))
def test_database_lets_nobody_take_back_or_rewrite_the_reason_of_a_correction(which, concluded):
    row, name = of_record(concluded)[which]
    rows = type(row).objects.filter(pk=row.pk)
    rows.update(**{name: "Otherwise"}, corrected_at=NOW, correction_fr="Autre ville.")
    for silent in ({"corrected_at": None, "correction_fr": ""}, {"correction_fr": "Rien."}, {"correction_fr": " "}):
        with pytest.raises(BrokenConstraint), transaction.atomic():
            rows.update(**silent)

    row.refresh_from_db()
    assert (row.corrected_at, row.correction_fr) == (NOW, "Autre ville.")


def test_owner_day_and_state_of_a_follow_up_live_on_after_the_meeting(concluded, secretariat):
    follow_up = FollowUpFactory(decision=DecisionFactory(meeting=concluded))
    follow_up.owner, follow_up.due_on = PartyFactory(), NOW.date()
    save(follow_up, secretariat)
    services.start_follow_up(follow_up, actor=secretariat, version=2, now=NOW)

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.due_on, follow_up.corrected_at) == ("in_progress", NOW.date(), None)


def test_agenda_and_paragraphs_of_a_concluded_record_need_a_reason_too(concluded, secretariat):
    item = AgendaItem(meeting=concluded, number="9", title_en="Afterwards")
    with pytest.raises(RuleBroken):
        services.save_meeting(
            concluded, actor=secretariat, version=1, creating=False, related=Related(children=[("meeting", item)])
        )
    decision = DecisionFactory(meeting=concluded)
    decision.paragraphs.clear()
    same, others = (
        Related(many={"paragraphs": []}),
        Related(many={"paragraphs": [Paragraph.objects.order_by("pk").first()]}),
    )
    services.save_decision(decision, actor=secretariat, version=1, creating=False, related=same)
    decision.refresh_from_db()
    with pytest.raises(RuleBroken):
        services.save_decision(decision, actor=secretariat, version=2, creating=False, related=others)


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


def test_screen_asks_why_and_pages_and_api_say_it(client, concluded):
    decision = of_record(concluded)[1][0]
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

    assert WHY in client.get(reverse("meeting", args=[concluded.uuid])).content.decode()
    given = client.get(f"/api/v1/decisions/{decision.uuid}/").json()
    assert given["correction"]["en"] == WHY
    assert given["corrected_at"] is not None


@pytest.mark.django_db(transaction=True)
def test_words_that_change_while_the_record_is_concluded_come_before_it_or_say_why():
    meeting = MeetingFactory(state="held")
    decision = DecisionFactory(meeting=meeting)
    who, together = actor("secretariat_officer"), Barrier(2)

    def officer(act):
        try:
            mine = Decision.objects.get(pk=decision.pk)
            mine.text_en = "Otherwise"
            together.wait(timeout=30)
            act(mine)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    acts = (
        lambda mine: save(mine, who),
        lambda _: services.conclude_meeting(meeting, actor=who, version=None, now=NOW),
    )
    with ThreadPoolExecutor(2) as officers:
        saved, concluded = officers.map(officer, acts)

    order = list(LedgerEntry.objects.order_by("id").values_list("kind", flat=True))
    assert concluded == 200
    assert (saved == 200) == ("decision.changed" in order)
    assert "decision.changed" not in order or order.index("decision.changed") < order.index("meeting.concluded")
