"""What every test may lean on: reference data and the demo years, loaded once into the test database."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.core.management import call_command

from khuyencong.records.models import Installation
from tests.mailbox import box  # noqa: F401

HALF_YEAR = date(2024, 6, 30)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Journeys come last: the browser keeps an event loop in its thread, where Django refuses the database."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def plain_storage():
    """Static addresses without the collected manifest, files in a folder of the run, cheap password hashes."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hasher.cache_clear() if hasattr(get_hasher, "cache_clear") else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    settings.FILES_DIR = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        load_demo_system()


def load_demo_system() -> None:
    """Reference data and the demo, through the same code as ``khuyencong demo``."""
    from django.db import transaction

    from khuyencong.cli.demo_year import load_demo
    from khuyencong.records.actions import describe_installation
    from khuyencong.registry.imports import load_reference

    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR)
        describe_installation(by=None, is_demo=True)
        load_demo()


@pytest.fixture
def empty_database(transactional_db):
    """A database with nothing in it. A test with real transactions leaves it empty; ``demo_again`` loads the demo."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def demo_again(transactional_db):
    """For tests that need real transactions: the demo, loaded anew when an earlier one of them left nothing."""
    if not Installation.objects.exists():
        load_demo_system()
