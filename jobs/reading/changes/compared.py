"""Two runs' values side by side, in DuckDB: a row for each attribute of a product that a reader sees otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from jobs.reading.changes.causes import causes_by_category, combined, joined
from jobs.reading.changes.definition import RELATIONS, VALUE_KIND, changes_query
from jobs.reading.published.duck import files_there, source
from jobs.reading.published.target import Target

KINDS = ("gained", "lost", "changed", "remapped", "evidence", "status")
"""``changed``: other values of other words; ``remapped``: other values of the same words; ``evidence``: equal values,
of which who says so, where, how surely, or a label, id or number behind the value differs; ``status``: no value on
either side, for another reason."""

_VALUES = """
CREATE TEMP TABLE {side}_values AS
SELECT product_id, attribute, any_value(a.category) AS category,
       list_sort(list(a.value) FILTER (a.status = 'standard')) AS keys,
       string_agg(a.value, '; ' ORDER BY ordinal) FILTER (a.status = 'standard') AS shown,
       list_sort(list(coalesce(raw_value, ''))) AS raws,
       string_agg(DISTINCT raw_value, ' | ' ORDER BY raw_value) AS raw,
       list_sort(list(a.status)) AS statuses,
       list(struct_pack(o := origin, r := rule, c := confidence, f := field, s := start_offset, e := end_offset,
                        l := list_sort(map_entries(a.labels)), i := a.value_id, n := number, m := number_max,
                        u := unit, b := bound, p := parts) ORDER BY ordinal) AS evidence
FROM {side}_attributes AS a JOIN {side}_current USING (product_id)
GROUP BY product_id, attribute
"""
_SIDE = """
CREATE TEMP TABLE {side}_listed AS
SELECT product_id, category, source, content_hash, stale FROM {side}_products;
CREATE TEMP TABLE {side}_current AS FROM {side}_listed WHERE stale IS NULL
"""
_KIND = f"""
coalesce({VALUE_KIND}, CASE
  WHEN b.keys IS NULL THEN CASE WHEN b.statuses IS DISTINCT FROM a.statuses
                                  OR b.raws IS DISTINCT FROM a.raws THEN 'status' END
  WHEN b.evidence IS DISTINCT FROM a.evidence OR b.statuses IS DISTINCT FROM a.statuses THEN 'evidence' END)
"""
_CAUSES = pa.schema([("category", pa.string()), ("causes", pa.string())])
_RELATIONS = {name: name for name in RELATIONS} | {
    "before_products": "before_listed", "after_products": "after_listed",
}  # fmt: skip
_COUNTS = """
SELECT count(*) FILTER (o.product_id IS NULL AND b.stale IS NULL) AS new,
       count(*) FILTER (p.product_id IS NULL AND a.stale IS NULL) AS gone,
       count(*) FILTER (p.product_id IS NULL AND a.stale IS NOT NULL) AS rejected,
       count(*) FILTER (o.product_id IS NULL AND b.stale IS NOT NULL) AS accepted,
       count(*) FILTER (o.content_hash <> p.content_hash) AS listing,
       count(*) FILTER (o.category IS DISTINCT FROM p.category AND o.product_id IS NOT NULL
                        AND p.product_id IS NOT NULL) AS category,
       count(*) AS products
FROM before_current o FULL JOIN after_current p USING (product_id)
LEFT JOIN before_listed b USING (product_id) LEFT JOIN after_listed a USING (product_id)
"""


class Compared:
    """What differs between the tables of two runs; close it with the process."""

    def __init__(self, before: Target, after: Target) -> None:
        self.before, self.after = before, after
        self._db = duckdb.connect(":memory:")
        self._db.execute("SET TimeZone = 'UTC'")
        for side, target in (("before", before), ("after", after)):
            for table in ("attributes", "products"):
                self._db.register(f"{side}_{table}", source(target, table))
            with files_there(target):
                self._db.execute(_SIDE.format(side=side))
                self._db.execute(_VALUES.format(side=side))
        found = causes_by_category(before.run, after.run)
        named = [{"category": key, "causes": joined(causes)} for key, causes in found.items()]
        self._db.register("category_causes", pa.Table.from_pylist(named, schema=_CAUSES))
        rows = [each._asdict() for each in combined(found)]
        self._db.register("combined_causes", pa.Table.from_pylist(rows))
        self._db.execute(f"CREATE TEMP TABLE changes AS {changes_query(_KIND).format(**_RELATIONS)}")

    @property
    def products(self) -> dict[str, int]:
        """Products that are ``new``, ``gone``, ``rejected`` now or ``accepted`` again; those whose ``listing`` or
        ``category`` is another; and all of both runs."""
        found = self._db.execute(_COUNTS)
        names = [column[0] for column in found.description or ()]
        return dict(zip(names, found.fetchone() or (), strict=True))

    def counts(self) -> list[dict[str, Any]]:
        """Products by category, attribute and cause, in columns by kind; those with most first."""
        kinds = ", ".join(f"count(*) FILTER (kind = '{kind}') AS {kind}" for kind in KINDS)
        return self._rows(
            f"SELECT category, attribute, cause, {kinds} FROM changes GROUP BY ALL "
            "ORDER BY count(*) FILTER (kind <> 'evidence') DESC, count(*) DESC, category, attribute, cause"
        )

    def examples(self, n: int) -> list[dict[str, Any]]:
        """What became what in most products, with the words behind it and one of the products; not of evidence."""
        return self._rows(
            "SELECT category, attribute, kind, cause, before, after, any_value(raw_before) AS raw_before, "
            "any_value(raw_after) AS raw_after, min(product_id) AS product_id, count(*) AS products FROM changes "
            "WHERE kind NOT IN ('evidence', 'status') GROUP BY category, attribute, kind, cause, before, after "
            f"ORDER BY count(*) DESC, category, attribute, before, after LIMIT {int(n)}"
        )

    @property
    def n_changes(self) -> int:
        """How many rows there are."""
        return int((self._db.execute("SELECT count(*) FROM changes").fetchone() or (0,))[0])

    def rows(self) -> pa.RecordBatchReader:
        """Every change: product_id, category, attribute, kind, before, after, raw_before, raw_after, cause."""
        return self._db.sql("FROM changes ORDER BY product_id, attribute").to_arrow_reader(10_000)

    def attributes_of_one(self) -> Mapping[str, Sequence[str]]:
        """Attributes, as category.attribute, of which one side alone has rows: ``before`` and ``after``."""
        ask = (
            "SELECT DISTINCT category || '.' || attribute FROM {}_values EXCEPT "
            "SELECT DISTINCT category || '.' || attribute FROM {}_values ORDER BY 1"
        )
        sides = (("before", "after"), ("after", "before"))
        return {one: [row[0] for row in self._db.execute(ask.format(one, other)).fetchall()] for one, other in sides}

    def _rows(self, query: str) -> list[dict[str, Any]]:
        found = self._db.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
