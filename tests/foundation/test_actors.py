"""Whoever acts is one value: rights come from the hat that is worn, whatever else is held (mechanism 3)."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest

from foundation import actors
from foundation.actors import Actor, HeldOffice, anonymous, made_again, system

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NATIONAL = HeldOffice(mandate_id=1, office="focal_point", side="participant", unit_id=7)
OF_THE_CHAIR = HeldOffice(mandate_id=2, office="presidency_officer", side="presidency", unit_id=7, term_id=3)
BOTH = Actor(kind="person", now=NOW, user_id=5, held=(NATIONAL, OF_THE_CHAIR))


@pytest.mark.parametrize(
    ("hat", "worn", "reads_as_staff"),
    [
        (None, (), False),
        ("participant", (NATIONAL,), False),
        ("presidency", (OF_THE_CHAIR,), True),
        ("secretariat", (), False),
    ],
)
def test_offices_count_only_under_their_own_hat(hat, worn, reads_as_staff):
    actor = BOTH.wearing(hat)

    assert (actor.worn, actor.reads_as_staff) == (worn, reads_as_staff)
    assert (actor.held, actor.now, actor.user_id) == (BOTH.held, NOW, 5)


def test_doors_open_by_what_is_held_whichever_hat_is_worn():
    for hat in (None, "participant", "presidency"):
        assert (BOTH.wearing(hat).opens_workbench, BOTH.wearing(hat).opens_portal) == (True, True)


@pytest.mark.parametrize("nobody", [anonymous(NOW), Actor(kind="person", now=NOW, user_id=5)])
def test_without_an_office_no_door_opens(nobody):
    assert (nobody.opens_workbench, nobody.opens_portal, nobody.reads_as_staff) == (False, False, False)


def test_system_is_an_actor_and_reads_all():
    assert (system(NOW).is_system, system(NOW).reads_as_staff, anonymous(NOW).is_system) == (True, True, False)


def test_nobody_changes_hats_within_a_request():
    with pytest.raises(FrozenInstanceError):
        BOTH.hat = "presidency"


def test_actor_made_again_has_only_what_is_still_held_and_as_it_is_now(monkeypatch):
    finishing = replace(OF_THE_CHAIR, window="finishing")
    given_since = replace(NATIONAL, mandate_id=3)
    monkeypatch.setattr(actors, "_offices", [lambda _user, _moment: (finishing, given_since)])

    again = made_again(BOTH.wearing("presidency"))

    assert again == replace(BOTH, hat="presidency", held=(finishing,))


@pytest.mark.parametrize("nobody", [system(NOW), anonymous(NOW)])
def test_who_holds_nothing_is_not_asked_for_again(nobody, monkeypatch):
    monkeypatch.setattr(actors, "_offices", [])

    assert made_again(nobody) is nobody
