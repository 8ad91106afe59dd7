"""What somebody with the password of the app's role tries in psql: no setting and no table lifts a guard."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from actionplan.models import Activity
from foundation.actors import system
from foundation.base import Identified
from foundation.errors import BrokenConstraint, IllegalTransition
from foundation.guards import open_guards, seal_guards
from foundation.kept import RECORDED
from foundation.ledger.audience import PUBLIC
from foundation.ledger.history import history_of
from foundation.ledger.models import LedgerEntry
from foundation.ledger.services import record
from meetings.models import Meeting, MeetingKind, Paragraph
from parties.models import Party
from reports.models import ConsolidatedReport, ReportParagraph
from tests.factories.meetings import MeetingFactory
from tests.factories.parties import participant
from tests.factories.reports_consolidated import endorsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def psql():
    with connection.cursor() as cursor:
        yield cursor


def lift(cursor, *names):
    """Name triggers, in both forms that pgtrigger has known, to a session that would have them ignored."""
    cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])


def all_triggers(cursor, table):
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
    names = [name for (name,) in cursor.fetchall()]
    return [*names, *(f"{table}:{name}" for name in names)]


def test_no_setting_lifts_the_guard_of_a_workflow(psql):
    meeting = MeetingFactory(state="planned")
    lift(psql, *all_triggers(psql, "meetings_meeting"))

    with pytest.raises(IllegalTransition), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="concluded")


def test_no_setting_keeps_a_change_out_of_the_history(psql):
    party = participant("EG")
    before = history_of(party).count()
    lift(psql, *all_triggers(psql, "parties_party"))

    Party.objects.filter(pk=party.pk).update(name_en="Changed by hand")

    assert history_of(party).count() == before + 1


@pytest.mark.parametrize("statement", ["UPDATE parties_partyevent SET name_en = ''", "DELETE FROM parties_partyevent"])
def test_no_setting_opens_the_history(psql, statement):
    lift(psql, *all_triggers(psql, "parties_partyevent"))

    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        psql.execute(statement)


def test_session_does_not_choose_the_story_that_its_changes_are_told_in(psql):
    psql.execute("SET LOCAL ledger.story = '00000000-0000-4000-8000-000000000000'")
    party = participant("EG")

    Party.objects.filter(pk=party.pk).update(name_en="Changed by hand")
    psql.execute("SET LOCAL ledger.story = '00000000-0000-4000-8000-000000000001'")
    record(party, "party.renamed", actor=system(), audience=PUBLIC)

    story = LedgerEntry.objects.about(party).get().story
    assert history_of(party).last().pgh_context_id == story
    assert story.int >> 64


@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL session_replication_role = replica",
        "ALTER TABLE meetings_meeting DISABLE TRIGGER ALL",
        "ALTER FUNCTION _pgtrigger_should_ignore(name) RESET ALL",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP TRIGGER ledger_append_only ON ledger_entry",
        "CREATE TEMP TABLE reports_consolidatedreport (id bigint)",
        "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL'",
        "CREATE SCHEMA mine",
        "CREATE TRIGGER mine BEFORE UPDATE ON meetings_meeting EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE mine AS ON UPDATE TO meetings_meeting DO INSTEAD NOTHING",
        "TRUNCATE meetings_meeting CASCADE",
        "SELECT setval('meetings_meeting_id_seq', 1)",
    ],
)
def test_app_role_is_refused(psql, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be able to SET ROLE"):
        psql.execute(statement)


def test_no_table_gives_the_app_role_more_than_reading_and_writing_rows(psql):
    psql.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v') AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('khartoum_app', oid, 'TRUNCATE, TRIGGER, REFERENCES')"
    )

    assert psql.fetchall() == []


def test_nothing_is_done_with_more_rights_than_the_session_has_but_the_seal(psql):
    """A function that runs as its owner could be used for more than it is for; keys that cascade run so too."""
    psql.execute("SELECT proname, has_function_privilege('khartoum_app', oid, 'EXECUTE') FROM pg_proc WHERE prosecdef")
    assert psql.fetchall() == [("ledger_seal", False)]

    psql.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND (confdeltype <> 'a' OR confupdtype <> 'a')")
    assert psql.fetchall() == []


def test_no_table_of_the_session_takes_the_place_of_ours(psql):
    """The app may make none; a guard would not look at it either, where somebody gave it that right again."""
    report = endorsed()
    psql.execute("SET LOCAL ROLE NONE")
    psql.execute("CREATE TEMP TABLE reports_consolidatedreport AS SELECT * FROM reports_consolidatedreport")
    psql.execute("UPDATE reports_consolidatedreport SET state = 'drafting'")
    psql.execute("GRANT ALL ON reports_consolidatedreport TO khartoum_app; SET LOCAL ROLE khartoum_app")
    assert ConsolidatedReport.objects.get(pk=report.pk).state == "drafting"

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        ReportParagraph.objects.filter(report_id=report.pk).update(text_en="Another text.")

    assert refused.value.constraint == "report_text_is_fixed"


def test_every_row_that_is_known_by_a_uuid_keeps_it(psql):
    psql.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'uuid_is_kept' AND tgenabled = 'O'")
    guarded = {table for (table,) in psql.fetchall()}

    assert {model._meta.db_table for model in apps.get_models() if issubclass(model, Identified)} - guarded == set()


@pytest.mark.parametrize("rows", [Meeting, Party, MeetingKind, Paragraph, Activity])
def test_no_row_takes_the_name_of_another(rows):
    first = rows.objects.order_by("pk").first()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        rows.objects.filter(pk=first.pk).update(uuid=uuid4())

    assert refused.value.constraint == RECORDED
    first.save()


def test_guards_are_sealed_again_after_each_migration(psql):
    assert open_guards() == 0
    psql.execute("SET LOCAL ROLE khartoum_owner")
    psql.execute("DROP TRIGGER uuid_is_kept ON meetings_verb")
    psql.execute("ALTER FUNCTION reports_text_is_fixed() RESET search_path")
    psql.execute(
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE plpgsql"
        " AS 'BEGIN RETURN true; END'"
    )
    assert open_guards() == 3

    seal_guards(None, using="default")

    assert open_guards() == 0
