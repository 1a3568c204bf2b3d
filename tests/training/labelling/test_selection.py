"""What is picked, of a handful of candidates whose vectors one can see."""

from __future__ import annotations

import numpy as np
import pytest

from training.labelling.choosing import Unlabelled, choose, distinct, rows_to_label, text_vectors, without
from training.labelling.hashing import hashed_vectors
from training.labelling.selection import Candidate, Labelled, Vectors, pick, shortlist
from training.labelling.uncertainty import expected_statements, uncertainty
from udfs.records import Choice, Extraction, Listing, Scored, Span
from udfs.schema.schema import Schema

EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)


def vectors(*rows: tuple[float, float]) -> Vectors:
    return np.array(rows, np.float32)


def places(candidates: list[Candidate], own: Vectors, n: int, labelled: Labelled | None = None) -> list[int]:
    """Picks where all candidates are to be covered."""
    return pick(candidates, own, n, candidates, own, labelled)


def test_what_stands_for_many_comes_first_and_then_what_is_unlike_it() -> None:
    candidates = [Candidate("alone", 1.5), Candidate("a", 1.0), Candidate("b", 1.0), Candidate("c", 1.0)]

    assert places(candidates, vectors(WEST, EAST, EAST, EAST), 2) == [1, 0]


def test_what_is_like_labelled_listings_waits() -> None:
    candidates = [Candidate("a", 5.0), Candidate("b", 1.0)]

    assert places(candidates, vectors(EAST, WEST), 1) == [0]
    assert places(candidates, vectors(EAST, WEST), 1, Labelled(vectors((2.0, 0.0)))) == [1]


def test_an_attribute_that_is_labelled_often_counts_less() -> None:
    candidates = [Candidate("a", states={"brand": 1.0}), Candidate("b", states={"battery": 1.0})]
    own = vectors(EAST, EAST)

    assert places(candidates, own, 1, Labelled(vectors(EAST), {"brand": 9.0})) == [1]
    assert places(candidates, own, 1, Labelled(vectors(EAST), {"battery": 9.0})) == [0]


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


def test_what_is_to_be_expected_of_an_attribute_are_confidences_and_doubts() -> None:
    said = extraction((brand(1.0), brand(0.5, "Best")), (Choice("color", "black", 0.5),))

    assert expected_statements(said) == {("mug", "brand"): 2.5, ("mug", "color"): 1.5}


def test_copies_of_a_text_are_one_and_labelled_ones_none() -> None:
    listings = [Listing("1", "红色 杯子"), Listing("2", "红色 杯子"), Listing("3", "mug"), Listing("4", "lamp")]

    texts = distinct(listings)

    assert sorted((one.listing.product_id, one.products) for one in texts) == [("1", 2), ("3", 1), ("4", 1)]
    left = without(texts, [Listing("9", "红色 杯子"), Listing("4", "another text")])
    assert [one.listing.product_id for one in left] == ["3"]


def test_without_a_model_what_stands_for_many_and_what_is_unlike_it_are_picked(tiny_schema: Schema) -> None:
    titles = ["red steel mug 350 ml", "red steel mug 351 ml", "red steel mug 352 ml", "黄铜台灯 5瓦"]
    texts = [Unlabelled(Listing(str(number), title)) for number, title in enumerate(titles)]

    chosen = choose(texts, tiny_schema, 2, text_vectors)

    assert 3 in chosen
    assert len(chosen) == 2
    assert all(row["suggested"] == {"category": None, "spans": [], "choices": []}
               for row in rows_to_label(texts, chosen, tiny_schema))  # fmt: skip


def test_hashed_vectors_are_alike_where_words_are() -> None:
    one, other, chinese = hashed_vectors(["Steel mug, 350 ml", "350 ml STEEL mug", "钢杯"])

    def cosine(a: Vectors, b: Vectors) -> float:
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
