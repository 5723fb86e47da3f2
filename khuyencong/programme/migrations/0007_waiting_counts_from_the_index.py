from django.db import migrations, models


class Migration(migrations.Migration):
    """What waits at a desk is counted and put in order from the index alone."""

    dependencies = [
        ("programme", "0006_treasury_corrections"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="dossier", name="dossier_by_desk"),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["desk", "due_on", "id", "made_on", "project"], name="dossier_by_desk"),
        ),
    ]
