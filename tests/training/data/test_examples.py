"""Labelled rows: what is accepted, what is rejected and why, and how near-copies stay together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from training.data.examples import GoldSpan, data_fingerprint, read_examples
from training.data.split import group_ids, split
from udfs.errors import LabelError
from udfs.schema.schema import Schema

MUG: dict[str, Any] = {
    "product_id": "m1",
    "category": "mug",
    "title": "Acme mug black, black lid",
    "description": "黑色杯子，350毫升",
    "spans": [
        {"attribute": "brand", "text": "Acme"},
        {"attribute": "color", "text": "black", "nth": 2},
        {"attribute": "capacity", "field": "description", "start": 5, "end": 10},
    ],
    "choices": {"color": "黑"},
    "tags": ["gift"],
}


def test_spans_are_found_by_text_or_offsets_and_choices_by_any_wording(tiny_schema: Schema) -> None:
    [example], rejected = read_examples([MUG], tiny_schema)
    assert rejected == []
    assert example.spans == (
        GoldSpan("brand", "title", 0, 4),
        GoldSpan("color", "title", 16, 21),
        GoldSpan("capacity", "description", 5, 10),
    )
    assert example.listing.description is not None
    assert example.listing.description[5:10] == "350毫升"
    assert example.choices == {"color": ("black",)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"product_id": None}, "product_id is missing"),
        ({"title": "<p>&nbsp;</p>", "description": None, "spans": []}, "title and description are both empty"),
        ({"category": "boat"}, "category 'boat' is not in the schema"),
        ({"category": None}, "a row without a category can have no spans or choices"),
        ({"spans": [{"attribute": "weight", "text": "Acme"}]}, "span of 'weight': the category has no such attribute"),
        (
            {"spans": [{"attribute": "brand", "text": "Acme", "nth": 2}]},
            "span of brand: 'Acme' does not occur in the field (nth 2)",
        ),
        (
            {"spans": [{"attribute": "brand", "start": 3, "end": 99}]},
            "span of brand: 3:99 is outside of the field's 25 characters",
        ),
        ({"spans": [{"attribute": "brand"}]}, "span of brand: give start and end, or text"),
        ({"choices": {"brand": ["acme"]}}, "choice of 'brand': the category has no such choice"),
        ({"choices": {"color": ["red"]}}, "choice of color: 'red' is no value of it"),
        ({"choices": {"color": ["black", "white"]}}, "choice of color: one value at most, got ['black', 'white']"),
        ({"tags": ["toy"]}, "tag 'toy' is none of the category's tags"),
        ({"title": 5}, "title: expected text, got 5"),
        ({"tags": 5}, "tags: expected a list, got 5"),
        ({"choices": ["x"]}, "choices: expected an object, got ['x']"),
        ({"spans": ["brand"]}, "spans.0: expected an object, got 'brand'"),
        ({"spans": [{"text": "Acme"}]}, "spans.0.attribute is missing"),
        ({"spans": [{"attribute": "brand", "start": "0"}]}, "spans.0.start: expected a whole number, got '0'"),
        ({"spans": [{"attribute": "brand", "text": "Acme", "nth": -1}]}, "spans.0.nth: expected 1 or more, got -1"),
        ({"spans": [{"attribute": "brand", "text": "Acme", "nht": 2}]}, "spans.0.nht: no label has such a key, got 2"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_says_why(tiny_schema: Schema, change: dict[str, Any], reason: str) -> None:
    examples, rejected = read_examples([MUG | change, MUG | {"product_id": "m2"}], tiny_schema)
    assert [e.listing.product_id for e in examples] == ["m2"]
    assert [(r.row, r.reason) for r in rejected] == [(0, reason)]


def test_near_copies_stay_on_one_side(tiny_schema: Schema) -> None:
    titles = [
        "Acme ceramic coffee mug with handle 350ml jet black glossy",
        "Acme ceramic coffee mug with handle 350ml jet black glossy!",
        "ACME  Ceramic Coffee Mug with Handle 350 ml Jet Black, glossy",
        "LED desk lamp 10W dimmable with USB port and clamp",
        "白色搪瓷杯子复古怀旧大容量办公室水杯",
        "Enamel camping cup, white with blue rim, 12 oz",
    ]
    rows = [{"product_id": str(i), "title": title, "spans": []} for i, title in enumerate(titles)]
    examples, _ = read_examples(rows, tiny_schema)
    assert group_ids(examples) == ["0", "0", "0", "3", "4", "5"]
    learn, dev = split(examples, dev_share=0.34, epoch_share={}, seed=1)
    sides = {e.listing.product_id: "learn" for e in learn} | {e.listing.product_id: "dev" for e in dev}
    assert len({sides["0"], sides["1"], sides["2"]}) == 1
    assert len(learn) + len(dev) == 6


def test_a_given_group_column_is_used(tiny_schema: Schema) -> None:
    rows = [MUG | {"product_id": str(i), "cluster": cluster} for i, cluster in enumerate(["a", "b", "a"])]
    examples, _ = read_examples(rows, tiny_schema, group="cluster")
    assert group_ids(examples) == ["a", "b", "a"]


def test_a_row_without_a_group_stands_alone_and_a_column_that_no_row_has_is_an_error(tiny_schema: Schema) -> None:
    rows = [MUG | {"product_id": "1", "cluster": 7}, MUG | {"product_id": "2", "cluster": None}, MUG]
    examples, _ = read_examples(rows, tiny_schema, group="cluster")
    assert group_ids(examples) == ["7", "#2", "#m1"]
    with pytest.raises(LabelError, match="no row has the column `clutser`; correct `group`"):
        read_examples(rows, tiny_schema, group="clutser")


def test_ends_of_spans_move_to_characters_that_are_read(tiny_schema: Schema) -> None:
    row = MUG | {"title": "  <b>Acme</b>  mug", "spans": [{"attribute": "brand", "text": " <b>Acme</b> "}]}
    [example], _ = read_examples([row], tiny_schema)
    assert example.spans == (GoldSpan("brand", "title", 5, 9),)


def test_the_site_is_read_and_counts_as_data(tiny_schema: Schema) -> None:
    sites = ["https://www.North.example/p/7", "north.example", "?", None]
    rows = [MUG | {"product_id": str(i), "site": site} for i, site in enumerate(sites)]
    examples, rejected = read_examples([*rows, MUG, MUG | {"product_id": "bad", "site": 5}], tiny_schema)
    assert [e.listing.site for e in examples] == ["north.example", "north.example", None, None, None]
    assert [r.reason for r in rejected] == ["site: expected text, got 5"]
    prints = [data_fingerprint([e]) for e in examples]
    assert prints[0] == prints[1] != prints[2] == prints[3] == prints[4]


def test_the_fingerprint_follows_labels_and_not_the_order(tiny_schema: Schema) -> None:
    other = json.loads(json.dumps(MUG)) | {"product_id": "m2", "tags": []}
    one, _ = read_examples([MUG, other], tiny_schema)
    assert data_fingerprint(one) == data_fingerprint(one[::-1])
    assert data_fingerprint(one) != data_fingerprint(one[:1])


def test_the_fingerprint_follows_how_sure_labels_are(tiny_schema: Schema) -> None:
    """Of sure labels nothing more is said: their fingerprint is the one of before."""
    unsure = [{"confidence": 0.5}, {"confidences": {"brand": 0.5}}, {"confidence": 0.9, "confidences": {"brand": 0.5}}]
    spans = [{**span, "confidence": 0.5} for span in MUG["spans"]]
    rows = [
        MUG,
        {"confidence": 1, "confidences": {"brand": 1}} | MUG,
        *(each | MUG for each in unsure),
        MUG | {"spans": spans},
    ]
    examples, rejected = read_examples([row | {"product_id": str(i)} for i, row in enumerate(rows)], tiny_schema)
    assert rejected == []
    prints = [data_fingerprint([example]) for example in examples]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 5
