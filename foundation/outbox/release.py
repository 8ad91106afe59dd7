"""Whether this very database may send: one that was restored from a backup, copied or set back refuses by itself.

A backup knows nothing of the mails that left after it was made, and a copy for trials would write to ministers. So a
database sends only under the name it was released by, and only while it holds the last head of the ledger that was
anchored outside it.
"""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from foundation.ledger.anchors import last_anchor
from foundation.ledger.selectors import hashes_of
from foundation.outbox.models import Release

NAME = """
SELECT concat_ws(' ', s.system_identifier, c.timeline_id, d.oid, to_regclass('public.outbox_release')::oid)
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
"""
"""The cluster, how often it was recovered to a moment, the database in it, and the table of releases itself.

Another in every database that a dump was restored into, a copy was made of, or a recovery ended in.
"""


class Hold(models.TextChoices):
    """Why nothing is sent."""

    ANOTHER_DATABASE = "another_database", _("This database was restored or copied.")
    BEHIND_ITS_ANCHOR = "behind_its_anchor", _("This database is older than what was anchored outside it.")


def name_of_this_database() -> str:
    """What no restored and no copied database shares with it."""
    with connection.cursor() as cursor:
        cursor.execute(NAME)
        return str(cursor.fetchone()[0])


def unheld_anchor() -> str:
    """The hash of the last head that was anchored outside, where this database does not hold it; else nothing."""
    anchor = last_anchor()
    held = anchor is None or hashes_of({anchor.block}).get(anchor.block) == anchor.hash
    return "" if anchor is None or held else anchor.hash


def why_held() -> Hold | None:
    """Why nothing may be sent from here, or None."""
    last = Release.objects.order_by("-id").first()
    if last is None or last.database != name_of_this_database():
        return Hold.ANOTHER_DATABASE
    return Hold.BEHIND_ITS_ANCHOR if unheld_anchor() not in {"", last.anchored} else None
