"""A form says what the database would refuse in the database's own sentence, at the field."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.actionplan import ActivityFactory, FundingFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


def refused(row):
    with pytest.raises(ValidationError) as said:
        row.validate_constraints()
    return said.value.message_dict


def test_broken_constraint_is_said_in_its_own_sentence_at_its_field():
    line = FundingFactory.build(amount=-1)

    assert refused(line) == {"amount": ["An amount is zero or more."]}


def test_constraint_over_a_field_that_is_not_in_the_form_is_left_to_the_database():
    objective = ObjectiveFactory()
    twice = ObjectiveFactory.build(plan=objective.plan, code=objective.code)

    assert refused(twice) == {"code": ["This plan has an objective of this code."]}
    twice.validate_constraints(exclude={"plan"})


def test_constraint_whose_sentence_belongs_to_no_field_is_said_at_the_top():
    activity = ActivityFactory()
    activity.superseded_by = activity

    assert refused(activity) == {"__all__": ["An activity does not supersede itself."]}


def test_row_that_keeps_the_rules_passes():
    ActivityFactory().validate_constraints()
