"""The action plan for partner systems, by noun."""

from actionplan.api import evaluations, plans

routes = [*plans.routes, *evaluations.routes]
