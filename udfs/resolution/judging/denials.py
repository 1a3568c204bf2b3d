"""Claims of the model that a listing denies: a place under "not", a choice whose every mention is "no remote control".

A denied claim is one of the opposite where the schema names it, and else says nothing of the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from udfs.records import Choice, Claim, Outcome, Scored
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.text.keys import plain
from udfs.text.negation import denial, denied_everywhere, may_deny
from udfs.text.questions import asked, may_ask
from udfs.values.outcomes import denied, opposite

_plain = lru_cache(1 << 14)(plain)  # wordings of the schema, asked for again with every listing


class Denials:
    """What the texts of one listing deny. ``texts`` are title and description, those that are there; ``stated`` what
    its seller says of its attributes, which tells whether a choice is mentioned."""

    def __init__(self, schema: Schema, category: str, texts: Sequence[str], stated: Iterable[Claim] = ()) -> None:
        self._schema = schema
        self._category = category
        self._texts = texts
        self._stated = [claim for claim in stated if claim.field is None and claim.raw]
        self._deny = any(may_deny(text) or may_ask(text) for text in texts)

    @cached_property
    def _read(self) -> list[str]:
        return [plain(text) for text in self._texts]

    def judged(self, claim: Claim) -> Claim:
        """A place that the model found, denied where it is, and of a single-valued attribute all other mentions too."""
        attribute = self._schema.attribute(self._category, claim.attribute)
        if claim.origin != "model" or claim.field is None or claim.raw is None or not self._deny:
            return claim  # a seller's value says itself what it denies
        if not can_be_denied(attribute):
            return claim
        text = self._texts[0] if claim.field == "title" else self._texts[-1]
        place = claim.start or 0, claim.end or 0
        word = denial(text, *place) or asked(text, *place)
        if word and not attribute.has_many:
            word = denied_everywhere(self._read, [plain(claim.raw)])
        return claim._replace(outcome=_denial(attribute, claim.outcome, claim.raw, word)) if word else claim

    def choice(self, choice: Choice, outcome: Outcome) -> Outcome:
        """What becomes of a value that the model chose: denied where it is mentioned, and never without a negation."""
        attribute = self._schema.attribute(self._category, choice.attribute)
        value = attribute.values[choice.value]
        raws = [plain(claim.raw or "") for claim in self._stated if claim.attribute == choice.attribute]
        if not (self._deny or any(map(may_deny, raws))):
            return outcome
        word = denied_everywhere([*self._read, *raws], [_plain(wording) for wording in value.wordings()])
        return _denial(attribute, outcome, value.name.first, word) if word else outcome

    def tags(self, tags: Iterable[Scored]) -> list[Scored]:
        """The tags without those whose names stand only under negations."""
        if not self._deny:
            return list(tags)
        named = ((tag, self._schema.tags.get(tag.id)) for tag in tags)
        return [
            tag
            for tag, known in named
            if known is None or not denied_everywhere(self._read, [_plain(name) for name in known.name.texts])
        ]


def can_be_denied(attribute: Attribute) -> bool:
    """Names of makers, numbers and codes are not: "Model No" and "without case 250 g" deny neither."""
    return not (attribute.maker or attribute.traits.numeric or attribute.kind == "identifier")


def _denial(attribute: Attribute, outcome: Outcome, raw: str, word: str) -> Outcome:
    return opposite(attribute, [outcome.value_id], word) or denied(raw, word)
