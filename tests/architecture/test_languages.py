"""Two whole languages: every sentence has its English, and no library speaks English on a Vietnamese page."""

import os
import re

import django
from babel.messages.pofile import read_po

from tests.languages import ROOT, english, sentences

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}|%[sd]")
SHOWN = (
    "core/validators.py",
    "forms/",
    "views/csrf.py",
    "contrib/auth/password_validation.py",
    "db/models/constraints.py",
)
NOT_SHOWN = ("Referer", "cookie", "DEBUG=True")


def texts(value) -> list[str]:
    return [text for text in (value if isinstance(value, list | tuple) else (value,)) if text]


def test_every_sentence_has_its_english():
    known = english()
    missing = []
    for message in sentences():
        if message.id:
            found = known.get(message.id, context=message.context)
            if found is None or not texts(found.string):
                missing.append(message.id)
    assert missing == []


def test_english_keeps_the_placeholders():
    wrong = []
    for message in english():
        for text in texts(message.string):
            wanted = {mark for original in texts(message.id) for mark in PLACEHOLDER.findall(original)}
            if message.id and set(PLACEHOLDER.findall(text)) != wanted:
                wrong.append(message.id)
    assert wrong == []


def test_english_is_english():
    marks = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.I)
    names = re.compile(
        r"“[^”]*”|Sở|Cục|QĐ|NĐ|Tiếng Việt|Khuyến Công|khuyến công|Hoàng Sa|Trường Sa|MẬT|TỐI MẬT|TUYỆT MẬT|đồng|TCVN3",
        re.I,
    )
    wrong = [
        text
        for message in english()
        if message.id
        for text in texts(message.string)
        if marks.search(names.sub("", text))
    ]
    assert wrong == []


def test_libraries_speak_vietnamese_on_vietnamese_pages():
    folder = os.path.dirname(django.__file__)
    with (ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po").open("rb") as file:
        ours = read_po(file, locale="vi")
    missing = []
    for part in ("conf", "contrib/auth"):
        with open(f"{folder}/{part}/locale/en/LC_MESSAGES/django.po", "rb") as file:
            wanted = read_po(file, locale="en")
        with open(f"{folder}/{part}/locale/vi/LC_MESSAGES/django.po", "rb") as file:
            theirs = read_po(file, locale="vi")
        for message in wanted:
            where = message.locations[0][0] if message.locations else ""
            if not message.id or not where.startswith(SHOWN) or any(word in str(message.id) for word in NOT_SHOWN):
                continue
            found = [book.get(message.id, context=message.context) for book in (ours, theirs)]
            if not any(item and texts(item.string) and not item.fuzzy for item in found):
                missing.append(message.id)
    assert missing == []
