"""How the texts of a product are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyspark.sql import Row
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from jobs.cli.texts.shown import ShownText
from jobs.display.card import evidence, stored_card
from jobs.display.console import Cell, grid, one_line, padded
from jobs.display.evidence import Mark, marked_as_is
from jobs.display.literal import literal_marks
from jobs.language.names import Labels
from jobs.reading.products import StoredProduct
from udfs.records import Fact
from udfs.text.cleaning import clean
from udfs.writing.edits import StatedFact
from udfs.writing.products import WrittenKeyword

_COLUMNS = ("attribute", "value", "origin", "raw", "place")


class Printer:
    """Prints what is said of one product, for a reader of one language."""

    def __init__(self, out: Console, labels: Labels, product: StoredProduct) -> None:
        self._out = out
        self._labels = labels
        self._card = stored_card(product)
        self._stale: str | None = product.row["stale"]
        self._facts = {(fact.attribute, fact.ordinal): fact for fact in product.facts}

    def head(self) -> Iterator[Text]:
        """The product and its listing."""
        card, labels = self._card, self._labels
        name = (labels.category(card.category), "bold green") if card.category else (labels.say(card.remark), "yellow")
        yield Text.assemble((card.product_id or "", "bold"), "  ", name)
        for field in ("title", "description"):
            if getattr(card, field):
                yield _line(labels, field, evidence(self._out, card, field, labels))
        if self._stale:
            why = labels.say("its listing is rejected now, and nothing is said of it: {}")
            yield _line(labels, "stale", why.format(labels.say(self._stale)))

    def made_now(self) -> Text:
        """That no table holds the texts."""
        return Text(
            self._labels.say("the tables hold no texts of it: made now of its published facts, and not written"),
            style="yellow",
        )

    def text(self, text: ShownText, waiting: Row | None) -> Iterator[Text | Table | Group]:
        """One text with its facts marked, what the listing says of it, and where the facts come from."""
        labels = self._labels
        yield Text()
        yield self._headline(text)
        if text.text is None:
            reason = f"{labels.say(text.reason or '')}{': ' if labels.lang != 'zh' else '：'}"
            yield _line(labels, "no text", reason, labels.say(text.detail or ""), indent=2)
        else:
            yield _line(labels, "text", self._with_facts(text, text.text), indent=2)
            yield _line(labels, "in listing", self._with_listing(text, text.text), indent=2)
            if text.detail:
                yield _line(labels, "remark", labels.say(text.detail), indent=2)
            if text.facts:
                yield grid(self._out, [labels.say(column) for column in _COLUMNS], list(self._rows(text.facts)))
        if waiting is not None:
            yield _line(labels, "waiting", self._waits(waiting), indent=2)

    def keywords(self, words: Sequence[WrittenKeyword]) -> Iterator[Text]:
        """The keywords of each language, best first."""
        if words:
            yield Text()
        for language in dict.fromkeys(word.language for word in words):
            told = ", ".join(word.keyword for word in words if word.language == language)
            yield _line(self._labels, "keywords", f"{language}  {told}")

    def _headline(self, text: ShownText) -> Text:
        """Style, language, and what became of the text."""
        labels = self._labels
        parts = [labels.say(text.status)]
        if text.edited_by:
            parts.append(labels.say("edited by {}, {:%Y-%m-%d %H:%M}").format(text.edited_by, text.edited_at))
        if text.text is not None:
            parts.append(self._verdict(text))
        told = Text.assemble((f"{text.style} {text.language}", "bold cyan"), "  ", _comma(labels).join(parts))
        if text.outdated:
            told.append(_comma(labels)).append(labels.say("outdated: a fact that it states has changed"), "bold red")
        return told

    def _verdict(self, text: ShownText) -> str:
        labels = self._labels
        if text.verdict is None:
            return labels.say("words of the listing") if text.quoted else labels.say("not checked")
        return labels.say("supported" if text.verdict == "supported" else f"not supported: {text.verdict}")

    def _with_facts(self, text: ShownText, whole: str) -> Text:
        marks = [Mark(each.start, each.end, self._name(each.attribute)) for each in text.facts]
        return marked_as_is(whole, marks, styled=self._out.is_terminal)

    def _with_listing(self, text: ShownText, whole: str) -> Text:
        """The text with the words that the listing says literally, and those that only facts say."""
        labels, card = self._labels, self._card
        fields = {"title": card.title, "description": card.description}
        sources = {labels.say(field): clean(raw).text for field, raw in fields.items() if raw}
        stated = [fact.raw_value for fact in self._facts.values() if fact.raw_value and fact.field is None]
        sources[labels.say("seller's attribute")] = " | ".join(stated)
        places = [(each.start, each.end) for each in text.facts]
        marks = literal_marks(whole, sources, places, labels.say("fact alone"))
        return marked_as_is(whole, marks, styled=self._out.is_terminal)

    def _rows(self, stated: Sequence[StatedFact]) -> Iterator[list[Cell]]:
        """A row for each fact, as it is now; one that has changed since is told with both values."""
        for key, each in {(one.attribute, one.ordinal): one for one in stated}.items():
            fact = self._facts.get(key)
            if fact is None or fact.value != each.value:
                now = self._labels.value(fact) if fact else None
                changed = self._labels.say("{} (now {})").format(each.value, now or self._labels.say("no value"))
                yield [self._name(each.attribute), Text(changed, style="bold red"), *self._origin(fact)]
            else:
                yield [self._name(each.attribute), self._labels.value(fact), *self._origin(fact)]

    def _origin(self, fact: Fact | None) -> list[Cell]:
        """Who says so, in which words, and where."""
        labels = self._labels
        if fact is None or fact.origin is None:
            return [None, None, None]
        origin = labels.say(fact.origin)
        if fact.origin == "model" and fact.confidence is not None:
            origin = f"{origin} {fact.confidence:.2f}"
        if fact.raw_value is None:
            return [origin, labels.say("(whole listing)"), None]
        place = f"{labels.say(fact.field)} {fact.start_offset}:{fact.end_offset}" if fact.field else None
        return [origin, one_line(fact.raw_value, 60), place or labels.say("seller's attribute")]

    def _waits(self, edit: Row) -> str:
        """An edit that the next run shows."""
        labels = self._labels
        told = labels.say("an edit by {} ({}), which the next run shows").format(
            edit["edited_by"], labels.say(edit["status"])
        )
        return f"{told}: {one_line(edit['text'], 300)}" if edit["text"] else told

    def _name(self, attribute: str) -> str:
        return self._labels.attribute(self._card.category, attribute)


def _comma(labels: Labels) -> str:
    return "，" if labels.lang == "zh" else ", "


def _line(labels: Labels, name: str, *parts: str | Text, indent: int = 0) -> Text:
    return Text.assemble(" " * indent, (padded(labels.say(name), 14 - indent), "dim"), *parts)
