"""Numbers as sellers write them: 1,000 · 1,5 · 1 1/2 · 2.5万 · 一百二十 · 两千五 · 半 · three."""

from __future__ import annotations

import re

from udfs.text.chinese import simplified

_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)"
# Blanks group digits only before 000: "20 000 mAh" is one number, "6 500 ml" may be six bottles.
_SPACED = r"[1-9]\d{0,2}(?: \d{3})* 000(?!\d)"
_DECIMAL = rf"(?:{_GROUPED}|{_SPACED}|\d+[.,]\d+|\d+|\.\d+)"
# Only the fractions of tape measures and kitchens: 20/30 is two numbers.
_FRACTION = r"(?:\d+[ -])?(?:1/2|[12]/3|[13]/4|[1-4]/5|[15]/6|[1357]/8|[1379]/10|\d{1,2}/(?:16|32|64))(?![\d/])"
_DIGIT = "[零〇一二三四五六七八九]"
_TWO = "两(?=[百千万])"  # elsewhere 两 after a number is the weight of 50 g: 二两
_TIMES = "(?:[十百万]|千(?![克瓦帕米卡伏安赫欧焦]))"  # 十千克 are ten kilograms, not 1010 grams
# Two digits in a row are a guess (七八个, 三五天), and so are 几十 and 数百; 廿四 is 24.
_CHINESE = (
    r"(?<![零〇一二三四五六七八九两廿卅几])(?<!数(?=[十百千万]))"
    rf"(?:(?:(?:两|{_DECIMAL}|{_DIGIT}){_TIMES}|[十百万])"
    rf"(?:{_TIMES}|零?(?:{_TWO}|{_DECIMAL}|{_DIGIT}(?!{_DIGIT})))*"
    rf"|(?:两|{_DIGIT})(?:点{_DIGIT}+)?|半)(?!{_DIGIT})"
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Not inside a longer number, such as 1点5 and 1·5, nor, in digits, behind a letter: 500ml两瓶 holds two numbers. A
# minus sign counts only where no range can be meant.
NUMBER = re.compile(
    rf"(?<![\d_.,])(?:(?<![A-Za-z])|(?=[半两十百]|{_DIGIT}))(?<![\d零一二三四五六七八九十两][点·・•])(?:(?<![^(:])-)?"
    rf"(?:{_FRACTION}|{_CHINESE}|{_DECIMAL}|(?i:{'|'.join(_WORDS)})(?![A-Za-z]))"
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

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MULTIPLIERS = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4}
_TOKEN = re.compile(rf"{_DECIMAL}|.")
_PLAIN = re.compile(rf"{_DECIMAL}\Z")


def read_number(text: str) -> float:
    """Value of a text that :data:`NUMBER` matches."""
    if text.startswith("-"):
        return -read_number(text[1:])
    if _PLAIN.match(text):
        return _decimal(text)
    if "/" in text:
        return _fraction(text)
    if text.lower() in _WORDS:
        return float(_WORDS.index(text.lower()) + 1)
    if text == "半":
        return 0.5
    return _with_point(text) if "点" in text else _chinese(text)


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
    """A comma with three digits after it separates thousands, any other comma is a decimal comma."""
    if "," in text and not re.fullmatch(_GROUPED, text):
        return float(text.replace(",", "."))
    return float(text.replace(",", "").replace(" ", ""))


def _fraction(text: str) -> float:
    *whole, part = re.split("[ -]", text)
    above, below = part.split("/")
    return sum(map(float, whole)) + int(above) / int(below)


def _with_point(text: str) -> float:
    whole, decimals = text.split("点")
    return float(f"{_DIGITS[whole]}." + "".join(str(_DIGITS[digit]) for digit in decimals))


def _chinese(text: str) -> float:
    """Positional reading: 万 multiplies all before it, 十百千 the digit before. In 两万五 (25000) the last digit takes
    the place below the last multiplier, unless 零 says otherwise."""
    total = section = digit = 0.0
    last = 1.0
    for token in _TOKEN.findall(text):
        if token not in _MULTIPLIERS:
            digit = _DIGITS[token] if token in _DIGITS else _decimal(token)
            last = 1.0 if token == "零" else last
            continue
        last = _MULTIPLIERS[token]
        if last == 1e4:
            total, section = total + (section + digit or 1.0) * last, 0.0
        else:
            section += (digit or 1.0) * last
        digit = 0.0
    return total + section + digit * max(last / 10, 1.0)
