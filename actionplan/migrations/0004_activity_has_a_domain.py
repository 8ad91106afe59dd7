"""Installs the promises of `0004_activity_has_a_domain.sql`: a domain for each activity, and no deletion in a plan."""

from pathlib import Path

from django.db import migrations

UNDO = """
DROP TRIGGER plan_items_are_never_deleted ON actionplan_activity;
DROP TRIGGER plan_items_are_never_deleted ON actionplan_objective;
DROP TRIGGER plan_items_are_never_deleted ON actionplan_plan;
DROP FUNCTION actionplan_refuse_deletion();
DROP TRIGGER activity_is_locked_first ON actionplan_activity_domains;
DROP FUNCTION actionplan_lock_activity();
DROP TRIGGER activity_has_a_domain ON actionplan_activity_domains;
DROP TRIGGER activity_has_a_domain ON actionplan_activity;
DROP FUNCTION actionplan_activity_has_a_domain();
"""


class Migration(migrations.Migration):
    """Hand-written SQL: a constraint over two tables, checked at commit."""

    dependencies = [("actionplan", "0003_workflow_guards_and_plain_rules")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), UNDO)]
