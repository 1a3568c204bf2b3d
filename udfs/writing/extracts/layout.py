"""How a description is laid out: sentences, tables, titles of its chapters, headings of its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.text.keys import DECORATION
from udfs.text.rows import Cell
from udfs.writing.extracts.refusals import OF_THE_DEAL, is_chapter, refusal
from udfs.writing.extracts.shape import n_han

_SENTENCE = re.compile(
    rf"[。！？!?；;•●■◆★▪►▶➤✔✅√|→»>]+|{DECORATION.pattern}"
    r"|(?<![^\s。！!；;，,])[【〖][^】〗]{1,24}[】〗]"  # a heading; elsewhere what stands in such brackets is said
    r"|(?<=[\w%)\"'”’])\.(?=\s+\S|\s*\Z)|\s[*•·~-]\s|\.{3,}|…+"
)
_SHORTENED = re.compile(
    r"(?<![A-Za-z])(?:[A-Z]|(?:[Aa]pprox|[Mm]ax|[Mm]in|[Ii]ncl|[Nn]o|vs|Dr|Mrs?|St|e\.g|i\.e|etc|Inc|Co|Ltd|[Vv]ol|[Ff]ig"
    r"|oz|in|ft|lbs?|pcs?))\Z"
)
_SHORT = 8  # characters of a shortened word, and one before it
_RANGE = re.compile(r"\d\s?[^\W\d_]{0,4}\s[~-]\s\d\Z")  # 20 Hz - 20 kHz
_CELL = 32  # characters of a cell of a table, or of a title
_BRACKET = re.compile(r"[^\w【〖]*[【〖](?P<title>[^】〗]{1,24})[】〗]\s*[:：]?\s*\Z")
_TITLE_WORDS, _TITLE_HAN = 4, 10
_TITLE_INSIDE = re.compile(r"[.。,，;；!！?？:：]|\d\s*[a-z]", re.IGNORECASE)
_TITLE_END = re.compile(r"[:：?？]\s*\Z")
_HEAD = re.compile(r"(?P<head>[^:：|]{1,48}?)\s*(?:[:：]|\s[-–—~]+\s|[-–—]{2,}|[-–—]\s+(?=[A-Z]))\s*(?=\S)")
_HEAD_WORDS, _HEAD_HAN = 7, 12


def sentences(text: str, start: int, end: int) -> Iterator[Cell]:
    """Half-open places of the sentences within ``start:end`` of a clean text; those that ask keep their mark."""
    for border in _SENTENCE.finditer(text, start, end):
        if border[0] == "." and _SHORTENED.search(text, max(start, border.start() - _SHORT), border.start()):
            continue
        if border[0].strip() in ("-", "~") and _RANGE.search(
            text, max(start, border.start() - _SHORT), border.end() + 1
        ):
            continue
        asks = border[0].strip()[:1] in ("?", "？")
        yield start, border.start() + asks
        start = border.end()
    yield start, end


def is_tabled(cells: Sequence[Cell]) -> bool:
    """Whether the cells of a line are those of a table, and not sentences that an export has joined by bars."""
    short = [end - start <= _CELL for start, end in cells]
    return short[0] if len(cells) == 2 else len(cells) > 2 and all(short)


def is_bracketed(line: str) -> bool:
    """Whether a line is a title in brackets: 【出货提醒】."""
    return _BRACKET.match(line) is not None


def title_of(line: str) -> str | None:
    """What a line is the title of: 【出货提醒】, "Shipping:", "How to use?", 售后服务; null for one that is none."""
    if bracket := _BRACKET.match(line):
        return bracket["title"]
    bare = DECORATION.sub(" ", line).strip(" :：?？-=*_#<>~")
    short = bare and len(bare.split()) <= _TITLE_WORDS and n_han(bare) <= _TITLE_HAN and len(bare) <= _CELL
    if not short or _TITLE_INSIDE.search(bare):
        return None
    return bare if _TITLE_END.search(line) or is_chapter(bare) else None


def of_the_deal(title: str) -> str | None:
    """The reason against all that stands under a title; null for one under which goods are described."""
    reason = refusal(title)
    return reason if reason in OF_THE_DEAL else None


def heading(text: str, start: int, end: int) -> int | None:
    """Where a sentence ``start:end`` begins behind its heading, a name or a few words; null for one without."""
    head = _HEAD.match(text, start, end)
    if head and len(head["head"].split()) <= _HEAD_WORDS and n_han(head["head"]) <= _HEAD_HAN:
        return head.end()
    return None
