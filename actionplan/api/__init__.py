"""The action plan for partner systems, by noun."""

from actionplan.api import activities, evaluations, items, plans, programmes, proposals

routes = [
    *plans.routes,
    *items.routes,
    *activities.routes,
    *evaluations.routes,
    *programmes.routes,
    *proposals.routes,
]
