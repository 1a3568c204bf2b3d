"""A row of a catalog that has no schema yet, as its seller states it: site, levels of the category, keys, values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.pandas.types import from_arrow_type

from udfs.maps.reading import Several, read_map
from udfs.schema.category_paths import paths_of, without_product
from udfs.schema.keys import LONGEST_KEY, beside_names, head_names, is_prose, title_names, usual_names
from udfs.spark.arrow import arrow_type, to_arrow
from udfs.spark.blame import blaming, shown
from udfs.text.parameters import Parameter, Vocabulary, parameters
from udfs.text.placeholders import is_placeholder
from udfs.text.prose import is_prose_text
from udfs.text.sites import site_of

_LONGEST_PATH = 1_000  # characters; a longer text is no category
_LONGEST_TEXT = 20_000  # characters of a description that are looked through
_LEAST_BLOCK = 3  # keys that make a parameter block


class Said(NamedTuple):
    """A key and a value. ``from_text``: 1 of a parameter block of the description, 0 of the seller's map."""

    key: str
    value: str
    from_text: int


class CatalogRow(NamedTuple):
    """``site``: null where it is not known. ``path``: the broadest level first, empty without one."""

    site: str | None
    path: tuple[str, ...]
    stated: tuple[Said, ...]


_ROW = arrow_type(CatalogRow)


def catalog_row() -> Any:
    """(title, description, category, site, seller's maps as texts) to a CatalogRow."""

    def run(title: pa.Array, description: pa.Array, category: pa.Array, site: pa.Array, maps: pa.Array) -> pa.Array:
        rows = []
        columns = (column.to_pylist() for column in (title, description, category, site, maps))
        for own in zip(*columns, strict=True):
            with blaming("reading what a seller states", lambda: f"title {shown(own[0])}"):  # noqa: B023  called at once
                rows.append(read_row(*own))
        return to_arrow(rows, _ROW)

    return arrow_udf(run, from_arrow_type(_ROW))  # type: ignore[call-overload]


def read_row(
    title: str | None, description: str | None, category: str | None, site: str | None, maps: Sequence[str] | None
) -> CatalogRow:
    """The same of one row, as the job reads paths, maps and parameter blocks."""
    entries = read_map(Several(maps)).entries or () if maps else ()
    stated = dict.fromkeys(Said(key, value, 0) for key, value in entries if len(key) <= LONGEST_KEY)
    own = {(key, value) for key, value, _ in stated}
    texts = (Said(each.key, each.value, 1) for each in _block(description) if (each.key, each.value) not in own)
    return CatalogRow(site_of(site), levels_of(category, title), (*stated, *dict.fromkeys(texts)))


def levels_of(category: str | None, title: str | None) -> tuple[str, ...]:
    """The levels of a seller's category, without the product's own name; none where it says nothing."""
    if not category or len(category) > _LONGEST_PATH or is_placeholder(category):
        return ()
    paths = paths_of(without_product(category, title))
    return paths[0].levels if paths else ()


def _block(description: str | None) -> list[Parameter]:
    """The parameters of a description whose ends are sure; none where there are few of them: colons stand in prose."""
    found = parameters(description[:_LONGEST_TEXT] if description else None, _vocabulary())
    sure = [each for each in found if each.sure and each.behind is None and _is_value(each)]
    return sure if len(sure) >= _LEAST_BLOCK else []


def _is_value(each: Parameter) -> bool:
    return not is_prose(each.key) and not is_prose_text(each.value)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(usual_names(), beside_names(), head_names(), title_names(), lambda _key, _value: True)
