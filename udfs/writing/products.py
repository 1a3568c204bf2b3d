"""All that is written of products: texts in every style, summaries, keywords. What people edited stays theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from udfs.schema.schema import Schema
from udfs.text.languages import language_code
from udfs.writing.edits import Edit, StatedFact, is_outdated, stated_by, stated_of
from udfs.writing.extracts.keywords import Sought, keywords_all
from udfs.writing.extracts.statistics import CatalogStatistics
from udfs.writing.extracts.summaries import LANGUAGES, Asked, summarize_all
from udfs.writing.extracts.vectors import Embed
from udfs.writing.faults import ChecksTexts
from udfs.writing.generating.rewriting import Rewriter, Rewritten
from udfs.writing.planning.sayable import Sayable
from udfs.writing.records import Quoted, Subject, Text, TextKind, Untold
from udfs.writing.settings import Wanted
from udfs.writing.writer import Told, Writer

SUMMARY = "summary"
"""The style of summaries."""
_EXTRACT, _PERSON = "extract", "person"


class WrittenText(NamedTuple):
    """A row of table texts, without its product; null meanings as there."""

    kind: TextKind
    style: str
    language: str
    text: str | None
    reason: str | None
    detail: str | None
    facts: tuple[StatedFact, ...]
    quoted: tuple[Quoted, ...]
    generator: str | None
    verdict: str | None
    outdated: bool


class WrittenKeyword(NamedTuple):
    """A row of table keywords, without its product."""

    language: str
    rank: int
    keyword: str
    kind: str
    score: float
    attribute: str | None


class ProductTexts(NamedTuple):
    """Everything of one product. ``refused``: why texts are not in a model's words, a code for each that was asked."""

    texts: tuple[WrittenText, ...]
    keywords: tuple[WrittenKeyword, ...]
    refused: tuple[str, ...] = ()


class Due(NamedTuple):
    """A product whose texts are to be made, and what people edited of them."""

    subject: Subject
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductWriter:
    """Writes all texts of one schema's products. ``embed``: vectors by which clauses and keywords are chosen.

    ``rewriter`` puts texts in a model's words; null leaves them in those of the phrase rules.
    """

    schema: Schema
    writer: Writer
    checker: ChecksTexts
    wanted: Wanted
    phrases: CatalogStatistics
    embed: Embed
    rewriter: Rewriter | None = None

    def write(self, due: Sequence[Due]) -> list[ProductTexts]:
        """Of each product its texts and keywords, in order; ``embed`` is asked twice for all of them, a model once."""
        sayable = [self.writer.sayable(each.subject) for each in due]
        summaries = self._summaries(due, sayable)
        keywords = self._keywords(due, sayable)
        return [
            ProductTexts(
                tuple(self._texts(each, said, [one.told for one in texts], summary)), own,
                tuple(one.refused.reason for one in texts if one.refused),
            )
            for each, said, texts, summary, own in zip(due, sayable, self._told(due), summaries, keywords, strict=True)
        ]  # fmt: skip

    def _told(self, due: Sequence[Due]) -> list[list[Rewritten]]:
        """Of each product its texts, in a model's words where there is one and nobody has edited the text."""
        made = [[Rewritten(told) for told in self.writer.write(each.subject).texts] for each in due]
        if self.rewriter is None:
            return made
        asked = [
            (product, place)
            for product, each in enumerate(due)
            for place, one in enumerate(made[product])
            if ("description", one.told.style, one.told.language) not in _edited_texts(each)
        ]
        rewritten = self.rewriter.rewrite(
            [(due[product].subject, made[product][place].told) for product, place in asked]
        )
        for (product, place), one in zip(asked, rewritten, strict=True):
            made[product][place] = one
        return made

    def _texts(
        self, due: Due, sayable: Sayable, told: Sequence[Told], summary: WrittenText | None
    ) -> Iterator[WrittenText]:
        edits = _edited_texts(due)
        made = {
            each.language: [other.text for other in told if other.text and other.language == each.language]
            for each in told
        }
        for each in told:
            edit = edits.pop(("description", each.style, each.language), None)
            if edit is not None:
                yield self._edited(edit, due.subject, sayable, made[each.language])
            elif isinstance(each.result, Untold):
                yield _without("description", each.style, each.language, each.result)
            else:
                facts = stated_of(each.result, each.facts)
                yield WrittenText(
                    "description", each.style, each.language, each.result.text, None, None, facts, (), each.generator,
                    "supported", False,
                )  # fmt: skip
        if summary is not None and ("summary", SUMMARY, summary.language) not in edits:
            yield summary
        for edit in edits.values():  # of a summary, or of a style that is no more
            yield self._edited(edit, due.subject, sayable, made.get(edit.language, []))

    def _edited(self, edit: Edit, subject: Subject, sayable: Sayable, made: Sequence[Text]) -> WrittenText:
        stated = stated_by(edit, made, sayable.facts)
        verdict = self.checker.check(edit.text, edit.language, sayable.facts, subject.listing)
        place = edit.text[verdict.start or 0 : verdict.end]
        return WrittenText(
            edit.kind, edit.style, edit.language, edit.text, None,
            None if verdict.supported else f"neither listing nor facts support {place!r}", stated, (), _PERSON,
            "supported" if verdict.supported else verdict.lie, is_outdated(edit, stated, sayable.facts),
        )  # fmt: skip

    def _summaries(self, due: Sequence[Due], sayable: Sequence[Sayable]) -> list[WrittenText | None]:
        if self.wanted.summary is None:
            return [None] * len(due)
        asked = [
            Asked(each.subject.listing, said.facts, _spoken(each.subject.listing.description) or "en")
            for each, said in zip(due, sayable, strict=True)
        ]
        made = summarize_all(asked, self.wanted.summary, self.embed)
        return [_summary(each, one) for each, one in zip(asked, made, strict=True)]

    def _keywords(self, due: Sequence[Due], sayable: Sequence[Sayable]) -> list[tuple[WrittenKeyword, ...]]:
        if not self.wanted.keywords:
            return [()] * len(due)
        sought = [
            Sought(each.subject, said.facts, _spoken(" ".join(each.subject.listing.texts)))
            for each, said in zip(due, sayable, strict=True)
        ]
        found = keywords_all(
            sought, self.schema, self.phrases, self.embed, languages=LANGUAGES, n=self.wanted.keywords
        )  # fmt: skip
        return [
            tuple(
                WrittenKeyword(language, rank, one.text, one.kind, one.score, one.attribute)
                for language in LANGUAGES
                for rank, one in enumerate((one for one in own if one.language == language), 1)
            )
            for own in found
        ]


def _edited_texts(due: Due) -> dict[tuple[TextKind, str, str], Edit]:
    """What people edited of a product, by kind, style and language."""
    return {(edit.kind, edit.style, edit.language): edit for edit in due.edits}


def _spoken(text: str | None) -> str | None:
    """The language of a text, where it is one in which there are summaries; null for others and where nobody knows."""
    code = language_code(text or "")
    return code if code in LANGUAGES else None


def _summary(asked: Asked, made: Text | Untold) -> WrittenText:
    if isinstance(made, Untold):
        return _without("summary", SUMMARY, asked.language, made)
    facts = stated_of(made, asked.facts)
    return WrittenText(
        "summary", SUMMARY, asked.language, made.text, None, None, facts, made.quoted, _EXTRACT, None, False
    )  # fmt: skip


def _without(kind: TextKind, style: str, language: str, why: Untold) -> WrittenText:
    return WrittenText(kind, style, language, None, why.reason, why.detail, (), (), None, None, False)
