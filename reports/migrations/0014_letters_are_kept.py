"""Keeps registered letters as they came, and passages as their participant confirmed them."""

from django.db import migrations

KEEP = """
CREATE TRIGGER letter_is_kept BEFORE UPDATE ON reports_letter FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'version' IS DISTINCT FROM to_jsonb(NEW) - 'version')
    EXECUTE FUNCTION reports_refuse_change('letter_is_kept');
CREATE TRIGGER letter_is_not_deleted BEFORE DELETE OR TRUNCATE ON reports_letter
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('letter_is_kept');
CREATE TRIGGER confirmed_passage_is_kept BEFORE UPDATE OR DELETE ON reports_passage FOR EACH ROW
    WHEN (OLD.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION reports_refuse_change('confirmed_passage_is_kept');
"""
RELEASE = """
DROP TRIGGER confirmed_passage_is_kept ON reports_passage;
DROP TRIGGER letter_is_not_deleted ON reports_letter;
DROP TRIGGER letter_is_kept ON reports_letter;
"""


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("reports", "0013_letters")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
