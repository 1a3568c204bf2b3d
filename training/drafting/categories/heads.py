"""What a title says that the goods are: the head of its first phrase that names goods, and what sellers' keys add.

Of "Digital Camera Case for Nikon" the case: in English and Chinese the head comes last, in most other languages that
sellers write it comes first, and what goods are for or come with stands behind a word such as "for".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from training.drafting.catalog import CatalogListing
from training.drafting.categories.goods import idea_list, mentions
from udfs.text.keys import plain
from udfs.text.languages import language_code

_PHRASES = re.compile(r"\s[-–—|/]+\s|[,;:()\[\]{}|，；：（）【】「」『』、。!！?？/\n]+")
HEAD_LAST = frozenset(("en", "zh", "ja", "ko", "de", "nl", "sv", "da", "tr", "hu", "fi"))
"""Languages in which the head of a compound comes last."""

_OFTEN = 0.1  # share of a shop's titles from which on it writes in a language
_GAP = 1  # words between ideas that belong together: Camera Carrying Case
_FEW_WORDS = 6  # of a value under a key such as type; more are a sentence


def languages_of(listings: Sequence[CatalogListing]) -> list[str]:
    """The tag of each listing's language: of its title where the shop writes it often, else the shop's usual one.

    ``und`` where nobody can tell. Titles are short and full of names: one Dutch title in an English shop is none.
    """
    told = [language_code(listing.title or "") for listing in listings]
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for listing, code in zip(listings, told, strict=True):
        if code:
            votes[listing.site or listing.source][code] += 1
    whole = Counter(code for code in told if code)
    return [
        _language(code, votes.get(listing.site or listing.source) or whole)
        for listing, code in zip(listings, told, strict=True)
    ]


def _language(code: str | None, votes: Counter[str]) -> str:
    if code and votes[code] >= _OFTEN * votes.total():
        return code
    return min(votes, key=lambda each: (-votes[each], each)) if votes else "und"


def heads_of(listing: CatalogListing, language: str) -> list[str]:
    """The ideas that a listing's title and kind keys say it is, each once for each time it is said."""
    found = [head_of(listing.title or "", language)]
    found += [
        head_of(stated.value, language)
        for stated in listing.stated
        if _is_kind_key(stated.key) and len(stated.value.split()) <= _FEW_WORDS
    ]
    return [head for head in found if head]


def phrases_of(text: str) -> list[str]:
    """The phrases of a title, each up to a word such as "for"."""
    cut = []
    for phrase in _PHRASES.split(text):
        words = phrase.split()
        end = next((n for n, word in enumerate(words) if plain(word) in idea_list("beginning")), len(words))
        cut.append(" ".join(words[:end]))
    return [phrase for phrase in cut if phrase]


def head_of(text: str, language: str) -> str | None:
    """The idea of the head of the first phrase that names goods; null where none does."""
    last = language in HEAD_LAST
    for phrase in _PHRASES.split(text):
        ideas = _heads(phrase)
        if ideas:
            return ideas[-1] if last else ideas[0]
    return None


@lru_cache(1 << 14)
def _heads(phrase: str) -> Sequence[str]:
    """Ideas of goods that stand together where a phrase first names goods; what hardly ever is sold counts as none.

    Titles without marks go on with other things: of "Projector K11 WiFi Beamer Mobile Smartphone" the first counts.
    """
    skipped = idea_list("whom") | idea_list("role") | idea_list("weak beside goods") | idea_list("broad")
    ideas: list[str] = []
    gap = 0
    for mention in mentions(phrase):
        if mention.wording in idea_list("beginning") or gap > _GAP:
            break
        if mention.idea and mention.idea not in skipped:
            ideas.append(mention.idea)
            gap = 0
        elif ideas:
            gap += 1
    return ideas


@lru_cache(1 << 14)
def _is_kind_key(key: str) -> bool:
    return plain(" ".join(key.replace("_", " ").split())) in idea_list("kind key")
