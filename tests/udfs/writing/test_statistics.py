"""What a catalog's values are worth, counted once and kept."""

from __future__ import annotations

import pytest

from udfs.records import Fact
from udfs.writing.planning.statistics import NO_STATISTICS, Statistics, Tally, tallied


def color(value_id: str, ordinal: int = 0) -> Fact:
    return Fact("color", ordinal, "standard", value_id.title(), value_id=value_id)


BLACK, RED = color("black"), color("red")
CATALOG = [("kettle", [BLACK])] * 3 + [("kettle", [RED, color("black", 1)]), ("kettle", []), ("cup", [RED])]


def test_counts_each_product_once_a_row() -> None:
    rows = set(tallied([*CATALOG, ("cup", [Fact("color", 0, "missing"), BLACK, BLACK])]))
    assert rows == {
        Tally("kettle", None, None, 5),
        Tally("kettle", "color", None, 4),
        Tally("kettle", "color", "black", 4),
        Tally("kettle", "color", "red", 1),
        Tally("cup", None, None, 2),
        Tally("cup", "color", None, 2),
        Tally("cup", "color", "red", 1),
        Tally("cup", "color", "black", 1),
    }


def test_only_common_values_are_kept() -> None:
    kept = [row for row in tallied(CATALOG, most=1) if row.value]
    assert kept == [Tally("kettle", "color", "black", 4), Tally("cup", "color", "red", 1)]


def test_rows_round_trip_and_give_one_version() -> None:
    rows = list(tallied(CATALOG))
    one, other = Statistics.of(rows), Statistics.of(reversed(rows))
    assert Statistics.of(one.rows()) == one
    assert one.version == other.version
    assert one.version != Statistics.of([*rows[:-1], rows[-1]._replace(products=9)]).version


def test_a_value_that_nearly_all_share_tells_little() -> None:
    rows = [Tally("kettle", None, None, 1000), Tally("kettle", "color", None, 800)]
    counted = Statistics.of([*rows, Tally("kettle", "color", "black", 760), Tally("kettle", "color", "red", 8)])
    black, red = (counted.shared("kettle", "color", value) for value in ("black", "red"))
    assert black == pytest.approx(759 / 809)
    assert red == pytest.approx(7 / 809)
    assert counted.shared("kettle", "color", "puce") == 0.0
    assert counted.shared("kettle", "color", "black", of_all=True) == pytest.approx(759 / 1009)
    assert counted.fill("kettle", "color") == 0.8


def test_what_nobody_counted_is_unknown() -> None:
    assert NO_STATISTICS.shared("kettle", "color", "black") is None
    assert Statistics.of(tallied(CATALOG)).shared("kettle", "weight", "1 kg") is None
    assert NO_STATISTICS.fill("kettle", "color") is None


def test_a_single_product_shares_with_nobody() -> None:
    assert Statistics.of(tallied([("cup", [RED])])).shared("cup", "color", "red") == 0.0
