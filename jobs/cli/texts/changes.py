"""What a file of texts changes: rows of table text_edits, and all that speaks against a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from jobs.cli.texts.rows import Fault, FileRow, Key, digest
from jobs.cli.texts.stored import State, Stored
from jobs.lake.tables.texts.texts import TEXT_STATES
from udfs.schema.schema import Schema
from udfs.writing.extracts.summaries import LANGUAGES
from udfs.writing.products import SUMMARY
from udfs.writing.styles import Style

_KINDS = ("description", "summary")


class Change(NamedTuple):
    """A row of table text_edits, without who and when; ``text`` is null where an edit is taken back."""

    row: FileRow
    text: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the rows of a file by what the tables hold, the schema, and the styles that the config wants."""

    stored: Stored
    schema: Schema
    styles: Mapping[str, Style]

    def faults(self, row: FileRow) -> Iterator[str]:
        """What is wrong with a row, by itself."""
        product_id, kind, style, language = row.key
        yield from self._of_product(product_id)
        if row.key not in self.stored.states:
            yield from self._of_style(kind, style, language)
        if row.status not in TEXT_STATES:
            yield f"unknown status {row.status!r}; allowed: {', '.join(TEXT_STATES)}"
        elif row.status != "draft" and row.text is None:
            yield f"an empty text cannot be {row.status}; write one, or set draft"

    def _of_product(self, product_id: str) -> Iterator[str]:
        product = self.stored.products.get(product_id)
        if product is None:
            yield f"unknown product {product_id!r}; correct product_id, which spreadsheets may take for a number"
        elif product["stale"]:
            yield f"product {product_id!r} has no texts: its listing is rejected now ({product['stale']})"
        elif product["category"] not in self.schema.categories:
            yield f"product {product_id!r} has no texts: it has no category of the schema"

    def _of_style(self, kind: str, style: str, language: str) -> Iterator[str]:
        """What is wrong with the key of a text that no table has."""
        if kind not in _KINDS:
            yield f"unknown kind {kind!r}; allowed: {', '.join(_KINDS)}"
            return
        languages = {name: own.languages for name, own in self.styles.items()} if kind == "description" else {}
        languages |= {SUMMARY: LANGUAGES} if kind == "summary" else {}
        if style not in languages:
            yield f"unknown style {style!r} of a {kind}; allowed: {', '.join(languages)}"
        elif language not in languages[style]:
            yield f"unknown language {language!r} of style {style}; allowed: {', '.join(languages[style])}"

    def change(self, row: FileRow) -> Change | str | None:
        """What a row without faults changes; null where nothing, or what is not clear of it."""
        state = self.stored.states.get(row.key, State(None, "draft"))
        if row.status != "draft":
            return None if (row.text, row.status) == (state.text, state.status) else Change(row, row.text, row.status)
        if state.status != "draft":
            return self._taken_back(row, state)
        if row.text == state.text or state.remade:
            return None
        if row.text is None:
            return "an empty text; write one, or leave the row out"
        if row.digest is None and state.text is not None:
            return "the text is another than the one made, and status is draft; set approved or locked to keep it"
        return Change(row, row.text, "approved")

    def _taken_back(self, row: FileRow, state: State) -> Change | str | None:
        """A draft of a text that an edit holds, or held until now."""
        was_edit = any(row.digest == digest(row.key, row.text, status) for status in TEXT_STATES if status != "draft")
        if row.digest is None or was_edit or row.digest == digest(row.key, state.text, state.status):
            return Change(row, None, "draft")
        if row.text == state.text:  # the draft that was edited, as it was imported before
            return None
        return (
            f"status is draft, and {self.stored.editors.get(row.key, 'somebody')} has edited the text since the "
            "export; set approved or locked to put yours in its place"
        )

    def is_newer(self, change: Change) -> bool:
        """Whether the text has changed since the file was written."""
        state = self.stored.states.get(change.row.key, State(None, "draft"))
        own = change.row.digest
        return own is not None and change.text is not None and own != digest(change.row.key, state.text, state.status)


def twice(rows: Iterable[FileRow]) -> Iterator[Fault]:
    """Lines of rows that are of one text, with what is wrong."""
    first: dict[Key, int] = {}
    for row in rows:
        before = first.setdefault(row.key, row.line)
        if before != row.line:
            yield row.line, f"line {before} is of the same text ({' '.join(row.key)}); keep one of them"
