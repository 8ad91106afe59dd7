"""The workbench screens of the action plan, by noun."""

from actionplan.admin import activities, evaluations, measures, plans, programmes, proposals, sources

__all__ = ["activities", "evaluations", "measures", "plans", "programmes", "proposals", "sources"]
