"""Where a listing states what: spans of units as places in its raw fields, each statement once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from udfs.decoding import RawSpan
from udfs.encoding import EncodedText
from udfs.labels import CategoryQuestions
from udfs.records import Field, Listing, Span
from udfs.text import same_text


def mentions(source: Listing, text: EncodedText, asked: CategoryQuestions, found: Sequence[RawSpan]) -> list[Span]:
    """Spans with their places in the raw fields, best first.

    Mentions of one wording of a single-valued attribute are one statement: the best place with the sum of the scores.
    """
    places = text.places([raw.start for raw in found], [raw.end for raw in found])
    texts = {"title": source.title or "", "description": source.description or ""}
    confidence: dict[tuple[object, ...], float] = {}
    best: list[tuple[tuple[object, ...], str, Field, int, int, str]] = []
    for raw, (field, start, end) in zip(found, places, strict=True):
        wording = texts[field][start:end]
        many = asked.attribute_many[raw.attribute]
        key = (raw.attribute, field, start, end) if many else (raw.attribute, same_text(wording))
        if key in confidence:
            confidence[key] += raw.score
        else:
            confidence[key] = raw.score
            best.append((key, asked.attributes[raw.attribute], field, start, end, wording))
    spans = [
        Span(attribute, field, start, end, wording, min(1.0, confidence[key]))
        for key, attribute, field, start, end, wording in best
    ]
    return sorted(spans, key=attrgetter("confidence"), reverse=True)


def statements(weighed: Sequence[Span], several: Mapping[str, bool]) -> Iterator[Span]:
    """Of spans, best first, those that stand; where an attribute may have several values, they never overlap."""
    taken: list[Span] = []
    for span in weighed:
        if not any(_overlap(span, other) for other in taken):
            taken += [span] if several[span.attribute] else []
            yield span


def _overlap(one: Span, other: Span) -> bool:
    if (one.attribute, one.field) != (other.attribute, other.field):
        return False
    return one.start < other.end and other.start < one.end
