"""Freezes what was submitted, who is asked in an open round, and templates in use."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER snapshot_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('snapshot_is_frozen');
CREATE TRIGGER snapshot_link_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_snapshot_activities
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change('snapshot_is_frozen');
ALTER TABLE reports_snapshot ADD CONSTRAINT snapshot_has_its_hash CHECK (sha256 = encode(sha256(canonical), 'hex'));

CREATE FUNCTION reports_addressees_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_round bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
BEGIN
    IF (TG_OP <> 'UPDATE'
            OR (OLD.round_id, OLD.party_id, OLD.counts_in_n) IS DISTINCT FROM
               (NEW.round_id, NEW.party_id, NEW.counts_in_n))
        AND EXISTS (SELECT FROM reports_round WHERE id = of_round AND state <> 'preparing')
    THEN
        RAISE EXCEPTION 'addressees of round % are fixed', of_round
            USING ERRCODE = '23514', CONSTRAINT = 'addressees_are_fixed', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER addressees_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON reports_addressee
    FOR EACH ROW EXECUTE FUNCTION reports_addressees_are_fixed();

CREATE FUNCTION reports_section_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reports_template WHERE is_frozen AND id IN (OLD.template_id, NEW.template_id)) THEN
        RAISE EXCEPTION 'template in use'
            USING ERRCODE = '23514', CONSTRAINT = 'template_in_use_is_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER section_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_templatesection
    FOR EACH ROW EXECUTE FUNCTION reports_section_is_frozen();

CREATE FUNCTION reports_question_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reports_template t JOIN reports_templatesection s ON s.template_id = t.id
        WHERE t.is_frozen AND s.id IN (OLD.section_id, NEW.section_id)
    ) THEN
        RAISE EXCEPTION 'template in use'
            USING ERRCODE = '23514', CONSTRAINT = 'template_in_use_is_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER question_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_templatequestion
    FOR EACH ROW EXECUTE FUNCTION reports_question_is_frozen();

CREATE TRIGGER template_is_frozen BEFORE UPDATE ON reports_template FOR EACH ROW
    WHEN (OLD.is_frozen)
    EXECUTE FUNCTION reports_refuse_change('template_in_use_is_frozen');
"""
THAW = """
DROP TRIGGER template_is_frozen ON reports_template;
DROP TRIGGER question_is_frozen ON reports_templatequestion;
DROP TRIGGER section_is_frozen ON reports_templatesection;
DROP TRIGGER addressees_are_fixed ON reports_addressee;
DROP FUNCTION reports_question_is_frozen();
DROP FUNCTION reports_section_is_frozen();
DROP FUNCTION reports_addressees_are_fixed();
ALTER TABLE reports_snapshot DROP CONSTRAINT snapshot_has_its_hash;
DROP TRIGGER snapshot_link_is_frozen ON reports_snapshot_activities;
DROP TRIGGER snapshot_is_frozen ON reports_snapshot;
"""


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("reports", "0004_steps_of_rounds_and_contributions")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
