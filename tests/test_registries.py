"""What every registry of the product must hold: screens, sentences, guards, readers."""

import importlib
import importlib.util
import re
from functools import cache
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.viewsets import ViewSetMixin

from foundation.admin import WorkbenchAdmin
from foundation.constraints import refusals
from foundation.ledger.history import tracked_models
from foundation.outbox.registry import name_of
from foundation.rows import WorkbenchInline
from foundation.workflow import EdgeGuard, Workflow
from reports.models import Answer, AnswerRevision, Contribution, Snapshot

ROOMS = ("foundation", "parties", "integrations", "notifications", "documents", "meetings", "actionplan", "reports")
OURS = [config for config in apps.get_app_configs() if config.name.partition(".")[0] in ROOMS]
HISTORY = set(tracked_models().values())
WORDS_OF_A_PARTICIPANT = {Answer, AnswerRevision, Snapshot, Contribution}


def our_models():
    return [model for config in OURS for model in config.get_models(include_auto_created=True) if model not in HISTORY]


def our_constraints():
    return sorted(
        {
            constraint.name
            for model in our_models()
            for constraint in model._meta.constraints
            if model is not AnswerRevision  # written by the answer's service alone, in one lock: no form reaches it
        }
    )


def workflows():
    """Every workflow that an app's `workflow` module names."""
    modules = [f"{config.name}.workflow" for config in OURS]
    return {
        f"{name}.{key}": value
        for name in modules
        if importlib.util.find_spec(name) is not None
        for key, value in vars(importlib.import_module(name)).items()
        if isinstance(value, Workflow)
    }


@cache
def addresses():
    """Every pattern of the resolver, as (path, view)."""

    def walk(patterns, before):
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                yield path, pattern.callback

    return list(walk(get_resolver().url_patterns, ""))


def viewsets():
    classes = {getattr(view, "cls", None) for _path, view in addresses()}
    return sorted((made for made in classes if made and issubclass(made, ViewSetMixin)), key=lambda made: made.__name__)


def test_admin_holds_nothing_but_workbench_screens():
    screens = admin.site._registry.values()

    assert [screen for screen in screens if not isinstance(screen, WorkbenchAdmin)] == []
    assert [inline for screen in screens for inline in screen.inlines if not issubclass(inline, WorkbenchInline)] == []


def test_admin_has_no_action_that_writes_past_a_service():
    assert [screen for screen in admin.site._registry.values() if screen.actions] == []


def test_words_of_a_participant_are_not_on_any_screen_that_writes():
    screens = admin.site._registry
    shown = set(screens) | {inline.model for screen in screens.values() for inline in screen.inlines}

    assert shown & {Answer, AnswerRevision, Snapshot} == set()
    assert Contribution not in screens or screens[Contribution].save_service is None


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label))
def test_every_screen_says_who_sees_its_rows(model):
    screen = admin.site._registry[model]

    assert hasattr(model._default_manager.all(), "visible_to") or screen.seen_by_all_staff
    for inline in screen.inlines:
        assert hasattr(inline.model._default_manager.all(), "visible_to") or inline.seen_by_all_staff


SHOW_WHAT_THEY_MADE = {"ApiClient.issue_key", "ApiClient.enter_webhook", "Webhook.rotate_secret", "SourceSystem.upload"}


def test_every_step_of_the_workbench_says_what_was_done_unless_it_shows_it():
    says = {
        f"{model.__name__}.{name}": str(screen.step_done(name))
        for model, screen in admin.site._registry.items()
        for name in screen.steps
    }

    assert {name for name, sentence in says.items() if not sentence.endswith(".")} == SHOW_WHAT_THEY_MADE


@pytest.mark.parametrize("name", our_constraints())
def test_every_constraint_has_its_sentence(name):
    assert name in refusals(), f"say({name!r}, _('...')) is missing beside the constraint"


NAMES_IN_THE_DATABASE = r"""
    SELECT conname FROM pg_constraint
    UNION SELECT indexname FROM pg_indexes
    UNION SELECT tgname FROM pg_trigger
    UNION SELECT found[1] FROM pg_proc, regexp_matches(prosrc, 'CONSTRAINT = .(\w+)', 'g') AS found
    UNION SELECT found[1] FROM pg_trigger, regexp_matches(pg_get_triggerdef(oid), '.(\w+).\)', 'g') AS found
"""


def test_every_sentence_belongs_to_a_constraint_of_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute(NAMES_IN_THE_DATABASE)
        known = {name for (name,) in cursor.fetchall()}

    assert sorted(set(refusals()) - known) == []


@pytest.mark.parametrize("name", sorted(workflows()))
def test_every_workflow_is_guarded_by_the_database(name, db):
    workflow = workflows()[name]
    shape = (workflow.field, sorted(workflow.initial), sorted(workflow.edges()))
    guards = [
        (model, trigger)
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, EdgeGuard) and (trigger.field, trigger.initial, trigger.edges) == shape
    ]

    assert guards, f"{name} has no guard: end its module with {name.rpartition('.')[2]}.guard(<its model>)"
    model, trigger = guards[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [model._meta.db_table, trigger.get_pgid(model)],
        )
        assert cursor.fetchone() == ("O",)


@pytest.mark.parametrize("viewset", viewsets(), ids=lambda viewset: viewset.__name__)
def test_every_endpoint_of_the_api_starts_from_what_its_reader_may_see(viewset):
    model = getattr(viewset, "model", None) or viewset.queryset.model

    assert hasattr(model._default_manager.all(), "visible_to")
    assert viewset.lookup_field == "uuid"


PRINTED_NUMBER = re.compile(r"\b(submissions|versions)/<int:number>/|\banswers/<int:place>/")
"""The first, second .. submission of one contribution, as its receipt prints it, or answer in it: no key of a row."""


def test_no_address_outside_the_workbench_names_a_row_by_its_number():
    paths = [path for path, _view in addresses() if not path.startswith(("admin/", "accounts/"))]

    keys = [path for path in paths if "<int:" in PRINTED_NUMBER.sub("", path) or "<pk" in path]
    assert keys == []


def test_every_kind_of_message_has_a_name_in_the_list_of_the_outbox():
    sources = [path.read_text() for config in OURS for path in Path(config.path).rglob("*.py")]
    senders = [source for source in sources if re.search(r"return (\[?mail_to|Message)\(|yield Message\(", source)]
    kinds = {
        kind
        for source in senders
        for kind in re.findall(r'^[A-Z_]+ = "([a-z_]+(?:\.[a-z_]+)?)"$', source, re.MULTILINE)
    }

    assert {"contribution.request_lapsed", "contribution.receipt", "account.mail"} <= kinds
    assert {kind for kind in kinds if name_of(kind) == kind} == set()
