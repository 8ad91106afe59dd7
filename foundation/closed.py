"""Records that are closed: the database refuses a row that would enter one, as it refuses to rewrite what stands there.

Registered at the model as `kept` is: `makemigrations --check` holds model and table equal.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say

Entering = TypeVar("Entering", bound=type[models.Model])
CLOSED = say("closed_record_takes_no_more", _("What this belongs to is closed: nothing is added to it any more."))


class Closing(pgtrigger.Trigger):
    """Refuses a row while one that it would belong to is closed to it, `unless` the row itself says why it comes."""

    def __init__(self, owners: Mapping[str, str], *, unless: str, says: str) -> None:
        self.owners, self.unless, self.says = dict(owners), unless, says
        super().__init__(name="closed", when=pgtrigger.Before, operation=pgtrigger.Insert)

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]  # -- it is given the class
        """The body of the trigger's function, in PL/pgSQL."""
        closed = " OR ".join(_is_closed(model, key, condition) for key, condition in self.owners.items())
        unless = f" AND NOT ({self.unless})" if self.unless else ""
        return f"""
            IF ({closed}){unless} THEN
                RAISE EXCEPTION 'closed: % on % refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = '23514', CONSTRAINT = '{self.says}', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


def _is_closed(model: type[models.Model], key: str, condition: str) -> str:
    """SQL that looks at the row which this key of a new one names."""
    field = model._meta.get_field(key)
    table = field.related_model._meta.db_table  # type: ignore[union-attr]  # -- a key leads to a model
    return f'EXISTS (SELECT FROM {table} WHERE {table}.id = NEW."{field.column}" AND ({condition}))'  # type: ignore[union-attr]  # -- and has a column


def closed_once(*, unless: str = "", says: str = CLOSED, **owners: str) -> Callable[[Entering], Entering]:
    """Let no row enter once what it belongs to is closed: for each key that leads there, SQL about the row it names.

    `unless` is SQL about the new row (`NEW`): a correction that says why comes in all the same. `says` is the name of
    the rule whose sentence is said.
    """

    def close(model: Entering) -> Entering:
        pgtrigger.register(Closing(owners, unless=unless, says=says))(model)
        return model

    return close
