"""Answers are kept for a day, and then forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.api.writes.once import Asked, Kept
from integrations.kept_answers import KeptAnswers, forget
from integrations.models import KeptAnswer

pytestmark = pytest.mark.django_db
ANSWER = Kept(201, {"ETag": '"1.x"'}, "{}")
ASKED = Asked("client 1", "one", "d" * 64)


def kept(age: timedelta) -> None:
    KeptAnswers().keep(ASKED, ANSWER)
    KeptAnswer.objects.update(kept_at=timezone.now() - age)


def test_answer_is_found_for_a_day_by_its_sender_alone() -> None:
    kept(timedelta(hours=23))

    assert KeptAnswers().find("client 1", "one") == (ASKED.digest, ANSWER)
    assert KeptAnswers().find("client 2", "one") is None


def test_answer_of_yesterday_gives_way_to_a_new_one() -> None:
    kept(timedelta(hours=25))
    assert KeptAnswers().find("client 1", "one") is None

    KeptAnswers().keep(ASKED._replace(digest="e" * 64), ANSWER)

    assert KeptAnswers().find("client 1", "one") == ("e" * 64, ANSWER)


def test_what_is_no_longer_given_is_removed() -> None:
    kept(timedelta(hours=23))

    assert forget(timezone.now()) == 0
    assert forget(timezone.now() + timedelta(hours=2)) == 1
