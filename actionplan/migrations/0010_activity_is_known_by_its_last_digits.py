from django.db import migrations, models
from django.db.models.functions import Cast, Right


class Migration(migrations.Migration):

    dependencies = [
        ('actionplan', '0009_plan_names_who_publishes_it_in_iati'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(Right(Cast('uuid', models.CharField()), 8), name='activity_is_known_by_its_last_digits'),
        ),
    ]
