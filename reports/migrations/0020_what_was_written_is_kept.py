"""Keeps the versions of answers, and each question and reply until a turn of its thread holds it."""

from django.db import migrations

KEEP = """
CREATE FUNCTION reports_answer_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM reports_answer answer JOIN reports_contribution c ON c.id = answer.contribution_id
        WHERE answer.id = OLD.answer_id AND c.state = 'not_started'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'written once: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'answer_version_is_kept', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER answer_version_is_kept BEFORE UPDATE OR DELETE ON reports_answerrevision
    FOR EACH ROW EXECUTE FUNCTION reports_answer_version_is_kept();

CREATE FUNCTION reports_turn_is_kept_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM reports_queryturn turn WHERE turn.query_id = OLD.id
            AND (turn.asked, turn.language, turn.asked_at, turn.reply, turn.reply_language)
                = (OLD.asked, OLD.language, OLD.asked_at, OLD.reply, OLD.reply_language)
            AND (turn.asked_by_id, turn.replied_at) IS NOT DISTINCT FROM (OLD.asked_by_id, OLD.replied_at)
    ) THEN
        RAISE EXCEPTION 'no turn holds it' USING ERRCODE = '23514', CONSTRAINT = 'said_in_a_thread_is_kept',
            TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER turn_is_kept_first BEFORE UPDATE ON reports_query FOR EACH ROW
    WHEN ((OLD.asked, OLD.language, OLD.asked_at, OLD.asked_by_id)
        IS DISTINCT FROM (NEW.asked, NEW.language, NEW.asked_at, NEW.asked_by_id)
        OR OLD.replied_at IS NOT NULL AND (OLD.reply, OLD.reply_language, OLD.replied_at)
            IS DISTINCT FROM (NEW.reply, NEW.reply_language, NEW.replied_at))
    EXECUTE FUNCTION reports_turn_is_kept_first();
"""
RELEASE = """
DROP TRIGGER turn_is_kept_first ON reports_query;
DROP FUNCTION reports_turn_is_kept_first();
DROP TRIGGER answer_version_is_kept ON reports_answerrevision;
DROP FUNCTION reports_answer_version_is_kept();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: each looks at another table."""

    dependencies = [("reports", "0019_questions_and_receipts_are_kept")]
    operations = [migrations.RunSQL(KEEP, RELEASE)]
