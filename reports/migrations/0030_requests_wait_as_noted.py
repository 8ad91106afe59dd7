"""What was noted of reminders on open rounds before there were any holds for the requests that are still open."""

from django.db import migrations

AS_NOTED = """
UPDATE notifications_obligation o
SET waits_until = a.paused_until::timestamp AT TIME ZONE r.due_zone,
    offices = CASE WHEN a.is_reminded THEN o.offices ELSE '{}' END
FROM reports_contribution c
JOIN reports_addressee a ON a.round_id = c.round_id AND a.party_id = c.party_id
JOIN reports_round r ON r.id = a.round_id
WHERE o.kind = 'contribution.due' AND o.subject_uuid = c.uuid AND o.closed_at IS NULL
    AND (a.paused_until IS NOT NULL OR NOT a.is_reminded)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0029_what_was_handed_over_is_kept"),
        ("notifications", "0006_a_request_may_wait"),
    ]
    operations = [migrations.RunSQL(AS_NOTED, migrations.RunSQL.noop)]
