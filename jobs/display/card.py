"""One listing as a person reads it: its text with the evidence, what was made of it, and where that came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from jobs.display.console import Cell, grid, one_line, padded
from jobs.display.evidence import Mark, marked
from jobs.language.names import Labels
from jobs.reading.products import StoredProduct
from udfs.records import Fact

_LONG = 300  # characters from which a description is shortened to what surrounds its evidence
NOT_LEARNT = "the model has not learnt this attribute"
COLUMNS = ("attribute", "value", "raw", "confidence", "origin", "rule", "remark")
_STATUS_STYLES = {"standard": "", "missing": "bold red"}


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one listing. ``category`` is null, with a ``remark`` saying why, for a ``rejected`` one and for
    one that is kept without a category.

    ``remark`` of others says who chose the category. ``unknown`` are seller's attributes the category lacks,
    ``site`` is the web shop, or null.
    """

    product_id: str | None
    title: str | None
    description: str | None
    category: str | None
    remark: str
    facts: Sequence[Fact] = ()
    tags: Sequence[str] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    site: str | None = None
    rejected: bool = False


def stored_card(product: StoredProduct) -> Card:
    """The card of a product as the tables hold it."""
    row = product.row
    return Card(
        product_id=row["product_id"],
        title=row["title"],
        description=row["description"],
        category=row["category"],
        remark=category_remark(row["category_origin"], row["category_confidence"]),
        facts=product.facts,
        tags=row["tags"] or (),
        unknown=row["unknown_attributes"] or {},
        site=row["site"],
    )


def category_remark(origin: str | None, confidence: float | None) -> str:
    """Who chose a category; both null where nobody did."""
    if origin == "draft":
        return "by the draft of the schema"
    if origin is None or confidence is None:
        return "no category is known for it"
    if origin == "model":
        return f"by the model, {confidence:.2f}"
    if origin == "title":
        return "by its title"
    return "by the seller" if confidence == 1.0 else f"by an upper level of the seller's path, {confidence:.2f}"


def show_card(out: Console, card: Card, labels: Labels) -> None:
    """Print one listing."""
    out.print()
    out.print(_headline(card, labels))
    if card.site:
        out.print(_line(labels, "site", card.site))
    for name in ("title", "description"):
        raw = getattr(card, name)
        if raw:
            out.print(_line(labels, name, evidence(out, card, name, labels)))
    if rows := labels.in_order(card.category, card.facts):
        columns = [labels.say(column) for column in COLUMNS]
        out.print(grid(out, columns, [_cells(card, row, labels) for row in rows]))
    if card.tags:
        out.print(_line(labels, "tags", ", ".join(labels.tag(tag) for tag in card.tags)))
    if card.unknown:
        pairs = ", ".join(f"{one_line(key, 40)} = {one_line(value, 60)}" for key, value in card.unknown.items())
        out.print(Text.assemble((f"{labels.say('not in the schema')}  ", "dim"), pairs))


def _headline(card: Card, labels: Labels) -> Text:
    identity = one_line(card.product_id or labels.say("(no id)"), 80)
    name = (labels.say("without a category"), "bold yellow")
    if card.rejected:
        name = (labels.say("rejected"), "bold red")
    elif card.category is not None:
        name = (labels.category(card.category), "bold green")
    return Text.assemble((identity, "bold"), "  ", name, f"  {labels.say(card.remark)}")


def _line(labels: Labels, name: str, text: str | Text) -> Text:
    return Text.assemble((padded(labels.say(name), 12), "dim"), text)


def evidence(out: Console, card: Card, name: str, labels: Labels, *, limit: int = _LONG) -> Text:
    """Title or description with the places of its values marked."""
    marks = [
        Mark(row.start_offset, row.end_offset, labels.attribute(card.category, row.attribute))
        for row in card.facts
        if row.field == name and row.start_offset is not None and row.end_offset is not None
    ]
    return marked(getattr(card, name), marks, styled=out.is_terminal, limit=limit)


def _cells(card: Card, row: Fact, labels: Labels) -> list[Cell]:
    value = Text(labels.value(row) or labels.say(row.status), style=_STATUS_STYLES.get(row.status, "yellow"))
    raw = labels.say("(whole listing)") if row.raw_value is None and row.origin == "model" else row.raw_value
    confidence = None if row.confidence is None else f"{row.confidence:.2f}"
    name = labels.attribute(card.category, row.attribute) if row.ordinal == 0 else ""
    remark = "; ".join(labels.say(text) for text in (NOT_LEARNT if row.trained is False else None, row.detail) if text)
    origin, rule = (labels.say(text or "") for text in (row.origin, row.rule))
    return [name, value, one_line(raw or "", 60), confidence, origin, rule, one_line(remark, 80)]
