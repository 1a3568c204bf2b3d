"""Texts and keywords of the products that changed, by the facts that this run has left in the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.current import current, of_current
from jobs.lake.runs import standing
from jobs.lake.synchronize import Changes, synchronize_all
from jobs.run.categorize import Categorized
from jobs.run.job import Job
from jobs.run.rules_digest import writing_digest
from jobs.writing.due import WRITTEN, changed_since_texts, due_products, gone_products, last_recipes, newest_edits
from jobs.writing.rows import keyword_rows, text_rows, written_rows
from jobs.writing.statistics import counts_of, phrase_rows, value_rows
from udfs.spark.writing import Embedder, packed, phrases_of
from udfs.spark.writing import write as writing
from udfs.writing.kit import Counts

_COUNTED = ("value_statistics", "phrase_statistics")
_MADE = "texts"


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """``counts``: products whose texts were made, their texts, and those that could not be; of a generative model the
    texts that it worded, and those that fell back to phrase rules. ``changes``: by table. ``recipes``: by category.
    ``products``: ids of those whose keywords may have changed; null without any."""

    counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, Changes] = field(default_factory=dict)
    recipes: Mapping[str, str] = field(default_factory=dict)
    products: DataFrame | None = None


def write_texts(job: Job, categorized: Categorized) -> WrittenTexts:
    """Make the texts that are due, where the config wants any; else what is there stays as it is, and is told so."""
    if job.kit is None or job.config.texts is None:
        if _MADE in job.store.held():
            job.progress.note("texts stay as they are: the config has no section `texts`")
        return WrittenTexts()
    products = current(job.store.read("products"))
    attributes = of_current(job.store.read("attributes"), job.store.read("products"))
    counts = _counts(job, products, attributes, refresh=job.config.texts.refresh_statistics)
    texts, edits = job.store.read(_MADE), newest_edits(job.store.read("text_edits"))
    embedder = _embedder(job)
    generator = job.generating.generator.name if job.generating else ""
    recipes = job.kit.recipes(
        counts, embedder.fingerprint if embedder else "words", _recipe(job), code=writing_digest()
    )
    last = last_recipes(standing(job.store.read("runs")))
    found = due_products(products, texts, edits, _changed(job, categorized, products, attributes), recipes, last)
    due, _ = job.staging.write("due", found)  # read for facts and for claims, of which most are of other products
    broadcast = job.store.spark.sparkContext.broadcast(packed(counts))
    function = writing(job.kit.model_dump_json(), broadcast, embedder, job.generating)
    written, figures = job.staging.write(
        "written", written_rows(due, attributes, job.store.read("claims"), texts, edits, function),
        products=F.count(F.lit(1)), asked=F.sum(F.size("written.texts")),
        made=_texts(lambda text: text["text"].isNotNull()),
        generated=_texts(lambda text: text["generator"] == generator),
        refused=F.sum(F.size("written.refused")),
    )  # fmt: skip
    gone = gone_products(products, texts)
    is_same = not figures["products"] and gone.isEmpty()
    scope = written.select("product_id").unionByName(gone)
    changes = {} if is_same else _synchronized(job, written, scope, edits)
    made, asked = figures["made"] or 0, figures["asked"] or 0
    job.progress.note(f"{figures['products']:,} products: {made:,} texts, {asked - made:,} that cannot be made")
    counted = {WRITTEN: figures["products"], "texts_made": made, "texts_untold": asked - made}
    if job.generating is not None:
        counted |= {"texts_generated": figures["generated"] or 0, "texts_refused": figures["refused"] or 0}
        _tell_generated(job, generator, written, counted)
    return WrittenTexts(counted, changes, recipes, None if is_same else scope)


def _changed(job: Job, categorized: Categorized, products: DataFrame, attributes: DataFrame) -> DataFrame:
    """Ids of products that this run has standardized anew, and of those that no run has written about since."""
    anew = categorized.listings.filter("changed").select("product_id")
    since = changed_since_texts(standing(job.store.read("runs")), products, attributes, job.store.read("claims"))
    return anew.unionByName(since)


def _texts(holds: Callable[[Column], Column]) -> Column:
    """How many texts something holds of."""
    return F.sum(F.size(F.filter("written.texts", holds)))


def _recipe(job: Job) -> str | None:
    """What the model's texts depend on; null without a model."""
    return job.generating.recipe if job.generating else None


def _tell_generated(job: Job, generator: str, written: DataFrame, counted: Mapping[str, int]) -> None:
    """How many texts are in the model's words, and why others are not."""
    generated, refused = counted["texts_generated"], counted["texts_refused"]
    if not generated + refused:
        return
    kinds = written.select(F.explode("written.refused").alias("why")).groupBy("why").count().collect()
    told = ", ".join(
        f"{row['why']} {row['count']:,}" for row in sorted(kinds, key=lambda row: (-row["count"], row["why"]))
    )
    share = refused / (generated + refused)
    why = f" ({told})" if told else ""
    job.progress.note(f"{generator} worded {generated:,} texts; {refused:,} ({share:.0%}) fell back to phrases{why}")


def _embedder(job: Job) -> Embedder | None:
    """The encoder of the job's checkpoint; without a model, words alone choose clauses and keywords."""
    if job.model is None:
        return None
    return Embedder(
        job.config.checkpoint, job.model.manifest.fingerprint, job.model.asked.schema.to_json(), job.config.batching
    )


def _counts(job: Job, products: DataFrame, attributes: DataFrame, *, refresh: bool) -> Counts:
    """What the catalog counts: as stored, or counted now where nothing is stored or ``refresh`` asks for it."""
    if refresh or any(job.store.read(name).isEmpty() for name in _COUNTED):
        run_id = F.lit(job.run_id)
        counted = {
            "value_statistics": value_rows(products, attributes).withColumn("run_id", run_id),
            "phrase_statistics": phrase_rows(products, phrases_of()).withColumn("run_id", run_id),
        }
        staged = {name: job.staging.write(name, rows)[0] for name, rows in counted.items()}
        synchronize_all(job.store, job.staging, staged)
        job.progress.note("values and phrases of the catalog counted")
    return counts_of(*(job.store.read(name) for name in _COUNTED))


def _synchronized(job: Job, written: DataFrame, scope: DataFrame, edits: DataFrame) -> dict[str, Changes]:
    rows = {_MADE: text_rows(written, edits, job.run_id), "keywords": keyword_rows(written, job.run_id)}
    changes = synchronize_all(job.store, job.staging, rows, dict.fromkeys(rows, scope))
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes
