"""A seller's text cut into terms: each number with the unit that stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from udfs.quantities.numerals import NUMBER, read_number
from udfs.quantities.registry import read_unit, same_kind
from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc
from udfs.text.keys import undecorated

_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—−－", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys("✕✖＊*", "×")
    | {"″": '"', "“": '"', "”": '"'}
)
_TIMES = re.compile(r"(?i)(^|[\s)\d一-鿿]|\d ?(?:ml|l|g|kg|oz|pcs?|packs?|mah|wh))x(?=\s?\d)")
_POWER = re.compile(r"(?i)(?<![a-z])(mm|cm|m|yd|ft|in)\^?([23])(?!\d)")
# 1米8 and 一米八, 2尺3 and 一斤二: the digit behind is a decimal. But not 1.8米4件套 and 1斤2两.
_METRES = re.compile(
    r"(?<![\d.])(\d+|[一二两三])(米)(\d{1,2}|[一二三四五六七八九])"
    r"(?![\d.十百千万]|\s?[厘毫分公cm]|\s?[件套条个只双张层位人片支])"
)
_TENTHS = re.compile(r"(?<![\d.十百千万])(\d+|[一二两三四五六七八九])([尺斤])([1-9一二三四五六七八九])(?![\d.]|\s?\w)")
_AND_A_HALF = re.compile(r"([\d一二两三四五六七八九])(个|公斤|千克|公升|[斤年天尺米升寸打])半")
# 一箱24瓶 holds 24 pieces, 一组两个 two.
_ONE_PACK = re.compile(
    r"(?<![\d.一二两三四五六七八九十百千万第])[一1][箱盒包袋组套提桶](?:装|有|共|含)?(?=[\d两二三四五六七八九十])"
)
_ONE_MORE = re.compile(r"(?<=[瓶罐袋盒包片支个只听条枚])\s?[一1][箱盒提组](?!\w|\s?[×*])")  # 24瓶1箱
_A_PACK = re.compile(r"/([盒袋包箱罐瓶])\s?(?=[\d一二两三四五六七八九十百]+\1)")  # 10片/盒 3盒
_INCLUSIVE = re.compile(r"\(不?含\)")  # 9W(含)-15W(含)
# What goes without saying its unit: 身高150~160 are centimetres, and 克重180, 克重180g and 180克重 are of cloth.
_SOME = r"(?>\d\d+(?:\.\d+)?(?:\s?[-~至到]\s?\d+(?:\.\d+)?)?)"
_HEIGHT = re.compile(rf"(身高[\s:]*{_SOME})(?!\s*[A-Za-z毫厘分公米尺克])")
_CLOTH = re.compile(
    rf"(?i)克重[\s:]*({_SOME})(?:\s?(?:克|g)(?![a-z/每])|(?!\s*[a-z/每毫厘分公米尺克斤两盎]))"
    rf"|(?<![\d.])({_SOME})\s?克重"
)
# Words that begin with a unit or classifier: 39包邮 are no 39 packs.
_WORDS = re.compile(
    "包邮|条纹|条码|升级|升降|入耳|入门|丝光|丝绒|丝绸|丝滑|支持|支架|支付|目前|目标|目录|月新[款品]|月份|月饼|周年|周边|个性"
    "|个人|张力|台式|台灯|套餐|套头|把手|根据|份量|块钱|组合|分期|分钱|天然|天猫|天丝|天蓝|年货|年轻|年份|日本|日系|日期|日用"
    "|时尚|时代|度假|安全|安卓|安静|安装|伏特加|米色|米白|米家|卡通|卡其|卡扣|卡位|码数|开关|开口|开放|开衫|转换|两用|两面|两侧"
    "|本色|页面|卷发|杯盖|杯套|瓶盖|瓶口|罐头|饼干|片区|粒子|对比|打折|打底|打印|装饰|欧美|欧式|欧洲|瓦楞|帕恰|克莱因|只要|只需"
)
_HYPHENED = re.compile(r"(\d ?)?[A-Za-z]+-\Z")
# Behind a number: at most 24 characters, up to a digit (but m^2), a bracket or another mark.
_BEHIND = re.compile(
    r"[ -]{0,3}(?!to\b|in[ -]1\b)((?:[^\d\s,;:()+×~|&，；、-])(?:[^\d,;:()+×~|&，；、]|(?<=\^)[23]){0,23})"
)
_PIECE = re.compile(r"""[A-Za-zμΩ]+\.?(?:\^[23])?|[一-鿿]|''|[%°"'’′/]""")
_QUOTES = {'"': "inch", "''": "inch", "'": "foot", "’": "foot", "′": "foot"}
_DESCRIBED = re.compile(r"[A-Za-z]+[ -]([A-Za-z]+)")  # tea bags, foil sachets
_PACK_OF = re.compile(
    r"(?i)(?:\b(?:pack|set|box|case|lot|bundle|bag|carton|pcs|qty|quantity)\b(?: of)?|数量|件数|^×)[ :]*\Z"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A number, or a range up to ``upper``, with its unit as written (``spelling``) and as pint calls it (``unit``).

    Both are None for a number that stands alone. ``start`` and ``end`` are half-open characters of the normalized text.
    """

    number: float
    start: int
    end: int
    spelling: str | None = None
    unit: str | None = None
    upper: float | None = None

    @property
    def top(self) -> float:
        """The end of the range, or the number itself."""
        return self.number if self.upper is None else self.upper


def normalize(text: str) -> str:
    """One spelling for widths, dashes, quotes, fractions (½), powers (m²), times signs and Chinese scripts; no emoji.

    What is left unsaid is said: 1米8 becomes 1.8米, 身高170 becomes 身高170cm. Offsets change.
    """
    text = undecorated(simplified(nfkc(text.translate(_MARKS)))).replace("′′", '"')
    text = _INCLUSIVE.sub("", " ".join(text.split()))
    text = _TENTHS.sub(_decimal, _METRES.sub(_decimal, _AND_A_HALF.sub(_half, text)))
    text = _A_PACK.sub(r"/\1×", _ONE_MORE.sub("", _ONE_PACK.sub("", text)))
    text = _CLOTH.sub(lambda match: f"{match[1] or match[2]}g/m^2", _HEIGHT.sub(r"\1cm", text))
    return _POWER.sub(r"\1^\2", _TIMES.sub(r"\1×", text))


def _half(match: re.Match[str]) -> str:
    """一斤半 is 1.5斤, 一个半小时 is 1.5小时."""
    digit, unit = match.groups()
    return digit + (".5" if digit.isascii() else "点五") + ("" if unit == "个" else unit)


def _decimal(match: re.Match[str]) -> str:
    """1米8 and 一米八 are 1.8米."""
    whole, unit, rest = match.groups()
    return f"{read_number(whole):g}.{rest if rest.isascii() else int(read_number(rest))}{unit}"


def read_terms(text: str, asked: str) -> list[Term]:
    """All numbers of a normalized text; spellings that several units share are read as the unit ``asked`` suggests."""
    return [_term(text, match, asked) for match in NUMBER.finditer(text) if not _is_code(text, match.start())]


def _is_code(text: str, start: int) -> bool:
    """WH-1000 is a model and 第3代 a generation; 40L-45L is a range."""
    if text[start - 1 : start] == "第":
        return True
    before = _HYPHENED.search(text[max(0, start - 12) : start])
    return before is not None and before.group(1) is None


def word_behind(text: str, term: Term) -> str | None:
    """The word after a number, for messages."""
    behind = _BEHIND.match(text, term.end)
    return behind.group(1).split()[0] if behind else None


def begins_with_unit(text: str) -> bool:
    """Whether a unit or classifier stands at the start of a text in simplified characters: 件装 but not 入耳式."""
    return _longest_unit(text[:24], "count")[1] is not None


def _term(text: str, match: re.Match[str], asked: str) -> Term:
    number, start, end = read_number(match.group()), match.start(), match.end()
    if text[max(0, start - 3) : start] == "百分之":
        return Term(number, start - 3, end, "百分之", "percent")
    if text[max(0, start - 2) : start] == "零下":
        number, start = -number, start - 2
    behind = _BEHIND.match(text, end)
    if behind:
        factor, length, spelling, unit = _unit_at(behind.group(1), asked)
        if length:
            return Term(number * factor, start, behind.start(1) + length, spelling, unit)
    # Pieces are also counted from the front: pack of 3, ×2.
    if asked == "count" and (before := _PACK_OF.search(text[max(0, start - 20) : start])):
        return Term(number, start, end, before.group().strip(), "count")
    return Term(number, start, end)


@lru_cache(16384)
def _unit_at(text: str, asked: str) -> tuple[float, int, str | None, str | None]:
    """What the text behind a number begins with: factor, characters used, spelling and unit."""
    spelling, unit = _longest_unit(text, asked)
    if unit is None or not same_kind(unit, asked):
        # 20k mAh, 25K, and w as typed for 万: 2w毫安. K is a kelvin and W a watt wherever that makes sense.
        rest = text[1:].lstrip(" -")
        factor = {"k": 1e3, "w": 1e4}.get(text[0].lower(), 1.0)
        scaled, meant = _longest_unit(rest, asked) if factor > 1 else (None, None)
        if scaled and meant and same_kind(meant, asked):
            return factor, len(text) - len(rest) + len(scaled), scaled, meant
        if factor == 1e3 and not rest:
            return factor, 1, None, None
    return 1.0, len(spelling or ""), spelling, unit


def _longest_unit(text: str, asked: str) -> tuple[str | None, str | None]:
    """The longest beginning that spells a unit and ends in no word: 个月 is a month before 个 is a piece."""
    ends = [0]
    for piece in _PIECE.finditer(text):
        if len(ends) > 6 or text[ends[-1] : piece.start()].strip(" -"):
            break
        ends.append(piece.end())
    within = {place for word in _WORDS.finditer(text) for place in range(word.start() + 1, word.end())}
    for end in reversed([end for end in ends[1:] if end not in within]):
        if unit := _QUOTES.get(text[:end]) or read_unit(text[:end], asked):
            return text[:end], unit
    described = _DESCRIBED.match(text) if asked == "count" else None
    if described and (unit := read_unit(described.group(1), asked)) and same_kind(unit, asked):
        return described.group(), unit
    return None, None
