"""The workbench screens of the reports app, by noun."""

from reports.admin import consolidated

__all__ = ["consolidated"]
