"""What decides the values of a category's products, as a digest: equal recipe, equal result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import Row

from jobs.config import JobConfig
from jobs.lake.runs import Published
from jobs.lake.store import Store
from jobs.review.decisions import digest as decisions_digest
from jobs.run.rules_digest import rules_digest
from udfs.schema.fingerprints import digest
from udfs.schema.schema import Schema
from udfs.schema.untrained import Untrained

RESULTS = ("attributes", "away", "claims", "products", "tags")


def recipes(
    model: str, untrained: Untrained, schema: Schema, config: JobConfig, decisions: Sequence[Row]
) -> dict[str, str]:
    """By category, a digest of all but the listings that decides a value of its products: model, what it has not
    learnt of the category and whether it is asked about that, what the schema says of the category, thresholds,
    decisions, rules.
    """
    shared = {"model": model, "thresholds": config.thresholds.model_dump(), "rules": rules_digest()}
    if untrained.asked:
        shared["untrained"] = "asked"
    return {category: _recipe(category, schema, decisions, untrained, shared) for category in schema.categories}


def recipe_parts(
    model: str, untrained: Untrained, schema: Schema, config: JobConfig, decisions: Sequence[Row]
) -> dict[str, dict[str, str]]:
    """By category, what a recipe is made of, a digest each, so that a change can be told from another.

    ``model`` and whether it is asked about what it has not learnt; ``thresholds`` of the job and of attributes;
    ``schema``, ``rules``: see :meth:`udfs.schema.schema.Schema.category_parts`; ``package``: the code and libraries of
    the rules; ``decisions`` of people; ``sources``: how their rows become listings, wherever they lie. The last is no
    part of the recipe: it shows in the listings.
    """
    shared = {
        "model": digest([model, untrained.asked]),
        "package": rules_digest(),
        "sources": digest(_reading(config)),
    }
    parts = {}
    for category in schema.categories:
        own = schema.category_parts(category)
        thresholds = digest([config.thresholds.model_dump(), own["thresholds"]])
        decided = digest(decisions_digest([row for row in decisions if row["category"] == category]))
        parts[category] = {**own, **shared, "thresholds": thresholds, "decisions": decided}
    return parts


def _reading(config: JobConfig) -> list[Any]:
    sources = [source.model_dump(mode="json", exclude={"path", "version"}) for source in config.sources]
    return [sources, config.reject.model_dump(mode="json"), config.unknown_category]


def _recipe(
    category: str, schema: Schema, decisions: Sequence[Row], untrained: Untrained, shared: Mapping[str, Any]
) -> str:
    decided = decisions_digest([row for row in decisions if row["category"] == category])
    parts = {**shared, "schema": schema.category_fingerprint(category), "decisions": decided}
    if category in untrained.categories or untrained.of(category):
        parts["not learnt"] = [category in untrained.categories, untrained.of(category)]
    return digest(parts)


def _is_as_left(store: Store, name: str, last: Published) -> bool:
    """Whether a table says what the run left; not where it came after that run."""
    return name in last.table_versions and store.unchanged_since(name, last.table_versions[name])


def stale_categories(store: Store, last: Published | None, now: Mapping[str, str]) -> frozenset[str] | None:
    """Categories whose recipe is not that of the last finished run: their products must all be standardized anew.

    Null where every product must: when there is no finished run, when no category has its recipe still, or when a later
    run wrote results and did not finish, so that any product may have values of another recipe.
    """
    if last is None or not all(_is_as_left(store, name, last) for name in RESULTS):
        return None
    known = now.keys() | last.recipes.keys()
    stale = frozenset(category for category in known if now.get(category) != last.recipes.get(category))
    return None if stale == known else stale
