# /// script
# requires-python = ">=3.11"
# dependencies = ["attrs", "httpx"]
# ///
"""Writes a participant's report with nothing but the generated client, and what sync.py asks with: see docs/api.md.

python report.py answers.json

KHARTOUM_API names the system, KHARTOUM_KEY is the key.
"""

import json
import os
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from khartoum_client.api.answers import answers_create, answers_list, answers_update
from khartoum_client.api.contributions import (
    contributions_list,
    contributions_retrieve,
    contributions_start_create,
    contributions_submit_create,
)
from khartoum_client.api.parties import parties_retrieve
from khartoum_client.api.rounds import rounds_retrieve
from khartoum_client.api.templates import templates_retrieve
from khartoum_client.client import AuthenticatedClient
from khartoum_client.models import (
    AnswerSent,
    Contribution,
    ContributionStateEnum,
    FirstAnswerSent,
    PartyKindEnum,
    StartSent,
)
from sync import Refused, asked, every_row


def report(client: AuthenticatedClient, said: dict[str, Any]) -> list[str]:
    """Answer what is asked of the participant, and say what was done. `said` is {"language", "answers", "submit"}.

    `answers` go by section and question ("general/summary"); what a colleague wrote meanwhile is left as it stands.
    """
    mine = [one for one in every_row(contributions_list, client) if is_open(one)]
    if not mine:
        return ["nothing is asked now"]
    contribution = mine[0]
    if contribution.state == ContributionStateEnum.NOT_STARTED:
        started = contributions_start_create.sync_detailed
        body = StartSent.from_dict({"language": said["language"]})
        contribution = stepped(client, started, contribution, body=body)
    done = written(client, contribution, said["answers"])
    return [*done, submitted(client, contribution.uuid)] if said.get("submit") else done


def is_open(contribution: Contribution) -> bool:
    """Whether it can still be written in."""
    return contribution.state in {ContributionStateEnum.NOT_STARTED, ContributionStateEnum.DRAFT}


def tag(row: Any) -> str:
    """What was seen: the version of the row as it was read."""
    return f'"{row.version}"'


def stepped(client: AuthenticatedClient, step: Any, row: Any, **given: Any) -> Any:
    """A step from the state that was seen, taken once."""
    return asked(step, row.uuid, client=client, if_match=tag(row), idempotency_key=str(uuid4()), **given)


def written(client: AuthenticatedClient, contribution: Contribution, texts: dict[str, str]) -> list[str]:
    """Each answer put where it belongs."""
    asks = questions_of(client, contribution)
    rows = every_row(answers_list, client, contribution=contribution.uuid)
    given = {row.question: row for row in rows if row.activity is None and row.item is None}
    return [f"{name}: {put(client, contribution, asks[name], given, text)}" for name, text in texts.items()]


def questions_of(client: AuthenticatedClient, contribution: Contribution) -> dict[str, UUID]:
    """The questions that are asked once, by section and code."""
    template = asked(templates_retrieve.sync_detailed, template_of(client, contribution), client=client)
    once = [section for section in template.sections if not section.per_activity and not section.for_supporting]
    return {f"{section.code}/{question.code}": question.uuid for section in once for question in section.questions}


def template_of(client: AuthenticatedClient, contribution: Contribution) -> UUID:
    """Its own, once it was sent; until then that of its round for States or for organisations."""
    if contribution.template:
        return contribution.template
    of = asked(rounds_retrieve.sync_detailed, contribution.round_, client=client)
    party = asked(parties_retrieve.sync_detailed, contribution.party.uuid, client=client)
    return of.state_template if party.kind == PartyKindEnum.STATE else of.organisation_template


def put(
    client: AuthenticatedClient, contribution: Contribution, question: UUID, given: dict[UUID, Any], text: str
) -> str:
    """One answer, over what was seen of it."""
    if question not in given:
        first = FirstAnswerSent(contribution=contribution.uuid, question=question, text=text)
        asked(answers_create.sync_detailed, client=client, body=first, idempotency_key=str(uuid4()))
        return "written"
    seen = given[question]
    if seen.text == text and not seen.is_prefilled:
        return "stood so already"
    body = AnswerSent(text=text, confirms=True)
    try:
        asked(answers_update.sync_detailed, seen.uuid, client=client, body=body, if_match=tag(seen))
    except Refused as no:
        if no.status != HTTPStatus.PRECONDITION_FAILED:
            raise
        return "left: somebody wrote there meanwhile"
    return "changed"


def submitted(client: AuthenticatedClient, uuid: UUID) -> str:
    """Send it, where this key may; if not, why."""
    now = asked(contributions_retrieve.sync_detailed, uuid, client=client)
    (step,) = [one for one in now.available_transitions if one.name == "submit"]
    if not step.possible:
        return f"not submitted: {step.reason}"
    return f"submitted: {stepped(client, contributions_submit_create.sync_detailed, now).receipt_number}"


def main() -> None:
    """What the file says."""
    client = AuthenticatedClient(base_url=os.environ["KHARTOUM_API"], token=os.environ["KHARTOUM_KEY"])
    said = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write("\n".join(report(client, said)) + "\n")


if __name__ == "__main__":
    main()
