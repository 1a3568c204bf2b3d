"""Which languages a checkpoint has learnt. Of a text in another one, nothing that the model says counts.

An encoder has read a hundred languages and answers in all of them, but its heads have learned from listings in a few.
What they say of others is as sure and seldom right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pydantic import Field

from udfs.config import Strict
from udfs.records import Listing
from udfs.text.cleaning import clean
from udfs.text.languages import language_of

UNKNOWN_LANGUAGES = (
    "listings in languages that the checkpoint has not learnt are not told: it does not know which it has; "
    "train it anew"
)
"""What a run says where :attr:`Languages.known` is false."""

LEAST = 20
"""Listings with a sure language below which a checkpoint does not know which it has learnt."""

_SHARE = 0.01  # of the listings learned from, from which on a language counts as learnt


class Languages(Strict):
    """Of the listings that were learned from, the share in each language; empty where it is not known."""

    shares: Mapping[str, float] = Field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the languages are known that the checkpoint has learnt."""
        return bool(self.shares)

    def foreign(self, text: str) -> str | None:
        """The language of a clean text where the checkpoint has not learnt it; null too where nobody can tell."""
        if not self.known:
            return None
        language = language_of(text)
        return language if language and self.shares.get(language, 0.0) < _SHARE else None


def count_languages(listings: Iterable[Listing]) -> Languages:
    """The languages of the listings that are learned from; none below :data:`LEAST` that are sure."""
    texts = (" ".join(clean(text).text for text in listing.texts) for listing in listings)
    counts = Counter(language for text in texts if (language := language_of(text)))
    total = counts.total()
    if total < LEAST:
        return Languages()
    return Languages(shares={language: round(count / total, 4) for language, count in counts.most_common()})
