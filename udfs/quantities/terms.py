"""A seller's text cut into terms: each number with the unit that stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from udfs.quantities.numerals import NUMBER, has_two_readings, read_number
from udfs.quantities.registry import read_unit, same_kind

# Words that begin with a unit or classifier: 39包邮 are no 39 packs.
_WORDS = re.compile(
    "包邮|条纹|条码|升级|升降|入耳|入门|丝光|丝绒|丝绸|丝滑|支持|支架|支付|目前|目标|目录|月新[款品]|月份|月饼|周年|周边|个性"
    "|个人|张力|台式|台灯|套餐|套头|把手|根据|份量|块钱|组合|分期|分钱|天然|天猫|天丝|天蓝|年货|年轻|年份|日本|日系|日期|日用"
    "|时尚|时代|度假|安全|安卓|安静|安装|伏特加|米色|米白|米家|卡通|卡其|卡扣|卡位|码数|开关|开口|开放|开衫|转换|两用|两面|两侧"
    "|本色|页面|卷发|杯盖|杯套|瓶盖|瓶口|罐头|饼干|片区|粒子|对比|打折|打底|打印|装饰|欧美|欧式|欧洲|瓦楞|帕恰|克莱因|只要|只需"
    "|毫米汞柱|米水柱|公斤力|千克力|牛皮|牛奶|牛仔|牛油|牛筋|焦糖|巴士|巴掌"
)
_HYPHENED = re.compile(r"(\d ?)?[A-Za-z]+-\Z")
_ORDINAL_BEFORE = re.compile(r"(?i)(?:第|\b(?:no|nr|art|gen|ver|vol)\.? ?|№ ?|#|\bf/)\Z")
_ORDINAL_BEHIND = re.compile(r"(?i)(?:st|nd|rd|th)(?![a-z])| ?合(?=1\b|一)")
# Generations of networks, memories, resolutions, the purity of gold, films, the hardness of glass: 5G, 64G, 4K, 3D, 9H.
_GRADE = {
    "g": r"802\.11[a-z]|(?:[2-6]|2\.4|5\.8|8|16|32|64|128|256|512)G",
    "K": r"\d{1,2}[Kk]",
    "day": r"[2-9]D",
    "h": r"9H|\dH(?=铅笔| ?pencil)",
    "m": "3M",
    "s": r"\dS",
}
_PRICE_BEHIND = re.compile(r"(?i) ?(?:[$€£¥₹]|(?:usd|eur|gbp|cny|rmb)\b)")
# The grade of an oil, and other numbers with a letter between them: 5W-30.
_LETTER_BETWEEN = re.compile(r"\d+[A-Z]-?\d+(?!\d|\s?[a-zA-Z]{1,2}\b)")
_LETTER_BEHIND = re.compile(r"\s?[a-zA-Z]{1,2}\b")
_BEHIND_LETTER = re.compile(r"(?<![\w.])\d+[A-Z]-\Z")
_PRICE_BEFORE = re.compile(r"(?i)(?:[$€£¥₹]|\b(?:usd|eur|gbp|cny|rmb|rs|inr|myr|rm|rp|idr|php|sgd))\.? ?\Z")
# Behind a number: at most 24 characters, up to a digit (but m^2), a bracket or another mark.
_BEHIND = re.compile(
    r"[ -]{0,3}(?!to\b|in[ -]1\b)((?:[^\d\s,;:()+×~|&，；、±-])(?:[^\d,;:()+×~|&，；、±-]"
    r"|-(?=[A-Za-z])|(?<=\^)[23]){0,23})"
)
_AXIS = re.compile(r""" ?\(?[LWHD]\)?(?= ?(?i:mm|cm|m|in|inch|inches|ft|feet)(?![A-Za-z])| ?["'英厘毫公])""")
_AND_MORE = re.compile(r" ?\+ ?(?=[A-Za-z一-鿿%])")
_PIECE = re.compile(r"""[^\W\d_一-鿿]+(?:_[a-z]+)?\.?(?:\^[23])?|[一-鿿]|''|[%°"'’/]""")
_QUOTES = {'"': "inch", "''": "inch", "'": "foot", "’": "foot"}
_DESCRIBED = re.compile(r"[A-Za-z]+[ -]([A-Za-z]+)")  # tea bags, foil sachets
_PACK_OF = re.compile(
    r"(?i)(?:\b(?:pack|set|box|case|lot|bundle|bag|carton|pcs|qty|quantity)\b(?: of)?|数量|件数|^×)[ :]*\Z"
)
_FOR_A_PACK = re.compile(r"(?i) ?(?:/|per) ?(?:carton|box|pack|case|bag|ct|pk|set|bundle)\b")  # 24/Carton
_TO_MORE = re.compile(r"\s?[-~]\s?\d")
_PART_OF = re.compile(r"(?i)(?:half|quarters?|thirds?)(?: of)?(?: an?)?\Z")
PRICE = "money"


@dataclass(frozen=True, slots=True)
class Term:
    """A number, or a range up to ``upper``, with its unit as written (``spelling``) and as pint calls it (``unit``).

    Both are None for a number that stands alone. ``start`` and ``end`` are half-open characters of the normalized text.
    ``thousands``: the dot may separate thousands, so that 1000 times the number may be meant. ``tolerance``, ``pieces``
    and ``each`` say what was joined: 10 ± 0.5, 6 × 500. ``is_size``: several numbers with times signs, 30 × 20 cm.
    """

    number: float
    start: int
    end: int
    spelling: str | None = None
    unit: str | None = None
    upper: float | None = None
    thousands: bool = False
    tolerance: str | None = None
    pieces: float | None = None
    each: float | None = None
    is_size: bool = False

    @property
    def top(self) -> float:
        """The end of the range, or the number itself."""
        return self.number if self.upper is None else self.upper


def read_terms(text: str, asked: str) -> list[Term]:
    """All numbers of a normalized text; spellings that several units share are read as the unit ``asked`` suggests."""
    grade = _grade(asked)
    terms = (
        _term(text, match, asked)
        for match in NUMBER.finditer(text)
        if not (_is_code(text, *match.span()) or (grade and grade.match(text, match.start())))
    )
    return [term for term in terms if term.unit or not _PART_OF.search(text[term.start : term.end])]


@cache
def _grade(asked: str) -> re.Pattern[str] | None:
    """What looks like a number in the unit asked for and is a grade of something."""
    grades = [grade for unit, grade in _GRADE.items() if same_kind(unit, asked) and asked != "denier"]
    return re.compile(rf"(?<![\d.,])(?:{'|'.join(grades)})(?![A-Za-z0-9/^])") if grades else None


def _is_code(text: str, start: int, end: int) -> bool:
    """WH-1000 is a model, 第3代 a generation, 3rd an order, 3合1 a kind; 40L-45L is a range."""
    before = text[max(0, start - 12) : start]
    if _ORDINAL_BEFORE.search(before) or _ORDINAL_BEHIND.match(text, end):
        return True
    has_exponent = "e" in text[start:end].lower()
    if (_LETTER_BETWEEN.match(text, start) and not has_exponent) or (
        _BEHIND_LETTER.search(before) and not _LETTER_BEHIND.match(text, end)
    ):
        return True
    hyphened = _HYPHENED.search(before)
    return hyphened is not None and hyphened.group(1) is None


def word_behind(text: str, term: Term) -> str | None:
    """The word after a number, for messages."""
    behind = _BEHIND.match(text, term.end)
    return behind.group(1).split()[0] if behind else None


def begins_with_unit(text: str) -> bool:
    """Whether a unit or classifier stands at the start of a text in simplified characters: 件装 but not 入耳式."""
    return _longest_unit(text[:24], "count")[1] is not None


def _term(text: str, match: re.Match[str], asked: str) -> Term:
    number, start, end = read_number(match.group()), match.start(), match.end()
    thousands = has_two_readings(match.group())
    if text[max(0, start - 3) : start] == "百分之":
        return Term(number, start - 3, end, "百分之", "percent")
    if text[max(0, start - 2) : start] == "零下":
        number, start = -number, start - 2
    if price := _PRICE_BEFORE.search(text[max(0, start - 6) : start]):
        return Term(number, start - len(price.group()), end, price.group().strip(), PRICE)
    if price := _PRICE_BEHIND.match(text, end):
        return Term(number, start, price.end(), price.group().strip(), PRICE)
    between = (_AXIS.match(text, end) if same_kind(asked, "cm") else None) or _AND_MORE.match(text, end)
    behind = _BEHIND.match(text, between.end() if between else end)
    if behind:
        factor, length, spelling, unit = _unit_at(behind.group(1), asked)
        if length and factor == 1e3 and spelling is None and number >= 1000:
            return Term(number, start, end + 1, "K", "kelvin")  # no seller writes thousands of thousands
        if length:
            return Term(number * factor, start, behind.start(1) + length, spelling, unit, thousands=thousands)
    if per_pack := _FOR_A_PACK.match(text, end):
        return Term(number, start, per_pack.end(), per_pack.group().strip(), "count")
    # Pieces are also counted from the front: pack of 3, and ×2 where pieces are asked for.
    if (before := _PACK_OF.search(text[max(0, start - 20) : start])) and (
        (asked == "count" or not before.group().startswith("×")) and not _TO_MORE.match(text, end)
    ):
        return Term(number, start, end, before.group().strip(), "count")
    return Term(number, start, end, thousands=thousands)


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
    described = _DESCRIBED.match(text)
    if described and (unit := read_unit(described.group(1), "count")) and same_kind(unit, "count"):
        return described.group(), unit
    return None, None
