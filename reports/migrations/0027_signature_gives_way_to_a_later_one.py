"""Keeps a signature as it was given: it gives way only to a later one of its office, under other words."""

from django.db import migrations

KEEP = """
CREATE TRIGGER signature_is_kept BEFORE UPDATE ON reports_signature FOR EACH ROW
    WHEN ((OLD.uuid, OLD.user_id, OLD.sha256, OLD.signed_at) IS DISTINCT FROM
        (NEW.uuid, NEW.user_id, NEW.sha256, NEW.signed_at)
        AND NOT (NEW.uuid = OLD.uuid AND NEW.sha256 <> OLD.sha256 AND NEW.signed_at >= OLD.signed_at))
    EXECUTE FUNCTION reports_refuse_change('signature_is_kept');
"""
RELEASE = "DROP TRIGGER signature_is_kept ON reports_signature;"


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards do not compare what was with what comes."""

    dependencies = [("reports", "0026_choices_have_a_history_and_clearances_are_kept")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
