"""The history of what an activity is linked to: its tables of pairs are tracked like rows, by proxies of them."""

from actionplan.models.activities import Activity
from foundation.ledger.history import tracked


@tracked
class ActivityDomain(Activity.domains.through):  # type: ignore[name-defined]  # -- the table Django makes of the pairs
    """An activity carries a JVAP domain."""

    class Meta:
        proxy = True


@tracked
class ActivityContext(Activity.context_notes.through):  # type: ignore[name-defined]  # -- as above
    """An activity refers to a context note."""

    class Meta:
        proxy = True


@tracked
class ActivityParagraph(Activity.paragraphs.through):  # type: ignore[name-defined]  # -- as above
    """An activity serves a paragraph."""

    class Meta:
        proxy = True


@tracked
class ActivitySupporter(Activity.supporting.through):  # type: ignore[name-defined]  # -- as above
    """A participant supports an activity."""

    class Meta:
        proxy = True
