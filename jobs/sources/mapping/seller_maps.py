"""``seller_attributes``: what a config names, as texts that :mod:`udfs.maps.reading` reads; and the helpers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BinaryType, DataType, MapType, StringType, StructType, VariantType

from jobs.config import SellerAttributes
from jobs.sources.mapping.catalyst import Argument, call
from jobs.sources.mapping.expressions import analyse, own_column, quoted

_FLAT = "map<string,string>"
_SHAPES = (StringType, BinaryType, MapType, StructType, ArrayType, VariantType)
_NESTED = (MapType, StructType, ArrayType, VariantType, BinaryType)

HELPERS = ("entries", "pairs", "entry")
"""What is written out here. They are no functions of Spark."""


class HelperError(Exception):
    """A helper is not called as it can be; says how."""


class ShapeError(Exception):
    """An expression gives no map, and nothing that can be read as one."""


class Item(NamedTuple):
    """An expression of one map, written out without helpers, and how the config tells it."""

    told: str
    text: str


def items(frame: DataFrame, mapped: SellerAttributes) -> list[Item]:
    """The maps that are read one behind the other as one. Raises HelperError."""
    found: list[Item] = []
    for part in [mapped] if isinstance(mapped, str | dict) else mapped:
        if isinstance(part, dict):
            found += [Item(text, _named(frame, name, text)) for name, text in part.items()]
        else:
            found += [Item(part, text) for text in _written_out(frame, part)]
    return found


def as_text(value: Column, kind: DataType) -> Column:
    """A map in any type as a text. Raises ShapeError for a type that holds no map."""
    if isinstance(kind, StringType):
        return value
    if isinstance(kind, BinaryType):
        return value.cast("string")
    if not isinstance(kind, _SHAPES):
        raise ShapeError(
            f"it gives {kind.simpleString()}, and a map is needed: a map, a struct, an array of names and values, or "
            "text such as JSON or k=v;k=v; a column that holds one attribute is named in the config, as in "
            "[specs, {brand: brand}]"
        )
    flat = isinstance(kind, MapType) and not isinstance(kind.valueType, _NESTED)
    return F.to_json(value.cast(_FLAT) if flat else value)


def _named(frame: DataFrame, name: str, text: str) -> str:
    """A column of its own as a map with the one name that the config gives."""
    own = own_column(frame, text)
    return f"named_struct({_literal(name)}, {text if own is None else quoted(own)}\n)"


def _written_out(frame: DataFrame, text: str) -> Iterator[str]:
    """An expression without the helper that stands around it.

    Functions that build a map are written as lists of its pairs: a map of Spark takes no name twice, and no null.
    """
    try:
        called = None if own_column(frame, text) is not None else call(frame.sparkSession, text)
    except ParseException:
        called = None  # a column that is not there, or a fault that is told with the others
    name, arguments = called or ("", [])
    if name in ("entries", "map_concat"):
        yield from _merged(frame, name, arguments)
    elif name == "pairs":
        yield _pairs(arguments)
    elif name in ("entry", "map"):
        yield _records(name, arguments)
    elif name == "str_to_map":
        yield _split(*[argument.text for argument in arguments])
    elif name == "map_from_entries" and len(arguments) == 1:
        yield _from_entries(frame, arguments[0].text)
    elif name == "map_from_arrays" and len(arguments) == 2:
        yield f"zip_with({arguments[0].text}, {arguments[1].text}, (k, v) -> {_record('k', 'v')})"
    else:
        yield text


def _merged(frame: DataFrame, name: str, arguments: Sequence[Argument]) -> Iterator[str]:
    if not arguments or any(argument.literal is not None for argument in arguments):
        raise HelperError(
            f"{name}() takes the maps that it puts together, columns or expressions, and no text of its own: "
            "entries(specs, variations)"
        )
    for argument in arguments:
        yield from _written_out(frame, argument.text)


def _pairs(arguments: Sequence[Argument]) -> str:
    """``pairs(text)``: signs are found; ``pairs(text, ';')``, ``pairs(text, ';', '=')``: they are told."""
    signs = [argument.literal for argument in arguments[1:]]
    if not 1 <= len(arguments) <= 3 or not all(signs):
        raise HelperError(
            "pairs() takes a text, and may be told the sign between two pairs and the sign within one, each in quotes: "
            "pairs(specs), pairs(specs, ';'), pairs(specs, ';', '=')"
        )
    patterns = [_literal(re.escape(sign)) for sign in signs if sign]
    if len(patterns) < 2:
        return f"split({arguments[0].text}, {patterns[0]})" if patterns else arguments[0].text
    return _split(arguments[0].text, *patterns)


def _split(text: str, between: str = "','", within: str = "':'") -> str:
    """Pairs cut out of a text by patterns; a piece without the second one has no value."""
    name, value = f"split(piece, {within}, 2)[0]", f"get(split(piece, {within}, 2), 1)"
    return f"transform(split({text}, {between}), piece -> {_record(f'trim({name})', f'trim({value})')})"


def _records(name: str, arguments: Sequence[Argument]) -> str:
    """``entry(name, value)``: an attribute whose name stands in a column as well."""
    if not arguments or len(arguments) % 2:
        raise HelperError(f"{name}() takes a name and its value, and may take more of them: entry(option1, value1)")
    both = zip(arguments[::2], arguments[1::2], strict=True)
    return "array(" + ", ".join(_record(key.text, value.text) for key, value in both) + ")"


def _from_entries(frame: DataFrame, text: str) -> str:
    try:
        kind = analyse(frame, F.expr(text))
    except AnalysisException:
        return text  # told with the others
    pair = kind.elementType if isinstance(kind, ArrayType) else None
    if not isinstance(pair, StructType) or len(pair) != 2:
        return text
    key, value = (f"e.{quoted(field)}" for field in pair.fieldNames())
    return f"transform({text}, e -> {_record(key, value)})"


def _record(name: str, value: str) -> str:
    return f"named_struct('name', {name}, 'value', {value})"


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
