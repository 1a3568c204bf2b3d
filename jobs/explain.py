"""``facetmill explain``: everything behind one product's values, from the raw text to the claims that lost."""

from __future__ import annotations

from collections.abc import Iterator

from pyspark.sql import Row
from pyspark.sql import functions as F
from rich.console import Console
from rich.text import Text

from jobs.card import Card, Labels, evidence
from jobs.display import one_line
from jobs.evidence import Mark, marked
from jobs.reading import Library, StoredProduct
from udfs.errors import InputError
from udfs.records import Alternative, AttributeRow
from udfs.schema import Schema
from udfs.text import fold

_FEW = 5  # losing claims shown of each value, unless one attribute is asked for


def explain(
    out: Console, library: Library, schema: Schema, labels: Labels, product_id: str, attribute: str | None
) -> None:
    """Print the whole chain of one product, or of one attribute of it. Raises InputError when the id is unknown."""
    found = library.products([product_id])
    rejected = library.table("rejected").filter(F.col("product_id") == product_id).collect()
    if not found and not rejected:
        raise InputError(_unknown(library, product_id))
    for product in found:
        card = product.card()
        wanted = _attribute_id(schema, card, attribute) if attribute else None
        if wanted is None:
            for line in _product(out, library, product.row, card, labels):
                out.print(line)
        for line in _values(out, card, labels, schema, wanted):
            out.print(line)
        for line in _provenance(library, product):
            out.print(line)
    for row in rejected:
        for line in _rejection(row):
            out.print(line)


def _unknown(library: Library, product_id: str) -> str:
    """The error for an id that is in no table, with the ids that look most like it."""
    ids = [library.table(name).select("product_id") for name in ("products", "rejected")]
    known = ids[0].unionByName(ids[1]).filter("product_id IS NOT NULL").distinct()
    distance = F.levenshtein(F.lower("product_id"), F.lit(product_id.lower()))
    near = [row["product_id"] for row in known.orderBy(distance, "product_id").limit(5).collect()]
    hint = f"; ids like it: {', '.join(near)}" if near else "; it holds no product at all"
    return f"{library.store.target} holds no product {product_id!r}{hint}"


def _attribute_id(schema: Schema, card: Card, wording: str) -> str:
    category = schema.categories.get(card.category or "")
    found = category.attribute_by_wording.get(fold(wording)) if category else wording
    if found is None and category is not None:
        known = ", ".join(category.attributes)
        raise InputError(f"category {card.category} has no attribute {wording!r}; it has {known}")
    return found or wording


def _line(name: str, *parts: str | Text, indent: int = 0) -> Text:
    return Text.assemble(" " * indent, (f"{name:<{14 - indent}}", "dim"), *parts)


def _product(out: Console, library: Library, product: Row, card: Card, labels: Labels) -> Iterator[Text]:
    yield Text.assemble((card.product_id or "", "bold"), "  ", f"source {product['source']}")
    if card.site:
        yield _line("site", card.site)
    for name in ("title", "description"):
        if getattr(card, name):
            yield _line(name, evidence(out, card, name, labels))
    yield _line("category", labels.category(card.category or ""), f" ({card.category}), {card.remark}")
    yield from _guesses(library, product, labels)
    tags = library.table("tags").filter(F.col("product_id") == F.lit(card.product_id)).orderBy("rank").collect()
    if tags:
        yield _line("tags", ", ".join(f"{labels.tag(tag['tag'])} {tag['score']:.2f}" for tag in tags))
    if product["missing"]:
        yield _line("missing", ", ".join(labels.attribute(card.category, name) for name in product["missing"]))
    for key, value in card.unknown.items():
        yield _line("not in schema", f"{one_line(key)} = {one_line(value)}")


def _guesses(library: Library, product: Row, labels: Labels) -> Iterator[Text]:
    """What the model holds the text for, whoever chose the category in the end."""
    run = library.run_row()
    key = {"text_hash": product["text_hash"], "model": run["model"], "schema": run["model_schema"]}
    stored = library.table("extractions")
    for name, value in key.items():
        stored = stored.filter(F.col(name) == F.lit(value))
    for row in stored.select("categories", "tokens", "windows").collect():
        scores = ", ".join(f"{labels.category(guess['id'])} {guess['score']:.2f}" for guess in row["categories"] or ())
        yield _line("model's view", f"{scores}; {row['tokens']} tokens read in {row['windows']} window(s)")


def _values(out: Console, card: Card, labels: Labels, schema: Schema, wanted: str | None) -> Iterator[Text]:
    rows = [row for row in labels.in_order(card.category, card.rows) if wanted in (None, row.attribute)]
    for row in rows:
        yield Text()
        yield from _value(out, card, row, labels, losers=_FEW if wanted is None else None)
    if wanted is not None and not rows:
        yield _line(labels.attribute(card.category, wanted), "no claim was made, and the schema does not require it")
    elif wanted is None and card.category in schema.categories:
        empty = [
            key for key in schema.categories[card.category].attributes if key not in {row.attribute for row in rows}
        ]
        if empty:
            yield Text()
            yield _line("nothing said", ", ".join(labels.attribute(card.category, key) for key in empty))


def _value(out: Console, card: Card, row: AttributeRow, labels: Labels, *, losers: int | None) -> Iterator[Text]:
    name = labels.attribute(card.category, row.attribute)
    ordinal = f" [{row.ordinal}]" if row.ordinal else ""
    yield Text.assemble((f"{name}{ordinal}", "bold cyan"), " = ", (labels.value(row) or row.status, "bold"))
    yield _line("status", row.status, f": {row.detail}" if row.detail else "", indent=2)
    yield from _source_text(out, card, row, name)
    if row.rule:
        yield _line("rule", row.rule, indent=2)
    if row.value is not None:
        ids = f", id {row.value_id}" if row.value_id else ""
        chinese = f", 中文 {row.value_zh}" if row.value_zh else ""
        yield _line("value", f"{row.value}{chinese}{ids}", indent=2)
    if row.number is not None:
        yield _line("number", f"{row.number:g} {row.unit or ''}", indent=2)
    if row.origin:
        yield _line("origin", f"{row.origin}, confidence {row.confidence:.2f}", indent=2)
    ranked = sorted(row.alternatives, key=lambda loser: -loser.confidence)
    for loser in ranked[:losers]:
        yield _line("lost", _loser(loser), indent=2)
    if len(ranked) > len(ranked[:losers]):
        rest = f"{len(ranked) - len(ranked[:losers])} more, shown by --attribute {row.attribute}"
        yield _line("lost", rest, indent=2)


def _source_text(out: Console, card: Card, row: AttributeRow, name: str) -> Iterator[Text]:
    if row.field and row.start is not None and row.end is not None:
        whole = getattr(card, row.field)
        around = marked(whole, [Mark(row.start, row.end, name)], styled=out.is_terminal, limit=0)
        yield _line("raw text", f"{one_line(row.raw or '')}  ({row.field} {row.start}:{row.end})", indent=2)
        yield _line("in context", around, indent=2)
    elif row.raw is not None:
        yield _line("raw text", f"{one_line(row.raw)}  (seller's attribute)", indent=2)
    elif row.origin == "model":
        yield _line("raw text", "none: the model chose among the allowed values from the whole listing", indent=2)


def _loser(loser: Alternative) -> str:
    raw = "whole listing" if loser.raw is None else f"“{one_line(loser.raw, 60)}”"
    return f"{loser.origin} {loser.confidence:.2f}  {raw} → {loser.value or 'no value'} ({loser.rule}): {loser.reason}"


def _provenance(library: Library, product: StoredProduct) -> Iterator[Text]:
    """Which checkpoint, schema and runs the values stem from."""
    models = {row["fingerprint"]: row for row in library.table("models").collect()}
    yield Text()
    for model, schema, run_id in sorted(
        {(row["source_model"], row["schema"], row["run_id"]) for row in product.values}
    ):
        yield _line("made by", f"model {model} ({models[model]['backbone']}, {models[model]['path']})")
        yield _line("", f"schema {schema}, run {run_id}")
    yield _line("shown as of", f"run {library.run.run_id}")


def _rejection(row: Row) -> Iterator[Text]:
    copies = f", {row['copies']} copies" if row["copies"] > 1 else ""
    yield Text()
    yield Text.assemble(
        (row["product_id"], "bold"), "  ", ("rejected", "bold red"), f"  source {row['source']}{copies}"
    )
    yield _line("reason", row["reason"], f": {row['detail']}" if row["detail"] else "")
    yield _line("raw row", one_line(row["raw"], 500))
    yield _line("run", row["run_id"])
