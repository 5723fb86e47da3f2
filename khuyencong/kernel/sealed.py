"""Seals short texts (identifiers of persons) so that a copy of the database does not show them.

A key is urlsafe base64 text of 32 bytes: Fernet encrypts with it, and a second key derived from it makes a HMAC of the
digits, so that equal values are found without opening any. The key lives outside the database.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

_PURPOSE = b"khuyencong.fingerprint.1"
_SHOWN = 3


class Unreadable(ValueError):
    """A sealed text that this key does not open: another key sealed it, or it was changed."""


def generate_key() -> str:
    """A new random key."""
    return Fernet.generate_key().decode()


def key_kept_in(path: Path) -> str:
    """The key in a file; made once, readable by its owner only. Two processes starting together agree on one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(generate_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text().strip()


def seal(text: str, key: str) -> str:
    """The text encrypted and authenticated, as ASCII text; sealing twice gives two different texts."""
    return Fernet(key).encrypt(text.encode()).decode()


def unseal(sealed: str, key: str) -> str:
    """The text that was sealed. Raises Unreadable when the key is another one or the sealed text was changed."""
    try:
        return Fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("sealed with another key, or changed") from error


def fingerprint(text: str, key: str) -> str:
    """64 hex digits, equal for texts with the same digits; without the key nothing can be tried against it."""
    digits = "".join(ch for ch in text if ch in "0123456789")
    own = hmac.new(key.encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(own, digits.encode(), hashlib.sha256).hexdigest()


def masked(text: str) -> str:
    """'•••• ••• 123': only the last three characters, whatever the length; nothing of a text of six or fewer."""
    tail = text[-_SHOWN:] if len(text) > 2 * _SHOWN else "•••"
    return f"•••• ••• {tail}"
