"""Two runs' values side by side, in DuckDB: a row for each attribute of a product that a reader sees otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from jobs.reading.changes.causes import UNKNOWN, causes_by_category
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
_CURRENT = """
CREATE TEMP TABLE {side}_current AS
SELECT product_id, category, source, content_hash FROM {side}_products WHERE stale IS NULL;
CREATE TEMP TABLE {side}_stale AS SELECT product_id FROM {side}_products WHERE stale IS NOT NULL
"""
_CHANGES = """
CREATE TEMP TABLE changes AS
WITH joined AS (
  SELECT product_id, attribute, coalesce(a.category, b.category) AS category, b.shown AS before, a.shown AS after,
         b.raw AS raw_before, a.raw AS raw_after, b.raws AS old_raws, a.raws AS new_raws,
         b.keys AS old_keys, a.keys AS new_keys, b.statuses AS old_statuses, a.statuses AS new_statuses,
         b.evidence AS old_evidence, a.evidence AS new_evidence
  FROM before_values b FULL JOIN after_values a USING (product_id, attribute)
), kinds AS (
  SELECT *, CASE
    WHEN old_keys IS NULL AND new_keys IS NOT NULL THEN 'gained'
    WHEN old_keys IS NOT NULL AND new_keys IS NULL THEN 'lost'
    WHEN old_keys IS NULL THEN CASE WHEN old_statuses IS DISTINCT FROM new_statuses
                                      OR old_raws IS DISTINCT FROM new_raws THEN 'status' END
    WHEN old_keys IS DISTINCT FROM new_keys
      THEN CASE WHEN old_raws = new_raws THEN 'remapped' ELSE 'changed' END
    WHEN old_evidence IS DISTINCT FROM new_evidence OR old_statuses IS DISTINCT FROM new_statuses THEN 'evidence'
  END AS kind FROM joined
)
SELECT k.product_id, coalesce(p.category, o.category) AS category, attribute, kind, k.before, k.after, raw_before,
       raw_after, CASE
         WHEN product_id IN (SELECT product_id FROM before_stale UNION SELECT product_id FROM after_stale)
           THEN 'rejected listing'
         WHEN o.product_id IS NULL OR p.product_id IS NULL THEN 'source'
         ELSE coalesce(nullif(array_to_string(list_sort(list_distinct(list_concat(
           CASE WHEN o.content_hash <> p.content_hash AND NOT list_contains(coalesce(c.causes, []), 'source')
                THEN ['text'] ELSE [] END,
           coalesce(c.causes, []), coalesce(d.causes, [])))), ' + '), ''), $unknown)
       END AS cause
FROM kinds k
LEFT JOIN before_current o USING (product_id) LEFT JOIN after_current p USING (product_id)
LEFT JOIN causes c ON c.category = p.category
LEFT JOIN causes d ON d.category = o.category AND o.category IS DISTINCT FROM p.category
WHERE kind IS NOT NULL
"""
_COUNTS = """
SELECT count(*) FILTER (o.product_id IS NULL AND product_id NOT IN (FROM before_stale)) AS new,
       count(*) FILTER (p.product_id IS NULL AND product_id NOT IN (FROM after_stale)) AS gone,
       count(*) FILTER (p.product_id IS NULL AND product_id IN (FROM after_stale)) AS rejected,
       count(*) FILTER (o.product_id IS NULL AND product_id IN (FROM before_stale)) AS accepted,
       count(*) FILTER (o.content_hash <> p.content_hash) AS listing,
       count(*) FILTER (o.category IS DISTINCT FROM p.category AND o.product_id IS NOT NULL
                        AND p.product_id IS NOT NULL) AS category,
       count(*) AS products
FROM before_current o FULL JOIN after_current p USING (product_id)
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
                self._db.execute(_CURRENT.format(side=side))
                self._db.execute(_VALUES.format(side=side))
        found = causes_by_category(before.run, after.run)
        self._db.register(
            "causes",
            pa.table(
                {
                    "category": pa.array([*found], pa.string()),
                    "causes": pa.array([*found.values()], pa.list_(pa.string())),
                }
            ),
        )
        self._db.execute(_CHANGES, {"unknown": UNKNOWN})

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
