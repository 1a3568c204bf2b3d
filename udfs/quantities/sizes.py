"""Sizes of clothes and shoes as sellers write them: XXL · 加大码 · 170/92Ａ · 均码 · 42码 · 欧码42 · S-2XL.

==================  ====================================================================
written             standard form
==================  ====================================================================
letters             ``XS``, ``S``, ``M``, ``L``, ``XL`` (加大码, 特大号), then ``2XL``: XXL, 2X-Large, 加加大
height and girth    ``170/92A``, with the build A, B, C or Y where it is stated
fits all            ``One size``: 均码, Free size, F码
a number            ``42``, or with its system ``EU 42``, ``US 8.5``: 42码, 欧码42, US 8½
a width             behind the number of a shoe, as written: ``10 W``, ``US 9 2E``, ``8.5 WIDE``
==================  ====================================================================

A text is cut into tokens. It states a size only if they cover it: sizes, and words that change none of them, such as
尺码, 黑色 or 建议90-105斤. What stands in brackets behind is heard where it is a size and ignored where it is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc
from udfs.text.keys import undecorated
from udfs.text.spreadsheets import unmarked

ONE_SIZE = "One size"
# 大码 is missing on purpose: it sells clothes for large people, of any size. So is 超大号: XL to some, 2XL to others.
_WORDS = {"加小": "XS", "小": "S", "中": "M", "大": "L", "加大": "XL", "特大": "XL", "加加大": "2XL"}
_FLOAT = re.compile(r"^(\d{1,3})\.0+$")  # 43.0, as programs write a number
_SYSTEMS = {"EUR": "EU", "欧": "EU", "美": "US", "英": "UK", "日": "JP", "中": "CN"}
_HALF = r"\d{1,3}(?:\.5| 1/2| [12]/3)?(?![\d./])"
_EXTRA = r"(?P<times>[2-9])[ -]?X[ -]?|(?P<extras>X{1,9})[ -]?|(?P<spelt>(?:EXTRA[ -])+)"
_LETTER = rf"(?:(?:{_EXTRA})(?!M))?(?P<base>SMALL|MEDIUM|LARGE|[SML])"
_KINDS = {
    "one_size": r"均码|通码|均一尺码|(?:FREE|ONE)[ -]?SIZE(?: FITS (?:ALL|MOST))?|F码",
    "body": r"(?:5[29]|66|73|80|90|1\d[05])(?:/(?:[4-9]\d|1[0-3]\d)[ABCY]?|[ -](?:[4-9]\d|1[0-3]\d)[ABCY])(?![A-Z\d])",
    "system": rf"(?:EUR?|US|UK|JP|CN)[ :]*{_HALF}"
    rf"|{_HALF} ?(?:EUR?|US|UK|JP|CN)(?![A-Z])|(?:[欧美英日][码版]?|中国码?)[ :]*{_HALF}码?",
    "width": r"(?<=[\d ])(?:(?:EXTRA[ -])?WIDE|NARROW|[2-6]E|E{1,4}|X?W|WW|XX?W|[BDN])(?: WIDTH)?(?![A-Z\d])",
    "letter": rf"(?<![A-Z\d.]){_LETTER}(?![A-Z\d])",
    "advice": r"(?:建议|推荐|适合)?(?:体重|身高)?[ :]*\d+(?:-\d+)?(?:斤|公斤|KG|CM)(?:以[内下]|左右)?",
    "number": rf"{_HALF} ?码",
    "bare": _HALF,
    "word": r"(?:加小|加加大|[加特]大|[小中])[码号]|加加大|大号",
    "gender": r"(?:WO)?MEN(?:'?S)?(?![A-Z])|[男女](?:[款士式装])?",
    "filler": r"[\s:,/-]+|SIZE(?![A-Z])|ADULT(?![A-Z])|尺[码寸]|码数?|号|[一-鿿]{1,4}色",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{expression})" for kind, expression in _KINDS.items()))
_BUILD_IN_BRACKETS = re.compile(r"(\d/\d{2,3}) ?\(([ABCY])\)")  # 170/92(A)
_BRACKETS = re.compile(r"[(【\[]([^()【】\[\]]*)[)】\]]")
_SEPARATORS = re.compile(r"[\s,、/;|]+")
_RANGE = re.compile(r"\s*(?:[-~—–]|至|到)\s*")


def read_size(text: str) -> str | None:
    """The one size that a text states, in standard form; None when it states none, several, or something else as well.

    A letter size goes before the height and girth it stands for: ``L(175/92A)`` is L.
    """
    plain = _BUILD_IN_BRACKETS.sub(r"\1\2", _plain(text))
    said = _tokens(_BRACKETS.sub(" ", plain))
    if said is None:
        return None
    return _only_size([*said, *(token for part in _BRACKETS.findall(plain) for token in _tokens(part) or ())])


def read_sizes(text: str) -> list[str]:
    """The letter sizes of a text that lists nothing else: ``S-2XL``, ``S M L``, ``M(100斤)/L(120斤)``; else none."""
    plain = _RANGE.sub("-", _BRACKETS.sub("", _plain(text))).strip()
    found: list[str] = []
    for part in _SEPARATORS.split(plain):
        ends = [re.fullmatch(_LETTER, end) for end in part.removesuffix("码").split("-")]
        ranks = [_rank(_letter(end)) for end in ends if end]
        if len(ranks) != len(ends) or len(ends) > 2:
            return []
        found += [_size_at(rank) for rank in range(ranks[0], ranks[-1] + 1)]
    return found


def size_order(size: str) -> tuple[str, float]:
    """By what sizes in standard form are sorted: one system by number, letters from small to large, ``One size`` last.

    ``size_order("XS") < size_order("M") < size_order("2XL")`` and ``size_order("EU 9") < size_order("EU 42")``.
    """
    if size == ONE_SIZE:
        return ("~", 0.0)
    if re.fullmatch(r"[2-9]?X{0,2}[SML]", size):
        return ("A", float(_rank(size)))
    number = re.search(r"\d+(?:\.\d+)?", size)
    system = size[: number.start()].strip() if number else size
    return (f"B{system}", float(number.group()) if number else 0.0)


def _plain(text: str) -> str:
    """One spelling of widths, scripts and cases; no emoji."""
    plain = " ".join(undecorated(simplified(nfkc(unmarked(text)))).upper().split())
    return _FLOAT.sub(r"\1", plain)


def _tokens(plain: str) -> list[re.Match[str]] | None:
    """The whole text as tokens, or None."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(plain):
        token = _TOKEN.match(plain, at)
        if not token:
            return None
        found.append(token)
        at = token.end()
    return found


def _only_size(tokens: Iterable[re.Match[str]]) -> str | None:
    """What the tokens say if it is one size. Beside US 8 a letter is the width of a shoe; women's US 8 is not men's; a
    number without 码 counts only alone."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for token in tokens:
        said[token.lastgroup or ""].add(_standard_form(token))
    letters = said["letter"] | said["word"]
    numbers = said["system"] | said["number"] | said["bare"]
    others = said["one_size"] | letters | said["body"]
    if (said["bare"] and (others or len(numbers) > 1)) or (numbers and said["gender"]) or (said["system"] and letters):
        return None
    if said["width"] and (others or len(said["width"]) > 1):
        return None
    found = said["one_size"] or letters or said["body"] or numbers
    return " ".join([*found, *said["width"]]) if len(found) == 1 else None


def _standard_form(token: re.Match[str]) -> str:
    """The size that a token stands for; the text of one that is no size."""
    text, kind = token.group(), token.lastgroup
    if kind == "one_size":
        return ONE_SIZE
    if kind == "letter":
        return _letter(token)
    if kind == "word":
        return _WORDS[text.rstrip("码号")]
    if kind == "body":
        return re.sub("[ -]", "/", text)
    return _number(text) if kind in ("system", "number", "bare") else text


def _number(text: str) -> str:
    """``8 1/2 US`` is US 8.5; thirds stay."""
    number = re.search(_HALF, text)
    code = re.search("[A-Z]+|[欧美英日中]", text)
    plain = number.group().replace(" 1/2", ".5") if number else ""
    return f"{_SYSTEMS.get(code.group(), code.group())} {plain}" if code else plain


def _letter(token: re.Match[str]) -> str:
    extras = int(token["times"] or 0) or len(token["extras"] or "") or (token["spelt"] or "").count("EXTRA")
    return _named(token["base"][0], extras)


def _named(letter: str, extras: int) -> str:
    return {0: "", 1: "X"}.get(extras, f"{extras}X") + letter


def _rank(size: str) -> int:
    """Place in the order: … XS -1, S 0, M 1, L 2, XL 3 …"""
    n_extras = int(size[:-2] or 1) if len(size) > 1 else 0
    return {"S": -n_extras, "M": 1, "L": 2 + n_extras}[size[-1]]


def _size_at(rank: int) -> str:
    return _named("S", -rank) if rank <= 0 else _named("L", rank - 2) if rank >= 2 else "M"
