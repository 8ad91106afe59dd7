"""Makes the story of a transaction from what a session cannot set, and lets nobody else use the seal as a trigger."""

from django.db import migrations

CALCULATE = """
CREATE OR REPLACE FUNCTION ledger_story() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT encode(substr(sha256(convert_to(
        pg_current_xact_id()::text || ' ' || extract(epoch FROM transaction_timestamp())::text, 'UTF8')), 1, 16),
        'hex')::uuid $$;
REVOKE EXECUTE ON FUNCTION ledger_seal() FROM PUBLIC;
"""
REMEMBER = """
GRANT EXECUTE ON FUNCTION ledger_seal() TO PUBLIC;
CREATE OR REPLACE FUNCTION ledger_story() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE story uuid := nullif(current_setting('ledger.story', true), '');
BEGIN
    IF story IS NULL THEN
        story := gen_random_uuid();
        PERFORM set_config('ledger.story', story::text, true);
    END IF;
    RETURN story;
END $$;
"""


class Migration(migrations.Migration):
    """Number and beginning of the transaction: equal in all of it, another in the next, also after a restore."""

    dependencies = [("ledger", "0003_block_by_transaction")]
    operations = [migrations.RunSQL(CALCULATE, REMEMBER)]
