"""Templates keep the content policy and the words of the office."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BUTTONS = re.compile(r"<(button|a)\b[^>]*class=\"[^\"]*(?:button|menu-item)[^\"]*\"[^>]*>(.*?)</\1>", re.S)
FORBIDDEN = re.compile(r"\b(ký|phát hành|cấp số)\b", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert "hx-on" not in text
    assert "javascript:" not in text
    assert "|safe" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_button_claims_the_act_of_a_person(path):
    words = [match[2] for match in BUTTONS.finditer(path.read_text(encoding="utf-8"))]
    assert [text for text in words if FORBIDDEN.search(text)] == []


# Sentences that may name the act: they name a person's role or a paper that exists, never what a click does.
NAMES_THE_ACT = (
    "người ký", "đã ký", "được ký", "chữ ký", "ký, đóng dấu", "ký bằng", "tên người ký", "ký hiệu", "đăng ký", "chưa ký",
    "ký lại", "nhật ký", "định kỳ", "ký tự", "thư ký",
)  # fmt: skip


def test_no_sentence_of_the_interface_claims_the_act():
    from tests.languages import sentences

    said = []
    for message in sentences():
        for text in message.id if isinstance(message.id, tuple | list) else [message.id]:
            left = text.lower()
            for allowed in NAMES_THE_ACT:
                left = left.replace(allowed, "")
            if text and re.search(r"\b(ký|phát hành|cấp số)\b", left):
                said.append(text)
    assert said == []


def test_nobody_is_called_slow():
    said = [path.name for path in TEMPLATES if re.search(r"[\">}\s][Cc]hậm\b", path.read_text(encoding="utf-8"))]
    assert said == []


def test_scripts_hold_nothing_the_policy_forbids():
    for path in (ROOT / "static" / "js").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|document\.write", text), path.name


def test_styles_load_only_from_this_site():
    for path in (ROOT / "static" / "css").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|@import|data:", text), path.name


def test_post_forms_carry_the_token():
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", text, re.S):
            assert "csrf_token" in form, path.name
