"""Measures pages of large years against plain SQL for the same rows, as ratios in one run: ``./dev bench [sizes]``.

Each size has its own database: SQLite in a temporary folder, or one made (and dropped) on the server of DATABASE_URL.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SIZES = (10_000, 100_000)


def child(task: str, count: int, only: str) -> None:
    """Load or measure in a process of its own, so that memory is that of the task."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    if task == "load":
        from bench.recording import load

        load(count)
        return
    from bench.measuring import measure
    from bench.memory import held, peak

    print(json.dumps({"rows": [asdict(item) for item in measure(only)], "held": held(), "peak": peak()}))


@contextmanager
def database(count: int) -> Iterator[dict[str, str]]:
    """The environment of a fresh database; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kc-bench-") as home:
        env = {**os.environ, "KHUYENCONG_HOME": home}
        url = os.environ.get("DATABASE_URL", "")
        if not url:
            yield env
            return
        import psycopg

        name = f"{urlsplit(url).path.strip('/')}_{count}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
            yield {**env, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
            connection.execute(f'DROP DATABASE "{name}"')


def run(count: int, only: str) -> dict[str, Any]:
    """Load a year of this size, then measure it."""
    with database(count) as env:
        command = [sys.executable, "-m", "bench"]
        print(f"\n{count} projects, {'PostgreSQL' if env.get('DATABASE_URL') else 'SQLite'}", flush=True)
        subprocess.run([*command, "load", str(count)], env=env, check=True)
        answer = subprocess.run(
            [*command, "measure", str(count), only], env=env, check=True, stdout=subprocess.PIPE, text=True
        )
        found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return found


def show(found: dict[str, Any], before: dict[str, Any] | None) -> None:
    """One size as a table, with the growth since the size before."""
    earlier = {row["name"]: row["cpu"] for row in before["rows"]} if before else {}
    # A server works outside this process: there the wall clock is compared, else the CPU.
    mine, base = ("wall", "plain_wall") if os.environ.get("DATABASE_URL") else ("cpu", "plain")
    heads = ("CPU ms", "wall ms", "plain SQL", "ratio", "queries", "growth", "added MiB")
    print(f"{'':<26}" + "".join(f"{head:>10}" for head in heads))
    for row in found["rows"]:
        grown = f"{row['cpu'] / earlier[row['name']]:.2f}" if row["name"] in earlier else ""
        print(
            f"{row['name']:<26}{row['cpu']:>10.1f}{row['wall']:>10.1f}{row[base]:>10.2f}{row[mine] / row[base]:>10.1f}"
            f"{row['queries']:>10}{grown:>10}{row['added']:>10}"
        )
    print(f"memory of the process: {found['held']} MiB at the end, {found['peak']} MiB at most", flush=True)


def main(words: list[str]) -> None:
    if words and words[0] in ("load", "measure"):
        child(words[0], int(words[1]), words[2] if len(words) > 2 else "")
        return
    before = None
    for count in [int(word) for word in words if word.isdigit()] or SIZES:
        found = run(count, next((word for word in words if not word.isdigit()), ""))
        show(found, before)
        before = found


if __name__ == "__main__":
    main(sys.argv[1:])
