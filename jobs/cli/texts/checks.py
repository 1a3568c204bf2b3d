"""Edited texts through the checker that made ones go through, and through what their style asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jobs.cli.texts.changes import Change
from jobs.cli.texts.rows import Fault
from jobs.cli.texts.shown import subject_of
from jobs.language.names import Labels
from jobs.reading.products import StoredProduct
from udfs.records import Fact
from udfs.writing.extracts.vectors import hashed
from udfs.writing.forbidden import Forbidden
from udfs.writing.kit import Counts, Kit
from udfs.writing.records import Subject
from udfs.writing.styles import Style


class EditChecks:
    """Checks edited texts as the next run will. Nothing that it says keeps a text out: a person is right."""

    def __init__(self, kit: Kit, products: Mapping[str, StoredProduct], labels: Labels) -> None:
        self._writer = kit.product_writer(Counts(), hashed)
        self._styles = kit.styles
        self._products = products
        self._labels = labels
        self._known: dict[str, tuple[Subject, tuple[Fact, ...]]] = {}

    def told(self, changes: Iterable[Change]) -> Iterator[Fault]:
        """What is to be told of texts that were edited, by the lines of the file."""
        for change in changes:
            product_id, _, style, language = change.row.key
            if change.text is None:
                continue
            for remark in self._remarks(product_id, change.text, style, language):
                yield change.row.line, f"{product_id} {style} {language}: {remark}"

    def _remarks(self, product_id: str, text: str, style: str, language: str) -> Iterator[str]:
        subject, facts = self._subject(product_id)
        verdict = self._writer.checker.check(text, language, facts, subject.listing)
        if not verdict.supported:
            words = text[verdict.start or 0 : verdict.end]
            said = self._labels.say("neither listing nor facts support {} ({}); it is kept")
            yield said.format(repr(words), self._labels.say(verdict.lie or ""))
        if own := self._styles.get(style):
            yield from self._of_style(own, text, language)

    def _of_style(self, style: Style, text: str, language: str) -> Iterator[str]:
        most = style.max_characters.get(language)
        if most is not None and len(text) > most:
            yield self._labels.say("it has {:,} characters, its style takes {:,}; it is kept").format(len(text), most)
        if found := Forbidden.of(style.words_forbidden(language)).first(text):
            said = self._labels.say("its style forbids {}; it is kept")
            yield said.format(repr(text[found.start : found.end]))

    def _subject(self, product_id: str) -> tuple[Subject, tuple[Fact, ...]]:
        """A product, and which of its facts may be said."""
        if product_id not in self._known:
            subject = subject_of(self._products[product_id])
            self._known[product_id] = subject, self._writer.writer.sayable(subject).facts
        return self._known[product_id]
