"""What may be said: statements of facts, each with the wordings of its attribute and of its value, and its amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from udfs.quantities.joining import joined
from udfs.quantities.registry import read_unit
from udfs.quantities.terms import Term, read_terms
from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.checking.reading.plain import Token, plain_of
from udfs.writing.checking.words.lexicon import DENYING, holds_han_denial, lexicon
from udfs.writing.checking.words.stems import stem

_DENIED = re.compile(
    r"(?:no|none|null|not?|n/?a|not applicable|false|nil|zero|0(?:\.0*)?|without"
    r"|否|无|没有|不是|不支持|不适用|不带|不含|不可)\Z"
)
_MOST_WORDS = 5
_BEHIND = ("free", "un", "minus")  # deny what stands before them, or nothing
_TIMES = re.compile(r"\s*(?:[x×*]|by)\s*", re.IGNORECASE)
_SPELLED = {"percent daily value fda": "percent", "unknown modifier": "", "each": "count", "units": "count"}


class Amount(NamedTuple):
    """A number, or a range up to ``upper``; ``unit`` as the quantities' registry names it, null for a bare number."""

    number: float
    upper: float | None = None
    unit: str | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        """The number, and the end of the range where there is one."""
        return (self.number,) if self.upper is None else (self.number, self.upper)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one attribute.

    ``attribute`` tells statements of one attribute from those of others. ``names``: what the attribute is called, its
    own name first. ``values``: the value as it is stated. ``aliases``: other wordings of it, which count as a whole
    only: blue may be said as "grey blue", and grey may not be said; ``name_aliases``: those of the attribute's name.
    ``amounts``: its numbers. ``denied``: the value says no, none or zero.
    """

    attribute: str
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    denied: bool = False
    aliases: tuple[str, ...] = ()
    name_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is stated of a product. ``categories``: names of what it is."""

    statements: tuple[Statement, ...] = ()
    categories: tuple[str, ...] = field(default=())


def words_of(texts: Iterable[str]) -> Iterator[list[Token]]:
    """The tokens of each text."""
    for text in texts:
        yield _tokens(text)


@lru_cache(1 << 13)
def _tokens(text: str) -> list[Token]:
    return plain_of(text.replace("_", " ")).tokens()


@lru_cache(1 << 13)
def stems_of(text: str) -> frozenset[str]:
    """Stems of the English words of a wording."""
    return frozenset(stem(token.text) for token in _tokens(text) if token.sort == "word")


@lru_cache(1 << 13)
def read_stated(text: str) -> tuple[Term, ...]:
    """The numbers of a short text with their units, prices too."""
    shown = plain_of(text.replace("_", " ")).shown
    return tuple(joined(shown, read_terms(shown, "count")))


def amounts_of(texts: Iterable[str]) -> tuple[Amount, ...]:
    """The amounts that wordings state."""
    return tuple(dict.fromkeys(amount for text in texts for amount in _amounts_in(text)))


@lru_cache(1 << 13)
def _amounts_in(text: str) -> tuple[Amount, ...]:
    """The unit behind the last number of a size is that of all: 5.9 x 5.11 x 4.52in."""
    found: list[Amount] = []
    unit: str | None = None
    terms = read_stated(text)
    for term, following in zip(terms[::-1], (None, *terms[::-1]), strict=False):
        between = text[term.end : following.start] if following else ""
        unit = term.unit or (unit if _TIMES.fullmatch(between) else None)
        found.append(Amount(term.number, term.upper, unit))
    return tuple(found[::-1])


@lru_cache(4096)
def unit_of(spelling: str) -> str | None:
    """The unit that an id or a spelling names, such as cubic_centimeters or gigabits_per_second; null if unknown."""
    words = spelling.replace("_", " ").strip()
    words = _SPELLED.get(words.lower(), words)
    if not words:
        return None
    return read_unit(words, "count") or read_unit(words.replace(" per ", "/"), "count") or read_unit(words, "degC")


def says_no(texts: Sequence[str]) -> bool:
    """Whether the wordings of a value deny it: No, n/a, not water resistant, 不可折叠."""
    return any(_DENIED.match(plain_of(text).folded.strip()) or _begins_with_no(text) for text in texts)


@lru_cache(1 << 13)
def _begins_with_no(text: str) -> bool:
    """Whether one of the first words denies; a negation later on, or in a sentence, denies a part only."""
    words = [token for token in _tokens(text) if token.sort in ("word", "han")]
    if len(words) > _MOST_WORDS:
        return False
    return any(
        lexicon().is_negator(token.text) and token.text not in _BEHIND
        if token.sort == "word"
        else token.text.startswith(DENYING) and holds_han_denial(token.text)
        for token in words[:2]
    )


def statements_of(facts: Iterable[Fact], schema: Schema | None, category: str | None = None) -> tuple[Statement, ...]:
    """The statements of standard facts; others state nothing."""
    return tuple(_statement(fact, schema, category) for fact in facts if fact.status == "standard")


def _statement(fact: Fact, schema: Schema | None, category: str | None) -> Statement:
    names, others, wordings = wordings_in(schema, category, fact.attribute, fact.value_id)
    labels = tuple((fact.labels or {}).values())
    bound = lexicon().bounding.get(fact.bound or "", ())
    own = tuple(text for text in (fact.value, fact.value_zh, *labels, fact.raw_value) if text)
    return Statement(
        fact.attribute,
        tuple(dict.fromkeys((fact.attribute.replace("_", " "), *names))),
        tuple(dict.fromkeys(own)),
        _amounts(fact, own),
        fact.value_id == "no" or fact.number == 0 or says_no([text for text in (fact.value,) if text]),
        (*wordings, *bound),
        others,
    )


def _amounts(fact: Fact, wordings: Sequence[str]) -> tuple[Amount, ...]:
    """Those of the columns, which alone count where there are any, but for what the raw text says in other units."""
    unit = None if fact.unit == "bare_number" else fact.unit
    own = [Amount(fact.number, fact.number_max, unit)] if fact.unit and fact.number is not None else []
    own += [Amount(part.number, None, part.unit or None) for part in fact.parts]
    return tuple(own) or amounts_of(wordings)


def wordings_in(
    schema: Schema | None, category: str | None, attribute: str, value: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of an attribute in all languages, its aliases, and the wordings of one of its values.

    Those of all categories where the category is null or has not the attribute.
    """
    own = schema.categories if schema else {}
    found = [own[category]] if category in own and attribute in own[category].attributes else list(own.values())
    known = [each.attributes[attribute] for each in found if attribute in each.attributes]
    names = dict.fromkeys(name for each in known for name in each.name.root.values())
    aliases = dict.fromkeys(alias for each in known for alias in each.aliases)
    values = dict.fromkeys(
        wording for each in known if value in each.values for wording in each.values[value or ""].wordings()
    )
    return tuple(names), tuple(aliases), tuple(values)
