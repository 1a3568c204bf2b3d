"""Numbers as sellers write them: 1,000 · 1.234,5 · 1'000 · 1.2E+3 · 1 1/2 · 2.5万 · 一百二十 · 两千五 · 半 · three.

A dot before exactly three digits may be a decimal point or separate thousands: such a number has two readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from udfs.quantities import number_words
from udfs.text.chinese import simplified

# Commas: 1,000 and the Indian 1,00,000; in German 1.234.567 and 1.234,5; in Swiss 1'000.
_COMMAS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"
_DOTS = r"[1-9]\d{0,2}(?:\.\d{3})+,\d+(?!\d)|[1-9]\d{0,2}(?:\.\d{3}){2,}(?!\d|,\d)"
_APOSTROPHES = r"[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?(?!\d)"
# Blanks group digits only where nothing else can be meant: before 000, twice, or before decimals. "20 000 mAh" is one
# number, "6 500 ml" may be six bottles.
_BLANKS = r"[1-9]\d{0,2}(?:(?: \d{3})* 000|(?: \d{3})+,\d{1,2}|(?: \d{3}){2,}(?:\.\d{1,2})?)(?![\d.,]?\d)"
# 1.2E+3, 1.2e3, 1.2 × 10^3; without point and sign only before a unit: 2E4 mAh, but not the code 2E4.
_EXPONENT = (
    r"\d+(?:[.,]\d+)?(?:[eE][+-]\d{1,2}(?!\d)|(?<=\d[.,]\d)[eE]\d{1,2}(?![\d.])|\s?×\s?10\^-?\d{1,2}(?!\d)"
    r"|[eE]\d(?=\s?(?:m?Ah|[mk]?g|m[lL]|[mc]?m|lm|[mk]?W|V|h)\b))"
)
_DECIMAL = rf"(?:{_EXPONENT}|{_COMMAS}|{_DOTS}|{_APOSTROPHES}|{_BLANKS}|\d+[.,]\d+|\d+|(?<![\w)])[.,]\d+)"
# Only the fractions of tape measures, kitchens and shutters: 20/30 is two numbers. 30-1/8000 s is no mixed number.
_FRACTION = (
    r"(?:(?:\d+[ -])?(?:1/2|[12]/3|[13]/4|[1-4]/5|[15]/6|[1357]/8|[1379]/10|\d{1,2}/(?:16|32|64))"
    r"|1/\d{2,5}(?=\s?(?:s|secs?|seconds?|秒)\b))(?![\d/])"
)
_PARTS = "(?:[一两二三四五六七八九十]又)?[一两二三四五六七八九十]分之[一二三四五六七八九十]"
_DIGIT = "[零〇一二三四五六七八九]"
_TWO = "两(?=[百千万亿])"  # elsewhere 两 after a number is the weight of 50 g: 二两
_TIMES = "(?:[十百万亿]|千(?![克瓦帕米卡伏安赫欧焦]))"  # 十千克 are ten kilograms, not 1010 grams
# Two digits in a row are a guess (七八个, 三五天), and so are 几十 and 数百.
_CHINESE = (
    r"(?<![零〇一二三四五六七八九两几])(?<!数(?=[十百千万]))"
    rf"(?:(?:(?:两|{_DECIMAL}|{_DIGIT}){_TIMES}|[十百万])"
    rf"(?:{_TIMES}|零?(?:{_TWO}|{_DECIMAL}|{_DIGIT}(?!{_DIGIT})))*(?:点{_DIGIT}+)?"
    rf"|(?:两|{_DIGIT})(?:点{_DIGIT}+)?|半)(?!{_DIGIT})"
)

# Not inside a longer number, such as 1点5 and 1·5, nor, in digits, behind a letter: 500ml两瓶 holds two numbers. A
# minus sign counts only where no range can be meant.
NUMBER = re.compile(
    rf"(?<![\d_])(?<!\d[.,])(?<!\.\.)(?:(?<![A-Za-z])|(?=[半两十百]|{_DIGIT}))"
    r"(?<![\d零一二三四五六七八九十两][点·・•])(?:(?<![^(:])-)?"
    rf"(?:{_FRACTION}|{_PARTS}|{_CHINESE}|{_DECIMAL}|(?<![A-Za-z]){number_words.NUMBER}(?![A-Za-z]))"
)

# What stands for a number of equal things: dual port, twin pack, a dozen. Not read as quantities ("single cup 50 ml").
_COUNTS = {
    **dict.fromkeys(("single", "mono", "solo"), 1.0),
    **dict.fromkeys(("dual", "double", "twin", "duo", "pair", "couple", "bi"), 2.0),
    **dict.fromkeys(("triple", "trio", "tri", "threesome"), 3.0),
    **dict.fromkeys(("quad", "quadruple", "quartet", "tetra"), 4.0),
    **dict.fromkeys(("penta", "quintuple", "quintet"), 5.0),
    **dict.fromkeys(("hexa", "sextuple", "sextet"), 6.0),
    **dict.fromkeys(("octa", "octo", "octet"), 8.0),
    **dict.fromkeys(("deca",), 10.0),
    **dict.fromkeys(("dozen",), 12.0),
}
_GROUPS = {"dozen": 12.0, "hundred": 100.0, "gross": 144.0, "thousand": 1e3, "k": 1e3}
_COUNTED = re.compile(
    rf"(?P<number>{NUMBER.pattern})(?:[ -]?(?P<group>(?i:{'|'.join(_GROUPS)}))(?![A-Za-z]))?"
    rf"|(?<![A-Za-z])(?P<word>(?i:{'|'.join(_COUNTS)}))(?![A-Za-z])"
)

Decimal = Literal["point", "comma"]
"""What stands before the decimals of a number."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MULTIPLIERS = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_TOKEN = re.compile(rf"{_DECIMAL}|.")
_PLAIN = re.compile(rf"(?:{_DECIMAL}|\d+[eE]\d)\Z")
_TELLING = re.compile(r"(?<![\d.,])\d+(?:\.\d{3})*(?:(?P<comma>,)|\.)(?:\d{1,2}|\d{4,})(?![\d.,]*\d)")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}\.\d{3}\Z")


def read_number(text: str) -> float:
    """Value of a text that :data:`NUMBER` matches; of two readings the one with a decimal point."""
    if text.startswith("-"):
        return -read_number(text[1:])
    if _PLAIN.match(text):
        return _decimal(text)
    if "/" in text:
        return _fraction(text)
    if text.isascii():
        return number_words.read(text)
    if "分之" in text:
        *whole, part = text.split("又")
        below, above = part.split("分之")
        return sum(map(_chinese, whole)) + _chinese(above) / _chinese(below)
    if text == "半":
        return 0.5
    return _with_point(text) if "点" in text else _chinese(text)


def has_two_readings(text: str) -> bool:
    """Whether the dot of a text that :data:`NUMBER` matches may separate thousands: 1.500, but not 0.500 and 1.50."""
    return _TWO_READINGS.match(text) is not None


def decimal_of(texts: Iterable[str]) -> Decimal | None:
    """What numbers of the same hand have before their decimals; null where none tells, or both occur.

    ``12,5`` and ``1.234,50`` have a comma, ``12.5`` a point; ``1.500`` and ``1,500`` tell nothing.
    """
    found: set[Decimal] = {
        "comma" if match["comma"] else "point" for text in texts for match in _TELLING.finditer(text)
    }
    return found.pop() if len(found) == 1 else None


def read_numbers(text: str) -> list[float]:
    """All numbers of a text, in its order; 7.2K, 2 dozen and words such as "dual" count."""
    return [_counted(match) for match in _COUNTED.finditer(simplified(text))]


def _counted(match: re.Match[str]) -> float:
    if word := match["word"]:
        return _COUNTS[word.lower()]
    return read_number(match["number"]) * _GROUPS.get((match["group"] or "").lower(), 1.0)


def plain_number(number: float) -> str:
    """All digits that count, ten at most, without exponent: ``1000``, ``30.48``."""
    shown = f"{float(f'{number:.10g}'):.10f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _decimal(text: str) -> float:
    """A comma before exactly three digits separates thousands; any other single comma is a decimal comma."""
    if power := re.fullmatch(r"(.+?)\s?(?:[eE]|×\s?10\^)([+-]?\d+)", text):
        return float(f"{_decimal(power[1])}e{power[2]}")
    if re.fullmatch(_COMMAS, text):
        return float(text.replace(",", ""))
    if re.fullmatch(_DOTS, text):
        return float(text.replace(".", "").replace(",", "."))
    return float(re.sub("['’ ]", "", text).replace(",", "."))


def _fraction(text: str) -> float:
    *whole, part = re.split("[ -]", text)
    above, below = part.split("/")
    return sum(map(float, whole)) + int(above) / int(below)


def _with_point(text: str) -> float:
    whole, decimals = text.split("点")
    return float(f"{_chinese(whole):.0f}." + "".join(str(_DIGITS[digit]) for digit in decimals))


def _chinese(text: str) -> float:
    """Positional reading: 万 and 亿 multiply all before them, 十百千 the digit before. In 两万五 (25000) the last digit
    takes the place below the last multiplier, unless 零 says otherwise."""
    total = section = digit = 0.0
    last = 1.0
    for token in _TOKEN.findall(text):
        if token not in _MULTIPLIERS:
            digit = _DIGITS[token] if token in _DIGITS else _decimal(token)
            last = 1.0 if token == "零" else last
            continue
        last = _MULTIPLIERS[token]
        if last == 1e8:
            total, section = (total + section + digit or 1.0) * last, 0.0
        elif last == 1e4:
            total, section = total + (section + digit or 1.0) * last, 0.0
        else:
            section += (digit or 1.0) * last
        digit = 0.0
    return total + section + digit * max(last / 10, 1.0)
