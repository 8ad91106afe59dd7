from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_look_at_what_is_asked")]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="waits_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
