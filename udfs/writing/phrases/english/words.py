"""English words: articles, plurals, capitals, and what is counted."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from udfs.writing.phrases.rules import EnglishWords

if TYPE_CHECKING:
    import inflect

_NUMBER = re.compile(r"(\d[\d,]*)")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9+/.-]*\Z")
_WORD = re.compile(r"[^\s/()-]+")
_SHORTEST_ADJECTIVE = 6  # letters that the word of an adjective's ending has at least, less one
_LETTERS_WITH_AN = frozenset("AEFHILMNORSX")
_VOWELS = frozenset("AEIOUY")


@cache
def _engine() -> inflect.engine:
    import inflect  # half a second, which only who writes English pays

    return inflect.engine()


class Words:
    """What the lists of a set of rules and the forms of words tell.

    ``deliberate``: labels have capitals where names have them, so that Quick Charge is one, and Long sleeve is none.
    """

    def __init__(self, lists: EnglishWords, *, deliberate: bool = False) -> None:
        self._lists, self._deliberate = lists, deliberate

    @lru_cache(1 << 14)  # noqa: B019 a realiser lives as long as its process
    def article(self, following: str) -> str:
        """``a`` or ``an``, as what follows is spoken: an 80-hour, a USB, an LED."""
        if number := _NUMBER.match(following):
            return _article_of_number(number.group(1))
        word = re.split(r"[\s\-/]", following, maxsplit=1)[0]
        if _CAPITALS.match(word) and word.upper() not in self._lists.spoken and not _is_spoken(word):
            return "an" if word[0] in _LETTERS_WITH_AN else "a"
        if word.isupper():
            return "an" if word[0] in "AEIOU" else "a"
        if len(word) == 1 or not word.isascii() or not word[:1].isalpha():
            return "an" if word[:1].upper() in _LETTERS_WITH_AN and len(word) == 1 else "a"
        made: Any = _engine().a(word.lower())
        return str(made).split(" ", 1)[0]

    @lru_cache(1 << 14)  # noqa: B019
    def is_plural(self, phrase: str) -> bool:
        """Whether the last word of a phrase is a plural by its form: lens and glass are none."""
        last = _last(_head(phrase))
        if last.isupper() and len(last) > 1:
            return False  # CMOS
        last = last.lower()
        if last in self._lists.plural or last in self._lists.pairs:
            return True
        if last in self._lists.singular or not last.isalpha() or last.endswith(("ss", "us", "is")) or len(last) < 4:
            return last in ("men", "feet", "mice")
        return _engine().singular_noun(last) is not False

    @lru_cache(1 << 14)  # noqa: B019
    def plural(self, phrase: str) -> str:
        """A phrase with its last word in the plural, as it is where that is one already, a code or not counted."""
        last = _last(phrase)
        if not last.isalpha() or (last.isupper() and len(last) > 1) or self.is_plural(phrase):
            return phrase
        made: Any = _engine().plural_noun(last.lower())
        return phrase[: len(phrase) - len(last)] + _cased(str(made), last)

    @lru_cache(1 << 14)  # noqa: B019
    def singular(self, phrase: str) -> str:
        """A phrase with its last word in the singular."""
        last = _last(phrase)
        if not self.is_plural(phrase) or last.lower() in self._lists.plural:
            return phrase
        made: Any = _engine().singular_noun(last.lower())
        return phrase[: len(phrase) - len(last)] + _cased(str(made), last) if made else phrase

    def is_pair(self, phrase: str) -> bool:
        """Whether a noun's plural is one product: headphones, shoes."""
        last = _last(phrase).lower()
        return last in self._lists.pairs or last in self._lists.plural

    @lru_cache(1 << 14)  # noqa: B019
    def is_listed(self, name: str) -> bool:
        """Whether the plural of a name names its values: formats, but not timers."""
        return self.singular(_last(name)).lower() in self._lists.listed

    def is_country(self, place: str) -> bool:
        """Whether a place is a country, so that others are within it."""
        return place.lower() in self._lists.countries

    def is_several(self, part: str) -> bool:
        """Whether a product has several of a part: legs."""
        return part.lower() in self._lists.several

    def is_goods(self, word: str) -> bool:
        """Whether a word in the singular is a noun for goods."""
        return word.lower() in self._lists.goods

    def is_mass(self, phrase: str) -> bool:
        """Whether a noun for goods has no plural: tea."""
        last = _last(phrase).lower()
        return last in self._lists.mass or last.endswith(("wear", "ware"))

    @lru_cache(1 << 14)  # noqa: B019
    def takes_article(self, phrase: str) -> bool:
        """Whether a phrase is said with an article: a rain cover, but face detection, GPS, chest straps."""
        last = _last(phrase).lower()
        whole = phrase.lower().split()[-1]
        if self.is_plural(phrase) or not self._lists.uncounted.isdisjoint((last, whole)) or last in self._lists.mass:
            return False
        if _COUNTING.match(phrase):
            return False
        if _CAPITALS.match(_last(phrase)) and len(_last(phrase)) > 1:
            return False
        if re.search(r"[a-z][A-Z]|\d\Z", phrase):
            return False  # PictBridge, USB 3.0
        return not last.endswith(self._endings[0]) or last.endswith(self._endings[1])

    @lru_cache(1 << 14)  # noqa: B019
    def is_adjective(self, phrase: str) -> bool:
        """Whether a value is an adjective by itself, as far as its form tells."""
        words = phrase.lower().split()
        endings = ["-".join(words[-n:]) for n in range(1, min(3, len(words)) + 1)]
        return not self._hyphened.isdisjoint(endings) or self._has_ending(phrase.lower())

    def _has_ending(self, phrase: str) -> bool:
        """Whether a phrase ends as adjectives do, and its last word is long enough for that."""
        ending = next((ending for ending in self._lists.adjective_endings if phrase.endswith(ending)), None)
        return ending is not None and (not ending.isalpha() or len(_last(phrase)) > _SHORTEST_ADJECTIVE)

    @cached_property
    def _endings(self) -> tuple[tuple[str, ...], ...]:
        """Endings of what is not counted, and of what is for all that."""
        return self._lists.uncounted_endings, self._lists.counted_endings

    @cached_property
    def _hyphened(self) -> frozenset[str]:
        return frozenset("-".join(adjective.split()) for adjective in self._lists.adjectives)

    @lru_cache(1 << 14)  # noqa: B019
    def lowered(self, text: str, *, label: bool = False) -> str:
        """A text as it stands within a sentence: small letters, but for names and abbreviations; ``label``: it is one
        of the schema's."""
        letters = [word for word in text.split() if word[:1].isalpha()]
        named = label and self._deliberate and len(letters) > 1 and all(word[:1].isupper() for word in letters)
        if named and not self.is_adjective(text):
            return text
        return "".join(
            part if place % 2 else self._lowered(part) for place, part in enumerate(re.split(r"([\s/()+,]+)", text))
        )

    @lru_cache(1 << 14)  # noqa: B019
    def names(self, text: str) -> str:
        """Names as their owners write them, where a seller wrote small letters alone: ``huawei``, ``iphone``."""
        return " ".join(self._lowered(word) if word.islower() else word for word in text.split(" "))

    def _lowered(self, word: str) -> str:
        low = word.lower()
        spelled = self._lists.spelled.get(low)
        if spelled and low not in _SHORTENED:
            return spelled if not word.isupper() else word
        if low.removesuffix("'s") in self._lists.proper or low in self._lists.countries:
            return word if not word.islower() else word[:1].upper() + word[1:]
        if "-" in word:
            return "-".join(map(self._lowered, word.split("-")))
        return low if len(word) > 1 and word[0].isupper() and word[1:].islower() else word

    @lru_cache(1 << 14)  # noqa: B019
    def name(self, name: str) -> str:
        """The name of an attribute within a sentence: ``Max shutter speed`` reads maximum shutter speed."""
        words = [self._lowered(word) for word in name.replace("_", " ").split()]
        first, *rest = [self._lists.spelled.get(word, word) for word in words] or [""]
        if first == "number" and rest[:1] != ["of"]:
            first = "no"
        return " ".join([first, *rest])

    @lru_cache(1 << 14)  # noqa: B019
    def titled(self, text: str) -> str:
        """Words as a title has them: their first letters large, but for small words."""
        return " ".join(map(self._titled, text.split(" ")))

    def _titled(self, word: str) -> str:
        if word.rstrip(",.;)") in _UNITS or word in _SMALL:
            return word
        return _TITLED.sub(lambda part: part.group()[:1].upper() + part.group()[1:], word)

    def reader(self, value: str) -> str:
        """Whom a product is for, as a plural: Male reads men."""
        low = self.lowered(value)
        return self._lists.audience.get(low.lower(), low)

    def owner(self, readers: str) -> str | None:
        """Before a noun, whom a product is for: men's shoes. Null where that is not said so."""
        return self._lists.owners.get(readers)

    @cached_property
    def participles(self) -> frozenset[str]:
        """Words behind a name of which yes says: the assembly is required."""
        return self._lists.participles


_TITLED = re.compile(r"(?<![\w'’./])[a-z]['’a-z]*(?!\w)")
_SMALL = frozenset(("up", "at", "of", "and", "or", "for", "in", "with", "to", "the", "a", "an", "from", "on", "by"))
_SHORTENED = frozenset(("max", "min", "no", "qty", "approx", "am", "id"))
_UNITS = frozenset(
    ("mm", "cm", "m", "km", "g", "kg", "mg", "ml", "l", "h", "min", "s", "x", "lm", "lb", "oz", "fl", "in")
)


_COUNTING = re.compile(r"(?:one|two|three|four|five|six|eight|ten|\d+\s?x?|several|all|both)\s", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:to|of|in|at|for|with|without|per|from|and|inc|incl|including|excluding)\s")


def _head(phrase: str) -> str:
    """The noun of a phrase with what stands before it: weight, of weight in pounds."""
    return _PREPOSITION.split(phrase, maxsplit=1)[0]


def _last(phrase: str) -> str:
    words = _WORD.findall(phrase)
    return words[-1] if words else phrase


def _cased(made: str, before: str) -> str:
    return made[:1].upper() + made[1:] if before[:1].isupper() else made


def _article_of_number(digits: str) -> str:
    """Eight, eighty and eleven begin with a vowel, whatever stands behind them: an 8,000, an 11, a 110."""
    bare = digits.replace(",", "")
    first = bare[: (len(bare) - 1) % 3 + 1]
    return "an" if bare[0] == "8" or first in ("11", "18") else "a"


def _is_spoken(word: str) -> bool:
    """Whether capitals are read as a word: four letters or more that alternate."""
    return len(word) > 4 and word.isalpha() and sum(letter in _VOWELS for letter in word) / len(word) > 0.3
