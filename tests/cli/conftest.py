"""Runs the real command in its own home, as an administrator would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

COMMAND = Path(sys.executable).parent / "khuyencong"


class Kc:
    """The khuyencong command bound to a home and a database."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home, self.database = home, database

    def __call__(self, *words: object, code: int = 0) -> subprocess.CompletedProcess:
        env = {**os.environ, "KHUYENCONG_HOME": str(self.home), "DATABASE_URL": self.database}
        done = subprocess.run([COMMAND, *map(str, words)], env=env, capture_output=True, timeout=600, check=False)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        assert done.returncode == code, done.out + done.err
        assert "Traceback" not in done.err
        if code == 2:
            assert len(done.err.strip().splitlines()) <= 1
        return done


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory) -> Path:
    """A demo system on SQLite; tests that change something take a copy."""
    home = tmp_path_factory.mktemp("demo-home")
    Kc(home)("demo")
    return home


@pytest.fixture
def demo(demo_home, tmp_path) -> Kc:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    return Kc(home)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory) -> tuple[Path, str]:
    """A new, empty system and what init printed; tests take a copy."""
    home = tmp_path_factory.mktemp("empty-home") / "home"
    return home, Kc(home)("init").out


@pytest.fixture
def empty(empty_home, tmp_path) -> Kc:
    """A new, empty system."""
    home, printed = empty_home
    shutil.copytree(home, tmp_path / "empty")
    kc = Kc(tmp_path / "empty")
    kc.link = printed
    return kc


@pytest.fixture
def other_engine(tmp_path):
    """A fresh PostgreSQL database when the run has a server, else another SQLite file (the other engine is CI's)."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgresql"):
        yield ""
        return
    parts = urlsplit(url)
    name = f"kc_restored_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
