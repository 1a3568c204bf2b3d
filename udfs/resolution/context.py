"""What the words around a place make of the claim that stands there: a name or number of what the product fits, and a
share of another material."""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.records import Claim
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.values.compatibility import model_target_word, target_word
from udfs.values.outcomes import target
from udfs.values.raw import RawValue
from udfs.values.standardizer import Standardizer

_PHRASE = re.compile(r"[^.;!?。；！？\n]*")
_REACH = 60  # characters before and behind a share; materials stand next to theirs


class Context:
    """The texts of one listing. ``texts`` are title and description, those that are there."""

    def __init__(self, schema: Schema, standardizer: Standardizer, category: str, texts: Sequence[str]) -> None:
        self._schema = schema
        self._standardizer = standardizer
        self._category = category
        self._texts = texts

    def judged(self, claim: Claim) -> Claim:
        """The claim; invalid where what is around its place says that it is of something else."""
        if claim.field is None or claim.raw is None or not self._texts:
            return claim
        attribute = self._schema.attribute(self._category, claim.attribute)
        if word := self._target_word(attribute, claim):
            return claim._replace(outcome=target(claim.raw, word))
        return self._share(claim) if attribute.of and claim.outcome.status == "standard" else claim

    def _target_word(self, attribute: Attribute, claim: Claim) -> str | None:
        if attribute.maker:
            return target_word(attribute, self._texts, claim.raw or "")
        if attribute.kind != "identifier":
            return None
        makers = [each for each in self._schema.categories[self._category].attributes.values() if each.maker]
        return model_target_word(makers[0], self._texts, claim.raw or "") if makers else None

    def _share(self, claim: Claim) -> Claim:
        """A share is that of the material beside it: 100% in "100% polyester tee" is not cotton's."""
        text = self._texts[0] if claim.field == "title" else self._texts[-1]
        start, end = claim.start or 0, claim.end or 0
        before = _PHRASE.findall(text[max(0, start - _REACH) : start])[-2:]
        behind = _PHRASE.match(text, end, end + _REACH)
        phrase = (before[0] if before else "") + text[start:end] + (behind.group() if behind else "")
        around = self._standardizer.standardize(self._category, claim.attribute, RawValue(phrase))
        if around.status == "standard" and around.number == claim.outcome.number:
            return claim
        return claim._replace(outcome=around) if around.status == "invalid" and "%" in (claim.raw or "") else claim
