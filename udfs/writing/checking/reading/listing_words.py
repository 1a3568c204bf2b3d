"""A listing as support: its words, its numbers with what stands around each, and what it denies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from udfs.records import Listing
from udfs.text.keys import plain as plain_key
from udfs.text.negation import denied_everywhere, may_deny
from udfs.writing.checking.reading.amounts import Told, told_in
from udfs.writing.checking.reading.evidence import Amount
from udfs.writing.checking.reading.plain import Token, plain_of
from udfs.writing.checking.words.lexicon import lexicon
from udfs.writing.checking.words.stems import stem

_NEAR = 7  # tokens on each side of a number that say whose it is
_NEAR_HAN = 10  # characters
_STOPS = frozenset(".!?;|。！？；\n")


class Stated(NamedTuple):
    """An amount of the listing, the stems near it and the Chinese characters near it."""

    amount: Amount
    stems: frozenset[str]
    han: str


class ListingWords:
    """What a listing says. Empty texts where there is none."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(text for text in texts if text)
        self._may_deny = [plain_key(text) for text in self.texts if may_deny(text)]

    @property
    def amounts(self) -> list[Stated]:
        """Its numbers, in the texts' order."""
        return [stated for text in self.texts for stated in _amounts(text)]

    def denies(self, wordings: Sequence[str]) -> bool:
        """Whether every mention of the wordings is denied, and there is one that may be."""
        if not any(wording in text for text in self._may_deny for wording in wordings):
            return False
        return denied_everywhere([plain_key(text) for text in self.texts], wordings) is not None


def listing_words(listing: Listing | None) -> ListingWords:
    """The words of a listing: title, description and what the seller's map says."""
    if listing is None:
        return ListingWords(())
    return ListingWords((*listing.texts, *(f"{name}: {value}" for name, value in listing.statements)))


@lru_cache(1 << 10)
def _amounts(text: str) -> tuple[Stated, ...]:
    plain = plain_of(text)
    tokens = plain.tokens()
    return tuple(_stated(told, tokens, plain.folded) for told in told_in(plain))


def _stated(told: Told, tokens: Sequence[Token], folded: str) -> Stated:
    known = lexicon()
    before = [token for token in tokens if token.end <= told.start][-_NEAR:]
    behind = [token for token in tokens if token.start >= told.end][:_NEAR]
    words = [token.text for token in (*_behind_stop(before[::-1]), *_behind_stop(behind)) if token.sort == "word"]
    han = folded[max(0, told.start - _NEAR_HAN) : told.start] + "\n" + folded[told.end : told.end + _NEAR_HAN]
    stems = frozenset(stem(word) for word in words if word not in known.general)
    return Stated(Amount(told.term.number, told.term.upper, told.term.unit), stems, han)


def _behind_stop(tokens: Sequence[Token]) -> list[Token]:
    """The tokens up to the end of the sentence."""
    found: list[Token] = []
    for token in tokens:
        if token.text in _STOPS:
            break
        found.append(token)
    return found
