"""Keeps in whose name a statement was made: once the ledger tells of it, nobody joins it and nobody leaves it."""

from django.db import migrations

KEEP = """
CREATE TRIGGER in_whose_name_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_statement_on_behalf_of
    FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
CREATE FUNCTION meetings_in_whose_name_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM meetings_statement said
        JOIN ledger_entry told ON told.subject = 'meetings.statement:' || said.uuid
        WHERE said.id = NEW.statement_id
    ) THEN
        RAISE EXCEPTION 'statement % is on record', NEW.statement_id
            USING ERRCODE = '23514', CONSTRAINT = 'statement_is_kept', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_whose_name_is_fixed BEFORE INSERT ON meetings_statement_on_behalf_of
    FOR EACH ROW EXECUTE FUNCTION meetings_in_whose_name_is_fixed();
"""
RELEASE = """
DROP TRIGGER in_whose_name_is_fixed ON meetings_statement_on_behalf_of;
DROP FUNCTION meetings_in_whose_name_is_fixed();
DROP TRIGGER in_whose_name_is_kept ON meetings_statement_on_behalf_of;
"""


class Migration(migrations.Migration):
    """Hand-written SQL: it looks at other tables."""

    dependencies = [("meetings", "0008_what_was_recorded_is_kept"), ("ledger", "0004_story_is_no_setting")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
