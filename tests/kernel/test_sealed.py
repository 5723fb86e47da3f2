"""Sealed texts: unreadable without the key, found again by their digits; the key is kept safe and made once."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.kernel.sealed import Unreadable, fingerprint, generate_key, key_kept_in, masked, seal, unseal

KEY, OTHER = generate_key(), generate_key()
NUMBER = "001200000123"


@given(st.text(max_size=60))
def test_what_was_sealed_comes_back(text):
    assert unseal(seal(text, KEY), KEY) == text


def test_sealed_text_shows_nothing_and_differs_each_time():
    first, second = seal(NUMBER, KEY), seal(NUMBER, KEY)
    assert first != second
    assert NUMBER not in first
    assert first.isascii()


def test_another_key_or_a_changed_text_is_refused():
    sealed = seal(NUMBER, KEY)
    with pytest.raises(Unreadable):
        unseal(sealed, OTHER)
    changed = sealed[:-4] + ("AAAA" if sealed[-4:] != "AAAA" else "BBBB")
    with pytest.raises(Unreadable):
        unseal(changed, KEY)


def test_fingerprint_looks_at_digits_only_and_needs_the_key():
    assert fingerprint("0123456789-001", KEY) == fingerprint("0123 456 789 001", KEY)
    assert fingerprint("0123456789", KEY) != fingerprint("0123456788", KEY)
    assert fingerprint(NUMBER, KEY) != fingerprint(NUMBER, OTHER)
    assert len(fingerprint(NUMBER, KEY)) == 64


@pytest.mark.parametrize(
    ("text", "shown"),
    [(NUMBER, "•••• ••• 123"), ("0123456789-001", "•••• ••• 001"), ("123456", "•••• ••• •••"), ("", "•••• ••• •••")],
)
def test_masked_shows_the_last_three(text, shown):
    assert masked(text) == shown


def test_key_file_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "home" / "identifier.key"
    key = key_kept_in(path)
    assert key_kept_in(path) == key
    assert unseal(seal("x", key), key) == "x"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["identifier.key"]


def test_processes_starting_together_agree_on_one_key(tmp_path):
    path = tmp_path / "identifier.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: key_kept_in(path), range(32)))
    assert keys == {path.read_text()}


def _settings_key(**environment: str) -> str:
    words = [sys.executable, "-c", "from config import settings; print(settings.IDENTIFIER_KEY)"]
    done = subprocess.run(words, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_settings_keep_the_key_in_home_unless_the_environment_gives_one(tmp_path):
    home = tmp_path / "home"
    given_key = _settings_key(KHUYENCONG_HOME=str(home), KHUYENCONG_IDENTIFIER_KEY=KEY)
    assert given_key == KEY
    assert not (home / "identifier.key").exists()
    kept = _settings_key(KHUYENCONG_HOME=str(home), KHUYENCONG_IDENTIFIER_KEY="")
    assert kept == (home / "identifier.key").read_text()
    assert kept == _settings_key(KHUYENCONG_HOME=str(home), KHUYENCONG_IDENTIFIER_KEY="")
    if os.name == "posix":
        assert stat.S_IMODE((home / "identifier.key").stat().st_mode) == 0o600
