"""The action plan for partner systems, by noun."""

from actionplan.api import activities, evaluations, plans

routes = [*plans.routes, *activities.routes, *evaluations.routes]
