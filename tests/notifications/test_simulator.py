"""The simulator says what the sweep would do, because it is the sweep; and nothing of it stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from foundation.outbox.models import Message
from notifications.models import LadderStep, Notice, Obligation, Pause, WorkingDay
from notifications.reasons import Around, reasons
from notifications.services import simulator
from notifications.services.pauses import pause_reminders
from notifications.services.simulator import simulate
from notifications.services.sweep import make_due, sweep
from tests.factories.notifications import LadderFactory, asked, ladder
from tests.factories.parties import PartyFactory, UserFactory, actor, appoint, participant

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 3, 2, 8, tzinfo=UTC)
DUE = datetime(2026, 4, 5, 20, tzinfo=UTC)
"""A Sunday: 29 days on, with a change of clocks and, in France, Easter Monday behind it."""


@pytest.fixture
def party():
    party = participant("FR")
    appoint("focal_point", party, user=UserFactory(language="fr"))
    appoint("alternate", party, user=UserFactory(time_zone="America/New_York"))
    return party


def foreseen(course):
    return [
        (notice.step.offset_days, notice.recipient_id, notice.office, notice.moment, notice.made_at, notice.state)
        for notice in course.notices
    ]


def everything():
    """How many rows every table holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))
        return dict(cursor.fetchall())


@pytest.mark.parametrize("due_at", [DUE, DUE + timedelta(days=61)])
def test_what_is_foreseen_is_what_the_sweep_then_does(party, due_at):
    steps = ladder(-56, -28, -7, -1, 1, 3)
    request = asked(party, due_at=due_at, opened_at=OPENED)

    course = simulate(steps[-7].ladder, changed=(), requests=[request], begins_at=OPENED)

    at = OPENED
    while at is not None:
        sweep(now=at)
        at = Obligation.objects.get().next_step_at
    made = Notice.objects.order_by("made_at", "pk").select_related("step")
    assert foreseen(course) == [
        (one.step.offset_days, one.recipient_id, one.office, one.moment, one.made_at, one.state) for one in made
    ]
    assert len(course.notices) == 2 * len(steps)


def test_days_on_which_nothing_falls_are_passed_over(party, monkeypatch):
    steps = ladder(-7)
    request = asked(party, due_at=DUE + timedelta(days=61), opened_at=OPENED)
    looks = []
    monkeypatch.setattr(simulator, "make_due", lambda **given: looks.append(given["now"]) or make_due(**given))

    simulate(steps[-7].ladder, changed=(), requests=[request], begins_at=OPENED)

    assert len(looks) < 10


def test_nothing_of_it_stays(party):
    steps = ladder(-7, 3)
    request = asked(party, due_at=DUE, opened_at=OPENED)
    steps[-7].offset_days, before, seen = -2, everything(), request.next_step_at

    course = simulate(steps[-7].ladder, changed=[steps[-7]], requests=[request], begins_at=OPENED)

    assert {notice.step.offset_days for notice in course.notices} == {-2, 3}
    assert everything() == before
    assert (LadderStep.objects.get(pk=steps[-7].pk).offset_days, Message.objects.count()) == (-7, 0)
    assert Obligation.objects.get().next_step_at == seen
    assert not WorkingDay.objects.exists()


def test_what_was_said_already_is_remembered_and_a_pause_holds(party):
    steps = ladder(-28, -7)
    request = asked(party, due_at=DUE, opened_at=OPENED)
    other = asked(party, subject=PartyFactory(), due_at=DUE, opened_at=OPENED)
    first = datetime(2026, 3, 9, 15, tzinfo=UTC)
    sweep(now=first)
    until = datetime(2026, 3, 31, 10, tzinfo=UTC)
    officer = actor("secretariat_officer", now=first)
    pause_reminders(party, obligation=request, reason="Agreed", until=until, actor=officer, now=first)

    course = simulate(steps[-7].ladder, changed=(), requests=[request, other], begins_at=first)

    held, free = ([one for one in course.notices if one.obligation == copy] for copy in course.requests)
    assert {notice.step.offset_days for notice in course.notices} == {-7}
    assert min(notice.made_at for notice in held) >= until > min(notice.made_at for notice in free)
    assert Pause.objects.count() == 1


def why(course, notice):
    mailed = [one.made_at for one in course.notices if one.recipient_id == notice.recipient_id and one.message_id]
    return reasons(notice, course.calendars[notice.pk], Around(course.begins_at, course.pauses, mailed))


@pytest.mark.parametrize(
    ("days", "opened", "sentences"),
    [
        (-10, OPENED, []),
        (-7, OPENED, ["Put off from 29 March 2026: a weekend there."]),
        (0, OPENED, ["Brought forward from 5 April 2026, so that it comes before the date."]),
        (1, OPENED, ["Put off from 6 April 2026: a public holiday there."]),
        (6, OPENED, ["Put off from 11 April 2026: a weekend there."]),
        (-20, OPENED + timedelta(days=20), ["Its day has passed: it comes as soon as people are at work."]),
    ],
)
def test_why_a_step_falls_where_it_falls(days, opened, sentences):
    party = participant("FR")
    appoint("focal_point", party)
    step = ladder(days)[days]
    request = asked(party, due_at=DUE, opened_at=opened)

    course = simulate(step.ladder, changed=(), requests=[request], begins_at=opened)

    assert [why(course, notice) for notice in course.notices] == [sentences]


def test_waits_and_steps_that_give_way_are_explained(party):
    steps = ladder(-7, -6)
    officer, until = actor("secretariat_officer", now=OPENED), datetime(2026, 4, 1, 10, tzinfo=UTC)
    pause_reminders(party, reason="Agreed for Wednesday", until=until, actor=officer, now=OPENED)
    request = asked(party, due_at=DUE, opened_at=OPENED)

    course = simulate(steps[-7].ladder, changed=(), requests=[request], begins_at=OPENED)

    told = {(notice.step.offset_days, notice.office): why(course, notice) for notice in course.notices}
    assert told[-7, "focal_point"][-1] == "Not sent: a later step takes its place."
    assert told[-6, "focal_point"] == ["Reminders wait until 1 April 2026, 12:00: Agreed for Wednesday"]


# -- its page --------------------------------------------------------------------------------------------------------


def typed(steps, **given):
    rows = {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": len(steps)}
    for number, step in enumerate(steps):
        row = {"id": step.pk, "ladder": step.ladder_id, "anchor": "due", "channel": "mail", "is_used": "on"}
        rows |= {f"steps-{number}-{name}": value for name, value in {**row, "offset_days": step.offset_days}.items()}
    dates = {"opened_at": "2026-03-02T09:00", "due_at": "2026-04-05T22:00", "due_zone": "Europe/Rome"}
    return {**rows, **dates, "seen_version": 1, "name_en": "Tests", "is_used": "on", **given}


def test_page_says_who_would_get_what_before_the_ladder_is_saved(officer, party):
    steps = list(ladder(-7).values())
    page = reverse("admin:notifications_ladder_simulator", args=[steps[0].ladder_id])
    assert officer.get(page).status_code == 200
    changed = {**typed(steps, party=party.pk), "steps-0-offset_days": -12}

    shown = officer.post(page, changed)

    text = shown.content.decode()
    assert shown.status_code == 200
    for said in ("12 days before the date", "24 March 2026, 09:00", "<bdi>New York</bdi>", "<bdi>Rome</bdi>", "French"):
        assert said in text
    assert LadderStep.objects.get(pk=steps[0].pk).offset_days == -7
    saved = officer.post(reverse("admin:notifications_ladder_change", args=[steps[0].ladder_id]), changed)
    assert (saved.status_code, LadderStep.objects.get(pk=steps[0].pk).offset_days) == (302, -12)


def test_page_says_what_a_changed_step_brings_and_what_no_longer_comes(officer, party):
    steps = list(ladder(-12, -7).values())
    page = reverse("admin:notifications_ladder_simulator", args=[steps[0].ladder_id])
    given = typed(steps, party=party.pk)

    same, changed = (officer.post(page, {**given, "steps-0-offset_days": days}) for days in (-12, -20))

    trial = changed.context["trial"]
    assert {(line.notice.step.offset_days, line.is_new) for line in trial.lines} == {(-20, True), (-7, False)}
    assert [line.notice.step.offset_days for line in trial.gone] == [-12, -12]
    assert "What would no longer come" in changed.content.decode()
    assert "would not bring is marked as new" in changed.content.decode()
    assert (same.context["trial"].saved, "What would no longer come" in same.content.decode()) == (None, False)


def test_page_says_when_a_changed_step_brings_the_same(officer, party):
    steps = list(ladder(-12, -7).values())
    page = reverse("admin:notifications_ladder_simulator", args=[steps[0].ladder_id])
    passed = {"opened_at": "2026-03-29T09:00", "steps-0-offset_days": -11}

    shown = officer.post(page, {**typed(steps, party=party.pk), **passed})

    assert "The steps as they are saved would bring the same." in shown.content.decode()
    assert "novalidate data-typed>" in shown.content.decode()
    assert "data-typed" not in officer.get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_at": ""}, "Choose an occasion, or give the dates."),
        ({"due_at": "2026-03-01T09:00"}, "The date must lie after the moment at which it is asked."),
        ({"due_zone": "Nowhere"}, "Choose a time zone of the list"),
        ({"steps-0-offset_days": 999}, "A step lies within a year of its day"),
        ({"steps-0-offset_days": -3}, "This ladder already has a step on that day."),
        ({"occasion": "none"}, "none"),
    ],
)
def test_what_cannot_be_tried_is_said_and_kept(officer, party, wrong, sentence):
    steps = list(ladder(-7, -3).values())
    page = reverse("admin:notifications_ladder_simulator", args=[steps[0].ladder_id])

    refused = officer.post(page, {**typed(steps), **wrong})

    assert refused.status_code == 400
    assert sentence in refused.content.decode()
    assert Notice.objects.count() == 0


def test_who_would_hear_nothing_is_named(officer):
    vacant = PartyFactory()
    step = ladder(-7)[-7]

    page = reverse("admin:notifications_ladder_simulator", args=[LadderFactory().pk])
    text = officer.post(page, typed([step], party=vacant.pk)).content.decode()

    assert "Nobody would get anything." in text
    assert text.count(f"<li><bdi>{vacant.name_en}</bdi></li>") == 2


def test_who_would_hear_nothing_is_told_by_office_and_in_alphabetical_order(officer, party):
    step = ladder(-7)[-7]
    vacant = [PartyFactory(name_en=name, sort_en=name) for name in ("Zembla", "Atlantis")]

    page = officer.post(reverse("admin:notifications_ladder_simulator", args=[step.ladder_id]), typed([step]))

    told = [(one.office, [each.name_en for each in one.parties]) for one in page.context["trial"].unreached]
    names = [each for each in told[0][1] if each in {"Zembla", "Atlantis", party.name_en}]
    assert [office for office, _parties in told] == ["focal point", "alternate focal point"]
    assert names == ["Atlantis", "Zembla"]
    assert len({*told[1][1]}) == len(told[1][1]) >= len(vacant)


def test_a_new_step_is_tried_on_its_own_page_before_it_is_saved(officer, party):
    appoint("cabinet", party)
    steps = ladder(-12)
    dates = {"opened_at": "2026-03-02T09:00", "due_at": "2026-04-05T22:00", "due_zone": "UTC", "party": party.pk}
    new = {"ladder": steps[-12].ladder_id, "anchor": "due", "offset_days": -20, "channel": "mail", "is_used": "on"}
    given = {**new, **dates, "offices": ["cabinet", "mission"], "subject_en": "Soon", "text_en": "By {due}."}
    before = everything()

    page = officer.post(reverse("admin:notifications_ladderstep_add"), {**given, "_try": "1"})

    trial, text = page.context["trial"], page.content.decode()
    assert page.status_code == 200
    assert [(line.notice.office, line.notice.state) for line in trial.lines if line.is_new] == [("cabinet", "prepared")]
    assert [one.office for one in trial.unreached] == ["diplomatic mission"]
    assert "Waits for the Presidency to send it." in text
    assert 'value="-20"' in text
    assert everything() == before


def test_dates_of_a_trial_stand_on_the_page_that_refuses_to_save(officer):
    step = ladder(-12)[-12]
    dates = {"occasion": "", "opened_at": "2026-03-02T09:00", "due_at": "2026-04-05T22:00", "due_zone": "Africa/Cairo"}
    given = {"seen_version": 1, "anchor": "due", "offset_days": "soon", "channel": "mail", **dates}

    page = officer.post(reverse("admin:notifications_ladderstep_change", args=[step.pk]), given)

    form = page.context["trial"].form
    assert {name: form[name].value() for name in dates} == dates


def test_other_offices_of_a_step_are_tried_on_its_page(officer, party):
    appoint("cabinet", party)
    step = ladder(-12)[-12]
    dates = {"opened_at": "2026-03-02T09:00", "due_at": "2026-04-05T22:00", "due_zone": "UTC", "party": party.pk}
    same = {"seen_version": 1, "anchor": "due", "offset_days": -12, "channel": "mail", "is_used": "on", **dates}
    given = {**same, "offices": ["cabinet"], "subject_en": "Soon", "text_en": "By {due}.", "_try": "1"}
    page = reverse("admin:notifications_ladderstep_change", args=[step.pk])

    shown, wrong = officer.post(page, given), officer.post(page, {**given, "due_at": ""})

    trial = shown.context["trial"]
    assert [line.notice.office for line in trial.lines] == ["cabinet"]
    assert sorted(line.notice.office for line in trial.gone) == ["alternate", "focal_point"]
    assert (wrong.status_code, "Choose an occasion, or give the dates." in wrong.content.decode()) == (400, True)
    assert LadderStep.objects.get(pk=step.pk).offices == ["alternate", "focal_point"]
