"""Figures of drafted categories."""

from __future__ import annotations

from benchmarks.quality.drafted.agreement import b_cubed
from benchmarks.quality.drafted.categories import classes_of
from benchmarks.quality.drafted.keys import Gold, scored
from training.drafting.catalog import CatalogListing
from training.drafting.drafts import DraftAttribute, DraftedKeys, Key


def test_b_cubed_weighs_each_listing_and_a_null_cluster_holds_its_listing_alone() -> None:
    found = b_cubed(["a", "a", "a", None, None], ["x", "x", "y", "y", "y"])

    assert found.precision == (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert found.recall == (1 + 1 + 1 / 3 + 1 / 3 + 1 / 3) / 5
    assert b_cubed(["a"], ["x"]).f1 == 1


def test_the_same_goods_in_two_languages_are_one_class() -> None:
    paths = [("Beauty", "Skin Care", "Creams"), ("Kecantikan", "Perawatan Kulit"), ("Stamps",)]

    first, second, third = classes_of([CatalogListing("1", "a", path=path) for path in paths])

    assert first == second != third


def test_keys_count_by_rows_and_as_what_most_of_them_say() -> None:
    one = DraftAttribute("weight", "weight", "en", (Key("s", "a", "weight"), Key("s", "b", "mass")), "quantity", "g")
    other = DraftAttribute("note", "note", "en", (Key("s", "b", "note"), Key("s", "a", "size")), "span")
    stock, color = Key("s", "a", "stock"), Key("s", "a", "color")
    counts = (60, 20, 10, 10, 30, 10)
    rows = dict(zip([*one.keys, *other.keys, stock, color], counts, strict=True))
    gold = {"weight": Gold("weight", "quantity"), "mass": Gold("weight", "quantity"), "note": Gold(None, ""),
            "size": Gold("size", "choice"), "stock": Gold(None, ""), "color": Gold("color", "choice")}  # fmt: skip
    drafted = DraftedKeys((one, other), {stock: "stock", color: "prices"}, rows)
    assert list(scored(drafted, gold)) == [
        "B-cubed precision 1.000, recall 1.000, F1 1.000",
        "keys that say nothing: precision 0.750, recall 0.750",
        "kinds right: 0.889",
    ]
