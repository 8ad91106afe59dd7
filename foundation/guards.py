"""Puts the guards of the database out of the reach of a session: done again after each migration, as the owner.

pgtrigger's triggers ask a function whether a setting of the session (`pgtrigger.ignore`) lifts them, and every
migration that installs one writes that function anew. Here it becomes one that never says yes. Trigger functions look
for tables in the search path of whoever writes; here they are bound to ours: no table of the session takes their place.
"""

from django.apps import AppConfig
from django.db import connections

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
            cursor.execute(SEAL)


def open_guards(using: str = "default") -> int:
    """How many functions of guards a session could still get around: none, unless a migration broke off half way."""
    with connections[using].cursor() as cursor:
        cursor.execute(OPEN)
        found: int = cursor.fetchone()[0]
        return found
