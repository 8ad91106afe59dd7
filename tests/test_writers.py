"""Services are the only writers (mechanism 2): what else writes is named here, each with its reason."""

from pathlib import Path

import pytest

from tests.test_architecture import OURS, ROOT
from tests.writers import writes

MAY_WRITE = {"services", "services.py", "migrations"}
OTHERS = {
    "foundation/base.py": "what services write roots with: version, lock and row",
    "foundation/related.py": "what services write with: the rows that belong to a root and came with its form",
    "foundation/reference.py": "loads reference data, in one transaction with its entries of the ledger",
    "foundation/outbox/bounces.py": "a service in a file of its own: addresses that cannot be reached",
    "foundation/accounts/links.py": "a service in a file of its own: links that let their owner in once",
    "foundation/accounts/limits.py": "counts tries at a door, before anybody is known",
    "foundation/accounts/models.py:UserManager.create_user": "Django asks the manager of users to make one",
    "integrations/kept_answers.py": "keeps the answer to a write, in the transaction of the service that it called",
    "integrations/use.py": "when a key was used, written after the answer has left (ADR 37)",
}
"""Modules, or functions of them, that write and are neither service nor migration."""


def places():
    """Where something is written outside services and migrations: module, place in it, line and words."""
    homes = {Path(config.path) for config in OURS}
    for path in sorted({path for home in homes for path in home.rglob("*.py")}):
        module = path.relative_to(ROOT)
        if not MAY_WRITE & {*module.parts}:
            for place, line, said in writes(path.read_text(encoding="utf-8")):
                yield str(module), f"{module}:{place}", f"{module}, line {line}: {said}"


@pytest.fixture(scope="module")
def found():
    return list(places())


def test_services_are_the_only_writers(found):
    assert [said for module, place, said in found if not {module, place} & OTHERS.keys()] == []


def test_whoever_is_named_as_another_writer_still_writes(found):
    assert {*OTHERS} - {module for module, _place, _said in found} - {place for _module, place, _said in found} == set()


def test_the_search_sees_that_services_write():
    packages = {path.parts[-3] for path in ROOT.glob("*/services/*.py") if [*writes(path.read_text(encoding="utf-8"))]}

    assert packages == {path.parts[-2] for path in ROOT.glob("*/services") if path.is_dir()}


@pytest.mark.parametrize(
    "breach",
    [
        "row.save()",
        "form.save(commit=True)",
        "await row.asave(update_fields=['state'])",
        "Meeting.objects.create(state='held')",
        "Meeting.objects.filter(pk=1).update(state='held')",
        "rows.update(**values)",
        "await rows.aupdate(state='held')",
        "Meeting.objects.bulk_create(rows)",
        "rows.delete()",
        "Meeting.objects.get_or_create(code='x')",
        "report.received_from.set(parties)",
        "getattr(row, name).add(party)",
        "cursor.execute('UPDATE meetings_meeting SET state = 1')",
        "cursor.execute('WITH gone AS (DELETE FROM x RETURNING id) SELECT 1')",
    ],
)
def test_the_search_finds_what_writes(breach):
    assert [place for place, _line, _said in writes(f"class Page:\n async def view():\n  {breach}")] == ["Page.view"]


@pytest.mark.parametrize(
    "harmless",
    [
        "formset.save(commit=False)",
        "context.update({'rows': rows})",
        "document.save(target)",
        "seen.add(row)",
        "super().save()",
        "rows = Meeting.objects.filter(state='held')",
        "sentence = 'Update your address book.'",
        "'UPDATE is what the text above speaks of.'",
    ],
)
def test_the_search_passes_what_writes_nothing(harmless):
    assert [*writes(f"def view():\n {harmless}")] == []
