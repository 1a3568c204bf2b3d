"""What is picked, of a handful of candidates whose vectors one can see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.labelling.choosing import Unlabelled, choose, distinct, rows_to_label, text_vectors, without
from training.labelling.hashing import hashed_vectors
from training.labelling.selection import Vectors, pick, shortlist, worths
from udfs.records import Choice, Extraction, Listing, Scored, Span
from udfs.schema.schema import Schema

EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)
NONE = np.zeros((0, 2), np.float32)


def vectors(*rows: tuple[float, float]) -> Vectors:
    return np.array(rows, np.float32)


def places(own: Vectors, n: int, labelled: Vectors = NONE, products: Sequence[int] | None = None) -> list[int]:
    """Picks where all candidates are to be covered."""
    return pick(own, n, own, products or [1] * len(own), labelled)


def test_what_stands_for_many_comes_first_and_then_what_is_unlike_it() -> None:
    assert places(vectors(WEST, EAST, EAST, EAST), 2) == [1, 0]


def test_what_is_like_labelled_listings_waits() -> None:
    own = vectors(EAST, EAST, WEST)

    assert places(own, 1) == [0]
    assert places(own, 1, labelled=vectors((2.0, 0.0))) == [2]


def test_four_products_count_twice() -> None:
    own = vectors(EAST, WEST, NORTH)

    assert places(own, 3, products=[1, 9, 4]) == [1, 2, 0]
    assert list(worths([1, 4, 9])) == [1.0, 2.0, 3.0]


def test_of_many_texts_those_of_most_products_are_candidates() -> None:
    products = [1] * 30 + [2, 5]

    assert shortlist(products, 1) == [31, 30, *range(18)]


def test_fewer_candidates_than_asked_for_are_all_picked() -> None:
    assert places(vectors(EAST, NORTH), 9) == [0, 1]
    assert choose([], 3, text_vectors) == []


def test_texts_like_labelled_listings_are_not_chosen() -> None:
    titles = ["red steel mug 350 ml", "blue steel mug 500 ml", "黄铜台灯 5瓦"]
    texts = [Unlabelled(Listing(str(number), title)) for number, title in enumerate(titles)]

    assert choose(texts, 1, text_vectors)[0] in (0, 1)
    assert choose(texts, 1, text_vectors, [Listing("9", "green steel mug 400 ml")]) == [2]
    assert choose(texts, 1, text_vectors, [Listing("9", "黄铜台灯 7瓦")])[0] in (0, 1)


def test_copies_of_a_text_are_one_and_labelled_ones_none() -> None:
    listings = [Listing("1", "红色 杯子"), Listing("2", "红色 杯子"), Listing("3", "mug"), Listing("4", "lamp")]

    texts = distinct(listings)

    assert sorted((one.listing.product_id, one.products) for one in texts) == [("1", 2), ("3", 1), ("4", 1)]
    left = without(texts, [Listing("9", "红色 杯子"), Listing("4", "another text")])
    assert [one.listing.product_id for one in left] == ["3"]


def test_without_a_model_what_stands_for_many_and_what_is_unlike_it_are_picked(tiny_schema: Schema) -> None:
    titles = ["red steel mug 350 ml", "red steel mug 351 ml", "red steel mug 352 ml", "黄铜台灯 5瓦"]
    texts = [Unlabelled(Listing(str(number), title)) for number, title in enumerate(titles)]

    chosen = choose(texts, 2, text_vectors)

    assert 3 in chosen
    assert len(chosen) == 2
    assert all(row["suggested"] == {"category": None, "spans": [], "choices": []}
               for row in rows_to_label(texts, tiny_schema))  # fmt: skip


def test_hashed_vectors_are_alike_where_words_are() -> None:
    one, other, chinese = hashed_vectors(["Steel mug, 350 ml", "350 ml STEEL mug", "钢杯"])

    def cosine(a: Vectors, b: Vectors) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(one, other) > 0.7 > 0.2 > cosine(one, chinese)


def test_a_line_holds_what_the_model_suggests(tiny_schema: Schema) -> None:
    spans = (
        Span("brand", "title", 0, 4, "Acme", 0.6), Span("brand", "title", 0, 4, "Best", 0.35),
        Span("capacity", "title", 9, 15, "350 ml", 0.1),
    )  # fmt: skip
    choices = (Choice("color", "black", 0.9, evidence=0.2), Choice("color", "white", 0.5))
    said = Extraction("mug", 0.75, (Scored("mug", 0.75),), spans, choices)
    (row,) = rows_to_label([Unlabelled(Listing("m1", "Acme mug 350 ml"), said, products=3)], tiny_schema)

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
