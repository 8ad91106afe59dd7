-- The ledger in the database: what the app's role may not do, and one sealed block per transaction.
-- The role names are those of khartoum/settings/servers.py; `manage.py prepare_database` makes both before any migration.

-- One story per transaction: the entries and the field history written in it carry the same number.
CREATE FUNCTION ledger_story() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE story uuid := nullif(current_setting('ledger.story', true), '');
BEGIN
    IF story IS NULL THEN
        story := gen_random_uuid();
        PERFORM set_config('ledger.story', story::text, true);
    END IF;
    RETURN story;
END $$;

-- History triggers ask the library's function for their context: ours answers with the story.
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT ledger_story() $$;

ALTER TABLE ledger_entry ALTER COLUMN id SET GENERATED ALWAYS;
ALTER TABLE ledger_entry ALTER COLUMN uuid SET DEFAULT gen_random_uuid();
ALTER TABLE ledger_entry ALTER COLUMN tx SET DEFAULT pg_current_xact_id()::text::bigint;
ALTER TABLE ledger_entry ALTER COLUMN story SET DEFAULT ledger_story();
ALTER TABLE ledger_entry ALTER COLUMN at SET DEFAULT clock_timestamp();

-- Canonical texts, never row::text: they survive another TimeZone, DateStyle and added columns. The leading number is
-- the format's version: a new format is a new function, old blocks keep theirs.
-- STABLE and not STRICT, so that the planner inlines them; PL/pgSQL where a plan is to be kept between calls.
CREATE FUNCTION ledger_microseconds(at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (extract(epoch FROM at) * 1000000)::bigint $$;

CREATE FUNCTION ledger_text(e ledger_entry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(1, e.id, e.uuid, e.tx, e.story, ledger_microseconds(e.at), e.kind, e.actor_kind, e.user_id,
        e.client_id, e.hat, e.mandates, e.subject, e.audience, e.facts)::text $$;

CREATE FUNCTION ledger_link(previous bytea, block ledger_block, counted bigint, content bytea) RETURNS bytea
    LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(previous, '\x00') || convert_to(jsonb_build_array(1, block.seq, block.tx, block.first_id,
        block.last_id, block.entries, ledger_microseconds(block.sealed_at), counted)::text, 'UTF8') || content) $$;

CREATE FUNCTION ledger_digest(previous bytea, block ledger_block) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE counted bigint; content bytea;
BEGIN
    SELECT count(*), sha256(convert_to(coalesce(string_agg(ledger_text(e), E'\n' ORDER BY e.id), ''), 'UTF8'))
        INTO counted, content
        FROM ledger_entry e WHERE e.tx = block.tx AND e.id BETWEEN block.first_id AND block.last_id;
    RETURN ledger_link(previous, block, counted, content);
END $$;

-- At commit the first of a transaction's entries seals them all; for the others there is nothing left to do.
-- The entries are hashed first: the advisory lock is the last thing a transaction takes, and held for one link.
-- The settings keep the plans what they are whatever the statistics say: one plan for all calls, always by an index.
CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE fresh ledger_block; content bytea; previous bytea;
BEGIN
    IF EXISTS (SELECT FROM ledger_block b WHERE b.tx = NEW.tx AND b.last_id >= NEW.id) THEN
        RETURN NULL;
    END IF;
    SELECT max(e.id), count(*), sha256(convert_to(string_agg(ledger_text(e), E'\n' ORDER BY e.id), 'UTF8'))
        INTO fresh.last_id, fresh.entries, content
        FROM ledger_entry e WHERE e.tx = NEW.tx AND e.id >= NEW.id;
    PERFORM pg_advisory_xact_lock(7263, 1);
    SELECT seq, hash INTO fresh.seq, previous FROM ledger_block ORDER BY seq DESC LIMIT 1;
    fresh.seq := coalesce(fresh.seq, 0) + 1;
    fresh.tx := NEW.tx;
    fresh.first_id := NEW.id;
    fresh.sealed_at := clock_timestamp();
    fresh.hash := ledger_link(previous, fresh, fresh.entries, content);
    INSERT INTO ledger_block (seq, tx, first_id, last_id, entries, sealed_at, hash) VALUES (fresh.seq, fresh.tx,
        fresh.first_id, fresh.last_id, fresh.entries, fresh.sealed_at, fresh.hash);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_seal AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_seal();

CREATE VIEW ledger_sealed AS
    SELECT b.seq AS block, e.* FROM ledger_block b
    JOIN ledger_entry e ON e.tx = b.tx AND e.id BETWEEN b.first_id AND b.last_id;

-- Every place where the chain does not hold: `fault`, the block it concerns and, where there is one, the entry.
CREATE FUNCTION ledger_faults() RETURNS TABLE (fault text, block bigint, entry bigint) LANGUAGE sql STABLE AS $$
    WITH walked AS (
        SELECT b.seq, b.hash, coalesce(lag(b.seq) OVER line, 0) AS before,
            ledger_digest(lag(b.hash) OVER line, b) AS again
        FROM ledger_block b WINDOW line AS (ORDER BY b.seq))
    SELECT 'block_missing', w.before + 1, NULL::bigint FROM walked w WHERE w.seq <> w.before + 1
    UNION ALL SELECT 'block_changed', w.seq, NULL FROM walked w WHERE w.again IS DISTINCT FROM w.hash
    UNION ALL SELECT 'entry_in_no_block', NULL, e.id FROM ledger_entry e WHERE NOT EXISTS (
        SELECT FROM ledger_block b WHERE b.tx = e.tx AND e.id BETWEEN b.first_id AND b.last_id)
    ORDER BY 2 NULLS LAST, 3 $$;

-- Nobody changes or removes, the owner included; these guards are not pgtrigger's, so no session setting lifts them.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'KH002';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

REVOKE ALL ON ledger_entry, ledger_block, ledger_sealed FROM PUBLIC, khartoum_app;
GRANT SELECT ON ledger_entry, ledger_block, ledger_sealed TO khartoum_app;
GRANT INSERT (kind, actor_kind, user_id, client_id, hat, mandates, subject, audience, facts) ON ledger_entry
    TO khartoum_app;
