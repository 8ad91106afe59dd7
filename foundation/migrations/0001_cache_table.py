"""The table of the shared cache (rate limits, the worker's heartbeat): no request needs the broker."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE foundation_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX foundation_cache_expires ON foundation_cache (expires);
            """,
            "DROP TABLE foundation_cache",
        ),
    ]
