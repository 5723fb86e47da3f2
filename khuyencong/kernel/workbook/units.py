"""The unit of money said near a table: đồng, nghìn, triệu, tỷ, in the many ways it is abbreviated."""

import re
import unicodedata

_DONG = r"(?:dong|vnd|vn d|d)"
_LABEL = re.compile(r"(?:don vi tinh|don vi|dvt|dv tinh|unit)\s*[:\-.(]*\s*")
_MILLION = rf"(?:trieu\s*{_DONG}?|tr\.?\s*{_DONG}|1[.,]?000[.,]000\s*{_DONG}?|10\^?6\s*{_DONG})"
_THOUSAND = rf"(?:(?:nghin|ngan)\s*{_DONG}?|1[.,]?000\s*{_DONG}?|ng\.?\s*{_DONG}|10\^?3\s*{_DONG})"
_BILLION = rf"(?:t[yi]\s*{_DONG}?|1[.,]?000[.,]000[.,]000\s*{_DONG}?)"
_FORMS = ((10**9, _BILLION), (10**6, _MILLION), (10**3, _THOUSAND), (1, _DONG))
_INSIDE = ((10**9, rf"\bt[yi]\s+{_DONG}\b"), (10**6, rf"\btrieu\s*{_DONG}\b|\btr\.?\s?(?:dong|d)\b"),
           (10**3, rf"\b(?:nghin|ngan)\s*{_DONG}\b|\b1[.,]?000\s?{_DONG}\b"))  # fmt: skip
_PLAIN_DONG = re.compile(r"[,:–-]\s*(?:đồng|vnđ|vnd)\s*$")


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(ch for ch in lowered if not unicodedata.combining(ch))
    return " ".join(bare.split())


def unit_of_label(text: str) -> int | None:
    """đồng per unit for 'Đơn vị tính: triệu đồng', 'ĐVT: tr.đ', 'Đơn vị: 1.000 đồng'; None when it is no such label."""
    plain = _plain(text).strip(" ()[].;*")
    label = _LABEL.search(plain)
    if not label:
        return _whole(plain) if re.search(r"(?:dong|vnd)$", plain) else None
    return _whole(plain[label.end() :].strip(" ()[].;*"))


def _whole(plain: str) -> int | None:
    return next((value for value, form in _FORMS if re.fullmatch(form, plain)), None)


def unit_inside(text: str) -> int | None:
    """đồng per unit named inside a title: 'Kinh phí (triệu đồng)', 'KCQG (tr.đ)', 'Kinh phí, nghìn đồng'."""
    plain = _plain(text)
    for bracket in re.findall(r"[(\[]([^)\]]*)[)\]]", plain):
        value = unit_of_label(bracket)
        if value:
            return value
    label = _LABEL.search(plain)
    if label and (value := _whole(plain[label.end() :].strip(" ()[].;*"))):
        return value
    found = next((value for value, form in _INSIDE if _unit_not_amount(form, plain)), None)
    # "đóng góp" without marks reads like "đồng": a lone đồng counts only with its marks and behind a comma.
    return found or (1 if _PLAIN_DONG.search(unicodedata.normalize("NFC", text.lower())) else None)


def _unit_not_amount(form: str, plain: str) -> bool:
    """Is the unit named alone, not behind a figure? 'tổng kinh phí 12,3 tỷ đồng' says an amount, no unit."""
    return any(not re.search(r"\d\s*$", plain[: found.start()]) for found in re.finditer(form, plain))


UNIT_NAMES = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}
