"""People of the demo, signed in."""

import pytest
from django.test import Client

from khuyencong.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def as_person(db):
    """Give a client signed in as an account of the demo."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username), backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def leader(as_person) -> Client:
    return as_person("lanhdao")


@pytest.fixture
def officer(as_person) -> Client:
    return as_person("chuyenvien")
