"""Phrase rules beside a schema: they go before those of the package, and their faults are told with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.errors import ConfigError
from udfs.records import Fact, Listing
from udfs.schema.loading import load_schema
from udfs.writing.phrases.loading import load_phrases
from udfs.writing.phrases.realiser import Realiser
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject, Text
from udfs.writing.styles import Style

GOODS = """
categories:
  drinkware:
    name: {en: Drinkware, zh: 水杯}
    description: {en: Cups}
    attributes:
      hot_hours: {name: {en: Keeps hot, zh: 保温时长}, description: {en: Hours}, kind: quantity, unit: h}
      lid: {name: {en: Lid, zh: 杯盖}, description: {en: Lid}, kind: choice, values:
        {straw: {name: {en: Straw, zh: 吸管}}, screw: {name: {en: Screw, zh: 旋盖}}}}
"""
STYLE = Style.model_validate({"max_characters": {"en": 500, "zh": 500}})
REPOSITORY = Path(__file__).parents[4]


def written(folder: Path, rules: str) -> Path:
    (folder / "goods.yaml").write_text(GOODS, encoding="utf-8")
    (folder / "phrases").mkdir()
    (folder / "phrases" / "own.yaml").write_text(rules, encoding="utf-8")
    return folder


def say(folder: Path, fact: Fact, language: str = "en") -> str:
    realiser = Realiser(load_schema(folder), load_phrases(folder))
    made = realiser.say(Subject(Listing("1"), "drinkware", (fact,)), Plan(((fact,),)), language, STYLE)
    assert isinstance(made, Text)
    return made.text


def test_rules_of_a_schema_go_before_those_of_the_package(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "categories:\n  drinkware: {noun: {en: cup}}\n"
        "attributes:\n  hot_hours: {en: {verb: 'stay[s] hot for {value}'}}\n"
        "  drinkware.lid: {en: {have: '{a} {mod} top'}, values: {straw: {en: drinking-straw, zh: ''}}}\n",
    )
    hours = Fact("hot_hours", 0, "standard", "12 h", number=12, unit="h", labels={"en": "12 h"})
    assert say(folder, hours) == "This cup stays hot for 12 hours."
    lid = Fact("lid", 0, "standard", "Straw", "吸管", "straw", labels={"en": "Straw", "zh": "吸管"})
    assert say(folder, lid) == "This cup has a drinking-straw top."


def test_the_folder_of_phrases_is_no_part_of_the_schema(tmp_path: Path) -> None:
    folder = written(tmp_path, "attributes:\n  lid: {silent: true}\n")
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "goods.yaml").write_text(GOODS, encoding="utf-8")
    assert load_schema(folder).fingerprint == load_schema(alone).fingerprint


def test_a_schema_without_rules_has_those_of_the_package(tmp_path: Path) -> None:
    assert load_phrases(tmp_path) == load_phrases() == load_phrases(tmp_path / "goods.yaml")


def test_faults_come_all_at_once_with_their_lines(tmp_path: Path) -> None:
    folder = written(
        tmp_path, "attributes:\n  lid:\n    role: hat\n  hot_hours:\n    en: {verb: 'is {warm}', rnk: 3}\n"
    )
    with pytest.raises(ConfigError) as error:
        load_phrases(folder)
    assert "own.yaml:5: attributes.hot_hours.en.rnk: unknown key" in str(error.value)
    assert "'is {warm}' has no gap {warm}; allowed: {a}," in str(error.value)
    (folder / "phrases" / "own.yaml").write_text("attributes:\n  lid:\n    role: hat\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own.yaml:3: attributes.lid.role: there is no role 'hat'; allowed: brand, "):
        load_phrases(folder)


def test_two_files_may_not_rule_one_attribute(tmp_path: Path) -> None:
    folder = written(tmp_path, "attributes:\n  lid: {silent: true}\n")
    (folder / "phrases" / "two.yaml").write_text("attributes:\n  lid: {silent: false}\n", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"two.yaml:2: attributes.lid: another file has rules for it; keep one of them"
    ):
        load_phrases(folder)


def test_rules_for_what_the_schema_does_not_have(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "categories:\n  hats: {noun: {en: hat}}\nattributes:\n  drinkware.brim: {silent: true}\n"
        "  lid: {values: {cork: {en: cork}}}\n",
    )
    with pytest.raises(ConfigError) as error:
        Realiser(load_schema(folder), load_phrases(folder))
    assert "categories.hats: the schema has no such category" in str(error.value)
    assert "attributes.drinkware.brim: the schema has no such attribute" in str(error.value)
    assert "attributes.lid: the attribute has no value 'cork'; it has screw, straw" in str(error.value)


def test_the_bundled_rules_fit_the_bundled_schema() -> None:
    folder = REPOSITORY / "conf" / "schema"
    assert load_phrases(folder).attributes
    Realiser(load_schema(folder), load_phrases(folder))
