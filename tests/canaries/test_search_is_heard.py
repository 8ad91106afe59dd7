"""The search itself is heard: a word where it must not stand is found, in every kind of thing that leaves."""

import logging

import pytest
import structlog
from django.core.mail import send_mail
from django.db import transaction

from foundation.actors import system
from foundation.ledger.audience import KNOWN
from foundation.ledger.services import record
from tests.canaries.left import Mark, faults_of_lines, left_since
from tests.canaries.logs import LOG
from tests.canaries.strings import leaks, planted, planted_key
from tests.matrix.roles import ROLES

DRAFT = "draft answer of own"


@pytest.fixture
def left(world):
    """What is wrong with what was left since the test began; undone at its end."""
    with transaction.atomic():
        mark = Mark.now()
        yield lambda: left_since(mark, world)
        transaction.set_rollback(True)


def logged(world):
    found = [*faults_of_lines(LOG.lines, world)]
    LOG.lines.clear()
    return found


def test_every_role_has_a_door_and_reads_as_somebody(world):
    assert sorted(world.doors) == sorted(ROLES), "Add the role to tests/matrix/roles.py and to the world."
    assert sorted(world.readers()) == sorted([*ROLES, "both_hats_in_workbench"])


def test_draft_is_found_in_what_another_participant_reads():
    words = f"<p>{planted(DRAFT)}</p>".encode()

    assert leaks(words, "contributor_own") == []
    assert leaks(words, "contributor_other") == [DRAFT]
    assert leaks(words, "secretariat") == [DRAFT]


def test_row_is_found_where_its_key_alone_is_told():
    told = f'{{"adopted_at": "{planted_key("meeting being planned")}"}}'.encode()

    assert leaks(told, "secretariat") == []
    assert leaks(told, "focal_point_own") == ["meeting being planned"]


def test_draft_is_found_in_a_mail_to_another_participant(world, left):
    for role in ("focal_point_own", "focal_point_other"):
        send_mail("About your draft", f"You wrote: {planted(DRAFT)}", None, [world.people[role].email])

    assert left() == [f"a mail (account.mail) tells focal_point_other of {DRAFT}"]


def test_entry_told_to_too_many_is_found(world, left):
    contribution = world.rows["contribution"]["own:draft"]
    record(contribution, "contribution.started", actor=system(world.now), audience=KNOWN)

    assert "entry contribution.started tells secretariat of a row that secretariat may not see" in left()
    assert not [fault for fault in left() if "tells focal_point_own" in fault]


def test_words_of_a_row_are_found_in_an_entry(world, left):
    plan = world.rows["plan"]["published"]
    record(plan, "plan.changed", actor=system(world.now), audience=KNOWN, facts={"title": planted(DRAFT)})

    assert left() == ["entry plan.changed carries words of a row"]


def test_words_and_names_are_found_in_the_log(world):
    LOG.lines.clear()
    logging.getLogger("khartoum").warning("not saved: %s", planted(DRAFT))
    assert len(logged(world)) == 1

    logging.getLogger("khartoum").warning("signed in: %s", world.people["secretariat"].email)
    assert len(logged(world)) == 1

    structlog.get_logger("khartoum.request").info("request", path="/", user="somebody")
    assert len(logged(world)) == 1
