from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_parents_over_time'),
    ]

    operations = [
        migrations.RemoveField(model_name='organisation', name='parent'),
    ]
