"""Installs the triggers, functions, view and grants of `0002_guards_and_seal.sql`. There is no way back from a ledger."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Hand-written SQL: pgtrigger's guards can be switched off by a session, these cannot."""

    dependencies = [("ledger", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))]
