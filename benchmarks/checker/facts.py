"""Facts of others as statements: rows of table attributes, maps, the notation of semiPQA, lists of any of these."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.checker.notation import read_notation
from udfs.schema.schema import Schema
from udfs.writing.checking.reading.amounts import UNKNOWN_UNIT
from udfs.writing.checking.reading.evidence import Amount, Statement, amounts_of, says_no, unit_of, wordings_in
from udfs.writing.checking.words.lexicon import lexicon

_ITSELF = frozenset(
    (
        "value",
        "values",
        "decimal_value",
        "string_value",
        "normalized_value",
        "content",
        "quantity",
        "number",
        "amount",
        "text",
    )
)
_NO_FACT = frozenset(
    (
        "unit",
        "units",
        "confidence",
        "status",
        "rule",
        "origin",
        "ordinal",
        "approved",
        "notTombstoned",
        "approvedNoValue",
    )
)
_ROW_TEXTS = ("value", "value_zh", "raw_value")


def statements_from(facts: Any, schema: Schema | None) -> tuple[Statement, ...]:
    """The statements of facts in any known form; none for null. Raises ValueError for a form that is not known."""
    return tuple(_of(facts, schema))


def _of(facts: Any, schema: Schema | None) -> Iterator[Statement]:
    if facts is None:
        return
    if isinstance(facts, str):
        yield from _of_text(facts, schema)
    elif isinstance(facts, Mapping):
        yield from _of_row(facts, schema) if isinstance(facts.get("attribute"), str) else _of_map(facts, schema)
    elif isinstance(facts, Sequence):
        for each in facts:
            yield from _of_pair(each, schema) if _is_pair(each) else _of(each, schema)
    else:
        raise ValueError(f"expected facts as a list, an object, a text or null, got {facts!r}")


def _of_text(text: str, schema: Schema | None) -> Iterator[Statement]:
    if text.lstrip().startswith(("[", "{")):
        try:
            decoded = json.loads(text)
        except json.JSONDecodeError:
            pass
        else:
            yield from _of(decoded, schema)
            return
    if "{" in text:
        yield from _of_map(read_notation(text), schema)
        return
    for part in filter(str.strip, re.split(r"[;\n；]", text)):
        name, colon, value = re.sub("：", ":", part).partition(":")
        if not colon:
            raise ValueError(f"expected facts as 'attribute: value' between semicolons, got {part.strip()!r}")
        yield from _tree(name.strip(), (name.strip(),), value.strip(), schema)


def _is_pair(each: Any) -> bool:
    return isinstance(each, Sequence) and not isinstance(each, str) and len(each) == 2 and isinstance(each[0], str)


def _of_pair(pair: Sequence[Any], schema: Schema | None) -> Iterator[Statement]:
    yield from _tree(pair[0], (pair[0],), pair[1], schema)


def _of_map(facts: Mapping[str, Any], schema: Schema | None) -> Iterator[Statement]:
    for name, value in facts.items():
        yield from _tree(name, (name,), value, schema)


def _of_row(row: Mapping[str, Any], schema: Schema | None) -> Iterator[Statement]:
    """A row of table attributes; only standard values count."""
    if row.get("status", "standard") != "standard":
        return
    attribute = row["attribute"]
    if not any(key in row for key in ("value", "number", "values")):
        raise ValueError(f"expected a row with value or number of attribute {attribute!r}, got {sorted(row)}")
    if "value" in row and not isinstance(row["value"], str | int | float | bool | type(None)):
        yield from _tree(attribute, (attribute,), row["value"], schema)
        return
    labels = row.get("labels") or {}
    own = [row.get(key) for key in _ROW_TEXTS] + (list(labels.values()) if isinstance(labels, Mapping) else [])
    texts = [_shown(text) for text in own if text not in (None, "")]
    amounts = list(_row_amounts(row)) or list(amounts_of(texts))
    made = _statement(attribute, (attribute,), texts, amounts, schema, row.get("value_id"))
    yield replace(made, aliases=(*made.aliases, *lexicon().bounding.get(row.get("bound") or "", ())))


def _row_amounts(row: Mapping[str, Any]) -> Iterator[Amount]:
    number, unit = row.get("number"), row.get("unit")
    if isinstance(number, int | float) and (unit or row.get("value") is None):
        top = row.get("number_max")
        yield Amount(float(number), float(top) if isinstance(top, int | float) else None, _unit(unit))
    for part in row.get("parts") or ():
        named = part if isinstance(part, Mapping) else dict(zip(("name", "number", "unit"), part, strict=False))
        if isinstance(named.get("number"), int | float):
            yield Amount(float(named["number"]), None, _unit(named.get("unit")))


def _tree(attribute: str, path: tuple[str, ...], value: Any, schema: Schema | None) -> Iterator[Statement]:
    """The statements of a value that may hold others. What stands beside a number names it: a nutrient, a role."""
    if isinstance(value, Mapping):
        yield from _object(attribute, path, value, schema)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if not value:
            yield _statement(attribute, path, [], [], schema, None)
        for each in value:
            yield from _tree(attribute, path, each, schema)
    elif value is not None:
        texts = [_shown(value)]
        amounts = [Amount(float(value))] if _is_number(value) else list(amounts_of(texts))
        yield _statement(attribute, path, texts, amounts, schema, None)


def _object(
    attribute: str, path: tuple[str, ...], value: Mapping[str, Any], schema: Schema | None
) -> Iterator[Statement]:
    unit = next((value[key] for key in ("unit", "units") if isinstance(value.get(key), str)), None)
    said = [key for key in value if key not in _NO_FACT]
    beside = [value[key] for key in said if isinstance(value[key], str) and not amounts_of([value[key]])]
    if not said:
        yield _statement(attribute, path, [unit] if unit else [], [], schema, None)
    for key in said:
        own = path if key in _ITSELF else (*path, key)
        each = value[key]
        if _is_number(each) or (unit and isinstance(each, str) and amounts_of([each])):
            numbers = [float(each)] if _is_number(each) else [a.number for a in amounts_of([each])]
            named = _unit(value.get(f"{key.rpartition('_')[0]}_unit") or unit)
            names = (*own, *(text for text in beside if text != each))
            yield _statement(
                attribute,
                names,
                [_shown(each), *([unit] if unit else [])],
                [Amount(n, None, named) for n in numbers],
                schema,
                None,
            )
        else:
            yield from _tree(attribute, own, each, schema)


def _statement(
    attribute: str,
    path: Sequence[str],
    texts: Sequence[str],
    amounts: Sequence[Amount],
    schema: Schema | None,
    value_id: str | None,
) -> Statement:
    known = value_id or _known_value(schema, attribute, texts)
    names, others, wordings = wordings_in(schema, None, attribute, known)
    own = " ".join(path).replace("_", " ")
    if "percent" in own and amounts:
        amounts = [a._replace(unit=a.unit or "percent") for a in amounts]
    denied = says_no(list(texts)) or texts == ["False"] or (bool(amounts) and all(a.number == 0 for a in amounts))
    denied = denied != own.startswith(("not ", "non "))
    values = () if set(texts) <= {"True", "False"} else tuple(texts)
    return Statement(
        attribute,
        tuple(dict.fromkeys((own, *names))),
        tuple(dict.fromkeys(values)),
        tuple(amounts),
        denied,
        wordings,
        others,
    )


def _known_value(schema: Schema | None, attribute: str, texts: Sequence[str]) -> str | None:
    """The id of the value that a text names in the schema."""
    from udfs.text.keys import fold

    for category in schema.categories.values() if schema else ():
        if known := category.attributes.get(attribute):
            for text in texts:
                if found := known.value_by_wording.get(fold(text)):
                    return found
    return None


def _unit(unit: Any) -> str | None:
    if not isinstance(unit, str) or not unit.strip():
        return None
    return unit_of(unit) or UNKNOWN_UNIT


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
