"""What is no outage is not told as one, and who loses the database while saving is told that nobody knows."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse

from foundation.api.views import ReadViewSet
from foundation.ledger.models import LedgerEntry
from foundation.workflow import Workflow
from khartoum.pages import views
from reports.selectors.asked import asked_sections
from reports.views import autosave
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import PartyFactory, appoint, person
from tests.factories.reports import answered, drafted, opened_round

pytestmark = pytest.mark.django_db(transaction=True)
CROSSED = ["40001", "40P01", "55P03"]
TRY_AGAIN = {"en": "nothing was saved. Try again", "fr": "rien n'a été enregistré", "ar": "لم يُحفظ شيء"}
NOBODY_KNOWS = {
    "en": "It is not known whether this was saved",
    "fr": "On ne sait pas si ceci a été enregistré",
    "ar": "لا يُعرف هل حُفظ هذا",
}


@pytest.fixture
def refuse(monkeypatch):
    """The first time that somebody asks for it, PostgreSQL answers a function of ours with this SQLSTATE."""

    def refused(owner, name, state):
        whole, left = getattr(owner, name), [state]

        def first(*given, **named):
            while left:
                with connection.cursor() as cursor:
                    cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{left.pop()}'; END $$")
            return whole(*given, **named)

        monkeypatch.setattr(owner, name, first)

    return refused


def browser(language="en", user=None):
    reader = Client(raise_request_exception=False, headers={"accept-language": language})
    if user is not None:
        reader.force_login(user)
    return reader


@pytest.fixture
def meeting():
    return MeetingFactory()


def convened_by(reader, meeting):
    """Sends the page on which it stood at its first version."""
    address = reverse("admin:meetings_meeting_step", args=[meeting.pk, "convene"])
    return reader.post(address, {"seen_version": 1})


def told(meeting):
    """Its state, and how often the ledger tells that it was convened."""
    meeting.refresh_from_db()
    return meeting.state, LedgerEntry.objects.about(meeting).filter(kind="meeting.convened").count()


def words(answer):
    return answer.content.decode().replace("&#x27;", "'").replace("\u2019", "'")


@pytest.mark.parametrize("state", CROSSED)
@pytest.mark.parametrize("language", TRY_AGAIN)
def test_page_says_that_two_crossed(refuse, state, language):
    refuse(views, "chain_of", state)
    reader = browser(language)

    answer, again = reader.get("/chain/"), reader.get("/chain/")

    assert (answer.status_code, again.status_code) == (409, 200)
    assert f'<html lang="{language}"' in words(answer)
    assert TRY_AGAIN[language] in words(answer)
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize(
    ("state", "status", "kind", "code"),
    [
        *((state, 409, "client_error", "crossed") for state in CROSSED),
        ("57014", 503, "server_error", "too_slow"),
        ("53300", 503, "server_error", "unavailable"),
    ],
)
def test_partner_system_is_told_which_it_was(refuse, state, status, kind, code):
    refuse(ReadViewSet, "get_queryset", state)

    answer = browser().get("/api/v1/meetings/")

    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert [(one["code"], one["attr"]) for one in answer.json()["errors"]] == [(code, None)]
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_what_took_too_long_says_so(refuse):
    refuse(views, "chain_of", "57014")

    answer = browser().get("/chain/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "This took too long" in words(answer)


@pytest.mark.parametrize("state", CROSSED)
def test_step_that_crossed_another_says_so_on_its_own_page_and_can_be_sent_again(refuse, meeting, state):
    reader = browser(user=person("presidency_current"))
    refuse(Workflow, "apply", state)

    answer = convened_by(reader, meeting)

    assert (answer.status_code, told(meeting)) == (409, ("planned", 0))
    assert "Somebody else was changing the same thing" in words(answer)
    assert convened_by(reader, meeting).status_code == 302
    assert told(meeting) == ("convened", 1)


def test_field_that_crossed_another_is_sent_again_by_itself(refuse):
    party = PartyFactory()
    begun = answered(drafted(party, opened_round(party)), summary="Before.")
    first = next(item for section in asked_sections(begun) for item in section.questions)
    refuse(autosave, "save_field", "40P01")
    address = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": first.name})

    answer = browser(user=appoint("focal_point", party)).post(address, {"text": "After.", "version": 1})

    assert answer.status_code == 409
    assert not answer["Content-Type"].startswith("application/json")


def test_changes_that_cross_at_their_commit_are_told_so_too(monkeypatch, meeting):
    reader, commit = browser(user=person("presidency_current")), BaseDatabaseWrapper._commit
    left = [psycopg.errors.DeadlockDetected("deadlock detected")]

    def first(self):
        while left:
            raise OperationalError from left.pop()
        return commit(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "_commit", first)

    answer = convened_by(reader, meeting)

    assert (answer.status_code, told(meeting)) == (409, ("planned", 0))
    assert convened_by(reader, meeting).status_code == 302


@pytest.mark.parametrize("language", NOBODY_KNOWS)
def test_connection_that_ends_at_the_commit_leaves_nothing_half_written(in_the_middle, meeting, language):
    user = person("presidency_current")
    type(user).objects.filter(pk=user.pk).update(language=language)
    reader = browser(language, user)
    in_the_middle(BaseDatabaseWrapper, "_commit")

    answer = convened_by(reader, meeting)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert NOBODY_KNOWS[language] in words(answer)
    assert told(meeting) == ("planned", 0)
    assert convened_by(reader, meeting).status_code == 302
    assert told(meeting) == ("convened", 1)


def test_answer_that_is_lost_after_the_commit_is_told_alike_and_what_was_saved_is_not_done_twice(
    kill, monkeypatch, meeting
):
    reader, commit, left = browser(user=person("presidency_current")), BaseDatabaseWrapper._commit, [kill]

    def first(self):
        commit(self)
        while left:
            left.pop()()
            with self.cursor() as cursor:
                cursor.execute("SELECT 1")

    monkeypatch.setattr(BaseDatabaseWrapper, "_commit", first)

    answer = convened_by(reader, meeting)

    assert answer.status_code == 503
    assert NOBODY_KNOWS["en"] in words(answer)
    assert told(meeting) == ("convened", 1)
    assert convened_by(reader, meeting).status_code == 409
    assert told(meeting) == ("convened", 1)
