"""The workflow tables of the reports app, by noun."""

from reports.workflow.consolidated import REPORT

__all__ = ["REPORT"]
