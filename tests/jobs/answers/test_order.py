"""The order of facets and the ranges of quantities."""

from __future__ import annotations

import pytest

from jobs.answers.order import places
from jobs.answers.ranges import MOST, edges, ranges, single
from udfs.schema.definitions import Attribute


@pytest.mark.parametrize(
    ("kind", "names", "ordered"),
    [
        ("choice", ["L", "2XL", "S", "XS", "One size", "M"], ["XS", "S", "M", "L", "2XL", "One size"]),
        ("choice", ["加大码", "小码", "均码", "中码"], ["小码", "中码", "加大码", "均码"]),
        ("choice", ["1 m", "8 mm", "12 mm"], ["8 mm", "12 mm", "1 m"]),
        ("choice", ["1升", "500毫升", "1.5升"], ["500毫升", "1升", "1.5升"]),
        ("choice", ["10-20 g", "5 g", "100 g"], ["5 g", "10-20 g", "100 g"]),
        ("choice", ["EU 42", "EU 9", "EU 40.5"], ["EU 9", "EU 40.5", "EU 42"]),
        ("choice", ["12", "2", "1"], ["1", "2", "12"]),
        ("ordered", ["low", "high", "middle"], ["low", "high", "middle"]),
        ("choice", ["Red", "Blue", "4 g"], []),
        ("choice", ["8 mm", "12 g"], []),
    ],
)
def test_sizes_and_amounts_rise(kind: str, names: list[str], ordered: list[str]) -> None:
    values = {f"v{number}": {"name": {"en": name}} for number, name in enumerate(names)}
    attribute = Attribute.model_validate(
        {"name": {"en": "A"}, "description": {"en": "a"}, "kind": kind, "values": values}
    )

    found = places(attribute)

    assert [names[int(key[1:])] for key in sorted(found, key=lambda key: found[key])] == ordered


@pytest.mark.parametrize(
    ("quantiles", "lowest", "highest", "found"),
    [
        ([150, 400, 500, 600, 1150], 20, 5000, [200, 500, 1000]),
        ([448.7, 500, 549.2], 400, 600, [460, 480, 500, 520, 540]),
        ([0.5, 6, 40, 700, 9000], 0.1, 1e5, [1, 3, 10, 30, 100, 300, 1000, 3000]),
        ([1, 1, 1, 1], 1, 11, [2, 5, 10]),
        ([-7.5, 0, 8.2], -20, 20, [-6, -4, -2, 0, 2, 4, 6, 8]),
    ],
)
def test_ranges_are_few_and_round(quantiles: list[float], lowest: float, highest: float, found: list[float]) -> None:
    assert edges(quantiles, lowest, highest) == found
    assert len(found) < MOST


def test_ranges_are_named_in_each_language() -> None:
    named = [(each.value, each.labels["zh"], each.start, each.end) for each in ranges([200, 500], "ml", ("zh", "en"))]

    assert named == [
        ("under 200 ml", "200 毫升以下", None, 200), ("200–500 ml", "200–500 毫升", 200, 500),
        ("from 500 ml", "500 毫升及以上", 500, None),
    ]  # fmt: skip
    assert [(each.value, each.start, each.end) for each in single([12, 8], "count", ("en",))] == [
        ("8", 8, 8), ("12", 12, 12),
    ]  # fmt: skip
    alike = single([226.796185, 226.796, 453.592], "g", ("en",))  # 8 oz, and what somebody made of it
    assert [(each.value, each.start) for each in alike] == [("226.796 g", 226.796), ("453.592 g", 453.592)]
