"""Leaves the list of the database's steps to its owner: whoever could cross one out would have it taken twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_cache_table")]
    operations = [
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM khartoum_app",
            "GRANT INSERT, UPDATE, DELETE ON django_migrations TO khartoum_app",
        ),
    ]
