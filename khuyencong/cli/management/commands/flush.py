"""Empties a test database. Lifts append-only there and nowhere else: a real database is never flushed."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import connections


class Command(flush.Command):
    help = "Empty a test database (refused for any other)."

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if "test" not in name:
            raise CommandError("only a test database is flushed")
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                super().handle(**options)
                cursor.execute("SET session_replication_role = DEFAULT")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
            triggers = cursor.fetchall()
            for trigger, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{trigger}"')
            super().handle(**options)
            for _name, sql in triggers:
                cursor.execute(sql)
