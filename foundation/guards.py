"""Puts the guards of the database out of the reach of a session: done again after each migration, as the owner.

pgtrigger's triggers ask a function whether a setting of the session (`pgtrigger.ignore`) lifts them, and every
migration that installs one writes that function anew. Here it becomes one that never says yes. Trigger functions look
for tables in the search path of whoever writes; here they are bound to ours: no table of the session takes their place.
And a uuid by which the outside knows a row is never another's: each table with such a column gets the trigger (ADR 53).
"""

from django.apps import AppConfig
from django.db import connections

from foundation.kept import RECORDED

NAMELESS = """
SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'uuid' AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relowner = 'khartoum_owner'::regrole
    AND EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisunique AND indkey::text = a.attnum::text)
    AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'uuid_is_kept' AND tgenabled = 'O')
"""
"""Tables whose rows could be given another's name."""
NAME = f"""
CREATE OR REPLACE FUNCTION public.uuid_is_kept() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
    RAISE EXCEPTION 'recorded: another uuid on % refused', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = '{RECORDED}', TABLE = TG_TABLE_NAME;
END $keep$;
DO $name$
DECLARE nameless regclass;
BEGIN
    FOR nameless IN {NAMELESS} LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER uuid_is_kept BEFORE UPDATE OF uuid ON %s FOR EACH ROW'
            ' WHEN (OLD.uuid IS DISTINCT FROM NEW.uuid) EXECUTE FUNCTION public.uuid_is_kept()', nameless);
    END LOOP;
END $name$;
"""
SEAL = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS 'SELECT false';
DO $seal$
DECLARE guard regprocedure;
BEGIN
    FOR guard IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proowner = 'khartoum_owner'::regrole
            AND prorettype = 'trigger'::regtype
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', guard);
    END LOOP;
END $seal$;
"""
OPEN = """
SELECT count(*) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proowner = 'khartoum_owner'::regrole AND (
    (prorettype = 'trigger'::regtype AND coalesce(proconfig::text, '') NOT LIKE '%search_path=%')
    OR (proname = '_pgtrigger_should_ignore' AND prosrc <> 'SELECT false'))
"""


def seal_guards(sender: AppConfig, *, using: str, **_kwargs: object) -> None:  # noqa: ARG001 -- Django's signature
    """Seal what the migrations left open; called by `post_migrate`."""
    if open_guards(using):
        with connections[using].cursor() as cursor:
            cursor.execute(NAME)
            cursor.execute(SEAL)


def open_guards(using: str = "default") -> int:
    """How many guards are missing, or could be got around by a session: none, unless a migration broke off half way."""
    with connections[using].cursor() as cursor:
        cursor.execute(NAMELESS)
        nameless = len(cursor.fetchall())
        cursor.execute(OPEN)
        found: int = cursor.fetchone()[0]
        return nameless + found
