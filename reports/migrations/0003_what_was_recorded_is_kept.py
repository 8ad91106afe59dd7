"""Fixes a tabled text, the counts of a report, and what was recorded of a meeting."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'recorded once: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION reports_text_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_report bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
BEGIN
    IF NOT EXISTS (
        SELECT FROM reports_consolidatedreport WHERE id = of_report AND (
            state IN ('drafting', 'comments_closed') OR (state = 'endorsed_as_amended' AND endorsed_revision_id IS NULL)
        )
    ) THEN
        RAISE EXCEPTION 'the text of report % is fixed', of_report
            USING ERRCODE = '23514', CONSTRAINT = 'report_text_is_fixed', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION reports_received_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reports_consolidatedreport WHERE id = NEW.consolidatedreport_id AND version > 1) THEN
        RAISE EXCEPTION 'fixed at the cut-off'
            USING ERRCODE = '23514', CONSTRAINT = 'report_counts_are_fixed', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER report_text_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON reports_reportparagraph
    FOR EACH ROW EXECUTE FUNCTION reports_text_is_fixed();

CREATE TRIGGER report_counts_are_fixed BEFORE UPDATE ON reports_consolidatedreport FOR EACH ROW
    WHEN ((OLD.round_id, OLD.asked_states, OLD.received_states, OLD.asked_organisations, OLD.received_organisations)
        IS DISTINCT FROM
        (NEW.round_id, NEW.asked_states, NEW.received_states, NEW.asked_organisations, NEW.received_organisations))
    EXECUTE FUNCTION reports_refuse_change('report_counts_are_fixed');
CREATE TRIGGER report_received_is_fixed BEFORE INSERT ON reports_consolidatedreport_received_from
    FOR EACH ROW EXECUTE FUNCTION reports_received_is_fixed();
CREATE TRIGGER report_received_is_kept BEFORE UPDATE OR DELETE ON reports_consolidatedreport_received_from
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('report_counts_are_fixed');
CREATE TRIGGER report_sources_are_fixed BEFORE UPDATE OR DELETE ON reports_reportsource
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('report_counts_are_fixed');

CREATE TRIGGER endorsement_is_kept BEFORE DELETE ON reports_endorsement
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
CREATE TRIGGER endorsement_is_not_rewritten BEFORE UPDATE ON reports_endorsement FOR EACH ROW
    WHEN ((OLD.report_id, OLD.meeting_id, OLD.decision_id, OLD.verb_id, OLD.revision_id, OLD.recorded_at)
        IS DISTINCT FROM
        (NEW.report_id, NEW.meeting_id, NEW.decision_id, NEW.verb_id, NEW.revision_id, NEW.recorded_at)
        OR OLD.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
CREATE TRIGGER amendment_is_kept BEFORE UPDATE OR DELETE ON reports_amendment
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
CREATE TRIGGER reservation_is_kept BEFORE UPDATE OR DELETE ON reports_reservation
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
CREATE TRIGGER transmission_is_kept BEFORE UPDATE OR DELETE ON reports_transmission
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
CREATE TRIGGER review_is_kept BEFORE UPDATE OR DELETE ON reports_review
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('record_of_a_meeting_is_kept');
"""
THAW = """
DROP TRIGGER review_is_kept ON reports_review;
DROP TRIGGER transmission_is_kept ON reports_transmission;
DROP TRIGGER reservation_is_kept ON reports_reservation;
DROP TRIGGER amendment_is_kept ON reports_amendment;
DROP TRIGGER endorsement_is_not_rewritten ON reports_endorsement;
DROP TRIGGER endorsement_is_kept ON reports_endorsement;
DROP TRIGGER report_sources_are_fixed ON reports_reportsource;
DROP TRIGGER report_received_is_kept ON reports_consolidatedreport_received_from;
DROP TRIGGER report_received_is_fixed ON reports_consolidatedreport_received_from;
DROP TRIGGER report_counts_are_fixed ON reports_consolidatedreport;
DROP TRIGGER report_text_is_fixed ON reports_reportparagraph;
DROP FUNCTION reports_received_is_fixed();
DROP FUNCTION reports_text_is_fixed();
DROP FUNCTION reports_refuse_change();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("reports", "0002_report_text_is_issued_and_received_from_whom")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
