"""What a change of a value is, and its cause: one query for all engines, in the words that Spark and DuckDB share.

It reads these relations, those of each side under ``before_`` and ``after_``:

- ``products``: ``product_id``, ``category``, ``content_hash``, ``stale``;
- ``values``, of current products: ``product_id``, ``attribute``, ``category``, ``keys`` (standard values, sorted, null
  without any), ``shown`` (the same as a reader sees them, null without any), ``raws`` (the words behind them, sorted),
  ``raw`` (the same as a reader sees them);
- ``category_causes`` and ``combined_causes``: see :mod:`jobs.reading.changes.causes`.
"""

from __future__ import annotations

from jobs.reading.changes.causes import SOURCE

VALUE_KIND = """
CASE WHEN b.keys IS NULL AND a.keys IS NOT NULL THEN 'gained'
     WHEN a.keys IS NULL AND b.keys IS NOT NULL THEN 'lost'
     WHEN a.keys IS DISTINCT FROM b.keys THEN CASE WHEN b.raws = a.raws THEN 'remapped' ELSE 'changed' END END
"""
"""How the values of an attribute differ; null where they do not."""

_CHANGES = """
WITH kinds AS (
  SELECT product_id, attribute, coalesce(a.category, b.category) AS category, b.shown AS before, a.shown AS after,
         b.raw AS raw_before, a.raw AS raw_after, {kind} AS kind
  FROM {before_values} AS b FULL JOIN {after_values} AS a USING (product_id, attribute)
)
SELECT k.product_id, coalesce(p.category, o.category, k.category) AS category, k.attribute, k.kind, k.before, k.after,
       k.raw_before, k.raw_after,
       CASE WHEN o.stale IS NOT NULL OR p.stale IS NOT NULL THEN 'rejected listing'
            WHEN o.product_id IS NULL OR p.product_id IS NULL THEN '{source}'
            ELSE m.cause END AS cause
FROM kinds AS k
LEFT JOIN {before_products} AS o ON o.product_id = k.product_id
LEFT JOIN {after_products} AS p ON p.product_id = k.product_id
LEFT JOIN {category_causes} AS c ON c.category = p.category
LEFT JOIN {category_causes} AS d ON d.category = o.category
LEFT JOIN {combined_causes} AS m ON m.before = coalesce(d.causes, '') AND m.after = coalesce(c.causes, '')
                                AND m.edited = (o.content_hash <> p.content_hash)
WHERE k.kind IS NOT NULL
"""
RELATIONS = (
    "before_values", "after_values", "before_products", "after_products", "category_causes", "combined_causes",
)  # fmt: skip


def changes_query(kind: str = VALUE_KIND) -> str:
    """A row for each attribute of a product that differs, by :data:`RELATIONS`, which stay to be filled in.

    ``kind``: how the values of an attribute differ between ``b``, before, and ``a``; null where they do not.
    """
    return _CHANGES.format(kind=kind, source=SOURCE, **{name: f"{{{name}}}" for name in RELATIONS})
