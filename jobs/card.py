"""One listing as a person reads it: its text with the evidence, what was made of it, and where that came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from jobs.display import Cell, grid, one_line
from jobs.evidence import Mark, marked
from udfs.records import AttributeRow
from udfs.schema import Language, Schema

_LONG = 300  # characters from which a description is shortened to what surrounds its evidence
_COLUMNS = ("attribute", "value", "raw", "confidence", "origin", "rule", "remark")
_STATUS_STYLES = {"standard": "", "missing": "bold red"}


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one listing. ``category`` is null, with a ``remark`` saying why, for a rejected one.

    ``remark`` of an accepted one says who chose the category. ``unknown`` are seller's attributes the category lacks,
    ``site`` is the web shop, or null.
    """

    product_id: str | None
    title: str | None
    description: str | None
    category: str | None
    remark: str
    rows: Sequence[AttributeRow] = ()
    tags: Sequence[str] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    site: str | None = None


class Labels:
    """Names in one language; an id that the schema does not know (any more) stands for itself."""

    def __init__(self, schema: Schema, lang: Language) -> None:
        self._schema = schema
        self._lang = lang

    def category(self, category: str) -> str:
        """Name of a category."""
        known = self._schema.categories.get(category)
        return getattr(known.name, self._lang) if known else category

    def attribute(self, category: str | None, attribute: str) -> str:
        """Name of an attribute of a category."""
        known = self._schema.categories.get(category or "")
        found = known.attributes.get(attribute) if known else None
        return getattr(found.name, self._lang) if found else attribute

    def tag(self, tag: str) -> str:
        """Name of a tag."""
        known = self._schema.tags.get(tag)
        return getattr(known.name, self._lang) if known else tag

    def in_order(self, category: str | None, rows: Sequence[AttributeRow]) -> list[AttributeRow]:
        """Rows in the schema's order of attributes."""
        known = self._schema.categories.get(category or "")
        places = {key: place for place, key in enumerate(known.attributes if known else ())}
        return sorted(rows, key=lambda row: (places.get(row.attribute, len(places)), row.attribute, row.ordinal))

    def value(self, row: AttributeRow) -> str | None:
        """The canonical value, in Chinese where wanted and known."""
        return (row.value_zh if self._lang == "zh" else None) or row.value


def show_card(out: Console, card: Card, labels: Labels) -> None:
    """Print one listing."""
    out.print()
    out.print(_headline(card, labels))
    if card.site:
        out.print(Text.assemble(("site        ", "dim"), card.site))
    for name in ("title", "description"):
        raw = getattr(card, name)
        if raw:
            out.print(Text.assemble((f"{name:<12}", "dim"), evidence(out, card, name, labels)))
    if rows := labels.in_order(card.category, card.rows):
        out.print(grid(out, _COLUMNS, [_cells(card, row, labels) for row in rows]))
    if card.tags:
        out.print(Text.assemble(("tags        ", "dim"), ", ".join(labels.tag(tag) for tag in card.tags)))
    if card.unknown:
        pairs = ", ".join(f"{one_line(key, 40)} = {one_line(value, 60)}" for key, value in card.unknown.items())
        out.print(Text.assemble(("not in the schema  ", "dim"), pairs))


def _headline(card: Card, labels: Labels) -> Text:
    identity = one_line(card.product_id or "(no id)", 80)
    if card.category is None:
        return Text.assemble((identity, "bold"), "  ", ("rejected", "bold red"), f"  {card.remark}")
    return Text.assemble((identity, "bold"), "  ", (labels.category(card.category), "bold green"), f"  {card.remark}")


def evidence(out: Console, card: Card, name: str, labels: Labels, *, limit: int = _LONG) -> Text:
    """Title or description with the places of its values marked."""
    marks = [
        Mark(row.start, row.end, labels.attribute(card.category, row.attribute))
        for row in card.rows
        if row.field == name and row.start is not None and row.end is not None
    ]
    return marked(getattr(card, name), marks, styled=out.is_terminal, limit=limit)


def _cells(card: Card, row: AttributeRow, labels: Labels) -> list[Cell]:
    value = Text(labels.value(row) or row.status, style=_STATUS_STYLES.get(row.status, "yellow"))
    raw = "(whole listing)" if row.raw is None and row.origin == "model" else row.raw
    confidence = None if row.confidence is None else f"{row.confidence:.2f}"
    name = labels.attribute(card.category, row.attribute) if row.ordinal == 0 else ""
    return [name, value, one_line(raw or "", 60), confidence, row.origin, row.rule, one_line(row.detail or "", 80)]
