"""Which characters of a model's text say which fact: by its wordings, and by numbers that are equal in any unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from udfs.records import Fact
from udfs.schema.definitions import Attribute, Category
from udfs.writing.checking.reading.amounts import Told, compare, told_in
from udfs.writing.checking.reading.evidence import Amount
from udfs.writing.checking.reading.plain import plain_of
from udfs.writing.forbidden import Forbidden
from udfs.writing.phrases.values import HAN, truth
from udfs.writing.records import Said, Text

_Place = tuple[int, int]


def said_in(text: str, like: Text, category: Category, facts: Sequence[Fact]) -> tuple[Said, ...]:
    """The places of facts in a text, in reading order; a fact that it does not say has none.

    ``like``: a text of phrase rules, whose wordings of the facts count too. Where two facts have the same words, each
    place says one of them: a strap's black is not the bag's.
    """
    told = told_in(plain_of(text))
    places = [list(_places(text, told, like, category.attributes[fact.attribute], fact)) for fact in facts]
    taken: dict[_Place, Fact] = {}
    for fact, own in zip(facts, places, strict=True):
        if free := next((place for place in own if place not in taken), None):
            taken[free] = fact
    for fact, own in zip(facts, places, strict=True):
        for place in own:
            taken.setdefault(place, fact)
    return tuple(Said(fact.attribute, fact.ordinal, *place) for place, fact in sorted(taken.items(), key=_by_place))


def _by_place(item: tuple[_Place, Fact]) -> _Place:
    return item[0]


def _places(text: str, told: Sequence[Told], like: Text, attribute: Attribute, fact: Fact) -> Iterator[_Place]:
    """All places of a text that word a fact, each once, in reading order."""
    words = Forbidden(tuple(_wordings(like, attribute, fact)))
    found = {(each.start, each.end) for each in words.find(text)}
    for amount in _amounts(fact):
        found |= {(each.start, each.end) for each in told if _is_same(each, amount)}
    yield from sorted(found)


def _wordings(like: Text, attribute: Attribute, fact: Fact) -> Iterator[str]:
    """How a fact may be worded in the language; a maker's name in any."""
    yield from (
        like.text[said.start : said.end]
        for said in like.said
        if (said.attribute, said.ordinal) == (fact.attribute, fact.ordinal)
    )
    for wording in _names(attribute, fact):
        if attribute.maker or (HAN.search(wording) is not None) == (like.language.partition("-")[0] == "zh"):
            yield wording


def _names(attribute: Attribute, fact: Fact) -> Iterator[str]:
    """What a value is called, in any language; of yes and no, what the attribute is."""
    if truth(fact) is not None:
        yield from attribute.name.root.values()
        return
    yield from filter(None, (fact.value, fact.value_zh, *(fact.labels or {}).values()))
    if known := attribute.values.get(fact.value_id or ""):
        yield from known.wordings()


def _amounts(fact: Fact) -> Iterator[Amount]:
    if fact.number is not None and fact.unit:
        yield Amount(fact.number, fact.number_max, fact.unit)
    for part in fact.parts:
        yield Amount(part.number, None, part.unit or None)


def _is_same(told: Told, amount: Amount) -> bool:
    """A bare number may be anything's, but where the fact counts pieces."""
    counts = amount.unit in (None, "count")
    return (counts or told.term.unit is not None) and compare(told, amount) == "same"
