"""The invariants of a run: each stops it with a sentence, and the run asks for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.run.categorize import Categorized
from jobs.run.verification import checks
from jobs.run.verification.verify import verify
from udfs.errors import RunError

Frame = Callable[[str, Sequence[tuple[Any, ...]]], DataFrame]
LISTINGS = [("a", "h1", None), ("b", "h2", None), ("a", "h0", "duplicate_id"), (None, "h3", "no_id")]
PRODUCTS = [("a", "h1"), ("b", "h2"), ("away", "h9")]


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> Frame:
    """A frame of literal rows; its columns are given as `name type, ...`."""
    return lambda columns, rows: spark.createDataFrame(list(rows), columns)


def check_products(frame: Frame, products: Sequence[tuple[str, str]]) -> None:
    listings = frame("product_id string, content_hash string, reason string", LISTINGS)
    checks.check_products(frame("product_id string, content_hash string", products), listings)


def test_every_accepted_listing_stands_in_products_beside_those_that_are_absent(frame: Frame) -> None:
    check_products(frame, PRODUCTS)


@pytest.mark.parametrize(
    "products",
    [PRODUCTS[1:], [("a", "h0"), *PRODUCTS[1:]], [("a", None), *PRODUCTS[1:]], [("a", "h1"), *PRODUCTS]],
    ids=["lost", "as an older copy", "without a hash", "twice"],
)
def test_an_accepted_listing_that_is_not_in_products_once_as_read_is_named(
    frame: Frame, products: Sequence[tuple[str, str]]
) -> None:
    message = r"^accepted listings are not in table products exactly once, as read: a; run again$"
    with pytest.raises(RunError, match=message):
        check_products(frame, products)


def check_attributes(frame: Frame, attributes: Sequence[tuple[str, str, str, int]]) -> None:
    rows = frame("product_id string, category string, attribute string, ordinal int", attributes)
    checks.check_attributes(rows, frame("product_id string, category string", [("a", "mug"), ("b", "lamp")]))


def test_attributes_have_keys_of_their_own_and_the_category_of_their_product(frame: Frame) -> None:
    check_attributes(frame, [("a", "mug", "color", 0), ("a", "mug", "color", 1), ("b", "lamp", "power", 0)])


@pytest.mark.parametrize(
    ("row", "named"),
    [(("a", "mug", "color", 0), "a"), (("a", "lamp", "power", 0), "a"), (("c", "mug", "color", 0), "c")],
    ids=["doubled", "of another category", "of no product"],
)
def test_an_attribute_row_that_is_doubled_or_of_another_category_is_named(
    frame: Frame, row: tuple[str, str, str, int], named: str
) -> None:
    message = rf"^attribute rows are doubled or of another category for products {named}; run again$"
    with pytest.raises(RunError, match=message):
        check_attributes(frame, [("a", "mug", "color", 0), row])


def test_rejected_rows_are_counted_with_their_copies(frame: Frame) -> None:
    checks.check_rejected(frame("copies bigint", [(2,), (1,)]), 3)
    checks.check_rejected(frame("copies bigint", []), 0)
    with pytest.raises(RunError, match=r"^3 rows were rejected, but table rejected holds 2; run again$"):
        checks.check_rejected(frame("copies bigint", [(1,), (1,)]), 3)


TABLES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "products": (
        (
            "product_id string, category string, content_hash string, missing array<string>, completeness double, "
            "stale string"
        ),
        [("a", "mug", "h1", [], 1.0, None), ("b", "lamp", "h2", [], 1.0, None)],
    ),
    "attributes": (
        (
            "product_id string, category string, attribute string, ordinal int, status string, origin string, "
            "rule string, detail string"
        ),
        [("a", "mug", "color", 0, "standard", "seller", "alias", None)],
    ),
    "claims": ("product_id string, attribute string, outcome string", []),
    "rejected": ("copies bigint", [(1,), (1,)]),
    "unmapped": ("raw_value string", []),
}


def check_run(frame: Frame, **tables: list[tuple[Any, ...]]) -> dict[str, int]:
    """What a run counts that finds these rows in its tables, or else those above."""

    class Tables:
        spark = SparkSession.getActiveSession()

        def read(self, name: str) -> DataFrame:
            columns, rows = TABLES[name]
            return frame(columns, tables.get(name, rows))

    listings = frame("product_id string, content_hash string, reason string", LISTINGS)
    categorized = Categorized(listings, standardized=2, rejected=2, changed=1, foreign=0)
    return verify(SimpleNamespace(store=Tables()), categorized, values_changed=True).counts  # type: ignore[arg-type]


def test_a_run_whose_tables_hold_what_they_must_goes_on_to_its_figures(frame: Frame) -> None:
    assert check_run(frame)["products"] == 2


@pytest.mark.parametrize(
    ("table", "rows", "message"),
    [
        ("rejected", [(1,)], "2 rows were rejected, but table rejected holds 1"),
        ("products", TABLES["products"][1][:1], "not in table products exactly once, as read: b"),
        ("attributes", 2 * TABLES["attributes"][1], "attribute rows are doubled or of another category"),
    ],
)
def test_a_run_whose_tables_do_not_stops(frame: Frame, table: str, rows: list[tuple[Any, ...]], message: str) -> None:
    with pytest.raises(RunError, match=message):
        check_run(frame, **{table: rows})
