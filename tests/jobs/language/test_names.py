"""Names and values in any language of the schema."""

from __future__ import annotations

import pytest

from jobs.language.names import Labels
from udfs.errors import InputError
from udfs.records import Fact
from udfs.schema.schema import Schema


@pytest.fixture
def schema(tiny_schema: Schema) -> Schema:
    """With German names of mugs, their colour and black."""
    data = tiny_schema.model_dump(mode="json")
    mug = data["categories"]["mug"]
    color = mug["attributes"]["color"]
    for named, name in ((mug, "Becher"), (color, "Farbe"), (color["values"]["black"], "Schwarz")):
        named["name"]["de"] = name
    return Schema.model_validate(data)


def test_names_come_in_the_language_asked_for_or_else_in_the_first(schema: Schema) -> None:
    german, english = Labels(schema, "de"), Labels(schema, "en")
    assert [german.category("mug"), german.category("lamp"), german.tag("gift")] == ["Becher", "Lamp", "Gift"]
    assert [german.attribute("mug", "color"), german.attribute("mug", "brand")] == ["Farbe", "Brand"]
    assert [german.allowed("mug", "color", "black"), german.allowed("mug", "color", "white")] == ["Schwarz", "White"]
    assert english.allowed("mug", "color", "black") == "Black"


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ({"en": "Black", "zh": "黑色", "de": "Schwarz"}, ("Black", "黑色", "Schwarz")),
        ({"en": "Black"}, ("Black", "黑色", "Black")),
        (None, ("Black", "黑色", "Black")),  # of a product that an earlier version made
    ],
)
def test_a_value_has_the_label_of_the_language_or_stays_as_it_is(
    schema: Schema, labels: dict[str, str] | None, shown: tuple[str, ...]
) -> None:
    fact = Fact("color", 0, "standard", value="Black", value_zh="黑色", labels=labels)
    assert tuple(Labels(schema, language).value(fact) for language in ("en", "zh", "de")) == shown


def test_losing_claims_are_named_by_the_schema(schema: Schema) -> None:
    assert Labels(schema, "de").canonical("mug", "color", "Black") == "Schwarz"
    assert Labels(schema, "de").canonical("mug", "capacity", "350 ml") == "350 ml"
    assert Labels(schema, "zh").canonical("mug", "capacity", "350 ml") == "350 毫升"


def test_losing_claims_are_named_in_english_where_another_language_goes_first(schema: Schema) -> None:
    german_first = Schema.model_validate(schema.model_dump(mode="json") | {"languages": ["de", "en", "zh"]})
    assert Labels(german_first, "en").canonical("mug", "color", "Schwarz") == "Black"
    assert Labels(german_first, "de").canonical("mug", "color", "Schwarz") == "Schwarz"


def test_a_language_that_the_schema_lacks_is_refused(tiny_schema: Schema) -> None:
    with pytest.raises(InputError, match=r"^the schema has no names in 'de'; it has en, zh$"):
        Labels(tiny_schema, "de")
