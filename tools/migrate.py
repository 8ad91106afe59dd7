"""`python -m tools.migrate`: `manage.py migrate`, many times as fast on an empty database, with the same outcome.

Django renders each model again together with all that are related to it after every single operation, which is nearly
all of the minute that a new database takes. Most operations need no more than the model itself. `make run` and the
tests use this; production has no reason to. A test compares the two outcomes.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
    RunPython,
    RunSQL,
)
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

ON_ITS_OWN = (
    *(CreateModel, AddField, AlterField, AddIndex, AddConstraint, RemoveConstraint),
    *(AddTrigger, RemoveTrigger, RunSQL, RunPython),
)


def only_itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:  # noqa: ARG001, FBT001, FBT002 -- Django's signature
    """What is rendered again; Django renders the rest where an operation looks further, as RunPython does."""
    state.is_delayed = True
    return {(app_label, model_name.lower())}


@contextmanager
def quick_migrations() -> Iterator[None]:
    """Within, migrations of these operations render only what they change; others start from a state in full."""
    apply, find = Migration.apply, ProjectState._find_reload_model  # type: ignore[attr-defined]  # noqa: SLF001 -- put back below

    def quick_apply(migration: Migration, state: ProjectState, *args: Any, **kwargs: Any) -> ProjectState:
        if all(isinstance(operation, ON_ITS_OWN) for operation in migration.operations):
            ProjectState._find_reload_model = only_itself  # type: ignore[attr-defined]  # noqa: SLF001 -- put back below
        else:
            state.clear_delayed_apps_cache()
            state.apps  # noqa: B018 -- renders in full
        try:
            return apply(migration, state, *args, **kwargs)
        finally:
            ProjectState._find_reload_model = find  # type: ignore[attr-defined]  # noqa: SLF001 -- as it was

    Migration.apply = quick_apply  # type: ignore[assignment,method-assign]  # -- put back below
    try:
        yield
    finally:
        Migration.apply = apply  # type: ignore[method-assign]  # -- as it was


def main() -> None:
    """Migrate as the owner."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings.development")
    os.environ.setdefault("DATABASE_ROLE", "khartoum_owner")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the settings must be named first

    with quick_migrations():
        execute_from_command_line(["manage.py", "migrate", *sys.argv[1:]])


if __name__ == "__main__":
    main()
