"""A concluded record is fixed: what is changed in it afterwards is a correction, with its day and its reason."""

from collections.abc import Callable
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import say
from foundation.localized import Localized
from meetings.enums import MeetingState

Guarded = TypeVar("Guarded", bound=type[models.Model])
SAY_WHY = _(
    "The record of this meeting is concluded. What is changed now is a correction: say why it is made. The reason and "
    "the day are shown to everybody beside what was corrected."
)
UNSAID = say("record_is_corrected_with_a_reason", SAY_WHY, field="correction_en")


class Corrected(models.Model):
    """What may be corrected after the conclusion; earlier corrections are in the history."""

    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True, editable=False)
    correction = Localized(_("reason for the correction"), required=False)

    class Meta:
        abstract = True


MARK = ("corrected_at", "correction_en", "correction_fr", "correction_ar")
"""What stands beside what was corrected: it changes with a correction only, or a reason could be taken back."""
CONCLUDED = "state = 'concluded' AND NOT is_incomplete"
"""SQL about a meeting whose record takes no further entries; one that is known to be incomplete takes them."""
OF_CONCLUDED = f"EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id AND {CONCLUDED})"
"""The same, about a row of a meeting."""
IS_CORRECTION = """NEW."corrected_at" IS NOT NULL
                AND btrim(NEW."correction_en" || NEW."correction_fr" || NEW."correction_ar") <> ''"""
"""SQL about a new row of a concluded record that says why it comes after all."""


class CorrectionGuard(pgtrigger.Trigger):
    """Refuses to change these columns of a concluded record in a statement that notes no correction and reason."""

    def __init__(self, columns: tuple[str, ...], state: str) -> None:
        self.columns, self.state = (*columns, *MARK), state
        super().__init__(name="corrected", when=pgtrigger.Before, operation=pgtrigger.UpdateOf(*self.columns))

    def get_func(self, _model: type[models.Model]) -> str:  # type: ignore[override]  # -- it is given the class
        """The body of the trigger's function, in PL/pgSQL."""
        changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in self.columns)
        return f"""
            IF ({changed}) AND ({self.state}) = '{MeetingState.CONCLUDED.value}' AND (
                NEW."corrected_at" IS NULL OR NEW."corrected_at" IS NOT DISTINCT FROM OLD."corrected_at"
                OR btrim(NEW."correction_en" || NEW."correction_fr" || NEW."correction_ar") = ''
            ) THEN
                RAISE EXCEPTION 'correction without a reason on % refused', TG_TABLE_NAME
                    USING ERRCODE = '23514', CONSTRAINT = '{UNSAID}', TABLE = TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


def fixed_once_concluded(*columns: str, state: str) -> Callable[[Guarded], Guarded]:
    """Guard these columns; `state` is SQL for the state of the meeting whose record the row (`OLD`) belongs to."""

    def guard(model: Guarded) -> Guarded:
        pgtrigger.register(CorrectionGuard(columns, state))(model)
        return model

    return guard
