"""Aliases of a closed list from labelled pairs: the phrases that give a value away, alone or inside a longer text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.rules.decision_list import Thresholds
from training.rules.proposals import Example
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold

_BORDER = re.compile(r"[,;/()&+|，；、（）]")
_LONGEST = 4  # words of a phrase


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase that stands for a value: ``support`` pairs hold it, a share of ``precision`` of them has the value."""

    text: str
    value: str
    support: int
    precision: float


def learn_wordings(attribute: Attribute, examples: Sequence[Example], thresholds: Thresholds) -> list[Wording]:
    """Phrases that are frequent and precise enough, and say more than the shorter ones within them.

    ``accepted`` of the examples are value ids. A longer phrase is kept where a shorter one inside it stands for another
    value or for none: the longest known phrase of a text decides.
    """
    chosen: dict[str, Wording] = {}
    taken = {*attribute.value_by_wording}
    for wording in sorted(_candidates(examples, thresholds), key=_general_first):
        if fold(wording.text) in taken or _says_already(wording, chosen):
            continue
        chosen[wording.text] = wording
        taken.add(fold(wording.text))
    return list(chosen.values())


def _general_first(wording: Wording) -> tuple[int, int, str]:
    return len(wording.text.split()), -wording.support, wording.text


def _says_already(wording: Wording, chosen: dict[str, Wording]) -> bool:
    """Whether shorter phrases within this one all stand for its value."""
    inner = {chosen[phrase].value for phrase in _phrases(wording.text) if phrase in chosen}
    return inner == {wording.value}


def _candidates(examples: Sequence[Example], thresholds: Thresholds) -> Iterator[Wording]:
    support = Counter[str]()
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for phrase in {*_phrases(example.text)}:
            support[phrase] += example.count
            values[phrase].update(dict.fromkeys(example.accepted, example.count))
    for phrase, count in support.items():
        value, right = min(values[phrase].items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        good = count >= thresholds.support and right / count >= thresholds.precision
        if good and any(map(str.isalpha, phrase)) and fold(phrase):
            yield Wording(phrase, value, count, right / count)


def _phrases(text: str) -> Iterator[str]:
    """One to four words in a row, none beyond a comma, slash or bracket; a longer text as a whole."""
    parts = [part.split() for part in _BORDER.split(text.casefold())]
    if len(parts) == 1:
        yield " ".join(parts[0])
    for words in parts:
        for length in range(1, _LONGEST + 1):
            yield from (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
