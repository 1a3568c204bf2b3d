"""Figures of drafted categories."""

from __future__ import annotations

from benchmarks.quality.drafted.categories import b_cubed, classes_of
from training.drafting.catalog import CatalogListing


def test_b_cubed_weighs_each_listing_and_a_null_cluster_holds_its_listing_alone() -> None:
    found = b_cubed(["a", "a", "a", None, None], ["x", "x", "y", "y", "y"])

    assert found.precision == (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert found.recall == (1 + 1 + 1 / 3 + 1 / 3 + 1 / 3) / 5
    assert b_cubed(["a"], ["x"]).f1 == 1


def test_the_same_goods_in_two_languages_are_one_class() -> None:
    paths = [("Beauty", "Skin Care", "Creams"), ("Kecantikan", "Perawatan Kulit"), ("Stamps",)]

    first, second, third = classes_of([CatalogListing("1", "a", path=path) for path in paths])

    assert first == second != third
