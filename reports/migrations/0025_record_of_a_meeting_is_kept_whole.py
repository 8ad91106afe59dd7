"""Keeps the whole record of an endorsement: on whose instruction, whether ad referendum, and by when to be confirmed."""

from django.db import migrations

WHOLE = """
DROP TRIGGER endorsement_is_not_rewritten ON reports_endorsement;
CREATE TRIGGER endorsement_is_not_rewritten BEFORE UPDATE ON reports_endorsement FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'confirmed_at' IS DISTINCT FROM to_jsonb(NEW) - 'confirmed_at'
        OR OLD.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
"""
AS_BEFORE = """
DROP TRIGGER endorsement_is_not_rewritten ON reports_endorsement;
CREATE TRIGGER endorsement_is_not_rewritten BEFORE UPDATE ON reports_endorsement FOR EACH ROW
    WHEN ((OLD.report_id, OLD.meeting_id, OLD.decision_id, OLD.verb_id, OLD.revision_id, OLD.recorded_at)
        IS DISTINCT FROM
        (NEW.report_id, NEW.meeting_id, NEW.decision_id, NEW.verb_id, NEW.revision_id, NEW.recorded_at)
        OR OLD.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
"""


class Migration(migrations.Migration):
    """Hand-written SQL: every column but the one that a confirmation writes."""

    dependencies = [("reports", "0024_what_a_step_noted_is_kept")]
    operations = [migrations.RunSQL(WHOLE, AS_BEFORE)]
