"""Let senior officials sign where offices stand already: a power that staff may change is set only with a new row."""

from django.db import migrations


def senior_officials_agree(apps, _schema_editor):
    apps.get_model("parties", "Office").objects.filter(code="senior_official").update(can_agree=True)


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_who_agrees")]

    operations = [migrations.RunPython(senior_officials_agree, migrations.RunPython.noop)]
