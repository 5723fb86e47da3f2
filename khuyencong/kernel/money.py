"""Money: integer đồng, its written forms and its words. Units other than đồng exist only here and in rendering."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Unit = Literal["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng"]

UNIT_VALUE: dict[str, int] = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def grouped(number: int) -> str:
    """1234567 -> '1.234.567'."""
    return f"{number:,}".replace(",", ".")


def decimal_text(value: Decimal, places: int, *, trim: bool = False) -> str:
    """Decimal in Vietnamese writing: '1.234,5'. ``trim`` drops trailing zeros. Rounds half up, for display only."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):.{places}f}".partition(".")
    if trim:
        fraction = fraction.rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + grouped(int(whole)) + (f",{fraction}" if fraction else "")


def in_unit(dong: int, unit: Unit, places: int | None = None) -> str:
    """Amount in đồng written in ``unit`` without its name: triệu to 1 decimal, tỷ to 3, trailing zeros dropped."""
    if places is None:
        places = {"đồng": 0, "nghìn đồng": 0, "triệu đồng": 1, "tỷ đồng": 3}[unit]
    return decimal_text(Decimal(dong) / UNIT_VALUE[unit], places, trim=True)


def percent(numerator: int, denominator: int, places: int = 1) -> Decimal | None:
    """Share in percent rounded half up, or None when there is nothing to divide by."""
    if denominator == 0:
        return None
    return (Decimal(numerator) * 100 / Decimal(denominator)).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )


def percent_text(numerator: int, denominator: int, places: int = 1) -> str:
    """'34,6%' (no space, as documents write it), or an en dash when the base is zero."""
    share = percent(numerator, denominator, places)
    return "–" if share is None else f"{decimal_text(share, places)}%"


def _tens(tens: int, ones: int) -> list[str]:
    if tens == 1:
        words = ["mười"]
    else:
        words = [_DIGITS[tens], "mươi"]
    if ones == 0:
        return words
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return [*words, special.get(ones, _DIGITS[ones])]


def _group(number: int, *, full: bool) -> list[str]:
    """Words of 0..999; ``full`` says the hundreds aloud even when they are zero."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens:
        return words + _tens(tens, ones)
    if ones:
        return [*words, "linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
    return words


def _below_billion(number: int, *, full: bool) -> list[str]:
    words: list[str] = []
    for value, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, value)
        if group:
            words += _group(group, full=full or bool(words))
            if name:
                words.append(name)
    return words


def words(number: int) -> str:
    """Cardinal number in Vietnamese words, official forms (linh, nghìn, tỷ). Source: domain note 40, section 3.7."""
    if number == 0:
        return _DIGITS[0]
    if number < 0:
        return f"âm {words(-number)}"
    billions, rest = divmod(number, 10**9)
    parts: list[str] = []
    if billions:
        parts += [*words(billions).split(" "), "tỷ"]
    parts += _below_billion(rest, full=bool(billions))
    return " ".join(parts)


def dong_in_words(dong: int) -> str:
    """Amount in words as papers write it: capital first letter, ends with 'đồng'."""
    text = f"{words(dong)} đồng"
    return text[0].upper() + text[1:]
