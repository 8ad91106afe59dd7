"""The database in which the tables are made may send; one that is restored from it later has another name."""

from django.db import migrations

FIRST = """
INSERT INTO outbox_release (uuid, database, anchored, reason, released_at)
SELECT gen_random_uuid(), concat_ws(' ', s.system_identifier, c.timeline_id, d.oid, 'outbox_release'::regclass::oid),
    '', 'The database was made.', now()
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_attempts_are_begun_and_a_database_is_released")]

    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop)]
