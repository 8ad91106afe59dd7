"""A review of a plan: findings, recommendations with the response of the process, lessons; public once published."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplan.models import Evaluation, EvaluationPoint, Plan
from actionplan.services.evaluations import publish_evaluation, save_context_note, save_evaluation
from actionplan.workflow import EVALUATION
from foundation.errors import DomainError, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from tests.factories.actionplan import ActivityFactory, ContextNoteFactory, EvaluationFactory, PlanFactory
from tests.factories.parties import NOW, actor, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return actor("secretariat_officer")


def point(kind="recommendation", number=1, **given):
    return EvaluationPoint(kind=kind, number=number, **{"text_en": "Go on with it", **given})


def test_evaluation_is_written_with_its_points_and_their_response(staff):
    evaluation = EvaluationFactory.build(plan=PlanFactory())
    points = [point("finding"), point(response_en="It will be done"), point("lesson")]

    save_evaluation(
        evaluation,
        actor=staff,
        version=None,
        creating=True,
        related=Related(children=[("evaluation", one) for one in points]),
    )

    assert [one.kind for one in evaluation.points.all()] == ["finding", "lesson", "recommendation"]
    assert LedgerEntry.objects.filter(kind="evaluation.created", audience="staff").count() == 1


def test_process_responds_to_recommendations_only(staff):
    with pytest.raises(RuleBroken):
        EvaluationFactory().points.create(kind="finding", number=1, text_en="x", response_en="y")


def test_evaluation_is_published_once_it_is_concluded(staff):
    with pytest.raises(RuleBroken):
        publish_evaluation(EvaluationFactory(concluded_on=None), actor=staff, version=1, now=NOW)

    published = publish_evaluation(EvaluationFactory(), actor=staff, version=1, now=NOW)

    assert published.state == "published"
    with pytest.raises(IllegalTransition):
        publish_evaluation(published, actor=staff, version=2, now=NOW)


def test_evaluation_concluded_today_is_published_today_wherever_the_reader_is(staff):
    evening, day = NOW.replace(hour=22), NOW.date() + timedelta(days=1)

    with timezone.override("Africa/Nairobi"):
        published = publish_evaluation(EvaluationFactory(concluded_on=day), actor=staff, version=1, now=evening)

    assert published.state == "published"


def test_older_page_is_refused(staff):
    evaluation = EvaluationFactory()

    with pytest.raises(StaleVersion):
        save_evaluation(evaluation, actor=staff, version=9, creating=False)


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing"])
def test_others_write_no_evaluation(role):
    with pytest.raises(NotAllowed):
        save_evaluation(EvaluationFactory(), actor=actor(role), version=1, creating=False)
    with pytest.raises(NotAllowed):
        save_context_note(ContextNoteFactory(), actor=actor(role), version=None, creating=False)


@pytest.mark.parametrize(("state", "steps"), [("draft", ["publish"]), ("published", [])])
def test_steps_by_state(staff, state, steps):
    assert EVALUATION.available(EvaluationFactory.build(state=state), staff) == steps


def test_database_takes_no_evaluation_back_into_a_draft():
    evaluation = EvaluationFactory(state="published")

    with pytest.raises(IllegalTransition):
        Evaluation.objects.filter(pk=evaluation.pk).update(state="draft")


def test_everybody_sees_what_was_published_on_the_page_of_the_chain(client):
    plan = Plan.objects.get(code="CAP")
    EvaluationFactory(plan=plan, conducted_by_en="Not to be seen yet")
    EvaluationFactory(plan=plan, state="published").points.add(point(response_en="It will be done"), bulk=False)

    content = client.get("/chain/plan/CAP/").content.decode()

    assert "It will be done" in content
    assert "Not to be seen yet" not in content


def test_many_evaluations_cost_no_more_queries_than_one(client):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    for path in ("/api/v1/evaluations/", "/chain/plan/CAP/"):
        plan = Plan.objects.get(code="CAP")
        EvaluationFactory(plan=plan, state="published").points.add(point(), bulk=False)
        queries(path)
        one = queries(path)
        for _each in range(3):
            EvaluationFactory(plan=plan, state="published").points.add(point(), bulk=False)
        assert queries(path) == one


def test_activity_refers_to_the_trend_it_responds_to(client):
    activity = ActivityFactory()
    activity.context_notes.add(ContextNoteFactory())

    told = client.get(f"/api/v1/activities/{activity.uuid}/").json()["context_notes"]

    assert [note["title"]["en"] for note in told] == ["Movements along the route"]


def test_staff_write_and_publish_in_the_workbench(client):
    client.force_login(person("secretariat_officer"))
    evaluation = EvaluationFactory()

    answer = client.post(f"/admin/actionplan/evaluation/{evaluation.pk}/step/publish/", {"seen_version": 1})

    evaluation.refresh_from_db()
    assert (answer.status_code, evaluation.state) == (302, "published")


@pytest.mark.django_db(transaction=True)
def test_one_of_many_officers_publishes_it():
    evaluation, staff, together = EvaluationFactory(), actor("secretariat_officer"), Barrier(8)

    def officer(_number):
        try:
            mine = Evaluation.objects.get(pk=evaluation.pk)
            together.wait(timeout=30)
            publish_evaluation(mine, actor=staff, version=None, now=NOW)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as officers:
        answers = sorted(officers.map(officer, range(8)))

    assert answers == [200] + [409] * 7
