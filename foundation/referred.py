"""Rows as reference files name them: by the key each came with, since staff may give a row another code."""

from typing import Any

from django.db import models

from foundation.reference import by_code, identity


class Named:
    """The rows of a model that has codes. A row that came with a file keeps its name there; any other has its code.

    Where a code is unique within an owner only, the key is `OWNER/CODE`.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._model, self._codes = model, by_code(model)
        self._came = {row.uuid: row for row in self._codes.values()}

    def __getitem__(self, key: str) -> Any:
        """Raises `KeyError` for a row that is not there."""
        row = self._came.get(identity(self._model, key))
        return self._codes[key.rpartition("/")[2]] if row is None else row
