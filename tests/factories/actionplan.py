"""Plans and their activities; an activity carries the first JVAP domain unless others are asked for."""

from datetime import date

import factory
from django.db import transaction

from actionplan.models import (
    Activity,
    ContextNote,
    Evaluation,
    FrameworkGoal,
    FrameworkLink,
    Funding,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    JvapDomain,
    Milestone,
    Objective,
    Plan,
    PresidencyProgramme,
)
from tests.factories.parties import PartyFactory, designated_term


def domain(number):
    """One of the five domains of the reference data."""
    return JvapDomain.objects.get(number=number)


class PlanFactory(factory.django.DjangoModelFactory):
    """A published plan; `is_published=False` is a draft."""

    class Meta:
        model = Plan

    code = factory.Sequence(lambda n: f"PLAN-{n}")
    title_en = factory.LazyAttribute(lambda plan: f"Plan {plan.code}")
    is_published = True


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"O{n}")
    title_en = factory.LazyAttribute(lambda objective: f"Objective {objective.code}")


class ActivityFactory(factory.django.DjangoModelFactory):
    """`domains=[2, 4]` are numbers, `paragraphs` and `supporting` are rows."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    objective = factory.SubFactory(ObjectiveFactory)
    code = factory.Sequence(lambda n: f"A{n}")
    title_en = factory.LazyAttribute(lambda activity: f"Activity {activity.code}")
    lead = factory.SubFactory(PartyFactory)

    @classmethod
    def _generate(cls, strategy, params):
        """In one transaction: an activity has a domain when it is committed."""
        with transaction.atomic():
            return super()._generate(strategy, params)

    @factory.post_generation
    def domains(self, create, extracted, **_kwargs):
        if create:
            self.domains.set(JvapDomain.objects.filter(number__in=extracted or [1]))

    @factory.post_generation
    def paragraphs(self, create, extracted, **_kwargs):
        if create and extracted:
            self.paragraphs.set(extracted)

    @factory.post_generation
    def supporting(self, create, extracted, **_kwargs):
        if create and extracted:
            self.supporting.set(extracted)


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    activity = factory.SubFactory(ActivityFactory)
    title_en = "A first training"
    due_on = date(2026, 6, 1)


class FundingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Funding

    activity = factory.SubFactory(ActivityFactory)
    source = "A trust fund"
    amount = 1000
    currency = "EUR"


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    activity = factory.SubFactory(ActivityFactory)
    name_en = "People trained"
    level = "output"


class IndicatorTargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorTarget

    indicator = factory.SubFactory(IndicatorFactory)
    on = date(2026, 12, 31)
    value = 100


class IndicatorValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    on = date(2026, 2, 1)
    value = 40


class FrameworkLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkLink

    activity = factory.SubFactory(ActivityFactory)
    goal = factory.LazyFunction(lambda: FrameworkGoal.objects.order_by("id").first())


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PresidencyProgramme

    presidency = factory.LazyFunction(designated_term)
    priorities_en = "What matters most to us"


class EvaluationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evaluation

    plan = factory.SubFactory(PlanFactory)
    kind = "mid_term"
    conducted_by_en = "An evaluator"
    concluded_on = date(2026, 2, 1)


class ContextNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContextNote

    title_en = "Movements along the route"
    trend_en = "More people moved in the year before."
    source = "A public source"
    noted_on = date(2026, 1, 15)
