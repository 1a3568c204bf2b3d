"""Which words of labelled texts become aliases of a closed list, and which would say too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.rules.decision_list import Thresholds
from training.rules.harm import Refused
from training.rules.learning import Learned, Pair, learn_all
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.values.standardizer import Standardizer

SCHEMA = """
categories:
  shirt:
    name: {en: Shirt, zh: 衬衫}
    description: {en: Shirts, zh: 衬衫}
    attributes:
      pattern:
        name: {en: Pattern, zh: 图案}
        description: {en: What is on the cloth, zh: 布面图案}
        kind: choice
        values:
          solid: {name: {en: Solid, zh: 纯色}}
          graphic: {name: {en: Graphic, zh: 印花}, aliases: [floral]}
          striped: {name: {en: Striped, zh: 条纹}, aliases: [pin stripes]}
      sleeve_length:
        name: {en: Sleeve length, zh: 袖长}
        description: {en: How long the sleeves are, zh: 袖子长度}
        kind: choice
        values:
          long: {name: {en: Long, zh: 长袖}}
          short: {name: {en: Short, zh: 短袖}, aliases: [half arm]}
"""


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    file = tmp_path / "shirt.yaml"
    file.write_text(SCHEMA, encoding="utf-8")
    return load_schema(file)


def taught(schema: Schema, attribute: str, labels: dict[str, str]) -> Learned:
    """What two pairs of each teach."""
    pairs = [Pair("shirt", attribute, raw, (value,)) for raw, value in labels.items() for _ in range(2)]
    return learn_all(pairs, schema, Thresholds())


def aliases(learned: Learned, attribute: str) -> dict[str, list[str]]:
    values = learned.schema.attribute("shirt", attribute).values
    return {key: [*value.learned] for key, value in values.items() if value.learned}


def value_of(learned: Learned, attribute: str, raw: str) -> str | None:
    return Standardizer(learned.schema, match_threshold=1.0).standardize("shirt", attribute, raw).value


def test_cli_schema_learn_2_a_whole_value_teaches_none_of_its_words(schema: Schema) -> None:
    learned = taught(schema, "pattern", {"Self Design": "Solid"})
    assert aliases(learned, "pattern") == {"solid": ["self design"]}
    read = {raw: value_of(learned, "pattern", raw) for raw in ("Geometric design", "Self tie", "Floral design")}
    assert read == {"Geometric design": None, "Self tie": None, "Floral design": "Graphic"}


@pytest.mark.parametrize(
    ("attribute", "labels", "expected"),
    [
        ("sleeve_length", {"Full Sleeve": "Long"}, {"long": ["full sleeve"]}),
        # A word of the attribute's own name, whatever it stands beside.
        ("sleeve_length", {"Big Sleeves": "Long", "Cuff Sleeves": "Long"}, {"long": ["big sleeves", "cuff sleeves"]}),
        # One that another value's wording has.
        ("sleeve_length", {"full arm": "Long", "wrist arm": "Long"}, {"long": ["full arm", "wrist arm"]}),
        # Beside words that change nothing it is the whole value, once two texts say so.
        ("pattern", {"Plain style": "Solid", "plain colour": "Solid"}, {"solid": ["plain"]}),
        ("pattern", {"Plain style": "Solid"}, {"solid": ["plain style"]}),
        # Other words come and go: they do not count. One that is always there may.
        ("pattern", {"Block print": "Graphic", "Tropical print": "Graphic"}, {"graphic": ["print"]}),
        ("pattern", {"big check tile": "Graphic", "check tile": "Graphic"}, {"graphic": ["check tile"]}),
        # What the schema understands has told what counts in it.
        ("pattern", {"Woven floral": "Graphic", "Woven graphic": "Graphic"}, {}),
        ("pattern", {"not shiny": "Solid", "not shiny style": "Solid"}, {"solid": ["not shiny"]}),
        ("pattern", {"净色": "Solid", "小碎花": "Graphic"}, {"solid": ["净色"], "graphic": ["小碎花"]}),
    ],
)  # fmt: skip
def test_what_labels_teach(
    schema: Schema, attribute: str, labels: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert aliases(taught(schema, attribute, labels), attribute) == expected


def test_an_alias_that_would_break_a_known_value_is_left_out_and_told(schema: Schema) -> None:
    learned = taught(schema, "pattern", {"Design": "Solid", "Plain": "Solid"})
    assert aliases(learned, "pattern") == {"solid": ["plain"]}
    refused = Refused("design", "solid", "Graphic design", "Graphic", None)
    assert learned.refused == {("shirt", "pattern"): [refused]}


def test_an_alias_that_would_break_another_label_is_left_out_and_told(schema: Schema) -> None:
    labels = {"Pin": "Solid", "Pin graphic": "Graphic", "Dotted": "Graphic"}
    pairs = [Pair("shirt", "pattern", raw, (value,)) for raw, value in labels.items() for _ in range(2)]
    pairs += [Pair("shirt", "pattern", "pin", ("Solid",))] * 20
    learned = learn_all(pairs, schema, Thresholds())
    assert aliases(learned, "pattern") == {"graphic": ["dotted"]}
    assert learned.refused == {("shirt", "pattern"): [Refused("pin", "solid", "Pin graphic", "Graphic", None)]}
