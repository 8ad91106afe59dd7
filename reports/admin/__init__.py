"""The workbench screens of the reports app, by noun."""

from reports.admin import comments, consolidated, contributions, letters, outcomes, rounds, templates

__all__ = ["comments", "consolidated", "contributions", "letters", "outcomes", "rounds", "templates"]
