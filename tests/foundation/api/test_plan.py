"""What a plan promises: one statement, kept for its reader, with every cut once, and nothing guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from actionplan.api.activities import ActivitySerializer, MilestoneSerializer
from actionplan.models import Activity, JvapDomain, Milestone
from actionplan.models.activities import ActivityQuerySet
from foundation.actors import anonymous, system
from foundation.api.plan import Derived, Reading, Unsupported, read
from foundation.api.plan.statement import AskedWhileCompilingError, body_of, stream
from tests.factories.actionplan import ActivityFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def body(serializer, model, actor):
    return body_of(serializer, model, Reading(actor=actor), ("id",), ())


def test_statement_is_kept_for_a_reader_from_one_moment_to_the_next():
    first, later = body(ActivitySerializer, Activity, anonymous(NOW)), anonymous(NOW + timedelta(days=1))

    assert body(ActivitySerializer, Activity, later) is first
    assert body(ActivitySerializer, Activity, system(NOW)) is not first


def test_one_query_gives_the_page_and_a_cursor_of_the_server_the_whole_list():
    first = ActivityFactory()
    for _each in range(2):
        MilestoneFactory(activity=ActivityFactory(objective=first.objective))
    rows, reading = Activity.objects.filter(objective=first.objective).order_by("id"), Reading(actor=anonymous())

    with CaptureQueriesContext(connection) as captured:
        page = read(ActivitySerializer, rows[:2], reading, order=("id",), beside=("code",))

    assert len(captured) == 1
    assert [one.beside[0] for one in page] == [orjson.loads(one.json)["code"] for one in page]
    assert [*stream(ActivitySerializer, rows, reading, order=("id",), at_once=2)][:2] == [one.json for one in page]


def test_what_the_row_above_has_decided_is_not_asked_again():
    alone, below = body(MilestoneSerializer, Milestone, anonymous()), body(ActivitySerializer, Activity, anonymous())
    milestones = below.sql[below.sql.index("'milestones'") : below.sql.index("'indicators'")]

    assert "is_published" not in milestones
    assert "is_published" in below.sql[below.sql.index("'superseded_by'") :]
    assert "is_published" not in alone.sql


def test_who_may_see_what_by_the_time_of_day_is_asked_for_each_request():
    def until_now(rows, actor):
        return rows.filter(begins_on__lte=actor.now)

    with patch.object(ActivityQuerySet, "visible_to", until_now):
        first, again = (body(Superseding, Activity, replace(anonymous(), now=NOW)) for _each in range(2))

    assert first is not again
    assert first == again


class Superseding(serializers.ModelSerializer):
    superseded_by = serializers.SlugRelatedField(slug_field="uuid", read_only=True, allow_null=True)

    class Meta:
        model = Activity
        fields = ("superseded_by",)


def test_who_may_see_what_is_not_read_from_the_database_once_and_kept():
    def asks(rows, _actor):
        return rows.filter(pk__in=list(rows.values_list("pk", flat=True)))

    with patch.object(ActivityQuerySet, "visible_to", asks), pytest.raises(AskedWhileCompilingError):
        body(Superseding, Activity, anonymous())


class Guessing(serializers.ModelSerializer):
    number = serializers.SerializerMethodField()

    class Meta:
        model = JvapDomain
        fields = ("number",)


class WritingItself(serializers.ModelSerializer):
    class Meta:
        model = JvapDomain
        fields = ("number",)

    def to_representation(self, instance):
        return {"number": f"{instance.number}."}


class Dated(serializers.ModelSerializer):
    due_on = serializers.DateField(format="%d.%m.%Y")

    class Meta:
        model = Milestone
        fields = ("due_on",)


@pytest.mark.parametrize("serializer", [Guessing, WritingItself, Dated])
def test_what_cannot_be_given_exactly_is_refused(serializer):
    with pytest.raises(Unsupported):
        body(serializer, serializer.Meta.model, anonymous())


class Numbered(serializers.ModelSerializer):
    before = Derived(("number",), lambda _reading, values: [values[0] - 1, None], schema={"type": "array"})
    twice = Derived(("number", "uuid"), lambda _reading, values: values[0] * 2, schema={"type": "integer"})

    class Meta:
        model = JvapDomain
        fields = ("before", "number", "twice", "uuid")


def test_functions_of_columns_stand_in_their_place():
    found = read(Numbered, JvapDomain.objects.order_by("number")[:1], Reading(actor=anonymous()), order=("number",))

    answer = orjson.loads(found[0].json)
    assert [*answer] == ["before", "number", "twice", "uuid"]
    assert (answer["before"], answer["number"], answer["twice"]) == ([0, None], 1, 2)
