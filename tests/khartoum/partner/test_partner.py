"""What a partner does with the generated client alone: reads pages, writes a report, proposes, keeps a copy in step."""

import re
from http import HTTPStatus

import httpx
import pytest
from django.core import signing
from django.utils import timezone

from actionplan.models import Activity, ActivityProposal
from actionplan.services.proposals import accept_proposal
from documents.services import classify
from integrations.cursors import SALT
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory
from tests.factories.documents import DocumentFactory, issue
from tests.factories.integrations import key_of
from tests.factories.parties import actor, participant, person
from tests.factories.proposals import row, source_called
from tests.factories.reports import contribution_of, fresh, opened_round
from tools.places import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def partner(connected):
    """A partner system that proposes activities in the name of its source."""
    system, key = key_of(None, now=timezone.now(), scopes=[], grants=["*.read", "proposals.write"])
    source_called("jvap", system)
    return connected(key)


@pytest.fixture
def copy(sync, tmp_path):
    with sync.opened(tmp_path / "copy.sqlite3") as opened:
        yield opened
    opened.close()


def held(copy, resource):
    rows = copy.execute("SELECT uuid FROM copy WHERE resource = ?", (resource,))
    return {uuid for (uuid,) in rows}


def test_what_the_guide_asks_is_answered(partner):
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    asked = re.findall(
        r"""^ *curl (?:-s )?["'](?:\$API|https://HOST/api/v1)/([^"'${.]*)["'](?!.*\\$)""", guide, re.MULTILINE
    )

    answers = {address: partner.get_httpx_client().get(f"/api/v1/{address}").status_code for address in asked}

    assert "proposals/?source=jvap" in answers
    assert {address: status for address, status in answers.items() if status != HTTPStatus.OK} == {}


def test_all_pages_of_a_list_are_read(sync, partner, line):
    made = ActivityFactory.create_batch(3)

    rows = list(sync.every_row(sync.activities_list, partner, page_size=7))

    assert len({row.uuid for row in rows}) == len(rows) == Activity.objects.count()
    assert {one.uuid for one in made} <= {row.uuid for row in rows}
    assert len(line.sent) == -(-len(rows) // 7)


def test_report_is_begun_answered_and_sent(report, of_ethiopia):
    ethiopia = participant("ET")
    awaited = contribution_of(ethiopia, opened_round(ethiopia))

    done = report.report(of_ethiopia, {"language": "fr", "answers": {"general/summary": "Fait."}})
    sent = report.report(of_ethiopia, {"answers": {"general/summary": "Tout est fait."}, "submit": True})

    now = fresh(awaited)
    assert done == ["general/summary: written"]
    assert sent == ["general/summary: changed", f"submitted: {now.receipt_number}"]
    assert (now.state, now.language, now.answers.get().text) == ("submitted", "fr", "Tout est fait.")
    assert report.report(of_ethiopia, {"answers": {}}) == ["nothing is asked now"]


def test_system_that_may_not_submit_is_told_why(report, connected):
    ethiopia = participant("ET")
    awaited = contribution_of(ethiopia, opened_round(ethiopia))
    client = connected(key_of(person("service", ethiopia), now=timezone.now())[1])

    done = report.report(client, {"language": "fr", "answers": {}, "submit": True})

    assert done == ["not submitted: Your office does not allow this step."]
    assert fresh(awaited).state == "draft"


def test_refusals_come_typed(report, of_ethiopia):
    """Of 409, 412, 422 and 428 a program reads the code, and with 412 what stands now."""
    ethiopia = participant("ET")
    awaited = contribution_of(ethiopia, opened_round(ethiopia))
    start, body = report.contributions_start_create.sync_detailed, report.StartSent

    def begun(seen, key, **said):
        given = {"if_match": seen, "idempotency_key": key, "body": body.from_dict(said)}
        told = start(awaited.uuid, client=of_ethiopia, **given)
        return told.status_code, told.parsed

    seen = report.tag(awaited)
    assert begun(seen, "one", language="fr")[1].state.value == "draft"
    refused = [begun("*", "two"), begun(seen, "two"), begun(seen, "one"), begun(report.tag(fresh(awaited)), "two")]
    assert [(status, said.errors[0].code) for status, said in refused] == [
        (HTTPStatus.PRECONDITION_REQUIRED, "precondition_required"),
        (HTTPStatus.PRECONDITION_FAILED, "stale_version"),
        (HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused"),
        (HTTPStatus.CONFLICT, "illegal_transition"),
    ]
    assert refused[1][1].current["state"] == "draft"


def test_copy_is_kept_in_step_both_ways(sync, partner, copy):
    """Proposed, taken up, read back; what is not to be read any more goes from the copy."""
    staff, objective = actor("secretariat_officer"), ObjectiveFactory()
    sync.pull(partner, copy)
    known = held(copy, "activities")
    wanted = row("A-17", objective=f"{objective.plan.code}/{objective.code}", domains=[1])

    became = sync.push(partner, copy, "jvap", [wanted, row("A-18", lead="nobody")])
    again = sync.push(partner, copy, "jvap", [wanted])
    proposal = ActivityProposal.objects.get()
    taken = accept_proposal(proposal, actor=staff, version=proposal.version, now=timezone.now(), seen=None, code="N-1")
    sync.pull(partner, copy)

    assert [one.outcome.value for one in became + again] == ["created", "refused", "unchanged"]
    assert [one.pointer for one in became[1].errors] == ["/rows/2/lead"]
    assert held(copy, "activities") == known | {str(taken.activity.uuid)}
    assert held(copy, "proposals") == {str(proposal.uuid)}
    assert sync.pull(partner, copy) == 0


def test_what_is_not_to_be_read_any_more_goes_from_the_copy(sync, partner, copy):
    paper, staff = issue(DocumentFactory()).expression.document, actor("secretariat_officer")
    sync.pull(partner, copy)
    known = held(copy, "documents")

    classify(paper, classification="staff", actor=staff, version=paper.version, now=staff.now)
    sync.pull(partner, copy)

    assert known - held(copy, "documents") == {str(paper.uuid)}


def test_copy_whose_place_was_lost_begins_anew(sync, partner, copy):
    sync.pull(partner, copy)
    known = held(copy, "activities")
    copy.execute("DELETE FROM copy")
    sync.keep_place(copy, signing.dumps([1_000_000, 1, "0" * 16], salt=SALT))

    assert sync.pull(partner, copy) == 0
    assert held(copy, "activities") == known


def test_call_whose_answer_was_lost_is_sent_again_and_counts_once(sync, partner, copy, line):
    line.lost = 1

    (became,) = sync.push(partner, copy, "jvap", [row("A-17")])

    assert (became.outcome.value, len(line.sent)) == ("created", 2)
    assert ActivityProposal.objects.get().version == 1
    assert copy.execute("SELECT * FROM sending").fetchall() == []


def test_program_that_was_ended_in_a_call_asks_first_what_became_of_it(sync, partner, copy, line):
    line.lost = len(sync.PAUSES) + 1
    with pytest.raises(httpx.ReadError):
        sync.push(partner, copy, "jvap", [row("A-17")])

    became = sync.push(partner, copy, "jvap", [row("A-18")])

    assert [one.outcome.value for one in became] == ["created", "created"]
    assert ActivityProposal.objects.filter(version=1).count() == 2


@pytest.fixture
def answered_with(line):
    """The first answer is this, with `Retry-After`; the second an empty page."""

    def prepare(status):
        error = {"code": "x", "detail": "No.", "attr": None, "pointer": None}
        refused = {"type": "client_error", "errors": [error]}
        answers = [
            httpx.Response(status, headers={"Retry-After": "7"}, json=refused),
            httpx.Response(200, json={"next": None, "previous": None, "results": []}),
        ]
        line.inside = httpx.MockTransport(lambda _request: answers.pop(0))

    return prepare


@pytest.mark.parametrize("status", [429, 503])
def test_busy_system_is_asked_again_after_the_time_it_names(status, answered_with, sync, monkeypatch, connected):
    waited = []
    monkeypatch.setattr(sync.time, "sleep", waited.append)
    answered_with(status)

    assert list(sync.every_row(sync.activities_list, connected("kp_any"))) == []
    assert waited == [7]


def test_what_is_refused_for_good_is_not_asked_again(answered_with, sync, connected, line):
    answered_with(403)

    with pytest.raises(sync.Refused, match="403: x  No"):
        list(sync.every_row(sync.activities_list, connected("kp_any")))
    assert len(line.sent) == 1
