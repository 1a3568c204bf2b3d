"""One line of table products, made of a product's attribute rows and tags."""

from __future__ import annotations

from udfs.records import AttributeRow, Scored
from udfs.resolution.product import best_tags, missing_of, numbers_of, values_of

ROWS = [
    AttributeRow("color", 0, "standard", value="Black"),
    AttributeRow("color", 1, "standard", value="White"),
    AttributeRow("capacity", 0, "standard", value="350 ml", number=350.0),
    AttributeRow("depth", 0, "invalid", raw="9 km", number=9e5),
    AttributeRow("sizes", 0, "standard", value="3 cm", number=3.0),
    AttributeRow("sizes", 1, "standard", value="4 cm", number=4.0),
    AttributeRow("brand", 0, "missing"),
    AttributeRow("lid", 0, "unmapped", raw="ajar"),
]


def test_standard_values_are_joined_and_of_numbers_the_first_counts() -> None:
    assert values_of(ROWS) == {"color": "Black; White", "capacity": "350 ml", "sizes": "3 cm; 4 cm"}
    assert numbers_of(ROWS) == {"capacity": 350.0, "sizes": 3.0}
    assert missing_of(ROWS) == ("brand",)


def test_tags_from_the_threshold_on_go_by_score_and_then_by_id() -> None:
    tags = [Scored("b", 0.7), Scored("c", 0.9), Scored("a", 0.7), Scored("d", 0.4)]
    assert [tag.id for tag in best_tags(tags, 0.5)] == ["c", "a", "b"]
    assert [tag.id for tag in best_tags(tags, 0.4)] == ["c", "a", "b", "d"]
