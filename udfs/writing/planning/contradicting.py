"""Facts that cannot all be of one product: a maker beside another maker's name, more colours than a thing has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from udfs.records import Fact
from udfs.schema.definitions import Attribute, Category
from udfs.text.keys import fold
from udfs.writing.planning.groups import group_of, is_color, is_maker
from udfs.writing.planning.silences import LeftOut

_COLORS = 3  # of one product; more are what it is sold in


def contradicting(category: Category, facts: Sequence[Fact]) -> list[LeftOut]:
    """Those of a product's sayable facts, in the schema's order, that no one product has all of."""
    return [*_of_two_makers(category, facts), *_on_offer(category, facts)]


def _of_two_makers(category: Category, facts: Sequence[Fact]) -> Iterator[LeftOut]:
    """The maker and the name, where the name begins with another maker that the schema knows: nobody knows whose."""
    makers = [fact for fact in facts if is_maker(fact.attribute, category.attributes[fact.attribute])]
    if len(makers) != 1:
        return
    maker = makers[0]
    known = category.attributes[maker.attribute].value_by_wording
    named = [fact for fact in facts if _is_name(category, fact) and (other := _maker_in(fact, known)) and (
        other != (maker.value_id or known.get(fold(maker.value or ""))))]  # fmt: skip
    for fact in (maker, *named) if named else ():
        yield LeftOut(
            fact.attribute, fact.ordinal, "disputed", f"{maker.value!r} and {named[0].value!r} are two makers'"
        )


def _is_name(category: Category, fact: Fact) -> bool:
    attribute: Attribute = category.attributes[fact.attribute]
    return (
        attribute.kind == "span"
        and fact.value is not None
        and not is_maker(fact.attribute, attribute)
        and group_of(category, fact.attribute, attribute) == "identity"
    )


def _maker_in(fact: Fact, known: dict[str, str]) -> str | None:
    """Id of the maker whose wording is the first word of a name, or its first two; null where none is."""
    words = (fact.value or "").split()
    return known.get(fold(" ".join(words[:2]))) or known.get(fold(words[0])) if len(words) > 1 else None


def _on_offer(category: Category, facts: Sequence[Fact]) -> Iterator[LeftOut]:
    for key, own in groupby(facts, key=lambda fact: fact.attribute):
        stated = tuple(own)
        if len(stated) > _COLORS and is_color(key, category.attributes[key]):
            for fact in stated:
                yield LeftOut(key, fact.ordinal, "partial", f"{len(stated)} colours: it is sold in each of them")
