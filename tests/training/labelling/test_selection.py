"""What is picked, of a handful of candidates whose vectors one can see."""

from __future__ import annotations

import numpy as np
import pytest

from training.labelling.choosing import Unlabelled, choose, distinct, rows_to_label, text_vectors, without
from training.labelling.hashing import hashed_vectors
from training.labelling.selection import Candidate, pick, shortlist
from training.labelling.uncertainty import uncertainty
from udfs.records import Choice, Extraction, Listing, Scored, Span
from udfs.schema.schema import Schema

EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)


def vectors(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, np.float32)


def places(candidates: list[Candidate], own: np.ndarray, n: int, labelled: np.ndarray | None = None) -> list[int]:
    return [one.place for one in pick(candidates, own, n, labelled)]


def test_the_second_pick_is_unlike_the_first() -> None:
    candidates = [Candidate("a", 5.0), Candidate("b", 4.9), Candidate("c", 3.0)]

    assert places(candidates, vectors(EAST, EAST, WEST), 3) == [0, 2, 1]


def test_what_is_like_labelled_listings_waits() -> None:
    candidates = [Candidate("a", 5.0), Candidate("b", 1.0)]

    assert places(candidates, vectors(EAST, WEST), 1, labelled=vectors((2.0, 0.0))) == [1]


def test_four_products_count_twice() -> None:
    assert Candidate("a", 3.0, products=4).worth == 2 * Candidate("b", 3.0).worth
    assert shortlist([Candidate("a", 3.0), Candidate("b", 2.0, products=4), Candidate("c", 3.0)], 1) == [1, 0, 2]


def test_fewer_candidates_than_asked_for_are_all_picked() -> None:
    assert places([Candidate("a"), Candidate("b")], vectors(EAST, NORTH), 9) == [0, 1]
    assert choose([], Schema(categories={}), 3, text_vectors) == []


def extraction(spans: tuple[Span, ...] = (), choices: tuple[Choice, ...] = (), category: float = 1.0) -> Extraction:
    return Extraction("mug", category, (Scored("mug", category),), spans, choices)


def brand(confidence: float, text: str = "Acme") -> Span:
    return Span("brand", "title", 0, len(text), text, confidence)


def test_uncertainty_is_the_entropy_of_all_questions(tiny_schema: Schema) -> None:
    assert uncertainty(extraction((brand(1.0),)), tiny_schema) == 0.0
    assert uncertainty(extraction((brand(0.5),)), tiny_schema) == pytest.approx(1.0)
    assert uncertainty(extraction((brand(0.5), brand(0.25, "Best"))), tiny_schema) == pytest.approx(1.5)
    assert uncertainty(extraction(category=0.5), tiny_schema) == pytest.approx(1.0)
    assert uncertainty(extraction(category=0.5), tiny_schema, placed=True) == 0.0
    both = extraction((brand(0.5),), (Choice("color", "black", 0.5),))
    assert uncertainty(both, tiny_schema) == pytest.approx(2.0)


def test_an_open_question_that_four_products_share_counts_three_times(tiny_schema: Schema) -> None:
    assert uncertainty(extraction((brand(0.5),)), tiny_schema, {("brand", "acme"): 4}) == pytest.approx(3.0)


def test_copies_of_a_text_are_one_and_labelled_ones_none() -> None:
    listings = [Listing("1", "红色 杯子"), Listing("2", "红色 杯子"), Listing("3", "mug"), Listing("4", "lamp")]

    texts = distinct(listings)

    assert sorted((one.listing.product_id, one.products) for one in texts) == [("1", 2), ("3", 1), ("4", 1)]
    left = without(texts, [Listing("9", "红色 杯子"), Listing("4", "another text")])
    assert [one.listing.product_id for one in left] == ["3"]


def test_without_a_model_the_most_different_are_picked(tiny_schema: Schema) -> None:
    titles = ["red steel mug 350 ml", "red steel mug 351 ml", "red steel mug 352 ml", "黄铜台灯 5瓦"]
    texts = [Unlabelled(Listing(str(number), title)) for number, title in enumerate(titles)]

    chosen = choose(texts, tiny_schema, 2, text_vectors)

    assert 3 in chosen
    assert len(chosen) == 2
    assert all(row["suggested"] == {"category": None, "spans": [], "choices": []}
               for row in rows_to_label(texts, chosen, tiny_schema))  # fmt: skip


def test_hashed_vectors_are_alike_where_words_are() -> None:
    one, other, chinese = hashed_vectors(["Steel mug, 350 ml", "350 ml STEEL mug", "钢杯"])

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(one, other) > 0.7 > 0.2 > cosine(one, chinese)


def test_a_line_holds_what_the_model_suggests(tiny_schema: Schema) -> None:
    spans = (brand(0.6), brand(0.35, "Best"), Span("capacity", "title", 9, 15, "350 ml", 0.1))
    choices = (Choice("color", "black", 0.9, evidence=0.2), Choice("color", "white", 0.5))
    said = extraction(spans, choices, category=0.75)
    (row,) = rows_to_label([Unlabelled(Listing("m1", "Acme mug 350 ml"), said, products=3)], [0], tiny_schema)

    assert row == {
        "product_id": "m1", "title": "Acme mug 350 ml", "description": None, "category": None, "spans": [],
        "choices": {}, "checked": False, "products": 3,
        "suggested": {
            "category": {"id": "mug", "confidence": 0.75},
            "spans": [
                {"attribute": "brand", "field": "title", "start": 0, "end": 4, "text": "Acme", "confidence": 0.6}
            ],
            "choices": [{"attribute": "color", "value": "white", "confidence": 0.5}],
        },
    }  # fmt: skip
