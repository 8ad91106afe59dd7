"""Comments on a circulated report: who makes them until when, what becomes of them, and what is never lost."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from reports.enums import CommentState as S
from reports.models import Comment
from reports.permissions.comments import can_settle
from reports.services.comments import (
    Said,
    comment_on,
    do_not_take_up,
    reconsider,
    take_up,
    take_up_in_part,
    withdraw_comment,
)
from reports.services.consolidated import close_comments, save_paragraph, table
from reports.workflow import COMMENT
from tests.factories.parties import actor, actor_as, appoint, holder_of, participant, person, term_in_chair
from tests.factories.reports import fresh
from tests.factories.reports_comments import UNTIL, circulated, commented, settled
from tests.factories.reports_consolidated import NOW, act, chair, drafted, record_endorsement, write

pytestmark = pytest.mark.django_db
DRAFTERS = ("presidency_current", "secretariat_officer")
COMMENTING = ("focal_point", "alternate", "senior_official")


@pytest.fixture
def report():
    return circulated()


@pytest.fixture
def kenya():
    return participant("KE")


@pytest.fixture
def focal_point(kenya):
    return actor("focal_point", kenya)


def say(report, party, by, *, version=None, now=NOW, **said):
    given = {"kind": "remark", "text": "Say which courses.", **said}
    return comment_on(report, party=party, said=Said(**given), actor=by, version=version, now=now)


def test_page_that_is_sent_twice_makes_one_comment(report, kenya, focal_point):
    version = report.version
    made = say(report, kenya, focal_point, version=version, paragraph=2)

    with pytest.raises(RuleBroken, match="already"):
        say(report, kenya, focal_point, version=version, paragraph=2)

    assert list(Comment.objects.all()) == [made]
    assert say(report, kenya, focal_point, version=version, paragraph=3).paragraph == 3
    withdraw_comment(made, actor=focal_point, version=made.version, now=NOW)
    assert say(report, kenya, focal_point, version=version, paragraph=2).state == S.STANDING


def kinds_of(comment):
    return list(LedgerEntry.objects.about(comment).values_list("kind", flat=True))


@pytest.mark.parametrize("office", COMMENTING)
def test_focal_point_alternate_and_senior_official_comment(office, report, kenya):
    made = say(report, kenya, actor(office, kenya), paragraph=2, kind="wording", reason="It was changed.")

    assert (made.paragraph, made.state, made.revision) == (2, "standing", report.circulated_revision)
    assert (made.party, made.made_at) == (kenya, NOW)


@pytest.mark.parametrize("role", ["contributor", "cabinet", "mission", *DRAFTERS, "presidency_outgoing", "on_hold"])
def test_nobody_else_comments(role, report, kenya):
    with pytest.raises(NotAllowed):
        say(report, kenya, actor(role, kenya))


def test_who_holds_both_hats_comments_as_participant_and_not_as_presidency(report):
    both, own = person("both_hats"), holder_of(term_in_chair())

    with pytest.raises(NotAllowed):
        say(report, own, actor_as(both, "presidency"))

    assert say(report, own, actor_as(both, "participant")).party == own


def test_nobody_comments_for_another_participant(report, focal_point):
    with pytest.raises(NotAllowed):
        say(report, participant("EG"), focal_point)


def test_comments_are_heard_until_the_very_moment_and_not_after(report, kenya, focal_point):
    say(report, kenya, focal_point, now=UNTIL)

    with pytest.raises(IllegalTransition, match="no longer asked for"):
        say(report, kenya, focal_point, now=UNTIL + timedelta(seconds=1))


def test_nothing_is_heard_once_comments_are_closed(report, kenya, focal_point):
    close_comments(report, actor=chair(), version=None, now=NOW)

    with pytest.raises(IllegalTransition, match="no longer asked for"):
        say(report, kenya, focal_point)


def test_who_read_another_text_is_told(report, kenya, focal_point):
    with pytest.raises(StaleVersion):
        say(report, kenya, focal_point, version=report.version - 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"paragraph": 9}, "paragraph"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 8_001}, "text"),
        ({"text": "a\x07b"}, "text"),
        ({"reason": "x" * 2_001}, "reason"),
        ({"kind": "none", "text": "Words"}, "text"),
        ({"kind": "none", "text": "", "paragraph": 1}, "paragraph"),
        ({"kind": "applause"}, "kind"),
        ({"language": "de"}, "language"),
    ],
)
def test_input_is_refused_at_its_field_and_nothing_is_written(said, field, report, kenya, focal_point):
    with pytest.raises((RuleBroken, BrokenConstraint)) as refused, transaction.atomic():
        say(report, kenya, focal_point, **said)

    assert refused.value.field == field
    assert not Comment.objects.exists()


def test_no_comment_stands_alone(report, kenya, focal_point):
    none = say(report, kenya, focal_point, kind="none", text="")
    with pytest.raises(BrokenConstraint, match="already"), transaction.atomic():
        say(report, kenya, focal_point, kind="none", text="")

    words = say(report, kenya, focal_point)

    assert fresh(none).state == "withdrawn"
    assert kinds_of(none) == ["comment.made", "comment.withdrawn"]
    with pytest.raises(RuleBroken, match="stands alone"), transaction.atomic():
        say(report, kenya, focal_point, kind="none", text="")
    withdraw_comment(words, actor=focal_point, version=words.version, now=NOW)
    assert say(report, kenya, focal_point, kind="none", text="").state == "standing"


def test_no_comment_of_one_participant_is_not_anothers(report, kenya, focal_point):
    say(report, kenya, focal_point, kind="none", text="")

    other = say(report, participant("EG"), actor("senior_official", participant("EG")))

    assert Comment.objects.filter(state="standing").count() == 2
    assert other.party.code == "EG"


def test_comment_is_withdrawn_as_long_as_comments_are_asked_for(report, focal_point):
    first, second = commented(report), commented(report, text="Say for whom.")

    assert withdraw_comment(first, actor=focal_point, version=first.version, now=NOW).state == "withdrawn"
    close_comments(report, actor=chair(), version=None, now=NOW)
    with pytest.raises(IllegalTransition, match="no longer asked for"):
        withdraw_comment(second, actor=focal_point, version=second.version, now=NOW)


@pytest.mark.parametrize("role", ["contributor", "presidency_current", "secretariat_officer"])
def test_nobody_else_withdraws(role, kenya):
    made = commented()

    with pytest.raises(NotAllowed):
        withdraw_comment(made, actor=actor(role, kenya), version=made.version, now=NOW)


@pytest.mark.parametrize("role", DRAFTERS)
@pytest.mark.parametrize("step", [take_up, take_up_in_part, do_not_take_up])
def test_drafters_say_what_became_of_it(role, step):
    made, who = commented(), actor(role)

    done = step(made, actor=who, version=made.version, now=NOW, disposition="See paragraph 2.")

    assert (done.disposition, done.settled_by_id, done.settled_at) == ("See paragraph 2.", who.user_id, NOW)
    assert kinds_of(done) == ["comment.made", f"comment.{done.state}"]


@pytest.mark.parametrize("step", [take_up_in_part, do_not_take_up])
def test_what_is_not_taken_up_is_explained(step):
    made = commented()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        step(made, actor=chair(), version=made.version, now=NOW, disposition=" ")

    assert refused.value.field == "disposition"
    assert take_up(made, actor=chair(), version=made.version, now=NOW).disposition == ""


def test_what_was_said_is_reconsidered_and_its_history_keeps_it():
    done = settled("not_taken_up")

    again = reconsider(done, actor=chair(), version=done.version, now=NOW)

    assert (again.state, again.disposition, again.settled_at) == ("standing", "", None)
    events = Comment.pgh_event_model.objects.filter(pgh_obj=again).order_by("pgh_id")
    assert [event.disposition for event in events] == ["", "See paragraph 2.", ""]


def test_comments_are_dealt_with_until_the_text_is_fixed():
    report = circulated()
    made = commented(report)
    closed = close_comments(report, actor=chair(), version=None, now=NOW)
    done = take_up(made, actor=chair(), version=made.version, now=NOW)
    table(closed, actor=chair(), version=None, now=NOW)

    with pytest.raises(IllegalTransition, match="fixed"):
        reconsider(done, actor=chair(), version=done.version, now=NOW)


def test_nobody_deals_with_the_comments_of_a_participant_they_speak_for():
    both, own = person("both_hats"), holder_of(term_in_chair())
    senior = appoint("senior_official", own, user=person("presidency_current"))
    made, others = commented(party=own), commented()

    for user in (both, senior):
        assert not can_settle(actor_as(user, "presidency"), made)
        assert can_settle(actor_as(user, "presidency"), others)


def test_nothing_becomes_of_no_comment():
    none = commented(kind="none")

    with pytest.raises(NotAllowed):
        take_up(none, actor=chair(), version=none.version, now=NOW)


STEPS = {S.STANDING: ["take_up", "take_up_in_part", "do_not_take_up"], S.WITHDRAWN: []}


@pytest.mark.parametrize("state", S.values)
def test_steps_follow_from_state_and_office(state, kenya):
    made = commented()
    made.state = state

    for role in [*DRAFTERS, "presidency_incoming", "presidency_outgoing", *COMMENTING, "contributor"]:
        expected = []
        if role in DRAFTERS:
            expected = STEPS.get(S(state), ["reconsider"])
        elif role in COMMENTING and state == S.STANDING:
            expected = ["withdraw"]
        assert COMMENT.available(made, actor(role, kenya)) == expected, role


def test_comment_keeps_the_number_it_was_made_on_when_paragraphs_are_rewritten():
    by = chair()
    report = circulated(by=by)
    made = commented(report, paragraph=2)
    closed = close_comments(report, actor=by, version=None, now=NOW)
    second = closed.paragraphs.get(number=2)
    second.number = 7
    save_paragraph(second, actor=by, version=None)

    assert fresh(made).paragraph == 2
    assert b'id="paragraph-2"' in bytes(fresh(made).revision.content)


def test_text_that_is_circulated_anew_is_commented_on_anew(kenya, focal_point):
    by = chair()
    report = circulated(by=by)
    before = say(report, kenya, focal_point)
    put_off(report, by=by)
    with pytest.raises(IllegalTransition, match="no longer asked for"):
        say(report, kenya, focal_point)

    after = say(circulated(report=fresh(report), by=by), kenya, focal_point)

    assert fresh(before).state == "standing"
    assert (before.revision, after.revision) == (report.circulated_revision, fresh(report).circulated_revision)
    assert before.revision != after.revision


def test_no_comment_is_said_of_each_draft_anew(kenya, focal_point):
    by = chair()
    report = circulated(by=by)
    before = say(report, kenya, focal_point, kind="none", text="")
    put_off(report, by=by)
    again = circulated(report=fresh(report), by=by)

    after = say(again, kenya, focal_point, kind="none", text="")

    assert (fresh(before).state, after.state) == ("withdrawn", "standing")


def put_off(report, *, by):
    """Senior officials defer it: it is drafted anew."""
    closed = close_comments(report, actor=by, version=None, now=NOW)
    tabled = table(closed, actor=by, version=None, now=NOW)
    record_endorsement(tabled, act=act("deferred"), actor=by, version=None, now=NOW)


def test_paragraph_is_one_that_was_printed(report, kenya, focal_point):
    again = circulated(report=_with_gap())

    assert say(again, kenya, focal_point, paragraph=5).paragraph == 5
    with pytest.raises(RuleBroken), transaction.atomic():
        say(again, kenya, focal_point, paragraph=4)


def _with_gap():
    by = chair()
    report = drafted(by=by)
    write(report, 5, 'Not <section id="paragraph-4"> of the text.', by=by)
    return fresh(report)


def test_words_are_told_to_nobody_by_the_ledger(report, kenya):
    made = settled("not_taken_up", comment=commented(report, text="Very secret wording"))

    entries = LedgerEntry.objects.about(made)

    assert {entry.audience for entry in entries} == {f"unit+staff:{kenya.pk}"}
    assert "secret" not in repr([entry.facts for entry in entries])
    assert "See paragraph" not in repr([entry.facts for entry in entries])


SEEN_BY = (*COMMENTING, "contributor", "cabinet", "mission", "service")


@pytest.mark.parametrize("role", SEEN_BY)
def test_every_office_of_the_participant_reads_its_comments_and_no_others(role, report, kenya):
    own, _other = commented(report), commented(report, participant("EG"))

    assert list(Comment.objects.visible_to(actor(role, kenya))) == [own]


@pytest.mark.parametrize("role", [*DRAFTERS, "presidency_incoming", "presidency_outgoing"])
def test_staff_read_all(role, report):
    commented(report), commented(report, participant("EG"))

    assert Comment.objects.visible_to(actor(role)).count() == 2


@pytest.mark.parametrize("role", ["on_hold", "anonymous", "just_ended", "reporting_officer"])
def test_nobody_else_reads_any(role, report, kenya):
    commented(report)

    assert not Comment.objects.visible_to(actor(role, kenya)).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reports_comment",
        "UPDATE reports_comment SET text = 'x'",
        "UPDATE reports_comment SET reason = 'x'",
        "UPDATE reports_comment SET language = 'fr'",
        "UPDATE reports_comment SET kind = 'wording'",
        "UPDATE reports_comment SET paragraph = 3",
        "UPDATE reports_comment SET party_id = party_id + 1",
        "UPDATE reports_comment SET revision_id = revision_id + 1",
    ],
)
def test_what_was_said_is_neither_rewritten_nor_removed(statement):
    commented()

    with (
        pytest.raises(BrokenConstraint, match="kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "not_taken_up", "settled_at": NOW},
        {"state": "taken_up"},
        {"disposition": "Said of a comment that stands."},
    ],
)
def test_database_keeps_what_became_of_it_whole(change):
    made = commented()

    with pytest.raises(BrokenConstraint), transaction.atomic():
        Comment.objects.filter(pk=made.pk).update(**change)
