"""The workbench screens of the reports app, by noun."""

from reports.admin import consolidated, contributions, letters, rounds, templates

__all__ = ["consolidated", "contributions", "letters", "rounds", "templates"]
