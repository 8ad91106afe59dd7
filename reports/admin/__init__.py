"""The workbench screens of the reports app, by noun."""

from reports.admin import consolidated, contributions, rounds, templates

__all__ = ["consolidated", "contributions", "rounds", "templates"]
