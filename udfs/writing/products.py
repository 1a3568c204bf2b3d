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
from udfs.writing.making import ChecksTexts
from udfs.writing.planning.sayable import Sayable
from udfs.writing.records import Quoted, Subject, Text, TextKind, Untold
from udfs.writing.settings import Wanted
from udfs.writing.writer import Writer

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
    """Everything of one product."""

    texts: tuple[WrittenText, ...]
    keywords: tuple[WrittenKeyword, ...]


class Due(NamedTuple):
    """A product whose texts are to be made, and what people edited of them."""

    subject: Subject
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductWriter:
    """Writes all texts of one schema's products. ``embed``: vectors by which clauses and keywords are chosen."""

    schema: Schema
    writer: Writer
    checker: ChecksTexts
    wanted: Wanted
    phrases: CatalogStatistics
    embed: Embed

    def write(self, due: Sequence[Due]) -> list[ProductTexts]:
        """Of each product its texts and keywords, in order; ``embed`` is asked twice for all of them."""
        sayable = [self.writer.sayable(each.subject) for each in due]
        summaries = self._summaries(due, sayable)
        keywords = self._keywords(due, sayable)
        return [
            ProductTexts(tuple(self._texts(each, said, summary)), own)
            for each, said, summary, own in zip(due, sayable, summaries, keywords, strict=True)
        ]

    def _texts(self, due: Due, sayable: Sayable, summary: WrittenText | None) -> Iterator[WrittenText]:
        edits = {(edit.kind, edit.style, edit.language): edit for edit in due.edits}
        told = self.writer.write(due.subject).texts
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
