"""Scores of spans, and from scores to places in the raw fields."""

from __future__ import annotations

import torch

from tests.conftest import tiny_tokenizer
from udfs.encoder.batches import Batch
from udfs.encoder.tokens import TextEncoder
from udfs.heads.questions import Questions
from udfs.heads.slots import Slots
from udfs.heads.spans import IMPOSSIBLE, MAX_SPAN, RawSpan, SpanHead, decode_spans, mentions, statements
from udfs.heads.states import Encoded, Projected
from udfs.records import Listing, Span
from udfs.schema.schema import Schema


def slots(*, many: bool) -> Slots:
    first = torch.tensor([0])
    return Slots(labels=torch.tensor([[1]]), listing=first, attribute=first, many=torch.tensor([many]))


def scores(n: int, *spans: tuple[int, int, float]) -> torch.Tensor:
    """(1, 4, n): each half-open (start, end) has the given score, all else is impossible."""
    tensor = torch.full((1, 4, n), -1e4)
    for start, end, score in spans:
        tensor[0, end - start - 1, start] = score
    return tensor


def span_scores(borders: list[list[float]], there: list[list[bool]], field: list[int]) -> torch.Tensor:
    """(B, S, U) of listings that share the scores of their units as start, end and inside (3, U)."""
    n_listings, n_units = len(there), len(field)
    head = SpanHead(8, n_units, 0.0)
    head.units = lambda *_: n_units**0.5 * torch.eye(n_units).repeat(n_listings, 1, 1)  # type: ignore[method-assign]
    head.length.data[:2] = torch.tensor([0.5, 0.25])
    none = torch.zeros(0)
    labels = Projected(torch.tensor([borders]), torch.zeros(1, 3), none, none, none)
    features = torch.tensor(field).view(1, -1, 1).repeat(n_listings, 1, 5)
    batch = Batch(none, none, none, none, none, torch.tensor(there), features)
    rows = torch.arange(n_listings)
    own = Slots(torch.zeros(n_listings, 1, dtype=torch.long), rows, torch.zeros_like(rows), torch.zeros(n_listings) > 0)
    with torch.inference_mode():
        return head(Encoded(none, none, labels), batch, own)


def test_a_span_scores_as_start_as_end_by_its_mean_inside_and_by_its_length() -> None:
    borders = [[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], [0.0, 2.0, 4.0, 6.0]]
    there = [[True] * 4, [True, True, False, False]]  # the second listing has two units less
    no = IMPOSSIBLE  # beyond the text, or of two fields: the last unit is the description's
    assert span_scores(borders, there, field=[0, 0, 0, 1]).tolist() == [
        [[11.5, 24.5, 37.5, 50.5], [22.25, 35.25, no, no], [33.0, no, no, no], [no, no, no, no]],
        [[11.5, 24.5, no, no], [22.25, no, no, no], [no, no, no, no], [no, no, no, no]],
    ]


def test_spans_are_scored_up_to_the_longest() -> None:
    scores = span_scores([[0.0] * 40] * 3, [[True] * 40], field=[0] * 40)
    assert scores.shape == (1, MAX_SPAN, 40)
    assert (scores > IMPOSSIBLE).sum(2).tolist() == [[40 - n for n in range(MAX_SPAN)]]


def test_spans_of_a_single_valued_attribute_share_one_probability_with_not_stated() -> None:
    [found] = decode_spans(scores(8, (0, 2, 2.0), (1, 4, 1.0)), slots(many=False))  # e^2, e^1 and e^0 of their sum
    assert [(s.start, s.end, round(s.score, 3)) for s in found] == [(0, 2, 0.665), (1, 4, 0.245)]


def test_several_values_of_one_attribute_are_each_weighed_against_not_being_stated() -> None:
    found = scores(12, (0, 3, 1.0), (5, 9, 3.0), (8, 10, 2.0))
    [spans] = decode_spans(found, slots(many=True))
    assert [(s.start, s.end, round(s.score, 3)) for s in spans] == [(5, 9, 0.953), (8, 10, 0.881), (0, 3, 0.731)]


def test_one_of_several_values_is_dropped_below_the_floor_however_strong_the_others_are() -> None:
    sure, kept, dropped = 6.0, -2.75, -3.18  # sigmoid: 0.998, 0.06, 0.04
    [found] = decode_spans(scores(8, (0, 2, sure), (2, 4, kept), (4, 6, dropped)), slots(many=True))
    assert [(s.start, round(s.score, 2)) for s in found] == [(0, 1.0), (2, 0.06)]


def test_each_slot_is_judged_by_its_own_scores() -> None:
    two = Slots(
        labels=torch.tensor([[1, 2]]), listing=torch.tensor([0, 0]), attribute=torch.tensor([0, 1]),
        many=torch.tensor([False, False]),
    )  # fmt: skip
    [found] = decode_spans(torch.cat([scores(8, (3, 5, 60.0)), scores(8, (0, 2, 2.0), (1, 4, 1.0))]), two)
    assert [(s.attribute, s.start, s.end, round(s.score, 3)) for s in found] == [
        (0, 3, 5, 1.0), (1, 0, 2, 0.665), (1, 1, 4, 0.245),
    ]  # fmt: skip


def test_mentions_of_one_wording_are_added_up_and_marks_are_kept_apart(tiny_schema: Schema) -> None:
    listing = Listing("1", "Acme 6' or 6\" or ACME", None, "mug")
    [text] = TextEncoder(tiny_tokenizer(), sep_id=3, site=False).encode([listing])
    asked = Questions(tiny_schema).by_category["mug"]
    raw = [RawSpan(0, 0, 4, 0.3), RawSpan(0, 12, 16, 0.25), RawSpan(1, 4, 6, 0.4), RawSpan(1, 8, 10, 0.35)]
    found = mentions(text, asked, raw)
    assert [(s.attribute, s.text, s.start, round(s.confidence, 2)) for s in found] == [
        ("brand", "Acme", 0, 0.55), ("capacity", "6'", 5, 0.4), ("capacity", '6"', 11, 0.35),
    ]  # fmt: skip


def test_alternatives_stay_but_several_values_of_one_attribute_do_not_overlap() -> None:
    places = [("brand", 0, 4, 0.6), ("brand", 0, 9, 0.3), ("colors", 5, 9, 0.9), ("colors", 8, 12, 0.8)]
    places += [("colors", 9, 12, 0.7)]
    spans = [Span(attribute, "title", start, end, "", score) for attribute, start, end, score in places]
    kept = statements(spans, {"brand": False, "colors": True})
    assert [(s.attribute, s.start, s.end) for s in kept] == [
        ("brand", 0, 4), ("brand", 0, 9), ("colors", 5, 9), ("colors", 9, 12),
    ]  # fmt: skip
