"""What may be removed without anybody seeing more than they may: each with its reason, and none without."""

from django.apps import apps

OPEN_TO_ALL = {
    "Party": "participants are public",
    "Presidency": "terms of the chair are public",
    "Framework": "frameworks and their goals are public texts",
    "FrameworkGoal": "frameworks and their goals are public texts",
    "JvapDomain": "the five domains are public",
}
"""Models whose rows everybody sees: there is nothing to remove."""

CUT_TWICE: dict[str, str] = {}
"""Places that ask again for what another cut has decided already."""


def is_open_to_all(name: str) -> bool:
    assert name in {model._meta.object_name for model in apps.get_models()}
    return name in OPEN_TO_ALL
