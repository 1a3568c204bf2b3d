"""Labelled pairs in, rules and aliases of the schema out; what is written to files is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.rules.decision_list import Thresholds
from training.rules.learning import Pair, coverage, cross_validated, learn
from udfs.errors import SchemaError
from udfs.schema.loading import load_schema
from udfs.schema.rules import Evidence
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema
from udfs.values.standardizer import Standardizer

SCHEMA = """
attributes:
  code:
    name: {en: Code, zh: 编码}
    description: {en: Code, zh: 编码}
    kind: span
categories:
  server:
    name: {en: Server, zh: 服务器}
    description: {en: Servers, zh: 服务器}
    attributes:
      code: {}
      memory: {name: {en: Memory, zh: 内存}, description: {en: Memory, zh: 内存}, kind: span}
      buffer: {name: {en: Buffer, zh: 缓存}, description: {en: Buffer, zh: 缓存}, kind: span}
      sockets: {name: {en: Sockets, zh: 插槽}, description: {en: Sockets, zh: 插槽}, kind: span}
      depth: {name: {en: Depth, zh: 深度}, description: {en: Depth, zh: 深度}, kind: quantity, unit: mm}
      weight: {name: {en: Weight, zh: 重量}, description: {en: Weight, zh: 重量}, kind: span}
      maker: {name: {en: Maker, zh: 厂家}, description: {en: Maker, zh: 厂家}, kind: span}
      use:
        name: {en: Use, zh: 用途}
        description: {en: Use, zh: 用途}
        kind: choice
        values:
          storage: {name: {en: Storage, zh: 存储}}
          network: {name: {en: Network, zh: 网络}, aliases: [LAN]}
  shelf:
    name: {en: Shelf, zh: 架子}
    description: {en: Shelves, zh: 架子}
    attributes: {code: {required: true}}
tags:
  new: {name: {en: New, zh: 新}, description: {en: New, zh: 新}, categories: [server]}
"""
TAUGHT = {
    "code": {"A-1.7": "A17", "B 22": "B22", "K-9-1": "K91", "X10": "X10"},
    "memory": {"16GB": "16 Gigabytes", "8-GB": "8 Gigabytes", "64 gb": "64 Gigabytes"}
    | {"512MB": "512 Megabytes", "256-MB": "256 Megabytes", "128MB": "128 Megabytes"}
    | {"1TB": "1 Terabytes", "2-TB": "2 Terabytes"},
    "buffer": {"4GB": "4 Gigabytes", "2GB": "2 Gigabytes", "32MB": "32 Megabytes", "16MB": "16 Megabytes"},
    "sockets": {
        "dual socket": "2",
        "4-way": "4",
        "8 sockets": "8",
        "2 + 2 sockets": "4",
        "1 + 2 slots": "3",
        "DS": "2",
    },
    "depth": {'10"': "254", "20": "508", "4 to 8 in": "203", '2-1/2"': "64", "Half depth": "Half depth"},
    "weight": {"10 lb": "4.5", "40 lbs": "18.0", "200 lb": "90.0", "88 lb.": "39.6", "3 kg": "3.0"},
    "maker": {"Acme": "Acme", "Bolt": "Bolt", "Corvid": "Corvid"},
    "use": {"disk array": "Storage", "disk shelf": "Storage", "tape and disk": "Storage"}
    | {"switch": "Network", "core switch": "Network", "edge switch": "Network", "LAN": "Network"}
    | {"rack switch": "Network", "Disk/switch": "Storage"},
}
PAIRS = [
    Pair("server", attribute, raw, (value,))
    for attribute, values in TAUGHT.items()
    for raw, value in values.items()
    for _ in range(2)
]
PAIRS += [Pair("server", "maker", "UB", ("Umbrella Works", "UB Works"))] * 3


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    file = tmp_path / "given.yaml"
    file.write_text(SCHEMA, encoding="utf-8")
    return load_schema(file)


@pytest.fixture
def learned(schema: Schema) -> Schema:
    return learn(PAIRS, schema, Thresholds())


def rules(schema: Schema, attribute: str) -> list[tuple[str, int | None, float | None]]:
    return [(rule.name, rule.support, rule.precision) for rule in schema.attribute("server", attribute).rules]


def test_what_pairs_teach_is_named_and_measured(learned: Schema) -> None:
    assert rules(learned, "code") == [("letters and digits", 8, 1.0)]
    assert rules(learned, "memory") == [("expand", 16, 1.0)]
    assert rules(learned, "sockets") == [("alias", 2, 1.0), ("sum of numbers", 10, 1.0)]
    assert rules(learned, "depth") == [("to mm, 0 decimals, without unit", 8, 1.0)]  # "Half depth" is no quantity
    assert rules(learned, "weight") == [("to kg, 1 decimal, without unit", 10, 1.0)]
    assert rules(learned, "maker") == [("expand", 3, 1.0)]


@pytest.mark.parametrize(
    ("attribute", "raw", "rule", "value"),
    [
        ("code", "ZZ-81/4", "letters and digits", "ZZ814"),
        ("memory", "24-tb", "expand", "24 Terabytes"),
        ("buffer", "9TB", "expand", "9 Terabytes"),  # the table of memory agrees with the one of buffer
        ("sockets", "ds", "alias", "2"),
        ("sockets", "single socket", "sum of numbers", "1"),
        ("depth", "6 to 10 in", "to mm, 0 decimals, without unit", "254"),
        ("weight", "20 lb", "to kg, 1 decimal, without unit", "9.0"),  # by 0.45, as the pairs do
        ("maker", "UB", "expand", "Umbrella Works"),
        ("maker", "Delta", "text", "Delta"),
        ("use", "floor switch", "alias within", "Network"),
        ("use", "Switch, disk", "first part", "Network"),
    ],
)
def test_new_texts_come_out_by_what_was_learned(
    learned: Schema, attribute: str, raw: str, rule: str, value: str
) -> None:
    standard = Standardizer(learned, match_threshold=1).standardize("server", attribute, raw)
    assert (standard.status, standard.rule, standard.value) == ("standard", rule, value)


def test_aliases_of_a_closed_list_say_how_often_they_held(learned: Schema) -> None:
    values = learned.attribute("server", "use").values
    assert values["storage"].learned["disk"] == Evidence(support=8, precision=1.0)
    assert values["network"].learned["switch"] == Evidence(support=10, precision=0.8)


def test_learning_again_changes_nothing_and_keeps_the_rules_of_people(tmp_path: Path, schema: Schema) -> None:
    folder = tmp_path / "out"
    write_schema(learn(PAIRS, schema, Thresholds()), folder)
    text = (folder / "server.yaml").read_text(encoding="utf-8")
    at = text.index("- {do: [{expand:", text.index("memory:"))
    own = "- {do: [{alias: {16GB: all of it}}]}\n        "
    (folder / "server.yaml").write_text(text[:at] + own + text[at:], encoding="utf-8")
    edited = load_schema(folder)
    again = learn(reversed(PAIRS), edited, Thresholds())
    assert rules(again, "memory") == [("alias", None, None), ("expand", 14, 1.0)]
    assert learn(PAIRS, again, Thresholds()) == again


def test_too_few_or_too_many_wrong_pairs_teach_nothing(schema: Schema) -> None:
    once = [Pair("server", "code", "A-1", ("A1",))]
    torn = [Pair("server", "maker", "UB", (value,)) for value in ("Umbra", "Umbra", "Ubi", "Uber", "UB", "Ulm")]
    assert learn(once + torn, schema, Thresholds()) == schema
    assert rules(learn(once, schema, Thresholds(support=1)), "code") != []


def test_a_table_that_explains_only_the_pairs_it_was_read_off_is_not_learned(schema: Schema) -> None:
    makers = {"AB": "Alpha Beta", "CD": "Cedar Dock", "EF": "Elm Forest", "GH": "Gale Hill"}
    pairs = [Pair("server", "maker", raw, (value,)) for raw, value in makers.items()]
    assert learn(pairs, schema, Thresholds()) == schema


def test_what_new_pairs_do_not_teach_is_forgotten(learned: Schema) -> None:
    pairs = [Pair("server", "code", raw, (raw.upper(),)) for raw in ("a-1", "b-2", "c-3")]
    assert rules(learn(pairs, learned, Thresholds()), "code") == [("upper case", 3, 1.0)]


def test_coverage_of_pairs_learned_from_and_left_out(schema: Schema, learned: Schema) -> None:
    code = ("server", "code")
    assert coverage(PAIRS, schema)[code].share == 0.25
    assert coverage(PAIRS, learned)[code].share == 1.0
    assert cross_validated(PAIRS, schema, Thresholds())[code].share == 1.0


def test_what_was_learned_is_no_part_of_what_the_model_reads(schema: Schema, learned: Schema) -> None:
    assert learned.model_fingerprint == schema.model_fingerprint
    assert learned.fingerprint != schema.fingerprint


def test_a_written_schema_is_read_back_equal_with_shared_parts_once(tmp_path: Path, learned: Schema) -> None:
    files = write_schema(learned, tmp_path / "new/folder")
    assert [file.name for file in files] == ["server.yaml", "shelf.yaml", "shared.yaml"]
    assert load_schema(tmp_path / "new/folder") == learned
    server, shelf, shared = (file.read_text(encoding="utf-8") for file in files)
    assert "code: {name: {en: Code, zh: 编码}, description: {en: Code, zh: 编码}, kind: span}" in shared
    assert "code: {required: true}" in shelf
    assert "disk: {support: 8, precision: 1.0}" in server
    assert "\n        - {do: [letters and digits], support: 8, precision: 1.0}\n" in server
    assert server.startswith("# What has `support` and `precision` was learned")


def test_categories_keep_an_order_that_is_not_the_one_of_files(tmp_path: Path, schema: Schema) -> None:
    turned = Schema(categories=dict(reversed(schema.categories.items())), tags=schema.tags)
    assert [file.name for file in write_schema(turned, tmp_path / "out")] == ["categories.yaml", "shared.yaml"]
    assert list(load_schema(tmp_path / "out").categories) == ["shelf", "server"]


def test_a_folder_with_another_schema_is_left_alone(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(SchemaError, match=r"it holds given\.yaml, which would be read as a part of it"):
        write_schema(schema, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["given.yaml"]
