"""Whether a text says only what facts and listing support; else the first lie and its place.

Every number, unit, name and code must be a fact's or the listing's, said of what they say it of; negations must agree;
praise and comparisons need a fact; all other words are those of any sentence, or theirs. What is left is an addition.
The checker knows English and Chinese: a text in another language is refused at its first word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from udfs.records import Fact, Listing
from udfs.schema.schema import Schema
from udfs.writing.checking.bindings import binding_faults
from udfs.writing.checking.comparisons import comparison_faults
from udfs.writing.checking.denials import denial_faults
from udfs.writing.checking.numbers import number_faults
from udfs.writing.checking.reading.amounts import told_in
from udfs.writing.checking.reading.closed_names import ClosedNames
from udfs.writing.checking.reading.evidence import Evidence, statements_of
from udfs.writing.checking.reading.listing_words import listing_words
from udfs.writing.checking.reading.pieces import pieces_of
from udfs.writing.checking.reading.plain import plain_of
from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.reading.segments import Segments
from udfs.writing.checking.reading.support import Support, heads_of
from udfs.writing.checking.vocabulary import unknown_words
from udfs.writing.records import Lie, Verdict

Extractor = Callable[[str, str | None], Sequence[Fact]]
"""A text and its category to the facts that the own predictor and rules find in it."""

# Of two faults at one place, the one that tells more.
_RANK: dict[Lie, int] = {"unit": 0, "number": 1, "negation": 2, "comparison": 3, "name": 4, "subject": 5, "addition": 6}


class Checker:
    """Checks texts about products of a schema, or, with None, of anything; ``extract`` reads facts back from a text."""

    def __init__(self, schema: Schema | None = None, extract: Extractor | None = None) -> None:
        self._schema = schema
        self._names = ClosedNames(schema)
        self._extract = extract
        own = schema.categories if schema else {}
        self._nouns = heads_of(tuple(wording for key in own for wording in self._names_of(key)))
        self._category_names = lru_cache(256)(self._names_of)

    def check(
        self, text: str, language: str, facts: Sequence[Fact] | Evidence, listing: Listing | None = None
    ) -> Verdict:
        """The verdict on a text: supported, or its first lie with half-open characters of the text.

        ``language`` is only told; words of English and Chinese count in all texts. An empty text is supported.
        """
        del language  # sellers mix both, and so may texts
        evidence = self.evidence_of(facts, listing)
        reading = self._read(text, evidence, listing)
        faults = [*self._faults(reading), *self._read_back(text, facts, listing)]
        if not faults:
            return Verdict(True)
        first = min(faults, key=lambda fault: (fault.start, _RANK[fault.lie]))
        return Verdict(False, first.lie, first.start, first.end)

    def evidence_of(self, facts: Sequence[Fact] | Evidence, listing: Listing | None = None) -> Evidence:
        """The statements of facts; of which category the product is, is the listing's, or what has all attributes."""
        if isinstance(facts, Evidence):
            return facts
        category = listing.category if listing else None
        return Evidence(statements_of(facts, self._schema, category), self._category_names(category))

    def _names_of(self, category: str | None) -> tuple[str, ...]:
        known = self._schema.categories.get(category or "") if self._schema else None
        return (*known.name.root.values(), *known.aliases) if known else ()

    def _read(self, text: str, evidence: Evidence, listing: Listing | None) -> Reading:
        plain, words = plain_of(text), listing_words(listing)
        support = Support(evidence.statements, words.texts, evidence.categories, self._nouns, plain.folded)
        pieces = pieces_of(plain, support, self._names.has_han)
        return Reading(plain, pieces, Segments(plain.folded, pieces), told_in(plain), support, words, self._names)

    def _faults(self, reading: Reading) -> Iterator[Fault]:
        faults, covered = number_faults(reading)
        yield from faults
        yield from comparison_faults(reading)
        yield from denial_faults(reading)
        yield from binding_faults(reading)
        yield from unknown_words(reading, covered)
        for start, end in reading.plain.other_letters():
            if not any(told.start <= start and end <= told.end for told in reading.told):
                yield Fault("addition", start, end)

    def _read_back(self, text: str, facts: Sequence[Fact] | Evidence, listing: Listing | None) -> Iterator[Fault]:
        """Facts that are read from the text, of attributes that have facts, and that none of those says."""
        if self._extract is None or isinstance(facts, Evidence):
            return
        for found in self._extract(text, listing.category if listing else None):
            own = [fact for fact in facts if fact.attribute == found.attribute and fact.status == "standard"]
            if found.status != "standard" or not own or any(_is_same(found, fact) for fact in own):
                continue
            start, end = (found.start_offset or 0, found.end_offset or len(text))
            yield Fault("subject", start, end)


def _is_same(one: Fact, other: Fact) -> bool:
    """Whether two facts of one attribute say the same."""
    return (one.value_id or one.value) == (other.value_id or other.value) and one.number_max == other.number_max
