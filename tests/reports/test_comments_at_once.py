"""Several people at one comment or one report, each on a connection of their own."""

from collections import Counter

import pytest

from reports.models import Comment
from reports.services.comments import Said, comment_on, do_not_take_up, take_up, withdraw_comment
from reports.services.consolidated import close_comments
from tests.factories.parties import actor, participant
from tests.factories.reports import fresh
from tests.factories.reports_comments import circulated, commented
from tests.factories.reports_consolidated import NOW, chair
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_heard_after_the_comments_are_closed():
    report, by = circulated(), chair()
    speakers = [(party, actor("focal_point", party)) for party in map(participant, ("KE", "EG", "FR", "IT", "DE"))]

    def act(number):
        if number == 0:
            return close_comments(fresh(report), actor=by, version=None, now=NOW).state
        party, who = speakers[number - 1]
        given = {"actor": who, "version": None, "now": NOW}
        return comment_on(fresh(report), party=party, said=Said("remark", text="Words."), **given).version

    outcomes = Counter(at_once(6, act))

    closed = fresh(report)
    assert closed.state == "comments_closed"
    assert outcomes["comments_closed"] == 1
    assert outcomes[409] == 5 - Comment.objects.count()


def test_no_comment_and_words_at_once_never_stand_together():
    report, kenya = circulated(), participant("KE")
    who = actor("focal_point", kenya)

    def act(number):
        said = Said("remark", text=f"Words {number}.") if number % 2 else Said("none")
        return comment_on(fresh(report), party=kenya, said=said, actor=who, version=None, now=NOW).kind

    outcomes = Counter(at_once(6, act))

    assert outcomes["remark"] == 3
    assert set(outcomes) <= {"remark", "none", 400}
    assert set(Comment.objects.filter(state="standing").values_list("kind", flat=True)) == {"remark"}


def test_page_that_is_sent_many_times_at_once_makes_one_comment():
    report, kenya = circulated(), participant("KE")
    said, who = Said("remark", text="Words."), actor("focal_point", kenya)

    def act(_number):
        return comment_on(fresh(report), party=kenya, said=said, actor=who, version=None, now=NOW).kind

    assert Counter(at_once(6, act)) == {"remark": 1, 400: 5}
    assert Comment.objects.count() == 1


def test_of_withdrawing_and_settling_at_once_one_is_done():
    report, who, by = circulated(), actor("focal_point", participant("KE")), chair()
    made = commented(report)
    steps = [withdraw_comment, take_up, do_not_take_up]

    def act(number):
        step = steps[number % 3]
        words = {} if step is withdraw_comment else {"disposition": "See paragraph 2."}
        actor_ = who if step is withdraw_comment else by
        return step(fresh(made), actor=actor_, version=made.version, now=NOW, **words).state

    outcomes = Counter(at_once(6, act))

    assert outcomes[409] == 5
    assert outcomes[fresh(made).state] == 1
