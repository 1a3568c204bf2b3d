"""Whether a model's text may stand: the checker and its style let it pass, and each sentence names a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from udfs.records import Fact, Listing
from udfs.schema.definitions import Category
from udfs.writing.faults import ChecksTexts, fault_of
from udfs.writing.generating.cleaning import cleaned, sentences_of
from udfs.writing.generating.placing import said_in
from udfs.writing.phrases.values import HAN
from udfs.writing.records import Lie, Subject, Text
from udfs.writing.styles import Style

_LATIN = re.compile("[A-Za-z]")

Refusal = Literal[
    Lie,  # the checker refuses it
    "language",  # a sentence is in another language, but for names
    "empty",  # no whole sentence of it fits the style
    "forbidden",  # the style forbids its words
    "no fact",  # a sentence names no fact
    "repeated",  # a sentence names only facts of those before it
    "few facts",  # it leaves out too many facts, or one that the style must have
]
"""Why a model's text does not stand, as a code."""


class Refused(NamedTuple):
    """Why a model's text does not stand: a code, and the words for people."""

    reason: Refusal
    detail: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges texts of one category and style. ``min_share``: of the facts planned, as many must be said."""

    checker: ChecksTexts
    category: Category
    style: Style
    min_share: float

    def judge(self, answer: str, subject: Subject, facts: Sequence[Fact], like: Text) -> Text | Refused:
        """The text with the places of its facts, or why it does not stand. ``like``: the phrase rules' of these facts.

        The model knows the plan alone, so what only the listing supports it has made up: it is checked against both.
        """
        text = cleaned(answer, like.language, self.style.max_characters[like.language])
        if not text:
            return Refused("empty", f"no whole sentence that fits, in {answer[:80]!r}")
        made = Text(like.language, text, said_in(text, like, self.category, facts))
        return _foreign(made) or self._untrue(made, subject, facts) or self._lacking(made, facts) or made

    def _untrue(self, made: Text, subject: Subject, facts: Sequence[Fact]) -> Refused | None:
        unseen = replace(subject, listing=Listing(subject.product_id))
        for about in (unseen, subject):
            if fault := fault_of(made.text, facts, about, self.style, made.language, self.checker):
                return Refused(fault.lie or "forbidden", fault.detail)
        return None

    def _lacking(self, made: Text, facts: Sequence[Fact]) -> Refused | None:
        told: set[tuple[str, int]] = set()
        for start, end in sentences_of(made.text):
            here = {(each.attribute, each.ordinal) for each in made.said if start <= each.start and each.end <= end}
            if not here:
                return Refused("no fact", f"{made.text[start:end]!r} names no fact")
            if here <= told:
                return Refused("repeated", f"{made.text[start:end]!r} says nothing new")
            told |= here
        attributes = {attribute for attribute, _ in told}
        if missing := [
            key for key in self.style.must_have if key in self.category.attributes and key not in attributes
        ]:
            return Refused("few facts", f"it leaves out {', '.join(missing)}, which the style must have")
        needed = max(self.style.min_facts, self.min_share * len(facts))
        if len(told) < needed:
            return Refused("few facts", f"it says {len(told)} of {len(facts)} facts, {needed:.3g} are needed")
        return None


def _foreign(made: Text) -> Refused | None:
    """The first sentence of another language: the checker takes English and Chinese words in any text.

    English has no Chinese character. Chinese has, beside what words facts, fewer Latin letters than its own.
    """
    chinese = made.language.partition("-")[0] == "zh"
    named = {place for said in made.said for place in range(said.start, said.end)}
    for start, end in sentences_of(made.text):
        own = "".join(made.text[place] for place in range(start, end) if place not in named)
        n_han, n_latin = len(HAN.findall(own)), len(_LATIN.findall(own))
        if (n_latin >= n_han) if chinese else HAN.search(made.text, start, end):
            return Refused("language", f"{made.text[start:end]!r} is not of the language {made.language!r}")
    return None
