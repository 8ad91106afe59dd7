"""The workbench is no back door: what is not declared cannot be done, what is declared goes to the service."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from foundation.actors import system
from foundation.admin import without
from foundation.errors import NotAllowed, RuleBroken, StaleVersion
from foundation.outbox.models import Bounce
from foundation.steps import TakesSteps
from tests.foundation.screens import NOW, READER, STAFF, Screen, asked


class Calls(list):
    """A service that notes what it was handed."""

    def __call__(self, obj, **given):
        self.append((obj, given))
        return obj


def declared(service, *, add=None, change=None):
    """A screen that saves with this service."""
    rules = {"may_add": staticmethod(add) if add else None, "may_change": staticmethod(change) if change else None}
    return type("Declared", (Screen,), {"save_service": staticmethod(service), **rules})()


def filled(*, seen, initial=3):
    """A valid form, as Django hands it over."""
    version = SimpleNamespace(initial=initial)
    return SimpleNamespace(instance=Bounce(), cleaned_data={"seen_version": seen}, fields={"seen_version": version})


def yes(*_asked):
    return True


@pytest.mark.parametrize(
    "screen",
    [
        Screen(),
        type("WithoutService", (Screen,), {"may_add": staticmethod(yes), "may_change": staticmethod(yes)})(),
        declared(Calls()),
    ],
    ids=["nothing", "rules without a service", "a service without rules"],
)
def test_what_is_not_declared_whole_cannot_be_done(screen):
    request = asked(actor=system(NOW))

    assert screen.has_view_permission(request)
    assert not screen.has_add_permission(request)
    assert not screen.has_change_permission(request)
    assert not screen.has_change_permission(request, Bounce())


def test_nothing_is_deleted_by_anybody():
    screen = declared(Calls(), add=yes, change=yes)

    assert not screen.has_delete_permission(asked(actor=system(NOW)), Bounce())
    assert "delete_selected" not in screen.get_actions(asked())


@pytest.mark.parametrize(("actor", "reads"), [(STAFF, True), (READER, False), (STAFF.wearing("participant"), False)])
def test_the_workbench_is_read_by_who_wears_an_office_that_acts_for_all(actor, reads):
    request = asked(actor=actor)

    assert (Screen().has_module_permission(request), Screen().has_view_permission(request)) == (reads, reads)


def test_each_row_is_asked_about_by_the_rule_that_the_screen_names():
    mine, theirs = Bounce(address="mine@example.org"), Bounce(address="theirs@example.org")
    screen = declared(Calls(), add=lambda actor: actor is STAFF, change=lambda actor, row: row is mine)

    assert screen.has_add_permission(asked())
    assert not screen.has_add_permission(asked(actor=READER))
    assert [screen.has_change_permission(asked(), row) for row in (mine, theirs)] == [True, False]


@pytest.mark.parametrize(("change", "seen"), [(True, 3), (False, None)])
def test_a_form_goes_to_the_service_with_the_version_its_reader_saw(change, seen):
    service, form, request = Calls(), filled(seen=seen), asked()
    screen = declared(service)

    screen.save_model(request, form.instance, form, change)
    screen.save_related(request, form, [], change)

    ((row, given),) = service
    assert (row, given.pop("related").children) == (form.instance, [])
    assert given == {"actor": STAFF, "version": seen, "creating": not change}


def test_a_form_without_its_version_is_stale_and_reaches_no_service():
    service = Calls()

    with pytest.raises(StaleVersion):
        declared(service).save_related(asked(), filled(seen=None), [], change=True)
    assert service == []


def test_a_screen_without_a_service_saves_nothing():
    with pytest.raises(ImproperlyConfigured):
        Screen().save_related(asked(), filled(seen=3), [], change=True)


def test_what_else_a_save_did_is_told():
    screen, request = declared(Calls()), asked()
    screen.told_after = lambda _request, _saved: ["Two sittings moved along."]

    screen.save_related(request, filled(seen=3), [], change=True)

    assert request._messages == ["Two sittings moved along."]


def test_no_second_log_is_written_beside_the_ledger():
    assert Screen().log_addition(asked(), Bounce(), "added") is None
    assert Screen().log_change(asked(), Bounce(), "changed") is None


@pytest.mark.parametrize("error", [RuleBroken("Say why."), NotAllowed(), StaleVersion()], ids=lambda one: one.code)
def test_a_rule_that_refuses_is_shown_in_the_form_with_its_status(error, monkeypatch):
    def saving(_screen, request, *_rest):
        if not hasattr(request, "refused"):
            raise error
        return HttpResponse()

    monkeypatch.setattr(TakesSteps, "changeform_view", saving)
    request = asked("post")

    answered = Screen().changeform_view(request)

    assert (answered.status_code, request.refused) == (error.status, error)
    assert Screen().get_form(request).refused is error


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (["a", "b", "c"], ["a", "c"]),
        ([("a", "b"), "c"], ["a", "c"]),
        ([("a", "b", "c")], [("a", "c")]),
        ([("b",), "b"], []),
    ],
)
def test_hidden_fields_leave_their_lines_to_the_others(fields, left):
    assert without({"b"}, fields) == left
