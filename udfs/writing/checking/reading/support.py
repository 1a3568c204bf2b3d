"""The words of the statements and the listing, turned round: from a word to the statements that have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from udfs.writing.checking.reading.evidence import Statement, words_of
from udfs.writing.checking.reading.plain import Token, plain_of
from udfs.writing.checking.words.lexicon import is_han, lexicon
from udfs.writing.checking.words.stems import stem

Ids = frozenset[int]
"""Statements, by their places."""

NONE: Ids = frozenset()
_AND_MORE = re.compile(r"\d\s?\+|以上")
_MORE = (*tuple(map(stem, ("least", "more", "over", "older", "above", "up"))), "以上", "至少", "超过")


class Words:
    """What some wordings hold: stems and numbers, each with those whose wordings have it, neighbours, Chinese text."""

    def __init__(self, wordings: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._owned = [(owner, tuple(texts)) for owner, texts in wordings]
        self.ids: dict[str, set[int]] = {}
        self.pairs: set[tuple[str, str]] = set()
        self.texts = [text for _, texts in self._owned for text in texts]
        self._han: list[tuple[int, str]] = []
        self._found: dict[str, Ids] = {}
        for owner, texts in self._owned:
            for words, pairs, han in map(_entries, texts):
                for word in words:
                    self.ids.setdefault(word, set()).add(owner)
                self.pairs |= pairs
                self._han += [(owner, run) for run in han]

    @cached_property
    def han(self) -> str:
        """All Chinese runs, a line each."""
        return "\n".join(run for _, run in self._han)

    def having(self, word: str) -> Ids:
        """Those that have the stem, the number or, within a run, the Chinese characters."""
        if word not in self._found:
            self._found[word] = self._having(word)
        return self._found[word]

    def _having(self, word: str) -> Ids:
        if not is_han(word):
            return frozenset(self.ids.get(word, NONE))
        if not self.holds(word):
            return NONE
        return frozenset(owner for owner, run in self._han if word in run)

    @cached_property
    def spelled(self) -> set[str]:
        """The English words as they stand."""
        return {token.text for tokens in words_of(self.texts) for token in tokens if token.sort == "word"}

    def holds(self, text: str) -> bool:
        """Whether a run of Chinese characters has these."""
        return (len(text) < 2 or text[:2] in self._starts) and text in self.han

    @cached_property
    def _starts(self) -> frozenset[str]:
        """All pairs of characters that follow each other: a quick look before the closer one."""
        return frozenset(self.han[at : at + 2] for at in range(len(self.han) - 1))

    def adjoin(self, one: str, other: str) -> bool:
        """Whether some wording has the two side by side, small words between them left out."""
        return (one, other) in self.pairs


@lru_cache(1 << 13)
def _entries(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]], tuple[str, ...]]:
    """Keys of a wording, also of two and three words written as one; neighbours; Chinese runs."""
    (tokens,) = words_of([text])
    keys = [key_of(token) for token in tokens if token.sort in ("word", "number")]
    plain = [token.text for token in tokens if token.sort in ("word", "number")]
    joined = {
        stem("".join(plain[at : at + n])) for n in (2, 3) for at in range(len(plain) - n + 1) if len(plain[at]) < 20
    }
    content = [key for key, token in zip(keys, plain, strict=True) if token not in _BETWEEN]
    pairs = {*pairwise(keys), *pairwise(content)}
    return frozenset((*keys, *joined)), frozenset(pairs), tuple(t.text for t in tokens if t.sort == "han")


_BETWEEN = frozenset(("a", "an", "the", "of", "with", "and", "in", "for", "to"))


def key_of(token: Token) -> str:
    """The stem of a word, a number without needless zeros; of what is Chinese the characters."""
    if token.sort == "word":
        return stem(token.text)
    if token.sort == "number":
        return number_key(token.text)
    return token.text


@lru_cache(4096)
def number_key(text: str) -> str:
    """``16.0`` and ``16`` are one, ``1,000`` and ``1000`` too."""
    bare = text.replace(",", "") if text.count(",") and "." not in text.split(",")[0] else text
    try:
        return f"{float(bare):.12g}" if len(bare) < 16 and not (bare.startswith("0") and bare.isdigit()) else bare
    except ValueError:
        return bare


@lru_cache(256)
def heads_of(wordings: tuple[str, ...]) -> frozenset[str]:
    """What the wordings name: the last word of an English one, the endings of a Chinese one."""
    found: set[str] = set()
    for tokens in words_of(wordings):
        if tokens and tokens[-1].sort == "word":
            found.add(key_of(tokens[-1]))
        elif tokens and tokens[-1].sort == "han":
            found.update(tokens[-1].text[at:] for at in range(len(tokens[-1].text)))
    return frozenset(found)


class Support:
    """Everything that a text may be made of: values, names, what else says them, and the words of the listing."""

    def __init__(
        self,
        statements: Sequence[Statement],
        listing: Sequence[str],
        categories: Sequence[str],
        nouns: frozenset[str],
        text: str,
    ) -> None:
        self.statements = statements
        self.values = Words((i, (*each.values, *_occurring(each.aliases, text))) for i, each in enumerate(statements))
        self.names = Words(
            (i, (*each.names, *_occurring(each.name_aliases, text))) for i, each in enumerate(statements)
        )
        self.listing = Words([(0, listing)])
        self.categories = Words([(0, categories)])
        self.nouns = nouns | heads_of(tuple(categories))
        self.said = self._said()

    def _said(self) -> dict[str, Ids]:
        """Stems and Chinese words that are no statement's own and may be said because of one."""
        found: dict[str, set[int]] = {}
        for key, others in lexicon().said.items():
            ids = self.names.having(key) | self.values.having(key)
            if not ids and self.listing.having(key):
                ids = frozenset([-1])
            for other in others if ids else ():
                found.setdefault(other, set()).update(ids)
        for i, statement in enumerate(self.statements):
            if any(_AND_MORE.search(text) for text in statement.values):
                for word in _MORE:
                    found.setdefault(word, set()).add(i)
        return {word: frozenset(ids) for word, ids in found.items()}

    def is_known(self, key: str) -> bool:
        """Whether a stem, number or Chinese word is stated anywhere, or goes with something stated."""
        return bool(
            self.values.having(key)
            or self.names.having(key)
            or key in self.said
            or self.listing.having(key)
            or self.categories.having(key)
        )

    def is_noun(self, key: str) -> bool:
        """Whether the word names what is sold."""
        return key in self.nouns

    def about(self, key: str) -> Ids:
        """Statements that the word is a name of, or goes with."""
        return self.names.having(key) | self.said.get(key, NONE)


def _occurring(wordings: Sequence[str], text: str) -> list[str]:
    """The wordings that stand in a folded text, Latin ones as whole words."""
    found = []
    for wording, folded in zip(wordings, map(_folded, wordings), strict=True):
        at = text.find(folded)
        while at >= 0:
            around = text[at - 1 : at] + " " + text[at + len(folded) : at + len(folded) + 1]
            if not (folded.isascii() and any(letter.isascii() and letter.isalpha() for letter in around)):
                found.append(wording)
                break
            at = text.find(folded, at + 1)
    return found


@lru_cache(1 << 14)
def _folded(wording: str) -> str:
    return plain_of(wording).folded.strip()
