"""Buttons of the workbench: offered to who may take the step, asked first, taken by the service, refused in words."""

import pytest
from django import forms
from django.http import Http404

from foundation.errors import IllegalTransition, RuleBroken
from foundation.forms import ConfirmForm, StepForm
from foundation.outbox.models import Bounce, Message
from foundation.outbox.workflow import MESSAGE
from foundation.steps import PUT_RIGHT_FIRST, Obstacle, Step
from tests.foundation.screens import READER, STAFF, Screen, asked


class Because(StepForm):
    reason = forms.CharField()


class Taken(list):
    """A service that notes what it was handed; or refuses."""

    refusal = None

    def __call__(self, obj, **given):
        if self.refusal is not None:
            raise self.refusal
        self.append((obj, given))


@pytest.fixture
def service():
    return Taken()


@pytest.fixture
def screen(service):
    """A row with two steps of its own: one asks why, the other is for the system."""
    screen = Screen()
    screen.row = Bounce(pk=7, version=4)
    screen.steps = {
        "clear": Step(
            service,
            form=Because,
            allowed=lambda actor, _row: actor is STAFF,
            label="it is reached again",
            done="It was noted that it is reached again.",
        ),
        "forget": Step(service, allowed=lambda actor, _row: actor.is_system, label="forget"),
    }
    return screen


def test_a_button_is_offered_to_who_may_take_its_step(screen):
    assert [*screen.open_steps(asked(), screen.row)] == ["clear"]
    assert [*screen.open_steps(asked(actor=READER), screen.row)] == []


def test_the_workflow_says_which_of_its_steps_are_open_and_what_they_are_called(service):
    screen = Screen(Message)
    screen.workflow, screen.steps = MESSAGE, {"once_more": Step(service, takes="send_again"), "cancel": Step(service)}

    assert [*screen.open_steps(asked(), Message(state="failed"))] == ["once_more"]
    assert [*screen.open_steps(asked(), Message(state="sent"))] == []
    assert screen.step_label("cancel") == MESSAGE.label("cancel")
    assert screen.step_done("once_more") == MESSAGE.steps["send_again"].done
    assert "state" in screen.get_readonly_fields(asked())


@pytest.mark.parametrize(("row", "step"), [(None, "clear"), (Bounce(pk=7), "burn")])
def test_a_step_that_is_not_declared_and_a_row_that_is_not_seen_are_the_same_nothing(screen, row, step):
    screen.row = row

    for method in ("get", "post"):
        with pytest.raises(Http404):
            screen.step_view(asked(method), "7", step)


def test_a_step_asks_what_it_needs_and_carries_the_version_that_was_seen(screen, service):
    page = screen.step_view(asked(), "7", "clear")

    assert (page.status_code, page.context_data["title"]) == (200, "It is reached again")
    assert [*page.context_data["form"].fields] == ["reason"]
    assert (page.context_data["seen_version"], service) == (4, [])


def test_a_step_that_is_not_open_asks_nothing(screen, service):
    page = screen.step_view(asked(), "7", "forget")

    assert (page.context_data["form"], service) == (None, [])
    assert page.context_data["refused"]


def test_a_step_is_taken_by_its_service_with_what_was_typed(screen, service):
    request = asked("post", reason="They wrote to us.", seen_version="4")

    answered = screen.step_view(request, "7", "clear")

    ((row, given),) = service
    assert given.pop("now").tzinfo is not None
    assert (row, given) == (screen.row, {"actor": STAFF, "version": 4, "reason": "They wrote to us."})
    assert (answered.status_code, answered.url.endswith("/7/change/")) == (302, True)
    assert request._messages == ["It was noted that it is reached again."]


@pytest.mark.parametrize("typed", [{}, {"seen_version": "a"}, {"seen_version": "-4"}])
def test_a_step_without_the_version_that_was_seen_is_not_taken(screen, service, typed):
    page = screen.step_view(asked("post", reason="They wrote to us.", **typed), "7", "clear")

    assert (page.status_code, service) == (409, [])


@pytest.mark.parametrize("refusal", [RuleBroken("Say more.", field="reason"), IllegalTransition("It is done.")])
def test_a_refusal_is_said_on_the_same_page_with_its_status_and_what_was_typed(screen, service, refusal):
    service.refusal, request = refusal, asked("post", reason="They wrote.", seen_version="4")

    page = screen.step_view(request, "7", "clear")

    form = page.context_data["form"]
    assert (page.status_code, request._messages) == (refusal.status, [])
    assert form.errors == {refusal.field or "__all__": [str(refusal)]}
    assert form.data["reason"] == "They wrote."


def test_what_was_not_typed_is_asked_for_and_nothing_is_taken(screen, service):
    page = screen.step_view(asked("post", reason=""), "7", "clear")

    assert (page.status_code, [*page.context_data["form"].errors], service) == (400, ["reason"], [])


def test_what_stands_in_the_way_is_told_before_anything_is_asked(screen, service):
    way = Obstacle("The address is empty.", "its account", "/there/")
    screen.steps = {"clear": Step(service, allowed=lambda *_asked: True, label="clear", obstacles=lambda _row: [way])}

    page = screen.step_view(asked(), "7", "clear")

    assert page.context_data["form"] is None
    assert (page.context_data["refused"], page.context_data["obstacles"]) == (PUT_RIGHT_FIRST, [way])


def test_what_is_to_be_confirmed_may_depend_on_the_row(screen, service):
    screen.steps = {
        "clear": Step(
            service,
            allowed=lambda *_asked: True,
            label="clear",
            confirm=lambda row: f"Number {row.pk} is cleared.",
            warnings=lambda _row, _actor: ["It was not reached twice."],
        )
    }

    told = screen.step_view(asked(), "7", "clear").context_data

    assert (told["confirm"], told["warnings"]) == ("Number 7 is cleared.", ["It was not reached twice."])
    assert type(told["form"]) is ConfirmForm
