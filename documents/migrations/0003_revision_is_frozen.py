"""Freezes issued bytes: nobody changes or removes a revision, and its hash is that of its bytes."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'issued bytes are frozen: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'revision_is_frozen', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER revision_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_revision
    FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse_change();
ALTER TABLE documents_revision ADD CONSTRAINT revision_has_its_hash
    CHECK (sha256 = encode(sha256(content), 'hex') AND size = octet_length(content));
"""
THAW = """
ALTER TABLE documents_revision DROP CONSTRAINT revision_has_its_hash;
DROP TRIGGER revision_is_frozen ON documents_revision;
DROP FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("documents", "0002_revision_guard_leaves_pgtrigger")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
