"""Where the workbench shows a row and takes its steps: the one place that puts such an address together."""

from django.db import models
from django.urls import NoReverseMatch, reverse


def screen_of(row: models.Model) -> str:
    """The address of a row's screen; empty where the workbench has none for its kind."""
    try:
        return reverse(f"{_named(row)}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def step_of(row: models.Model, step: str) -> str:
    """The address at which one of its steps is taken."""
    return reverse(f"{_named(row)}_step", args=[row.pk, step])


def _named(row: models.Model) -> str:
    return f"admin:{row._meta.app_label}_{row._meta.model_name}"
