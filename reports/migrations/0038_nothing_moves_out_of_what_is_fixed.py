"""Keeps addressees in their round and paragraphs in their report: the guards of both look at where a row comes to."""

from django.db import migrations

STAY = """
CREATE TRIGGER addressee_stays_in_its_round BEFORE UPDATE ON reports_addressee FOR EACH ROW
    WHEN (OLD.round_id IS DISTINCT FROM NEW.round_id)
    EXECUTE FUNCTION reports_refuse_change('addressees_are_fixed');
CREATE TRIGGER paragraph_stays_in_its_report BEFORE UPDATE ON reports_reportparagraph FOR EACH ROW
    WHEN (OLD.report_id IS DISTINCT FROM NEW.report_id)
    EXECUTE FUNCTION reports_refuse_change('report_text_is_fixed');
"""
MAY_MOVE = """
DROP TRIGGER paragraph_stays_in_its_report ON reports_reportparagraph;
DROP TRIGGER addressee_stays_in_its_round ON reports_addressee;
"""


class Migration(migrations.Migration):
    """Hand-written SQL: beside the guards that it completes."""

    dependencies = [("reports", "0037_what_was_announced_is_kept")]
    operations = [migrations.RunSQL(STAY, MAY_MOVE)]
