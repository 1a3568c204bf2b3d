"""Aliases of a closed list from labelled pairs: the phrases that give a value away, alone or beside other words.

A phrase is taught where it is a whole text, or the whole of several texts but for words that change nothing: those that
the schema knows as such, or that come and go from text to text. "Full Sleeve" says nothing of "sleeve".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from training.rules.decision_list import Thresholds
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, plain
from udfs.text.negation import denies
from udfs.values.fillers import Fillers

_BORDER = re.compile(r"[,;/()&+|，；、（）]")
_LONGEST = 4  # words of a phrase that is not a whole text
_TEXTS = 2  # that must hold a phrase beside other words, each beside other ones
_WORD = re.compile(r"[^\W_]+")
_STEM = 4  # letters that words of one stem begin with


@dataclass(frozen=True, slots=True)
class Example:
    """A text, cleaned, and the ids of the values that are right for it. ``count`` pairs say so.

    ``solved``: the schema makes one of them of it already.
    """

    text: str
    accepted: frozenset[str]
    count: int
    solved: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase that stands for a value: ``support`` pairs hold it, a share of ``precision`` of them has the value."""

    text: str
    value: str
    support: int
    precision: float


def learn_wordings(
    attribute: Attribute, examples: Sequence[Example], thresholds: Thresholds, fillers: Fillers
) -> list[Wording]:
    """Phrases that are frequent and precise enough, and say more than the shorter ones within them.

    A longer phrase is kept where a shorter one inside it stands for another
    value or for none: the longest known phrase of a text decides.
    """
    chosen: dict[str, Wording] = {}
    taken = {*attribute.value_by_wording}
    for wording in sorted(_candidates(attribute, examples, thresholds, fillers), key=_general_first):
        if fold(wording.text) in taken or _says_already(wording, chosen, fillers):
            continue
        chosen[wording.text] = wording
        taken.add(fold(wording.text))
    return list(chosen.values())


def _general_first(wording: Wording) -> tuple[int, int, str]:
    return len(wording.text.split()), -wording.support, wording.text


def _says_already(wording: Wording, chosen: dict[str, Wording], fillers: Fillers) -> bool:
    """Whether shorter phrases within this one all stand for its value, and one of them ends it: a word behind a known
    one may change what is meant."""
    inner = {phrase: chosen[phrase].value for phrase in _phrases(wording.text) if phrase in chosen}
    words = wording.text.split()
    while words and _is_filler(words[-1], fillers):
        words = words[:-1]
    end = " ".join(words)
    return {*inner.values()} == {wording.value} and any(f" {end}".endswith(f" {phrase}") for phrase in inner)


def _candidates(
    attribute: Attribute, examples: Sequence[Example], thresholds: Thresholds, fillers: Fillers
) -> Iterator[Wording]:
    support = Counter[str]()
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for phrase in {*_phrases(example.text)}:
            support[phrase] += example.count
            values[phrase].update(dict.fromkeys(example.accepted, example.count))
    whole, general = _whole(examples, fillers), _General(attribute, fillers)
    for phrase in sorted(whole | _varied(examples)):
        count = support[phrase]
        value, right = min(values[phrase].items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        good = count >= thresholds.support and right / count >= thresholds.precision
        said = any(map(str.isalpha, phrase)) and fold(phrase)
        if good and said and (phrase in whole or not general.says(phrase, value)):
            yield Wording(phrase, value, count, right / count)


def _phrases(text: str) -> Iterator[str]:
    """One to four words in a row, none beyond a comma, slash or bracket; a longer text as a whole."""
    parts = [part.split() for part in _BORDER.split(text.casefold())]
    if len(parts) == 1:
        yield " ".join(parts[0])
    for words in parts:
        for length in range(1, _LONGEST + 1):
            yield from (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def _whole(examples: Iterable[Example], fillers: Fillers) -> set[str]:
    """Phrases that are a whole text, or what several texts say but for filler words; of those not understood yet."""
    texts = {" ".join(example.text.casefold().split()) for example in examples if not example.solved}
    kernels = Counter(kernel for text in texts if (kernel := _kernel(text, fillers)))
    several = {kernel for kernel, count in kernels.items() if count >= _TEXTS}
    return several | {text for text in texts if not _BORDER.search(text)}


def _varied(examples: Iterable[Example]) -> set[str]:
    """Phrases beside which other words come and go: core switch and edge switch are about a switch.

    No other word may stand in more than half of their texts, or it may be the one that counts. Texts that the schema
    understands have told what counts in them.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        if not example.solved:
            text = " ".join(example.text.casefold().split())
            for phrase in _phrases(text):
                texts[phrase].add(text)
    return {phrase for phrase, own in texts.items() if len(own) >= _TEXTS and _vary(phrase, own)}


class _General:
    """What is said of more than one value: filler words, and words of the attribute's name or of other values'."""

    def __init__(self, attribute: Attribute, fillers: Fillers) -> None:
        names = (*attribute.name.texts, *attribute.aliases)
        self._stems = {word[:_STEM] for name in names for word in _WORD.findall(plain(name)) if word.isascii()}
        self._wordings = {key: [_apart(one) for one in value.wordings()] for key, value in attribute.values.items()}
        self._fillers = fillers

    def says(self, phrase: str, value: str) -> bool:
        """Whether a phrase says as much of other values as of the one with this id."""
        words, apart = phrase.split(), _apart(phrase)
        return (
            all(_is_filler(word, self._fillers) for word in words)
            or any(len(word) >= _STEM and word[:_STEM] in self._stems for word in words)
            or any(apart in own for key, wordings in self._wordings.items() if key != value for own in wordings)
        )


def _apart(text: str) -> str:
    """Its words between spaces, so that one text can be looked for within another."""
    return f" {' '.join(_WORD.findall(plain(text)))} "


def _vary(phrase: str, texts: set[str]) -> bool:
    words = Counter(word for text in texts for word in {*_WORD.findall(text)} - {*_WORD.findall(phrase)})
    return max(words.values(), default=0) * 2 <= len(texts)


def _kernel(text: str, fillers: Fillers) -> str | None:
    """What is left of a text without the filler words at its ends; None where that is nothing, or not one phrase.

    "Not waterproof" is not about what is waterproof, though "not" stands in many texts and changes no colour.
    """
    if denies(plain(text)):
        return None
    parts = [part.split() for part in _BORDER.split(text)]
    said = [words for words in parts if not all(_is_filler(word, fillers) for word in words)]
    if len(said) != 1:
        return None
    (words,) = said
    while _is_filler(words[0], fillers):
        words = words[1:]
    while _is_filler(words[-1], fillers):
        words = words[:-1]
    return " ".join(words) if len(words) <= _LONGEST else None


def _is_filler(word: str, fillers: Fillers) -> bool:
    """Numbers and single letters, which mean little beside a value, may be what makes one: V neck, 3/4 sleeve."""
    says_much = not any(map(str.isdigit, word)) and (len(word) > 1 or not word.isascii())
    return says_much and not fillers.unknown(plain(word))
