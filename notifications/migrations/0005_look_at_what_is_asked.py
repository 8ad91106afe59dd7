"""What is asked already is looked at by the first sweep as well."""

from django.db import migrations

LOOK = """
    UPDATE notifications_obligation SET next_step_at = opened_at WHERE closed_at IS NULL AND next_step_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_reminders")]

    operations = [migrations.RunSQL(LOOK, migrations.RunSQL.noop)]
