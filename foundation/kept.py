"""Tables whose rows are evidence: the database refuses to remove one, and to rewrite what it says.

Registered at the model as a workflow's guard is: `makemigrations --check` holds model and table equal.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say

Kept = TypeVar("Kept", bound=type[models.Model])
RECORDED = say("what_is_recorded_is_kept", _("What was recorded is kept as it was, neither removed nor rewritten."))


class Keeper(pgtrigger.Trigger):
    """Refuses to delete a row unless `removable`, and to change a column otherwise than `kept` allows."""

    def __init__(
        self, columns: Mapping[str, list[str]], *, written: Iterable[str], removable: str, while_: str, anew: str
    ) -> None:
        self.columns, self.written = columns, frozenset(written)
        self.removable, self.while_, self.anew = removable, while_, anew
        named = tuple(dict.fromkeys(column for of_a_kind in columns.values() for column in of_a_kind))
        changes = pgtrigger.Delete | pgtrigger.UpdateOf(*named) if named else pgtrigger.Delete
        super().__init__(name="kept", when=pgtrigger.Before, operation=changes)

    def get_func(self, _model: type[models.Model]) -> str:  # type: ignore[override]  # -- it is given the class
        """The body of the trigger's function, in PL/pgSQL."""
        fixed = [_changes(column) for column in self.columns["fixed"]]
        same = f" AND NOT {_changes(self.anew)}" if self.anew else ""
        once = [f"{self._has_value(column)} AND {_changes(column)}{same}" for column in self.columns["once"]]
        stepped = [f'OLD."state" = NEW."state" AND {_changes(column)}' for column in self.columns["stepped"]]
        settled = [f"{_changes(column)} AND NOT ({self.while_})" for column in self.columns["settled"]]
        wiped = [f"{_changes(column)} AND NEW.\"{column}\" <> ''" for column in self.columns["wiped"]]
        let_go = f"\n            IF TG_OP = 'DELETE' AND {self.removable} THEN RETURN OLD; END IF;"
        return f"""{let_go if self.removable else ""}
            IF {" OR ".join(["TG_OP = 'DELETE'", *fixed, *once, *stepped, *settled, *wiped])} THEN
                RAISE EXCEPTION 'recorded: % on % refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = '23514', CONSTRAINT = '{RECORDED}', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """

    def _has_value(self, column: str) -> str:
        """An empty text was not written yet, as an absent value was not."""
        return f"OLD.\"{column}\" <> ''" if column in self.written else f'OLD."{column}" IS NOT NULL'


def _changes(column: str) -> str:
    return f'OLD."{column}" IS DISTINCT FROM NEW."{column}"'


def kept(
    *,
    fixed: Iterable[str] = (),
    once: Iterable[str] = (),
    stepped: Iterable[str] = (),
    settled: Iterable[str] = (),
    wiped: Iterable[str] = (),
    removable: str = "",
    while_: str = "",
    anew: str = "",
) -> Callable[[Kept], Kept]:
    """Keep the rows of this model: none is removed, `fixed` never changes, and `once` is written once.

    `stepped` changes in the statement that changes the state and in no other: what a step of the workflow notes.
    `settled` changes only `while_` (SQL about the row as it was, `OLD`): what was announced or put to others. `wiped`
    is a text that may be forgotten, and not written anew.
    `anew` names a column with which what is written once begins anew: with another key another end, and none revoked.
    `removable` (SQL about the row, `OLD`) says which rows still may be removed: what nobody else was told of.

    Columns that services correct are named nowhere here: the history of a tracked model tells of each change.
    """

    def keep(model: Kept) -> Kept:
        fields = {field.name: field for field in model._meta.concrete_fields}
        texts = [
            str(field.column) for field in fields.values() if isinstance(field, models.CharField | models.TextField)
        ]
        columns = {
            kind: [str(fields[name].column) for name in names]
            for kind, names in {
                "fixed": fixed,
                "once": once,
                "stepped": stepped,
                "settled": settled,
                "wiped": wiped,
            }.items()
        }
        pgtrigger.register(Keeper(columns, written=texts, removable=removable, while_=while_, anew=anew))(model)
        return model

    return keep
