"""Categories, attributes and values of a draft to a schema that its loader accepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from training.drafting import attributes as drafted
from training.drafting.clashes import Called, Wordings
from training.drafting.drafts import DraftAttribute, DraftCategory, DraftedCategories, DraftedKeys
from training.drafting.evidence import Evidence, Facts
from training.drafting.sentences import of_category
from training.drafting.wordings import script_language
from udfs.errors import SchemaError
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_LEAST_ROWS = 3  # of a category that state an attribute
_LEAST_SHARE = 0.01
_SURE_ROWS = 30  # that are enough whatever the share
_REQUIRED_SHARE, _REQUIRED_ROWS = 0.8, 20
_FALLBACK: dict[str, Any] = {
    "name": {"en": "Brand", "zh": "品牌"},
    "description": {"en": "The maker that a listing names", "zh": "商品写明的品牌"},
    "kind": "span",
    "maker": True,
}


@dataclass(frozen=True, slots=True)
class Assembled:
    """``ids``: of drafted categories and attributes, as the schema names them. ``bare``: categories of which nothing is
    stated, which have a brand as their only attribute."""

    schema: Schema
    category_ids: Mapping[str, str]
    attribute_ids: Mapping[str, str]
    bare: tuple[str, ...] = ()


def assemble(categories: DraftedCategories, keys: DraftedKeys, evidence: Evidence) -> Assembled:
    """The schema of a draft. Raises SchemaError where there is no category."""
    if not categories.categories:
        raise SchemaError(
            "no category was found in these listings: give more of them, or such as have a column of categories; "
            "a schema can be written by hand as well, see docs/schema.md"
        )
    attribute_ids, definitions = _definitions(keys, evidence)
    category_ids: dict[str, str] = {}
    bare: list[str] = []
    made: dict[str, Category] = {}
    wordings = Wordings()
    ordered = sorted(categories.categories, key=lambda each: (-_rows(evidence, each.id), each.id))
    stated = _by_category(evidence)
    for category in ordered:
        named = wordings.take(_called(category), "category")
        category_ids[category.id] = named.id
        own = {
            attribute_ids[key]: definitions[attribute_ids[key]] | _required(facts, _rows(evidence, category.id))
            for key, facts in _enough(stated[category.id], _rows(evidence, category.id))
            if key in attribute_ids
        }
        if not own:
            bare.append(named.id)
            own = {"brand": definitions.get("brand", _FALLBACK)}
        made[named.id] = _category(named, evidence.categories.get(category.id, Facts()), own)
    return Assembled(Schema(categories=dict(sorted(made.items()))), category_ids, attribute_ids, tuple(sorted(bare)))


def _rows(evidence: Evidence, category: str) -> int:
    return evidence.categories[category].rows if category in evidence.categories else 0


def _definitions(keys: DraftedKeys, evidence: Evidence) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """One definition of each attribute for all categories: ids by drafted id, definitions by id."""
    wordings = Wordings()
    ids: dict[str, str] = {}
    definitions: dict[str, dict[str, Any]] = {}
    stated = [each for each in keys.attributes if each.id in evidence.attributes]
    for attribute in sorted(stated, key=lambda each: (-evidence.attributes[each.id].rows, each.id)):
        named = wordings.take(drafted.called(attribute, keys.rows), "attribute")
        ids[attribute.id] = named.id
        definitions[named.id] = _definition(attribute, named, evidence.attributes[attribute.id])
    return ids, definitions


def _definition(attribute: DraftAttribute, named: Called, facts: Facts) -> dict[str, Any]:
    return drafted.definition(attribute, named.names, named.aliases, facts)


def _by_category(evidence: Evidence) -> Mapping[str, list[tuple[str, Facts]]]:
    found: defaultdict[str, list[tuple[str, Facts]]] = defaultdict(list)
    for (category, attribute), facts in evidence.within.items():
        found[category].append((attribute, facts))
    return found


def _enough(stated: Iterable[tuple[str, Facts]], rows: int) -> Iterator[tuple[str, Facts]]:
    """Attributes that enough listings of a category state, the most frequent first."""
    least = max(min(_LEAST_ROWS, rows), _LEAST_SHARE * rows)
    for key, facts in sorted(stated, key=lambda each: (-each[1].rows, each[0])):
        if facts.rows >= least or facts.rows >= _SURE_ROWS:
            yield key, facts


def _required(facts: Facts, rows: int) -> dict[str, Any]:
    is_required = rows >= _REQUIRED_ROWS and facts.rows >= _REQUIRED_SHARE * rows
    return {"required": True} if is_required else {}


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
            "attributes": dict(attributes),
        }
    )
