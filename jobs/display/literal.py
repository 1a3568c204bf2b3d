"""Which words of a text a listing says literally, and which come from facts alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from jobs.display.evidence import Mark
from udfs.text.keys import plain
from udfs.writing.extracts.ngrams import small_words

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(r"[㐀-鿿]|\d+(?:[.,]\d+)*|[^\W\d_㐀-鿿]+")


class _Token(NamedTuple):
    """A word, number or Chinese character in plain spelling, at half-open characters of its text."""

    key: str
    start: int
    end: int


def literal_marks(
    text: str, sources: Mapping[str, str], stated: Sequence[tuple[int, int]], fact_alone: str
) -> list[Mark]:
    """Marks on a text, in its order. ``sources``: by label, texts whose words are looked for, the first one first.

    ``stated``: half-open characters that come from facts; their words that no source has are marked ``fact_alone``.
    Width, case, commas of thousands and the Chinese script do not matter. A run of small words alone is none, nor one
    Chinese character.
    """
    tokens = list(_tokens(text))
    searched = {label: f" {' '.join(token.key for token in _tokens(source))} " for label, source in sources.items()}
    runs = list(_runs(tokens, searched))
    found = {place for first, last, _ in runs for place in range(first, last)}
    alone = [
        place
        for place, token in enumerate(tokens)
        if place not in found and any(start <= token.start and token.end <= end for start, end in stated)
    ]
    runs += [(places[0], places[-1] + 1, fact_alone) for places in _neighbours(alone)]
    return [Mark(tokens[first].start, tokens[last - 1].end, label) for first, last, label in sorted(runs)]


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(_THOUSANDS.sub("", plain(match[0])), *match.span())


def _runs(tokens: Sequence[_Token], sources: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Half-open numbers of tokens that a source has in this order, each run as long as it gets."""
    first = 0
    while first < len(tokens):
        ends = {label: _end(tokens, first, source) for label, source in sources.items()}
        label = max(ends, key=lambda each: ends[each], default=None)
        if label is not None and _says(tokens[first : ends[label]]):
            yield first, ends[label], label
            first = ends[label]
        else:
            first += 1


def _end(tokens: Sequence[_Token], first: int, source: str) -> int:
    """One past the last token of the longest run that a source has from a token on."""
    wanted, last = " ", first
    while last < len(tokens):
        wanted += f"{tokens[last].key} "
        if wanted not in source:
            break
        last += 1
    return last


def _says(run: Sequence[_Token]) -> bool:
    """Whether a run says more than grammar."""
    telling = [token.key for token in run if token.key not in small_words("en") | small_words("zh")]
    return any(key[0] < "㐀" for key in telling) or (bool(telling) and len(run) > 1)


def _neighbours(places: Sequence[int]) -> Iterator[list[int]]:
    """Numbers in order, cut where one is left out."""
    group: list[int] = []
    for place in places:
        if group and place != group[-1] + 1:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
