"""Every model that has readers of its own, and what its rows say: found by walking the models, so none is forgotten."""

import json
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from khartoum.settings.base import BASE_DIR
from tests.canaries.strings import FORM

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def models_with_readers() -> list[type[models.Model]]:
    """Ours whose querysets answer `visible_to`, in the order of their names."""
    ours = (model for model in apps.get_models() if (BASE_DIR / model.__module__.split(".")[0]).is_dir())
    found = (model for model in ours if hasattr(model._default_manager.all(), "visible_to"))
    return sorted(found, key=lambda model: model._meta.label)


def words_of(rows: "models.QuerySet") -> Iterator[tuple[object, bytes]]:
    """Key and words of each row: its columns of text, JSON and bytes."""
    names = [field.attname for field in rows.model._meta.concrete_fields if isinstance(field, TEXTS)]
    for key, *said in rows.values_list("pk", *names):
        plain = [bytes(one).decode(errors="replace") if isinstance(one, memoryview | bytes) else one for one in said]
        yield key, json.dumps(plain, default=str, ensure_ascii=False).encode()


def rows_with_words() -> Iterator[tuple[type[models.Model], dict[object, bytes]]]:
    """Of each of these models the rows that hold planted words, with what they say."""
    for model in models_with_readers():
        found = {key: words for key, words in words_of(model._default_manager.all()) if FORM.search(words)}
        if found:
            yield model, found
