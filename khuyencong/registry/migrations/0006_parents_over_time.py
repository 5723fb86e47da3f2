# The body above a body becomes a dated row; the plain link ends.

from django.db import migrations

ABOVE = {"agency": "agency", "ministry": "ministry", "department": "department"}


def keep_parents(apps, schema_editor):
    Organisation = apps.get_model("registry", "Organisation")
    Subordination = apps.get_model("registry", "Subordination")
    first = {}
    names = apps.get_model("registry", "OrganisationName").objects.order_by("-valid_from")
    for body, start in names.values_list("organisation_id", "valid_from"):
        first[body] = start
    for row in Organisation.objects.filter(parent__isnull=False).select_related("parent"):
        Subordination.objects.create(
            organisation=row, parent=row.parent, above=ABOVE.get(row.parent.kind, "other"), valid_from=first[row.pk],
            evidence=row.evidence,
        )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_changes_over_time'),
    ]

    operations = [
        migrations.RunPython(keep_parents, migrations.RunPython.noop),
    ]
