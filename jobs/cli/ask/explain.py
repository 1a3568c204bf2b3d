"""``facetmill explain``: everything behind one product's values, from the raw text to the claims that lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.display.card import NOT_LEARNT, Card, evidence, stored_card
from jobs.display.console import console, one_line, padded
from jobs.display.endings import Command
from jobs.display.evidence import Mark, marked
from jobs.language.names import Labels
from jobs.language.reasons import why_lost
from jobs.reading.light import LightLibrary
from jobs.reading.products import StoredProduct
from udfs.errors import InputError
from udfs.records import Fact, LostClaim
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_LANGUAGES = {"en": "English", "zh": "中文"}
_FEW = 5  # losing claims shown of each value, unless one attribute is asked for


@click.command("explain", cls=Command)
@click.argument("product_id")
@reading_options
@click.option("--attribute", metavar="NAME", help="Only this attribute: its id, or its name in either language.")
@lang_option
@properties_option
def command(product_id: str, place: ReadFrom, attribute: str | None, lang: str, properties_file: str) -> None:
    """Print the chain behind each value of a product: raw text, rule, value, origin, and the claims that lost.

    \b
    Example:
      facetmill explain SKU-1001 --attribute brand --config conf/demo/job.yaml
    """
    library, labels = place.open(properties_file, lang)
    explain(console(), library, labels.schema, labels, product_id, attribute)


def explain(
    out: Console, library: LightLibrary, schema: Schema, labels: Labels, product_id: str, attribute: str | None
) -> None:
    """Print the whole chain of one product, or of one attribute of it. Raises InputError when the id is unknown."""
    found = library.products([product_id])
    rejected = library.rows("rejected", product_id=product_id)
    if not found and not rejected:
        raise InputError(unknown_product(library, product_id))
    for product in found:
        card = stored_card(product)
        wanted = _attribute_id(schema, card, attribute) if attribute else None
        if wanted is None:
            for line in _product(out, library, product.row, card, labels):
                out.print(line)
        for line in _values(out, card, labels, schema, wanted, product.without_fact):
            out.print(line)
        for line in _provenance(library, product, labels):
            out.print(line)
    for row in rejected:
        for line in _rejection(row, labels):
            out.print(line)


def unknown_product(library: LightLibrary, product_id: str) -> str:
    """The error for an id that is in no table, with the ids that look most like it."""
    near = library.near(product_id)
    hint = f"; ids like it: {', '.join(near)}" if near else "; it holds no product at all"
    return f"{library.target} holds no product {product_id!r}{hint}"


def _attribute_id(schema: Schema, card: Card, wording: str) -> str:
    category = schema.categories.get(card.category or "")
    found = category.attribute_by_wording.get(fold(wording)) if category else wording
    if found is None and category is not None:
        known = ", ".join(category.attributes)
        raise InputError(f"category {card.category} has no attribute {wording!r}; it has {known}")
    return found or wording


def _line(labels: Labels, name: str, *parts: str | Text, indent: int = 0) -> Text:
    return Text.assemble(" " * indent, (padded(labels.say(name), 14 - indent), "dim"), *parts)


def _product(
    out: Console, library: LightLibrary, product: Mapping[str, Any], card: Card, labels: Labels
) -> Iterator[Text]:
    yield Text.assemble((card.product_id or "", "bold"), "  ", f"{labels.say('source')} {product['source']}")
    if card.site:
        yield _line(labels, "site", card.site)
    for name in ("title", "description"):
        if getattr(card, name):
            yield _line(labels, name, evidence(out, card, name, labels))
    name = f"{labels.category(card.category)} ({card.category}), " if card.category else ""
    yield _line(labels, "category", f"{name}{labels.say(card.remark)}")
    if odd := product["remark"]:
        yield _line(labels, "remark", odd)
    if product["stale"]:
        why = labels.say("its listing is rejected now, and these values are old: {}")
        yield _line(labels, "stale", why.format(labels.say(product["stale"])))
    yield from _guesses(library, product, labels)
    tags = sorted(library.rows("tags", product_id=card.product_id), key=lambda tag: int(tag["rank"]))
    if tags:
        yield _line(labels, "tags", ", ".join(f"{labels.tag(tag['tag'])} {tag['score']:.2f}" for tag in tags))
    if product["missing"]:
        yield _line(labels, "missing", ", ".join(labels.attribute(card.category, name) for name in product["missing"]))
    for key, value in card.unknown.items():
        yield _line(labels, "not in schema", f"{one_line(key)} = {one_line(value)}")


def _guesses(library: LightLibrary, product: Mapping[str, Any], labels: Labels) -> Iterator[Text]:
    """What the model holds the text for, whoever chose the category in the end."""
    key = {"text_hash": product["text_hash"], "model": library.run["model"], "schema": library.run["model_schema"]}
    for row in library.rows("extractions", ["categories", "tokens", "windows"], **key):
        scores = ", ".join(f"{labels.category(guess['id'])} {guess['score']:.2f}" for guess in row["categories"] or ())
        size = labels.say("{} tokens read in {} window(s)").format(row["tokens"], row["windows"])
        yield _line(labels, "model's view", f"{scores}; {size}")


def _values(
    out: Console, card: Card, labels: Labels, schema: Schema, wanted: str | None, without_fact: Sequence[LostClaim]
) -> Iterator[Text]:
    rows = [row for row in labels.in_order(card.category, card.facts) if wanted in (None, row.attribute)]
    for row in rows:
        yield Text()
        yield from _value(out, card, row, labels, losers=_FEW if wanted is None else None)
    if wanted is not None and not rows:
        own = [claim for claim in without_fact if claim.attribute == wanted]
        why = "no claim stands" if own else "no claim was made, and the schema does not require it"
        yield _line(labels, labels.attribute(card.category, wanted), labels.say(why))
        for claim in own:
            yield _line(labels, "lost", _loser(card, claim, labels), indent=2)
    elif wanted is None and card.category in schema.categories:
        empty = [key for key in schema.categories[card.category].live if key not in {row.attribute for row in rows}]
        if empty:
            yield Text()
            yield _line(labels, "nothing said", ", ".join(labels.attribute(card.category, key) for key in empty))


def _value(out: Console, card: Card, row: Fact, labels: Labels, *, losers: int | None) -> Iterator[Text]:
    name = labels.attribute(card.category, row.attribute)
    ordinal = f" [{row.ordinal}]" if row.ordinal else ""
    yield Text.assemble((f"{name}{ordinal}", "bold cyan"), " = ", (labels.value(row) or labels.say(row.status), "bold"))
    detail = f": {labels.say(row.detail)}" if row.detail else ""
    yield _line(labels, "status", labels.say(row.status), detail, indent=2)
    yield from _source_text(out, card, row, name, labels)
    if row.rule:
        yield _line(labels, "rule", labels.say(row.rule), indent=2)
    if row.value is not None:
        ids = f", id {row.value_id}" if row.value_id else ""
        yield _line(labels, "value", f"{_in_all(row, labels)}{ids}", indent=2)
    if row.number is not None:
        yield _line(labels, "number", f"{row.number:g} {row.unit or ''}", indent=2)
    if row.origin:
        origin = f"{labels.say(row.origin)}, {labels.say('confidence')} {row.confidence:.2f}"
        origin += f"; {labels.say(NOT_LEARNT)}" if row.trained is False else ""
        yield _line(labels, "origin", origin, indent=2)
    ranked = losing_claims(row)
    for loser in ranked[:losers]:
        yield _line(labels, "lost", _loser(card, loser, labels), indent=2)
    if len(ranked) > len(ranked[:losers]):
        rest = labels.say("{} more, shown by --attribute {}").format(len(ranked[losers:]), row.attribute)
        yield _line(labels, "lost", rest, indent=2)


def losing_claims(row: Fact) -> Sequence[LostClaim]:
    """The claims that lost against a value, the most confident first."""
    return sorted(row.lost, key=lambda loser: -loser.confidence)


def _in_all(row: Fact, labels: Labels) -> str:
    """The value in the reader's language, then in the others."""
    own = labels.value(row)
    others = {"zh": row.value_zh} | dict(row.labels or {})
    told = {language: text for language, text in others.items() if text not in (None, own) and language != labels.lang}
    return ", ".join([f"{own}", *(f"{_LANGUAGES.get(language, language)} {text}" for language, text in told.items())])


def _source_text(out: Console, card: Card, row: Fact, name: str, labels: Labels) -> Iterator[Text]:
    if row.field and row.start_offset is not None and row.end_offset is not None:
        whole = getattr(card, row.field)
        around = marked(whole, [Mark(row.start_offset, row.end_offset, name)], styled=out.is_terminal, limit=0)
        place = f"({labels.say(row.field)} {row.start_offset}:{row.end_offset})"
        yield _line(labels, "raw text", f"{one_line(row.raw_value or '')}  {place}", indent=2)
        yield _line(labels, "in context", around, indent=2)
    elif row.raw_value is not None:
        place = labels.say("seller's attribute")
        yield _line(labels, "raw text", f"{one_line(row.raw_value)}  ({place})", indent=2)
    elif row.origin == "model":
        whole = labels.say("none: the model chose among the allowed values from the whole listing")
        yield _line(labels, "raw text", whole, indent=2)


def _loser(card: Card, loser: LostClaim, labels: Labels) -> str:
    raw = labels.say("whole listing") if loser.raw_value is None else f"“{one_line(loser.raw_value, 60)}”"
    value = labels.canonical(card.category, loser.attribute, loser.value) if loser.value else labels.say("no value")
    origin, rule = map(labels.say, (loser.origin, loser.rule))
    place = f" ({labels.say(loser.field)} {loser.start_offset}:{loser.end_offset})" if loser.field else ""
    return f"{origin} {loser.confidence:.2f}  {raw}{place} → {value} ({rule}): {why_lost(loser, labels)}"


def _provenance(library: LightLibrary, product: StoredProduct, labels: Labels) -> Iterator[Text]:
    """Which checkpoint, schema and runs the values stem from."""
    models = {row["fingerprint"]: row for row in library.rows("models")}
    yield Text()
    for model, schema, run_id in sorted(
        {(row["source_model"], row["schema"], row["run_id"]) for row in product.values}
    ):
        known = models.get(model)
        by = labels.say("rules alone, without a model")
        if known is not None:
            by = labels.say("model {} ({}, {})").format(model, known["backbone"], known["path"])
        yield _line(labels, "made by", by)
        yield _line(labels, "", labels.say("schema {}, run {}").format(schema, run_id))
    yield _line(labels, "shown as of", labels.say("run {}").format(library.run["run_id"]))


def _rejection(row: Mapping[str, Any], labels: Labels) -> Iterator[Text]:
    copies = f", {labels.say('{} copies').format(row['copies'])}" if row["copies"] > 1 else ""
    source = f"{labels.say('source')} {row['source']}{copies}"
    yield Text()
    yield Text.assemble((row["product_id"], "bold"), "  ", (labels.say("rejected"), "bold red"), f"  {source}")
    yield _line(labels, "reason", labels.say(row["reason"]), f": {labels.say(row['detail'])}" if row["detail"] else "")
    yield _line(labels, "raw row", one_line(row["raw"], 500))
    yield _line(labels, "run", row["run_id"])
