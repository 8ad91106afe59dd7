"""Nothing is written but what an endpoint declares: every column of its model is sent to each, and none is taken."""

import pytest
from django.utils import timezone

from actionplan.api.proposals import ProposalViewSet
from actionplan.models import ActivityProposal
from foundation.api.writes import RowsViewSet, WriteViewSet
from foundation.ledger.models import LedgerEntry
from foundation.uploads import examine
from khartoum.api import router
from reports.selectors.asked import asked_sections
from reports.services.attachments import attach_file
from tests.factories.integrations import key_of, webhook_of
from tests.factories.parties import PartyFactory, actor_as, person
from tests.factories.proposals import proposed
from tests.factories.reports import answered, drafted, fresh, opened_round, questioned
from tests.states import kept

pytestmark = pytest.mark.django_db
NOW = timezone.now()
METHODS = {"create": "post", "update": "put", "partial_update": "patch"}
WRITES = [
    (prefix, view, name)
    for prefix, view, _name in router.registry
    if issubclass(view, WriteViewSet) and not issubclass(view, RowsViewSet)
    for name in dir(view)
    if hasattr(getattr(view, name), "sent") and name != "destroy"
]


@kept
def own_rows():
    """One of each list that is written to, and who may write there."""
    party = PartyFactory()
    draft = answered(drafted(party, opened_round(party)), summary="What was done.")
    made = {"contributions": draft, "answers": draft.answers.get(question__code="summary")}
    place = asked_sections(draft)[0].name
    by = {"actor": actor_as(person("focal_point", party), "participant", now=NOW), "now": NOW}
    file = examine(b"Trained.", name="evidence.txt")
    made["attachments"] = attach_file(draft, place=place, title="Evidence", name="evidence.txt", file=file, **by)
    made["webhooks"] = webhook_of(key_of(person("service", party), party=party)[0])
    return {**made, "questions": questioned(party, opened_round(party)), "writer": person("focal_point", party)}


@pytest.fixture
def rows():
    return own_rows()


def columns_of(model):
    """Every name by which a column or a relation of the model may be called."""
    fields = model._meta.get_fields(include_hidden=False)
    return {field.name for field in fields} | {field.attname for field in fields if hasattr(field, "attname")} | {"pk"}


@pytest.mark.parametrize(("prefix", "view", "name"), WRITES, ids=lambda one: one if isinstance(one, str) else "")
def test_column_that_is_not_declared_is_refused_and_changes_nothing(prefix, view, name, rows, client):
    act, row = getattr(view, name), rows[prefix]
    undeclared = columns_of(view.model) - set(act.sent().fields)
    address = f"/api/v1/{prefix}/" + ("" if name == "create" else f"{row.uuid}/")
    address += f"{act.url_path}/" if hasattr(act, "url_path") else ""
    before, entries = stored(row), LedgerEntry.objects.count()
    client.force_login(rows["writer"])

    told = getattr(client, METHODS.get(name, "post"))(
        address,
        dict.fromkeys(undeclared, "1"),
        content_type="application/json",
        headers={"if-match": f'"{getattr(fresh(row), "version", 1)}"', "idempotency-key": "one"},
    )

    unknown = {error["attr"] for error in told.json()["errors"] if error["code"] == "unknown"}
    assert (told.status_code, unknown) == (400, undeclared)
    assert (stored(row), LedgerEntry.objects.count()) == (before, entries)


def test_column_that_is_not_declared_in_a_row_is_refused_and_changes_nothing(client):
    row = proposed()
    undeclared = sorted(columns_of(ActivityProposal) - set(ProposalViewSet.create.sent().fields))
    before, entries = stored(row), LedgerEntry.objects.count()
    client.force_login(person("secretariat_officer"))

    told = client.post(
        f"/api/v1/proposals/?source={row.source.code}&atomic=false&format=json",
        [{"external_id": row.external_id, name: "1"} for name in undeclared],
        content_type="application/json",
        headers={"idempotency-key": "one"},
    )

    places = [[(error["code"], error["attr"]) for error in one["errors"]] for one in told.json()["results"]]
    assert [one[0] for one in places] == [("unknown", f"rows.{n}.{name}") for n, name in enumerate(undeclared, start=1)]
    assert (stored(row), LedgerEntry.objects.count()) == (before, entries)


def stored(row):
    return type(row)._base_manager.filter(pk=row.pk).values().get()
