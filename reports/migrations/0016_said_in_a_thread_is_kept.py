"""Keeps the turns of a thread that are over."""

from django.db import migrations

KEEP = """
CREATE TRIGGER said_in_a_thread_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_queryturn
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('said_in_a_thread_is_kept');
"""
RELEASE = "DROP TRIGGER said_in_a_thread_is_kept ON reports_queryturn;"


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("reports", "0015_a_question_is_a_thread")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
