"""Fixes what a submission reports on: once its receipt is owed, no activity joins it."""

from django.db import migrations

KEEP = """
CREATE FUNCTION reports_snapshot_links_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reports_receipt WHERE snapshot_id = NEW.snapshot_id) THEN
        RAISE EXCEPTION 'submission % is frozen', NEW.snapshot_id
            USING ERRCODE = '23514', CONSTRAINT = 'snapshot_is_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER snapshot_links_are_fixed BEFORE INSERT ON reports_snapshot_activities
    FOR EACH ROW EXECUTE FUNCTION reports_snapshot_links_are_fixed();
"""
RELEASE = """
DROP TRIGGER snapshot_links_are_fixed ON reports_snapshot_activities;
DROP FUNCTION reports_snapshot_links_are_fixed();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: it looks at another table."""

    dependencies = [("reports", "0021_what_belongs_to_whom_is_kept")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
