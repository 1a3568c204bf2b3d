"""The schema folder: faults with file and line, look-ups by sellers' wordings, fingerprints."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.errors import SchemaError
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema
from udfs.text.keys import fold

SHARED = """\
attributes:
  brand:
    name: {en: Brand, zh: 品牌}
    description: {en: Maker, zh: 制造商}
    aliases: [maker, 牌子]
    kind: span
    values:
      acme: {name: {en: Acme, zh: 艾克米}}
tags:
  gift: {name: {en: Gift, zh: 礼物}, description: {en: For giving, zh: 送礼}}
"""

MUG = """\
categories:
  mug:
    name: {en: Mug, zh: 马克杯}
    description: {en: Cups with a handle, zh: 带把的杯子}
    aliases: [coffee cup, 杯子]
    attributes:
      brand: {required: true, values: {borel: {name: {en: Borel, zh: 博雷尔}}}}
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Main colour, zh: 主要颜色}
        aliases: [colour]
        kind: choice
        values:
          black: {name: {en: Black, zh: 黑色}, aliases: [jet black, 304]}
          white: {name: {en: White, zh: 白色}}
      capacity:
        name: {en: Capacity, zh: 容量}
        description: {en: How much it holds, zh: 能装多少}
        kind: quantity
        unit: ml
        range: [10, 5000]
"""


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    return load_schema(write(tmp_path, shared=SHARED, mug=MUG))


def faults(folder: Path) -> list[str]:
    """The lines of the error that loading raises, without the folder's path."""
    with pytest.raises(SchemaError) as error:
        load_schema(folder)
    return [line.strip().removeprefix(f"{folder}/") for line in str(error.value).splitlines()]


def test_a_category_overrides_and_extends_the_shared_attribute(schema: Schema) -> None:
    brand = schema.attribute("mug", "brand")
    assert brand.required
    assert brand.name.get("zh") == "品牌"
    assert list(brand.values) == ["acme", "borel"]


def test_numbers_written_as_aliases_are_text(schema: Schema) -> None:
    assert schema.attribute("mug", "color").value_by_wording["304"] == "black"


@pytest.mark.parametrize(
    ("key", "attribute"),
    [("Colour", "color"), ("COLOR", "color"), ("颜 色", "color"), ("Maker", "brand"), ("牌子", "brand")],
)
def test_sellers_keys_find_the_attribute(schema: Schema, key: str, attribute: str) -> None:
    assert schema.categories["mug"].attribute_by_wording[fold(key)] == attribute


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("mug", "mug"),
        ("Coffee Cup", "mug"),
        ("马克杯", "mug"),
        ("Home > Kitchen > Mug", "mug"),
        ("Home › Kitchen › Mug", "mug"),
        ("家居/厨房/杯子", "mug"),
        ("家居＞杯子", "mug"),
        ("Mug > Lids", None),
        ("", None),
        (None, None),
    ],
)
def test_sellers_category_or_path_finds_the_category(schema: Schema, text: str | None, category: str | None) -> None:
    assert schema.find_category(text) == category


def test_all_faults_come_at_once_each_with_file_and_line(tmp_path: Path) -> None:
    bad = (
        MUG.replace("unit: ml", "unit: mll")
        .replace("range: [10, 5000]", "range: [10, 5]")
        .replace("kind: choice", "knid: choice")
        .replace("zh: 白色", "zh: ''")
    )
    found = faults(write(tmp_path, shared=SHARED + "extra: 1\n", mug=bad))
    assert found[0] == f"5 fault(s) in the schema {tmp_path}:"
    expected = [
        ("mug.yaml:12: categories.mug.attributes.color.knid: ", "unknown key; delete it or correct its name"),
        ("mug.yaml:12: categories.mug.attributes.color.knid: ", "(did you mean `kind`?)"),
        ("mug.yaml:15: categories.mug.attributes.color.values.white.name.zh: ", "at least 1 character, got ''"),
        ("mug.yaml:16: categories.mug.attributes.capacity: ", "unit 'mll' is unknown; write one such as mAh"),
        ("mug.yaml:16: categories.mug.attributes.capacity: ", "`range` must rise, got [10.0, 5.0]"),
        ("mug.yaml:8: categories.mug.attributes.color.kind: ", "missing key; add it"),
        ("shared.yaml:11: extra: ", "unknown key `extra`; allowed: attributes, categories, tags"),
    ]
    for place, message in expected:
        assert any(line.startswith(place) and message in line for line in found), place


def test_a_fault_in_a_shared_attribute_is_told_once_where_it_stands(tmp_path: Path) -> None:
    second = (
        MUG.replace("mug:", "jug:").replace("Mug", "Jug").replace("马克杯", "壶").replace("[coffee cup, 杯子]", "[]")
    )
    found = faults(write(tmp_path, shared=SHARED.replace("kind: span", "kind: spam"), mug=MUG, jug=second))
    assert len(found) == 2
    assert found[1].startswith("shared.yaml:6: attributes.brand.kind: Input should be 'span', 'identifier', ")
    assert found[1].endswith(", got 'spam'")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("aliases: [jet black, 304]", "aliases: [WHITE]", "'White' stands for two values, black and white"),
        ("aliases: [colour]", "aliases: [Capa-city]", "'Capacity' stands for two attributes, color and capacity"),
        ("white: {name", "White: {name", "id 'White' must be lower-case ASCII letters, digits and _"),
        ("kind: quantity\n        unit: ml", "kind: quantity", "kind quantity needs `unit`"),
        ("kind: choice", "kind: choice\n        many: true", "a `choice` has one value; use kind choices for several"),
        (
            "zh: 白色}}",
            "zh: 白色}, learned: {jet-black: {support: 3, precision: 1}}}",
            "'jet-black' stands for two values",
        ),
        (
            "unit: ml",
            "unit: ml\n        rules: [{do: [{round: 9}]}]",
            "rules.0.do.0.round.round: Input should be less than",
        ),
        ("unit: ml", "unit: ml\n        maker: true", "`maker` belongs to kind span, this is quantity"),
        (
            "kind: choice",
            "kind: identifier",
            "`values` belongs to kind span, composition, choice, choices, ordered or boolean, this is identifier",
        ),
        ("kind: choice", "kind: choice\n        pattern: '['", "`pattern` is no regular expression"),
        ("      color:", "      mug: red\n      color:", "Input should be a valid dictionary"),
    ],
)
def test_inconsistent_definitions(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in MUG
    assert any(fault in line for line in faults(write(tmp_path, shared=SHARED, mug=MUG.replace(old, new, 1))))


def test_two_categories_never_share_a_wording(tmp_path: Path) -> None:
    jug = (
        MUG.replace("  mug:", "  jug:")
        .replace("Mug", "Jug")
        .replace("马克杯", "壶")
        .replace("[coffee cup, 杯子]", "[MUG]")
    )
    found = faults(write(tmp_path, shared=SHARED, mug=MUG, jug=jug))
    assert found[1:] == [
        "mug.yaml:2: categories.mug: 'mug' stands for two categories, jug and mug; keep it under one",
        "mug.yaml:2: categories.mug: 'Mug' stands for two categories, jug and mug; keep it under one",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("categories: [", "as YAML"),
        ("- 1\n", "expected a mapping of keys at the top, got list"),
        ("categories: {}\n", "no file has a category; add `categories:`"),
        ("tags: {}\ntags: {}\n", "key `tags` is given twice; keep one"),
    ],
)
def test_files_that_hold_no_schema(tmp_path: Path, text: str, fault: str) -> None:
    assert any(fault in line for line in faults(write(tmp_path, one=text)))


def test_an_empty_folder(tmp_path: Path) -> None:
    assert faults(tmp_path) == [f"cannot load a schema from {tmp_path}: the folder holds no *.yaml file"]


@pytest.mark.parametrize(
    ("old", "new", "model_reads_it"),
    [
        ("aliases: [jet black, 304]", "aliases: [obsidian]", False),
        ("aliases: [colour]", "aliases: [shade]", False),
        ("unit: ml", "unit: l", False),
        ("unit: ml", "unit: ml\n        rules: [{do: [{number: first}]}]", False),
        ("zh: 白色}}", "zh: 白色}, learned: {ivory: {support: 3, precision: 0.9}}}", False),
        ("range: [10, 5000]", "range: [1, 5000]", False),
        ("borel: {name: {en: Borel, zh: 博雷尔}}", "corning: {name: {en: Corning, zh: 康宁}}", False),
        ("required: true", "required: false", False),
        ("required: true", "required: true, maker: true", False),
        ("white: {name: {en: White, zh: 白色}}", "white: {name: {en: Off-white, zh: 白色}}", True),
        ("white: {", "red: {name: {en: Red, zh: 红色}}\n          white: {", True),
        ("en: How much it holds", "en: Volume", True),
    ],
)
def test_only_what_the_model_reads_changes_its_fingerprint(
    tmp_path: Path, schema: Schema, old: str, new: str, model_reads_it: bool
) -> None:
    assert old in MUG
    other = load_schema(write(tmp_path, shared=SHARED, mug=MUG.replace(old, new, 1)))
    assert other.fingerprint != schema.fingerprint
    assert (other.model_fingerprint != schema.model_fingerprint) is model_reads_it
    assert bool(schema.difference(other)) is model_reads_it


def test_the_difference_names_what_changed(tmp_path: Path, schema: Schema) -> None:
    other = load_schema(
        write(tmp_path, shared=SHARED.replace("For giving", "To give"), mug=MUG.replace("Black", "Ink"))
    )
    assert schema.difference(other) == ["mug.color", "tag gift"]


def test_a_schema_survives_json(schema: Schema) -> None:
    again = Schema.from_json(schema.to_json())
    assert again == schema
    assert again.fingerprint == schema.fingerprint


def test_mixture_and_opposite_name_values_that_are_there(tmp_path: Path) -> None:
    faulty = MUG.replace("kind: choice\n", "kind: choice\n        mixture: pied\n").replace(
        "[jet black, 304]}", "[jet black, 304], opposite: black}"
    )
    with pytest.raises(SchemaError) as error:
        load_schema(write(tmp_path, shared=SHARED, mug=faulty))
    assert "`mixture` must be one of the `values`, got 'pied'; there are black, white" in str(error.value)
    assert "`values.black.opposite` names the value itself" in str(error.value)


def test_what_the_model_does_not_read_leaves_its_fingerprint(tmp_path: Path, schema: Schema) -> None:
    text = MUG.replace("kind: choice\n", "kind: choice\n        mixture: white\n        fillers: [glazed]\n")
    edited = load_schema(
        write(tmp_path, shared=SHARED, mug=text.replace("[jet black, 304]}", "[304], opposite: white}"))
    )
    assert edited.model_fingerprint == schema.model_fingerprint
    assert edited.fingerprint != schema.fingerprint
    assert Schema.from_json(edited.to_json()) == edited


IGNORING = "ignored_keys: [SKU, 商品编号, Colour, 1005]\n"
LAMP = """\
categories:
  lamp:
    name: {en: Lamp}
    description: {en: Gives light}
    ignored_keys: [Ships from]
    attributes:
      brand: {}
"""


def test_keys_that_are_ignored_mean_nothing_and_survive_writing(tmp_path: Path, schema: Schema) -> None:
    own = write(tmp_path / "own", shared=SHARED + IGNORING, mug=MUG, lamp=LAMP)
    found = load_schema(own)

    mug, lamp = (found.categories[key].key_book for key in ("mug", "lamp"))
    assert [mug.ignores(key) for key in ("sku", "商品編號", "1005", "Ships from", "colour", "weight")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert (mug.find("colour"), lamp.ignores("Colour"), lamp.ignores("ships-from")) == (("color", 1), True, True)
    assert found.model_fingerprint == load_schema(write(tmp_path / "same", shared=SHARED, mug=MUG, lamp=LAMP.replace(
        "    ignored_keys: [Ships from]\n", "")
    )).model_fingerprint  # fmt: skip
    written = write_schema(found, tmp_path / "written")
    assert load_schema(tmp_path / "written") == found
    assert "ignored_keys: ['1005', Colour, SKU, 商品编号]" in (tmp_path / "written/shared.yaml").read_text()
    assert "ignored_keys: [Ships from]" in (tmp_path / "written/lamp.yaml").read_text()
    assert len(written) == 3
    without = load_schema(write(tmp_path / "none", shared=SHARED + "ignored_keys: []\n", mug=MUG))
    assert (without.fingerprint, without.category_fingerprint("mug")) == (
        schema.fingerprint, schema.category_fingerprint("mug"),
    )  # fmt: skip


def test_a_key_that_is_ignored_and_names_an_attribute_is_a_fault(tmp_path: Path) -> None:
    both = write(tmp_path, shared=SHARED, lamp=LAMP.replace("Ships from", "Maker"), mug="ignored_keys: SKU\n" + MUG)
    assert faults(both) == [
        f"2 fault(s) in the schema {tmp_path}:",
        "mug.yaml:1: ignored_keys: expected a list of sellers' names such as [SKU, 商品编号]",
        "lamp.yaml:5: categories.lamp.ignored_keys: 'Maker' is ignored, and names an attribute; keep it under one",
    ]
