"""What must never be false about ladders, pauses and notices, whoever writes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken
from foundation.kept import RECORDED
from foundation.related import Related
from notifications.models import Ladder, LadderStep, Notice, Obligation, Pause
from notifications.services.ladders import save_ladder
from notifications.services.pauses import end_pause, pause_reminders, refuse_digests
from notifications.services.sending import send_notice
from notifications.validators import check_placeholders, fill
from notifications.workflow import NOTICE
from tests.factories.notifications import KIND, WEDNESDAY, LadderFactory, StepFactory, asked, noticed
from tests.factories.parties import PartyFactory, actor, actor_as, appoint, person

pytestmark = pytest.mark.django_db
EVIL = [
    "{x.__class__}",
    "{name.__class__}",
    "{0}",
    "{}",
    "{{ name }}",
    "{{name}}",
    "{% load x %}",
    "%(name)s",
    "%s",
    "${name}",
    "<%= name %>",
    "{name!r}",
    "{name:>99999999}",
    "{password}",
    "{name",
    "name}",
]


@pytest.mark.parametrize("text", EVIL)
def test_what_is_no_placeholder_of_ours_is_refused_and_never_evaluated(text):
    with pytest.raises(ValidationError):
        check_placeholders(text)
    step = StepFactory.build(text_fr=text)
    with pytest.raises(ValidationError) as told:
        step.clean_fields(exclude=["ladder"])
    assert set(told.value.message_dict) == {"text_fr"}
    assert "__class__" not in fill(text, {"name": "x"}).replace(text, "")


def test_what_is_put_in_is_not_looked_at_again():
    assert fill("Dear {name}, 100 % of {participant}", {"name": "{participant}", "participant": "Egypt"}) == (
        "Dear {participant}, 100 % of Egypt"
    )
    check_placeholders("Dear {name}, 100 % of {participant} until {due}, in {days} days: {request}, {office}.")


def test_ladders_of_the_house_ask_for_known_placeholders_only_in_three_languages():
    steps = list(LadderStep.objects.all())

    for step in steps:
        step.clean_fields()
        assert all(getattr(step, f"{name}_{code}") for name in ("subject", "text") for code in ("en", "fr", "ar"))
    contributions = LadderStep.objects.filter(ladder__kind="contribution.due", is_automatic=True)
    days = [(step.anchor, step.offset_days) for step in contributions]
    assert days == [("opened", 0), *(("due", days) for days in (-56, -28, -14, -7, -1, 3, 10))]
    assert set(Ladder.objects.values_list("kind", flat=True)) >= {"meeting.nomination", "followup.due"}


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"offices": ["senior_official"]}, "system_writes_to_focal_points_only"),
        ({"offices": ["cabinet", "focal_point"]}, "system_writes_to_focal_points_only"),
        ({"offices": ["cabinet", "focal_point"], "is_automatic": False}, "step_is_sent_by_one_alone"),
        ({"is_automatic": False}, "step_is_sent_by_one_alone"),
        ({"offices": []}, "step_reaches_somebody"),
        ({"offset_days": 400}, "step_lies_within_a_year_of_its_day"),
        ({"anchor": "opened", "offset_days": -1}, "step_lies_within_a_year_of_its_day"),
    ],
)
def test_steps_keep_their_promises(changes, promise):
    step = StepFactory()

    with pytest.raises(BrokenConstraint) as told, transaction.atomic():
        LadderStep.objects.filter(pk=step.pk).update(**changes)

    assert told.value.constraint == promise


def test_a_step_stands_once():
    step = StepFactory()

    with pytest.raises(BrokenConstraint) as told, transaction.atomic():
        StepFactory(ladder=step.ladder)

    assert told.value.constraint == "step_stands_once"


@pytest.mark.parametrize("change", ["moment = now()", "recipient_id = recipient_id + 1", "due_at = now()"])
def test_notices_are_not_rewritten(change):
    notice = noticed()

    for statement in (f"UPDATE notifications_notice SET {change} WHERE id = %s", "DELETE FROM notifications_notice"):
        with pytest.raises(BrokenConstraint) as told, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [notice.pk] if "%s" in statement else None)
        assert told.value.constraint == RECORDED


def test_a_step_of_a_request_is_taken_once_for_one_person():
    first = noticed()

    with pytest.raises(BrokenConstraint) as told, transaction.atomic():
        noticed(request=first.obligation, recipient=first.recipient, step=first.step)

    assert told.value.constraint == "step_is_taken_once"


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("presidency_current", ["send"]),
        ("secretariat_officer", ["send"]),
        ("presidency_incoming", []),
        ("presidency_outgoing", []),
        ("focal_point", []),
        ("anonymous", []),
    ],
)
def test_only_whoever_acts_for_all_now_sends_what_was_prepared(role, steps):
    notice, who = noticed(), actor(role)

    assert NOTICE.available(notice, who) == steps
    if not steps:
        with pytest.raises(NotAllowed):
            send_notice(notice, actor=who, version=None, now=WEDNESDAY)


def test_what_was_not_prepared_is_not_sent_by_hand():
    with pytest.raises(IllegalTransition):
        send_notice(noticed("superseded"), actor=actor("presidency_current"), version=None, now=WEDNESDAY)


def test_a_participant_reads_what_reached_it_and_staff_read_all():
    party = PartyFactory()
    request = asked(party, due_at=WEDNESDAY)
    rows = {state: noticed(state, request=request) for state in ("prepared", "queued", "superseded", "withdrawn")}
    noticed("queued")

    own = Notice.objects.visible_to(actor("focal_point", party))
    assert set(own) == {rows["queued"]}
    assert Notice.objects.visible_to(actor("secretariat_officer")).count() == 5
    assert not Notice.objects.visible_to(actor("anonymous")).exists()
    assert not LadderStep.objects.visible_to(actor("focal_point", party)).exists()
    assert LadderStep.objects.visible_to(actor("presidency_incoming")).count() == LadderStep.objects.count()


def test_a_pause_is_noted_with_its_reason_by_staff_and_ends_once():
    party, officer = PartyFactory(), actor("secretariat_officer")
    until = WEDNESDAY + timedelta(days=1)
    with pytest.raises(NotAllowed):
        pause_reminders(party, reason="x", until=until, actor=actor("focal_point", party), now=WEDNESDAY)
    with pytest.raises(RuleBroken):
        pause_reminders(party, reason="x", until=WEDNESDAY, actor=officer, now=WEDNESDAY)
    other = asked(PartyFactory(), due_at=WEDNESDAY)
    with pytest.raises(RuleBroken):
        pause_reminders(party, obligation=other, reason="x", until=until, actor=officer, now=WEDNESDAY)
    with pytest.raises(BrokenConstraint), transaction.atomic():
        pause_reminders(party, reason=" ", until=until, actor=officer, now=WEDNESDAY)

    pause = pause_reminders(party, reason="Agreed for Thursday", until=until, actor=officer, now=WEDNESDAY)

    assert list(Pause.objects.visible_to(officer)) == [pause]
    assert not Pause.objects.visible_to(actor("focal_point", party)).exists()
    end_pause(pause, actor=officer, version=1, now=WEDNESDAY)
    with pytest.raises(IllegalTransition):
        end_pause(pause, actor=officer, version=2, now=WEDNESDAY)


def test_digests_are_refused_by_the_person_or_through_staff():
    user = person("focal_point")
    with pytest.raises(NotAllowed):
        refuse_digests(user, actor=actor("focal_point"), now=WEDNESDAY)

    refuse_digests(user, actor=actor_as(user, "participant"), now=WEDNESDAY)


def test_a_changed_ladder_is_heard_by_the_next_sweep_and_wrong_words_are_not_saved():
    ladder, officer = LadderFactory(), actor("presidency_current")
    request = asked(PartyFactory(), due_at=WEDNESDAY)
    Obligation.objects.update(next_step_at=None)
    step = StepFactory.build(ladder=ladder)

    save_ladder(ladder, actor=officer, version=1, creating=False, related=Related(children=[("ladder", step)]))

    request.refresh_from_db()
    assert (request.kind, request.next_step_at) == (KIND, request.opened_at)
    ladder.refresh_from_db()
    step.text_fr = "{x.__class__}"
    with pytest.raises(RuleBroken), transaction.atomic():
        save_ladder(ladder, actor=officer, version=2, creating=False, related=Related(children=[("ladder", step)]))
    with pytest.raises(NotAllowed):
        save_ladder(ladder, actor=actor("focal_point"), version=2, creating=False)
    assert appoint("focal_point")
