"""What the words around a place make of the claim that stands there: a name or number of what the product fits, a
share of another material, and what is said of a shop's service, of airlines or of another version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from udfs.quantities.registry import same_kind
from udfs.records import Claim, Outcome
from udfs.resolution.judging.denials import can_be_denied
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.text.asides import aside
from udfs.text.keys import fold, plain
from udfs.text.questions import asked
from udfs.values.compatibility import model_target_word, target_word
from udfs.values.outcomes import aside_from, target

_SHARE = re.compile(r"\d[\d.]*\s?[%％]")
_ENDS = (";", "。", "；", "!", "?", "\n", ". ")  # of a sentence
_BEHIND = re.compile(r"[^\d,，;；。/|]*")
_REACH = 40  # characters before and behind a share; materials stand next to theirs


class Context:
    """The texts of one listing: title and description, those that are there. ``materials`` are its category's."""

    def __init__(self, schema: Schema, category: str, texts: Sequence[str], materials: Materials) -> None:
        self._schema = schema
        self._materials = materials
        self._category = category
        self._texts = texts

    def judged(self, claim: Claim) -> Claim:
        """The claim; invalid where what is around its place says that it is of something else. What a seller states
        under a name of its own is of that name."""
        if claim.origin != "model" or claim.field is None or claim.raw is None or not self._texts:
            return claim
        attribute = self._schema.attribute(self._category, claim.attribute)
        if word := self._target_word(attribute, claim):
            return claim._replace(outcome=target(claim.raw, word))
        if claim.outcome.status == "standard" and (word := self._aside(attribute, claim)):
            return claim._replace(outcome=aside_from(claim.raw, word))
        return self._share(attribute, claim) if attribute.of and claim.outcome.status == "standard" else claim

    def _aside(self, attribute: Attribute, claim: Claim) -> str | None:
        text = self._texts[0] if claim.field == "title" else self._texts[-1]
        place = claim.start or 0, claim.end or 0
        if not can_be_denied(attribute) and (word := asked(text, *place)):
            return word
        is_time = attribute.unit is not None and same_kind(attribute.unit, "hour")
        return aside(text, *place, title=self._texts[0], number=attribute.traits.numeric, time=is_time)

    def _target_word(self, attribute: Attribute, claim: Claim) -> str | None:
        if attribute.maker:
            return target_word(attribute, self._texts, claim.raw or "")
        if attribute.kind != "identifier":
            return None
        makers = [each for each in self._schema.categories[self._category].attributes.values() if each.maker]
        return model_target_word(makers[0], self._texts, claim.raw or "") if makers else None

    def _share(self, attribute: Attribute, claim: Claim) -> Claim:
        """A share is that of the material beside it: 100% in "100% polyester tee" is not cotton's."""
        text = self._texts[0] if claim.field == "title" else self._texts[-1]
        name = self._materials.beside(text, claim.start or 0, claim.end or 0)
        if name is None or name in map(fold, attribute.of):
            return claim
        detail = f"expected the share of {attribute.of[0]}, got that of {name} beside {claim.raw!r}"
        return claim._replace(outcome=Outcome("invalid", "unit", detail=detail))


class Materials:
    """Finds which of the category's materials a share in a text belongs to."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted({plain(name) for name in names if len(name) > 1 or not name.isascii()}, key=len)[::-1]
        self._name = re.compile("|".join(map(_as_words, longest_first)) or r"(?!)")

    def beside(self, text: str, start: int, end: int) -> str | None:
        """The key of the material that the share ``start:end`` is of; None where none is known beside it.

        Names stand all before their shares or all behind them: the first share of the sentence tells which.
        """
        first = max(0, max((text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1)
        shares = list(_SHARE.finditer(text, first, min(len(text), end + _REACH)))
        if not shares:
            return None
        if self._before(text[first : shares[0].start()]) is not None:
            previous = max((share.end() for share in shares if share.end() <= start), default=first)
            return self._before(text[previous:start])
        behind = _BEHIND.match(text, end, end + _REACH)
        found = self._name.search(plain(behind.group())) if behind else None
        return fold(found.group()) if found else None

    def _before(self, text: str) -> str | None:
        """The material that a text ends with."""
        tail = plain(text[-_REACH:]).rstrip(" :")
        ends = [found for found in self._name.finditer(tail) if found.end() == len(tail)]
        return fold(ends[0].group()) if ends else None


def materials(schema: Schema, category: str) -> Materials:
    """The names of all materials of a category: those that shares are of, and all values of lists that hold one."""
    attributes = schema.categories[category].attributes.values()
    shares = [name for attribute in attributes for name in attribute.of]
    keys = set(map(fold, shares))
    lists = (attribute for attribute in attributes if not keys.isdisjoint(attribute.value_by_wording))
    values = (wording for each in lists for value in each.values.values() for wording in value.wordings())
    return Materials([*shares, *values])


def _as_words(name: str) -> str:
    escaped = re.escape(name)
    return rf"(?<![a-z]){escaped}(?![a-z])" if name.isascii() else escaped
