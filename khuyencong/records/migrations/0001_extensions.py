from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """PostgreSQL only: what exclusion of periods and substring search need. Nothing to do on SQLite."""

    initial = True
    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension()]
