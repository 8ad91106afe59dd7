"""Keeps statements as they were made: nobody changes or removes one."""

from django.db import migrations

KEEP = """
CREATE FUNCTION meetings_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'statements are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'statement_is_kept', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER statement_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON meetings_statement
    FOR EACH STATEMENT EXECUTE FUNCTION meetings_refuse_change();
"""
RELEASE = """
DROP TRIGGER statement_is_kept ON meetings_statement;
DROP FUNCTION meetings_refuse_change();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, this cannot."""

    dependencies = [("meetings", "0004_meetings_remember_when_they_were_convened")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
