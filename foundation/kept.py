"""Tables whose rows are evidence: the database refuses to remove one, and to rewrite what it says.

Registered at the model as a workflow's guard is: `makemigrations --check` holds model and table equal.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say

Kept = TypeVar("Kept", bound=type[models.Model])
RECORDED = say("what_is_recorded_is_kept", _("What was recorded is kept as it was, neither removed nor rewritten."))


class Keeper(pgtrigger.Trigger):
    """Refuses to delete a row unless `removable`, to change a column of `fixed`, and one of `once` with a value."""

    def __init__(self, *, fixed: Iterable[str], once: Iterable[str], removable: str) -> None:
        self.fixed, self.once, self.removable = tuple(fixed), tuple(once), removable
        named = (*self.fixed, *self.once)
        changes = pgtrigger.Delete | pgtrigger.UpdateOf(*named) if named else pgtrigger.Delete
        super().__init__(name="kept", when=pgtrigger.Before, operation=changes)

    def get_func(self, _model: type[models.Model]) -> str:  # type: ignore[override]  # -- it is given the class
        """The body of the trigger's function, in PL/pgSQL."""
        fixed = [f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in self.fixed]
        once = [f'OLD."{one}" IS NOT NULL AND OLD."{one}" IS DISTINCT FROM NEW."{one}"' for one in self.once]
        let_go = f"\n            IF TG_OP = 'DELETE' AND {self.removable} THEN RETURN OLD; END IF;"
        return f"""{let_go if self.removable else ""}
            IF {" OR ".join(["TG_OP = 'DELETE'", *fixed, *once])} THEN
                RAISE EXCEPTION 'recorded: % on % refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = '23514', CONSTRAINT = '{RECORDED}', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


def kept(*, fixed: Iterable[str] = (), once: Iterable[str] = (), removable: str = "") -> Callable[[Kept], Kept]:
    """Keep the rows of this model: none is removed, `fixed` never changes, and `once` is written once.

    `removable` (SQL about the row, `OLD`) says which rows still may be removed: what nobody else was told of.

    Not for rows of a tracked model that services correct: name no columns there, their history tells of each change.
    """

    def keep(model: Kept) -> Kept:
        column = {field.name: str(field.column) for field in model._meta.concrete_fields}
        columns = {"fixed": map(column.__getitem__, fixed), "once": map(column.__getitem__, once)}
        pgtrigger.register(Keeper(**columns, removable=removable))(model)
        return model

    return keep
