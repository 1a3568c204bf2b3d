"""One spelling for the many ways in which sellers write a quantity, before it is cut into terms."""

from __future__ import annotations

import re
from collections.abc import Callable

from udfs.quantities.numerals import read_number
from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc
from udfs.text.keys import undecorated

_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—−－", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys("✕✖＊*", "×")
    | {"″": '"', "“": '"', "”": '"', "′": "'", "≧": "≥", "≦": "≤"}
    | {power: f"^{digit}" for power, digit in zip("²³⁴⁵⁶⁷⁸⁹", "23456789", strict=True)}
    | {"٫": ".", "٬": ","}
)
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")  # blanks that typesetters put into numbers
_CURRENT = re.compile(r"(?i)\b([AD]C)(?=\d)")  # DC12V
_COUNTED_S = re.compile(r"(?i)([x×]\s?\d{1,4})\s?['’]?s\b")  # 330ml x 4s
_SIZED_CLASSIFIER = re.compile(r"(?<=[\d一二两三四五六七八九十])[大小](?=[包盒袋瓶罐箱桶卷片块])")  # 3大包
_MEGAPIXEL = re.compile(r"(?<=\d)\s?百万(?:像素|画素)")
_POWER_OF_TEN = re.compile(r"(?<=\d)\s?[x·*]\s?(?=10\^)")
# Two 500 g bags; in digits, 2 500 g may be one number.
_COUNTED_SIZES = re.compile(
    r"(?i)\b(two|three|four|five|six|eight|ten|twelve) (\d[\d.,]* ?(?:m?l|cl|k?g|oz|lbs?)) (?=[a-z]+s\b)"
)
_PER_AREA = re.compile(r"(?i)(?<=[a-z克])\s?(?:\b(?:per|pro)\s+(?:square met(?:er|re)|sq\.? ?m|quadratmeter)|每平方米)")
_AREA_FIRST = re.compile(r"每(?:平方米|平米)\s?(\d[\d.]*)\s?(?:克|g)")  # 每平方米120克
_NESTED = re.compile(r"(?<=\d)\s?[x×]\s?\(([^()]*)\)")  # 2 × (6 × 330 ml)
_GLUED = re.compile(r"(?i)(?<=\d)(\s?(?:h|hrs?|d|mins?|ft|lbs?|kg|v|w|hz|mah|ml|小时))(?=\d)")  # 3h20min
_TIMES = re.compile(r"(?i)(^|[\s)\d一-鿿'\"]|\d ?(?:ml|l|g|kg|oz|pcs?|packs?|mah|wh|cm|mm|in))x(?=\s?\d)")
_POWER = re.compile(r"(?i)(?<![a-z])(mm|cm|m|yd|ft|in)\^?([23])(?!\d)")
_IN_BRACKETS = re.compile(r"(?<=\d)\s?\((±[^()]{1,12})\)")  # 30 (±1) cm
_ONE_SIDED = re.compile(r"(?<=\d)\s?\(?\+\s?\d[\d.]*\s?/\s?-\s?\d[\d.]*\)?")  # 10 +0.5/-0.2 mm
_TOLERANCE = re.compile(r"\+\s?/\s?-|\+-|正负|plus or minus|plus/minus")
# 1米8 and 一米八, 2尺3 and 一斤二: the digit behind is a decimal. But not 1.8米4件套 and 1斤2两.
_METRES = re.compile(
    r"(?<![\d.])(\d+|[一二两三])(米)(\d{1,2}|[一二三四五六七八九])"
    r"(?![\d.十百千万]|\s?[厘毫分公cm]|\s?[件套条个只双张层位人片支])"
)
_TENTHS = re.compile(r"(?<![\d.十百千万])(\d+|[一二两三四五六七八九])([尺斤])([1-9一二三四五六七八九])(?![\d.]|\s?\w)")
_AND_A_HALF = re.compile(
    r"([\d一二两三四五六七八九])(个|公斤|千克|公升|英寸|英尺|公里|分钟|小时|[斤年天尺米升寸打磅])半"
)
# 一箱24瓶 holds 24 pieces, 一组两个 two.
_ONE_PACK = re.compile(
    r"(?<![\d.一二两三四五六七八九十百千万第])[一1][箱盒包袋组套提桶](?:装|有|共|含)?(?=[\d两二三四五六七八九十])"
)
_ONE_MORE = re.compile(r"(?<=[瓶罐袋盒包片支个只听条枚])\s?[一1][箱盒提组](?!\w|\s?[×*])")  # 24瓶1箱
_A_PACK = re.compile(r"/([盒袋包箱罐瓶])\s?(?=[\d一二两三四五六七八九十百]+\1)")  # 10片/盒 3盒
_INCLUSIVE = re.compile(r"\(不?含\)")  # 9W(含)-15W(含)
_CAPPED = re.compile(r"(?<=\d) ?\(max\.?\)", re.IGNORECASE)
# Numerals that cannot be forged (伍佰, 贰拾), where two stand together or a unit follows; 廿 and 卅; 俩 and 仨.
_FINANCIAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
_FORMAL = re.compile(
    rf"[{''.join(_FINANCIAL)}零万]{{2,}}|[{''.join(_FINANCIAL)}](?=\s?[个只件双瓶包盒箱袋片粒颗条根罐套斤克两升米公千毫厘])"
)
_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_DIGIT_BY_DIGIT = re.compile(
    rf"(?<![十百千万亿点\d])[一二三四五六七八九][{''.join(_DIGITS)}]{{2,}}(?![十百千万亿点\d])"
)
_MIXED = re.compile(r"(?<=\d)\s?(?:又|and)\s?(?=\d{1,2}/\d)")  # 1又1/2
_UNIT_AND_A_HALF = re.compile(r"(?i)\b(an?|one|two|three|\d{1,3}) ([a-z]+) and (?:a )?half\b")  # an hour and a half
# H38 cm, Ø20 mm: the letter names the axis, and begins no code.
_AXIS_LETTER = re.compile(
    r"(?<![A-Za-z\d])([LWHDØøΦφ])(?=\d{1,4}(?:\.\d+)? ?(?:mm|cm|m|in|inch|\"|'|厘米|毫米|米|英寸)(?![A-Za-z]))"
)
_TENS = re.compile("[廿卅卌](?=[一二三四五六七八九]?\\s?[\\w])")
_PAIRS = {"俩": "两个", "仨": "三个"}
# What goes without saying its unit: 身高150~160 are centimetres, and 克重180, 克重180g and 180克重 are of cloth.
_SOME = r"(?>\d\d+(?:\.\d+)?(?:\s?[-~至到]\s?\d+(?:\.\d+)?)?)"
_HEIGHT = re.compile(rf"(身高[\s:]*{_SOME})(?!\s*[A-Za-z毫厘分公米尺克])")
_CLOTH = re.compile(
    rf"(?i)克重[\s:]*({_SOME})(?:\s?(?:克|g)(?![a-z/每])|(?!\s*[a-z/每毫厘分公米尺克斤两盎]))"
    rf"|(?<![\d.])({_SOME})\s?克重"
)
# 4 (28 ounce) cans: four of them.
_SIZED_PIECES = re.compile(r"(?<![\d.,])(\d{1,4}) ?\((\d[^()\d]{0,4}[^()]{0,20})\) ?(?=[A-Za-z一-鿿])")


def normalize(text: str) -> str:
    """One spelling for widths, dashes, quotes, fractions (½), powers (m²), times signs and Chinese scripts; no emoji.

    What is left unsaid is said: 1米8 becomes 1.8米, 身高170 becomes 身高170cm. Offsets change.
    """
    text = undecorated(simplified(nfkc(_GROUPED.sub("'", text).translate(_MARKS))))
    text = _numerals(" ".join(text.replace("''", '"').replace("’’", '"').split()))
    for pattern, spelled in _STEPS:
        text = pattern.sub(spelled, text)
    return text


def _numerals(text: str) -> str:
    """Everyday numerals for formal ones: 伍佰克 is 五百克, 廿五片 is 二十五片."""
    if text.isascii():
        return text
    text = _FORMAL.sub(lambda match: "".join(_FINANCIAL.get(c, c) for c in match.group()), text)
    text = _TENS.sub(lambda match: {"廿": "二十", "卅": "三十", "卌": "四十"}[match.group()], text)
    text = _DIGIT_BY_DIGIT.sub(lambda match: "".join(_DIGITS[c] for c in match.group()), text)
    return re.sub("[俩仨]", lambda match: _PAIRS[match.group()], text)


def _with_half(match: re.Match[str]) -> str:
    """An hour and a half is 1.5 hour."""
    number, unit = match.groups()
    return f"{read_number(number.lower()) if number.lower() not in ('a', 'an') else 1:g}.5 {unit}"


def _half(match: re.Match[str]) -> str:
    """一斤半 is 1.5斤, 一个半小时 is 1.5小时."""
    digit, unit = match.groups()
    return digit + (".5" if digit.isascii() else "点五") + ("" if unit == "个" else unit)


def _decimal(match: re.Match[str]) -> str:
    """1米8 and 一米八 are 1.8米."""
    whole, unit, rest = match.groups()
    return f"{read_number(whole):g}.{rest if rest.isascii() else int(read_number(rest))}{unit}"


# In this order: each sees what those before it made.
_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_INCLUSIVE, ""),
    (_CAPPED, ""),
    (_AXIS_LETTER, r"\1 "),
    (_MIXED, " "),
    (_UNIT_AND_A_HALF, _with_half),
    (_CURRENT, r"\1 "),
    (_COUNTED_S, r"\1 pcs"),
    (_SIZED_CLASSIFIER, ""),
    (_IN_BRACKETS, r" \1 "),
    (_ONE_SIDED, ""),
    (_AREA_FIRST, r"\1g/m^2"),
    (_POWER_OF_TEN, " × "),
    (_PER_AREA, "/m^2"),
    (_COUNTED_SIZES, r"\1 × \2 "),
    (_MEGAPIXEL, " megapixel"),
    (_TOLERANCE, "±"),
    (_GLUED, r"\1 "),
    (_AND_A_HALF, _half),
    (_METRES, _decimal),
    (_TENTHS, _decimal),
    (_ONE_PACK, ""),
    (_ONE_MORE, ""),
    (_A_PACK, r"/\1×"),
    (_HEIGHT, r"\1cm"),
    (_CLOTH, lambda match: f"{match[1] or match[2]}g/m^2"),
    (_TIMES, r"\1×"),
    (_POWER, r"\1^\2"),
    (_SIZED_PIECES, r"\1 × \2 "),
    (_NESTED, r" × \1 "),
)
