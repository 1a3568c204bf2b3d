"""What a person makes of a drafted schema: rename, merge, drop, another kind. Each gives a new schema.

All raise SchemaError, with what to do instead, where the schema would not be one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from training.drafting.ascii_ids import ascii_id
from training.drafting.sentences import of_attribute
from training.drafting.values.drafting import draft_values
from training.drafting.wordings import script_language
from udfs.errors import SchemaError
from udfs.records import Kind
from udfs.schema.definitions import Attribute, Category, Value, wordings_of
from udfs.schema.ignored import in_order
from udfs.schema.kinds import KINDS
from udfs.schema.loading import load_schema
from udfs.schema.names import Names
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema
from udfs.text.keys import fold

_OF_KINDS = frozenset().union(*(traits.settings for traits in KINDS.values()))  # settings that only some kinds have


def checked(schema: Schema) -> Schema:
    """The schema as its files would be read. Raises SchemaError where they would not."""
    with tempfile.TemporaryDirectory(prefix="facetmill-") as folder:
        write_schema(schema, folder)
        try:
            return load_schema(folder)
        except SchemaError as error:
            raise SchemaError(str(error).replace(f"{folder}/", "")) from error


def renamed_attribute(schema: Schema, key: str, name: str) -> Schema:
    """Another name for an attribute, in the language of the name; the old one becomes an alias. Its id stays."""
    return _with_attribute(schema, key, lambda own: own.model_copy(update=_renamed(own, name)))


def renamed_category(schema: Schema, key: str, name: str) -> Schema:
    """The same of a category."""
    own = schema.categories[key]
    return _with(schema, {**schema.categories, key: own.model_copy(update=_renamed(own, name))})


def merged_attribute(schema: Schema, key: str, into: str) -> Schema:
    """One attribute for two: ``into`` gets the wordings and values of ``key``, which is no more."""
    _require(into in _attributes(schema), f"no attribute {into!r}; there are {', '.join(sorted(_attributes(schema)))}")
    _require(into != key, f"{key} cannot be merged into itself")
    gone, kept = _attributes(schema)[key], _attributes(schema)[into]
    merged = {
        name: _merged_into(category, key, into, gone, kept) if {key, into} & category.attributes.keys() else category
        for name, category in schema.categories.items()
    }
    return _with(schema, merged)


def merged_category(schema: Schema, key: str, into: str) -> Schema:
    """One category for two: ``into`` gets the wordings of ``key``, and the attributes that it has not."""
    _require(into in schema.categories, f"no category {into!r}; there are {', '.join(schema.categories)}")
    _require(into != key, f"{key} cannot be merged into itself")
    gone, kept = schema.categories[key], schema.categories[into]
    aliases = _more(kept, into, wordings_of(key, gone))
    new = {name: own for name, own in gone.attributes.items() if name not in kept.attributes}
    whole = kept.model_copy(update={"aliases": aliases, "attributes": {**kept.attributes, **new}})
    return _with(
        schema, {name: whole if name == into else own for name, own in schema.categories.items() if name != key}
    )


def dropped_attribute(schema: Schema, key: str) -> Schema:
    """Without an attribute, in all categories; those that had it ignore its keys."""
    made: dict[str, Category] = {}
    for name, category in schema.categories.items():
        rest = {own: attribute for own, attribute in category.attributes.items() if own != key}
        _require(bool(rest), f"{key} is the only attribute of {name}; drop the category, or rename the attribute")
        gone = wordings_of(key, category.attributes[key])[1:] if key in category.attributes else []
        ignored = in_order((*category.ignored_keys, *gone))
        made[name] = category.model_copy(update={"attributes": rest, "ignored_keys": ignored})
    return _with(schema, made)


def dropped_category(schema: Schema, key: str) -> Schema:
    """Without a category."""
    _require(len(schema.categories) > 1, f"{key} is the only category; rename it")
    return _with(schema, {name: own for name, own in schema.categories.items() if name != key})


def with_kind(schema: Schema, key: str, kind: Kind, unit: str | None, stated: Mapping[str, int]) -> Schema:
    """An attribute of another kind. ``unit``: of a quantity or size. ``stated``: texts with their rows, of which a
    closed list makes its values."""
    settings: dict[str, Any] = {"kind": kind, "range": None, "pattern": None, "checksum": None, "unit": unit}
    if KINDS[kind].closed and kind != "boolean":
        own = _attributes(schema)[key]
        values = own.values or _values(stated, next(iter(own.name.root)))
        _require(len(values) > 1, f"fewer than two values of {key} are known, and kind {kind} needs a list; take span")
        settings["values"] = values

    def changed(own: Attribute) -> Attribute:
        data = own.model_dump(exclude_defaults=True)
        kept = {name: part for name, part in data.items() if name not in _OF_KINDS or name in KINDS[kind].settings}
        given = {name: part for name, part in settings.items() if part is not None}
        if not KINDS[kind].closed or kind == "boolean":
            kept = {name: part for name, part in kept.items() if name != "values"}
        if KINDS[kind].many is not None:
            kept.pop("many", None)
        try:
            return Attribute.model_validate({**kept, **given})
        except ValueError as error:
            raise SchemaError(f"{key} cannot be {kind}: {_told(error)}") from error

    return _with_attribute(schema, key, changed)


def with_values(schema: Schema, key: str, wordings: Sequence[str]) -> Schema:
    """An attribute whose list has some more values."""

    def longer(own: Attribute) -> Attribute:
        language = next(iter(own.name.root))
        new = [wording for wording in wordings if fold(wording) not in own.value_by_wording]
        found = _values({wording: len(new) - place for place, wording in enumerate(new)}, language, own.values)
        return own.model_copy(update={"values": {**own.values, **found}})

    return _with_attribute(schema, key, longer)


def with_key(schema: Schema, wording: str, into: str) -> Schema:
    """A seller's key as an alias of an attribute."""
    _require(into in _attributes(schema), f"no attribute {into!r}; there are {', '.join(sorted(_attributes(schema)))}")
    return _with_attribute(schema, into, lambda own: own.model_copy(update={"aliases": _more(own, into, [wording])}))


def with_quantity(schema: Schema, category: str, name: str, unit: str) -> Schema:
    """A category with one more attribute, a quantity; one of that name that other categories have is taken as it is."""
    known = {fold(wording): key for key, own in _attributes(schema).items() for wording in wordings_of(key, own)}
    key = known.get(fold(name)) or ascii_id(name, set(_attributes(schema)), "attribute")
    _require(key not in schema.categories[category].attributes, f"{category} has an attribute {key} already")
    language = script_language(name) or "en"
    data = {"name": {language: name}, "description": of_attribute(name, language, ()), "kind": "quantity", "unit": unit}
    own = schema.categories[category]
    attributes = {**own.attributes, key: _attributes(schema).get(key) or Attribute.model_validate(data)}
    whole = own.model_copy(update={"attributes": attributes})
    return _with(schema, {**schema.categories, category: whole})


def with_level(schema: Schema, wording: str, into: str) -> Schema:
    """A seller's wording of a category, such as a level of a path, as an alias of a category."""
    _require(into in schema.categories, f"no category {into!r}; there are {', '.join(schema.categories)}")
    own = schema.categories[into]
    whole = own.model_copy(update={"aliases": _more(own, into, [wording])})
    return _with(schema, {**schema.categories, into: whole})


def _values(stated: Mapping[str, int], language: str, known: Mapping[str, Value] | None = None) -> dict[str, Value]:
    taken = known or {}
    found = [value for value in draft_values(stated, language=language) if value.id not in taken]
    return {value.id: Value(name=Names(dict(value.name)), aliases=value.aliases) for value in found}


def _attributes(schema: Schema) -> dict[str, Attribute]:
    return {key: own for category in schema.categories.values() for key, own in category.attributes.items()}


def _merged_into(category: Category, key: str, into: str, gone: Attribute, kept: Attribute) -> Category:
    own, gone = category.attributes.get(into, kept), category.attributes.get(key, gone)
    whole = own.model_copy(
        update={"aliases": _more(own, into, wordings_of(key, gone)), "values": _all_values(own, gone)}
    )
    attributes: dict[str, Attribute] = {}
    for name, attribute in category.attributes.items():
        if name in (key, into):
            attributes[into] = whole
        else:
            attributes[name] = attribute
    return category.model_copy(update={"attributes": attributes})


def _all_values(own: Attribute, gone: Attribute) -> dict[str, Value]:
    """The values of both; of one that both have, the wordings of both."""
    if "values" not in own.traits.settings or not own.values or own.kind == "boolean":
        return own.values
    merged = dict(own.values)
    for key, value in gone.values.items():
        same = next((own.value_by_wording[fold(w)] for w in value.wordings() if fold(w) in own.value_by_wording), None)
        if same is None:
            merged.setdefault(key if key not in merged else f"{key}_2", value)
        else:
            known = {fold(wording) for each in merged.values() for wording in each.wordings()}
            more = [wording for wording in value.wordings() if fold(wording) not in known]
            merged[same] = merged[same].model_copy(update={"aliases": (*merged[same].aliases, *dict.fromkeys(more))})
    return merged


def _more(own: Attribute | Category, key: str, wordings: Sequence[str]) -> tuple[str, ...]:
    known = {fold(wording) for wording in wordings_of(key, own)}
    new = {fold(wording): wording for wording in reversed(wordings) if fold(wording) not in known}
    return (*own.aliases, *reversed(new.values()))


def _renamed(own: Attribute | Category, name: str) -> dict[str, Any]:
    _require(bool(fold(name)), "a name needs letters or digits")
    script, first = script_language(name), next(iter(own.name.root))
    language = script or (first if script_language(own.name.first) is None else "en")
    old = own.name.get(language)
    folded = {fold(name)}
    aliases = [*own.aliases, *([old] if old else [])]
    return {
        "name": Names({**own.name.root, language: name}),
        "aliases": tuple(dict.fromkeys(alias for alias in aliases if fold(alias) not in folded)),
    }


def _with_attribute(schema: Schema, key: str, change: Callable[[Attribute], Attribute]) -> Schema:
    made = {
        name: category.model_copy(
            update={
                "attributes": {own: change(each) if own == key else each for own, each in category.attributes.items()}
            }
        )
        for name, category in schema.categories.items()
    }
    return _with(schema, made)


def _with(schema: Schema, categories: Mapping[str, Category]) -> Schema:
    return checked(schema.model_copy(update={"categories": dict(categories)}))


def _require(holds: bool, fault: str) -> None:
    if not holds:
        raise SchemaError(fault)


def _told(error: ValueError) -> str:
    return "; ".join(line.strip() for line in str(error).splitlines()[2:3]) or str(error)
