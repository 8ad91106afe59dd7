"""Partner systems that send the same and different activities at the same moment: one set of proposals, none lost."""

import json

from actionplan.models import ActivityProposal
from foundation.ledger.models import LedgerEntry
from tests.factories.parties import person
from tests.factories.proposals import row, source_called
from tests.reports.api_at_once import IN_FLIGHT, signed_in, together

ADDRESS = "/api/v1/proposals/?source=jvap"


def body_of(*rows):
    return "\n".join(json.dumps(one) for one in rows)


def post(client, body, key):
    """What is answered in the end, when nobody else carries the same request out."""
    while True:
        headers = {"idempotency-key": key}
        told = client.post(ADDRESS, body, content_type="application/x-ndjson", headers=headers)
        if told.status_code != IN_FLIGHT:
            return told.status_code, told.content


def assert_one_key_makes_one_set(many):
    """The same call many times at once: its rows are kept once, and everybody is told the same of them."""
    source, user = source_called("jvap"), person("secretariat_officer")
    clients = [signed_in(user) for _ in range(many)]
    body = body_of(*(row(str(number)) for number in range(20)))

    told = together(many, lambda number: post(clients[number], body, "one"))

    assert {status for status, _body in told} == {200}
    assert len({content for _status, content in told}) == 1
    assert set(ActivityProposal.objects.values_list("version", flat=True)) == {1}
    assert ActivityProposal.objects.count() == 20
    assert LedgerEntry.objects.about(source).filter(kind="source.proposals_received").count() == 1


def assert_calls_of_their_own_leave_one_proposal_for_each_id(many):
    """Calls with keys of their own about the same ids: each is heard, one after the other, in any order of rows."""
    source_called("jvap")
    clients = [signed_in(person("secretariat_officer"))] * many
    rows = [row(str(number)) for number in range(20)]

    def say(number):
        turned = rows[number % 20 :] + rows[: number % 20]
        return post(clients[number], body_of(*({**one, "joint_with": f"as {number}"} for one in turned)), f"{number}")

    told = together(many, say)

    outcomes = [json.loads(line)["outcome"] for _status, content in told for line in content.splitlines()]
    kept = ActivityProposal.objects.all()
    assert {status for status, _body in told} == {200}
    assert sorted(outcomes) == ["changed"] * 20 * (many - 1) + ["created"] * 20
    assert {one.version for one in kept} == {many}
    assert len({one.said["joint_with"] for one in kept}) == 1
