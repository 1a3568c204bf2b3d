"""Categories, attributes and values of a draft to a schema that its loader accepts.

Onto a schema that exists it only adds: categories, attributes, aliases. What is there keeps its id, name, description,
kind and values, and what was taken out stays out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from training.drafting import attributes as drafted
from training.drafting.clashes import Called, Wordings
from training.drafting.drafts import DraftCategory, DraftedCategories, DraftedKeys
from training.drafting.evidence import Evidence, Facts
from training.drafting.quantities import is_quantity
from training.drafting.sentences import of_category
from training.drafting.values.drafting import DraftValue
from training.drafting.wordings import script_language
from udfs.errors import SchemaError
from udfs.schema.definitions import Attribute, Category, wordings_of
from udfs.schema.kinds import KINDS
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_LEAST_ROWS = 3  # of a category that state an attribute
_LEAST_SHARE = 0.01
_SURE_ROWS = 30  # that are enough whatever the share
_REQUIRED_SHARE, _REQUIRED_ROWS = 0.8, 20
_TEXT_SHARE, _TEXT_ROWS = 0.5, 10  # of a category's statements that read as the quantity, below which it is text
_FALLBACK: dict[str, Any] = {
    "name": {"en": "Brand", "zh": "品牌"},
    "description": {"en": "The maker that a listing names", "zh": "商品写明的品牌"},
    "kind": "span",
    "maker": True,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What exists already. ``gone``: pairs of category and attribute that a person took out; null for the category."""

    schema: Schema
    gone: AbstractSet[tuple[str, str | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class Assembled:
    """``category_ids``, ``attribute_ids``: drafted ids to those of the schema; what it lacks is not there.

    ``values``: of attributes by the schema's id, as the listings state them. ``bare``: categories of which nothing is
    stated, which have a brand as their only attribute.
    """

    schema: Schema
    category_ids: Mapping[str, str]
    attribute_ids: Mapping[str, str]
    values: Mapping[str, Sequence[DraftValue]] = field(default_factory=dict)
    bare: tuple[str, ...] = ()


def assemble(
    categories: DraftedCategories, keys: DraftedKeys, evidence: Evidence, known: Known | None = None
) -> Assembled:
    """The schema of a draft. Ids of what ``known`` has are its ids. Raises SchemaError where there is no category."""
    if not categories.categories and known is None:
        raise SchemaError(
            "no category was found in these listings: give more of them, or such as have a column of categories; "
            "a schema can be written by hand as well, see docs/schema.md"
        )
    return _Assembler(keys, evidence, known).assemble(categories.categories)


class _Assembler:
    def __init__(self, keys: DraftedKeys, evidence: Evidence, known: Known | None) -> None:
        self._keys, self._evidence = keys, evidence
        self._known = known.schema.categories if known else {}
        self._gone = known.gone if known else frozenset()
        self._old = {
            key: attribute for category in self._known.values() for key, attribute in category.attributes.items()
        }
        self._definitions: dict[str, dict[str, Any]] = {}
        self._more: dict[str, tuple[str, ...]] = {}  # aliases for what exists
        self._values: dict[str, Sequence[DraftValue]] = {}
        self._ids = self._define()

    def _define(self) -> dict[str, str]:
        """One definition of each attribute for all categories; ids by drafted id."""
        owned = [
            (wording, key)
            for c in self._known.values()
            for key, a in c.attributes.items()
            for wording in wordings_of(key, a)
        ]
        wordings, ids = Wordings(owned), dict[str, str]()
        facts = self._evidence.attributes
        stated = [each for each in self._keys.attributes if each.id in facts]
        for attribute in sorted(stated, key=lambda each: (-facts[each.id].rows, each.id)):
            called = drafted.called(attribute, self._keys.rows)
            values = drafted.values_of(attribute, facts[attribute.id])
            if old := self._old.get(attribute.id):
                key = attribute.id
                self._more[key] = wordings.more(key, (*called.names.values(), *called.aliases))
                self._definitions[key] = _with_aliases(old, self._more[key]).model_dump(exclude_defaults=True)
            else:
                named = wordings.take(called, "attribute")
                key = named.id
                own = drafted.definition(attribute, named.names, named.aliases, facts[attribute.id], values)
                self._definitions[key] = own
            ids[attribute.id], self._values[key] = key, values
        return ids

    def assemble(self, categories: Iterable[DraftCategory]) -> Assembled:
        wordings = Wordings((wording, key) for key, c in self._known.items() for wording in wordings_of(key, c))
        made = {key: self._renewed(category) for key, category in self._known.items()}
        ids: dict[str, str] = {}
        bare: list[str] = []
        stated = _by_category(self._evidence)
        for category in sorted(categories, key=lambda each: (-self._rows(each.id), each.id)):
            own = self._attributes(category.id, stated[category.id])
            if category.id in made:
                named = _called(category)
                more = wordings.more(category.id, (*named.names.values(), *named.aliases))
                made[category.id] = _added(made[category.id], own, more)
                ids[category.id] = category.id
            elif (category.id, None) not in self._gone:
                named = wordings.take(_called(category), "category")
                bare += [] if own else [named.id]
                brand = self._definitions.get("brand", _FALLBACK)
                facts = self._evidence.categories.get(category.id, Facts())
                made[named.id] = _category(named, facts, own or {"brand": brand})
                ids[category.id] = named.id
        schema = Schema(categories=dict(sorted(made.items())))
        there = {key for category in made.values() for key in category.attributes}
        attribute_ids = {drafted_id: key for drafted_id, key in self._ids.items() if key in there}
        return Assembled(schema, ids, attribute_ids, self._values, tuple(sorted(bare)))

    def _rows(self, category: str) -> int:
        found = self._evidence.categories.get(category)
        return found.rows if found else 0

    def _attributes(self, category: str, stated: Iterable[tuple[str, Facts]]) -> dict[str, dict[str, Any]]:
        """Definitions of what enough listings of a category state, the most frequent first."""
        rows = self._rows(category)
        return {
            key: self._definitions[key] | _own_kind(self._definitions[key], facts) | _required(facts, rows)
            for drafted_id, facts in _enough(stated, rows)
            if (key := self._ids.get(drafted_id)) is not None and (category, key) not in self._gone
        }

    def _renewed(self, category: Category) -> Category:
        """A category that exists, its attributes with the aliases that they got."""
        own = {key: _with_aliases(each, self._more.get(key, ())) for key, each in category.attributes.items()}
        return category.model_copy(update={"attributes": own})


def _with_aliases(attribute: Attribute, more: Sequence[str]) -> Attribute:
    return attribute.model_copy(update={"aliases": (*attribute.aliases, *more)}) if more else attribute


def _added(category: Category, attributes: Mapping[str, dict[str, Any]], aliases: Sequence[str]) -> Category:
    """A category that exists, with attributes that it did not have."""
    new = {
        key: Attribute.model_validate(_given(own)) for key, own in attributes.items() if key not in category.attributes
    }
    whole = {**category.attributes, **new}
    return category.model_copy(update={"attributes": whole, "aliases": (*category.aliases, *aliases)})


def _given(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A definition without settings that say nothing."""
    return {name: setting for name, setting in definition.items() if setting is not None}


def _by_category(evidence: Evidence) -> Mapping[str, list[tuple[str, Facts]]]:
    found: defaultdict[str, list[tuple[str, Facts]]] = defaultdict(list)
    for (category, attribute), facts in evidence.within.items():
        found[category].append((attribute, facts))
    return found


def _enough(stated: Iterable[tuple[str, Facts]], rows: int) -> Iterator[tuple[str, Facts]]:
    least = max(min(_LEAST_ROWS, rows), _LEAST_SHARE * rows)
    for key, facts in sorted(stated, key=lambda each: (-each[1].rows, each[0])):
        if facts.rows >= least or facts.rows >= _SURE_ROWS:
            yield key, facts


def _required(facts: Facts, rows: int) -> dict[str, Any]:
    is_required = rows >= _REQUIRED_ROWS and facts.rows >= _REQUIRED_SHARE * rows
    return {"required": True} if is_required else {}


def _own_kind(definition: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Text where the numbers of a category are none: the size of a ring beside that of a screen."""
    if definition["kind"] != "quantity" or facts.stated.total() < _TEXT_ROWS:
        return {}
    reads = sum(rows for text, rows in facts.stated.items() if is_quantity(text, definition["unit"]))
    if reads >= _TEXT_SHARE * facts.stated.total():
        return {}
    return {"kind": "span", **dict.fromkeys(KINDS["quantity"].settings)}


def _called(category: DraftCategory) -> Called:
    names = {category.language: category.name}
    for alias in category.aliases:
        if (script := script_language(alias)) is not None:
            names.setdefault(script, alias)
    return Called(category.id, names, tuple(alias for alias in category.aliases if fold(alias)))


def _category(named: Called, facts: Facts, attributes: Mapping[str, dict[str, Any]]) -> Category:
    language, name = next(iter(named.names.items()))
    return Category.model_validate(
        {
            "name": named.names,
            "description": of_category(name, language, facts.titles),
            "aliases": list(named.aliases),
            "attributes": {key: _given(own) for key, own in attributes.items()},
        }
    )
