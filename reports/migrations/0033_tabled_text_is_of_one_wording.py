"""Tables no report that says different things in different languages, whoever writes its state."""

from django.db import migrations

OF_ONE_WORDING = """
CREATE FUNCTION reports_of_one_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(NEW.earlier_in) > 0 OR EXISTS (
        SELECT FROM reports_reportparagraph WHERE report_id = NEW.id AND cardinality(earlier_in) > 0
    ) THEN
        RAISE EXCEPTION 'report % says different things in different languages', NEW.id
            USING ERRCODE = '23514', CONSTRAINT = 'tabled_text_is_of_one_wording', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tabled_text_is_of_one_wording BEFORE UPDATE ON reports_consolidatedreport FOR EACH ROW
    WHEN (NEW.state = 'tabled' AND OLD.state <> 'tabled')
    EXECUTE FUNCTION reports_of_one_wording();
"""
NOT_ASKED = """
DROP TRIGGER tabled_text_is_of_one_wording ON reports_consolidatedreport;
DROP FUNCTION reports_of_one_wording();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: no session can switch it off."""

    dependencies = [("reports", "0032_texts_know_their_authentic_words")]
    operations = [migrations.RunSQL(OF_ONE_WORDING, NOT_ASKED)]
