"""What the values of a key look like: what each is made of, and how they spread."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from training.drafting.keys.statements import Statement, says, statement
from training.drafting.keys.uses import Use
from udfs.values.barcodes import read_gtin

_READ = 150  # different values of a key that are looked at, the most frequent first
_URL = re.compile(r"(?i)\b(?:https?://|www\.)\S+|^[\w./-]+\.(?:jpe?g|png|gif|html?|php|aspx?)\b")
_CODES = "usd|eur|gbp|inr|cny|rmb|idr|thb|vnd"
_PRICE = re.compile(
    rf"(?i)^\W{{0,3}}(?:from |rs\.?|rp\.?|rm|r\$|us ?\$|a\$|[$€£¥￥฿₫₱₹]|{_CODES})\s?[\d,.]+"
    rf"|^[\d,.]+\s?(?:[$€£¥฿₫₱₹元]|(?:{_CODES})\b)"
)
_DATE = re.compile(
    r"(?i)^(?:\d{1,2}[-/. ](?:[a-z]{3,9}|\d{1,2})[-/., ]{1,2}(?:19|20)\d\d|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"|[a-z]{3,9}\.? \d{1,2},? (?:19|20)\d\d)\b"
)
_SENTENCE = re.compile(r"[.!?。！？]\s|[。！？]")
_SIZE = re.compile(r"(?i)\d[^\d]{0,12}?\s*[x×*]\s*\d")
_PROSE = 80  # characters from which a text with sentences or many words is prose
_WORDS = 6  # between separators


@dataclass(frozen=True, slots=True)
class Profile:
    """``tokens``: what the values say, by how often of one statement each; ``shapes``: what they are made of, as
    shares; ``numbers``: by kind of unit, lower and upper end of the middle four fifths; ``distinct``: different values
    by statement; ``rows``: statements that say something."""

    tokens: dict[str, float]
    shapes: dict[str, float]
    numbers: dict[str, tuple[float, float]]
    distinct: float
    rows: int


def profile(use: Use) -> Profile:
    """The profile of one key."""
    total = sum(use.values.values())
    read = use.values.most_common(_READ)
    seen = sum(count for _, count in read) or 1
    unit = use.name.unit
    tokens: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    numbers: dict[str, list[tuple[float, int]]] = {}
    for text, count in read:
        said = statement(text, unit)
        if said is None:
            continue
        shapes[_shape(text, said)] += count
        for token in _tokens(said):
            tokens[token] += count
        for kind, number, *_ in said.numbers[:3]:
            numbers.setdefault(kind, []).append((number, count))
    return Profile(
        {token: count / seen for token, count in tokens.items()},
        {shape: count / seen for shape, count in shapes.items()},
        {kind: _middle(found) for kind, found in numbers.items()},
        len(use.values) / total if total else 0.0,
        total,
    )


def _shape(text: str, said: Statement) -> str:
    if _URL.search(text):
        return "link"
    if _PRICE.match(text):
        return "price"
    if _DATE.match(text):
        return "date"
    if len(text) > _PROSE and (_SENTENCE.search(text) or len(text.split()) > _WORDS * len(said.atoms)):
        return "prose"
    if said.codes:
        return "gtin" if is_gtin(text) else "code"
    if said.pure and (said.numbers[0][0] or not any(map(str.isalpha, text))):
        if len(said.numbers) > 1 and _SIZE.search(text):
            return "size"
        return f"number {said.numbers[0][0]}".strip()
    return "truth" if says(said) else "text"


def is_date(text: str) -> bool:
    """Whether a text begins with a date."""
    return bool(_DATE.match(text))


def is_gtin(text: str) -> bool:
    """Whether a text is a bar code with the right check digit; zeros in front that a spreadsheet cut are put back."""
    first = text.replace(";", ",").split(",")[0].strip()
    try:
        digits = read_gtin(first.zfill(12) if 9 < len(first) < 12 else first)
    except ValueError:
        return False
    return digits.isdigit() and len(digits) in (8, 12, 13, 14)


def _tokens(said: Statement) -> list[str]:
    if said.codes:
        return [f"#{code}" for code in said.codes]
    if said.pure:
        typed = [f"{kind}:{number:.3g}" for kind, number, *_ in said.numbers if kind]
        return [*typed, *(f":{written:.4g}" for *_, written in said.numbers)]
    return list(said.atoms[:8])


def _middle(found: list[tuple[float, int]]) -> tuple[float, float]:
    """The tenth and the ninetieth percentile."""
    found.sort()
    total, at = sum(count for _, count in found), 0
    low = high = found[0][0]
    for number, count in found:
        if at <= 0.1 * total:
            low = number
        high = number
        at += count
        if at >= 0.9 * total:
            break
    return low, high


def rarity(profiles: Iterable[Profile]) -> dict[str, float]:
    """What a token tells, 0 to 1: 1 where one key has it, near 0 where all have (inverse document frequency)."""
    seen: Counter[str] = Counter()
    n_keys = 0
    for each in profiles:
        n_keys += 1
        seen.update(each.tokens.keys())
    return {token: math.log((1 + n_keys) / count) / math.log(1 + n_keys) for token, count in seen.items()}
