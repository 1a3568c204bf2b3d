"""Names in the languages of a schema: one is enough, and their order decides which label a value has."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.errors import SchemaError
from udfs.heads.questions import Questions
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema
from udfs.values.standardizer import Standardizer

GERMAN = """
categories:
  tasse:
    name: {de: Tasse}
    description: {de: Becher mit Henkel}
    attributes:
      farbe:
        name: {de: Farbe, en: Colour}
        description: {de: Hauptfarbe}
        kind: choice
        values:
          schwarz: {name: {de: Schwarz, en: Black}}
          weiss: {name: {de: Weiß}, aliases: [weisslich]}
"""


def load(folder: Path, text: str) -> Schema:
    (folder / "schema.yaml").write_text(text, encoding="utf-8")
    return load_schema(folder)


def fault(folder: Path, text: str) -> str:
    with pytest.raises(SchemaError) as error:
        load(folder, text)
    return str(error.value).splitlines()[1].strip().removeprefix(f"{folder}/")


def values(schema: Schema, *raw: str) -> list[tuple[str | None, str | None, dict[str, str]]]:
    standardizer = Standardizer(schema, match_threshold=0.6)
    found = [standardizer.standardize("tasse", "farbe", each) for each in raw]
    return [(one.value, one.value_zh, dict(one.labels or {})) for one in found]


def test_without_a_list_english_goes_before_chinese_and_both_before_others(tmp_path: Path) -> None:
    schema = load(tmp_path, GERMAN)
    assert schema.all_languages == ("en", "de")
    assert values(schema, "schwarz", "WEISSLICH") == [
        ("Black", None, {"en": "Black", "de": "Schwarz"}), ("Weiß", None, {"de": "Weiß"}),
    ]  # fmt: skip
    assert schema.find_category("TASSE") == "tasse"


def test_the_first_language_of_the_list_gives_the_label(tmp_path: Path) -> None:
    schema = load(tmp_path, GERMAN + "languages: [de, en]\n")
    assert values(schema, "black") == [("Schwarz", None, {"de": "Schwarz", "en": "Black"})]
    again = Schema.from_json(schema.to_json())
    assert values(again, "black") == values(schema, "black")
    write_schema(schema, tmp_path / "out")
    assert load_schema(tmp_path / "out").languages == ("de", "en")


def test_the_order_of_languages_is_in_the_recipe_and_not_in_what_the_model_reads(tmp_path: Path) -> None:
    usual, german = load(tmp_path, GERMAN), load(tmp_path, GERMAN + "languages: [de, en]\n")
    assert usual.model_fingerprint == german.model_fingerprint
    assert Questions(usual).texts == Questions(german).texts
    assert "Colour Farbe: Hauptfarbe" in Questions(german).texts
    assert usual.category_fingerprint("tasse") != german.category_fingerprint("tasse")
    assert usual.fingerprint != german.fingerprint


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{de: Tasse}", "{}", "schema.yaml:4: categories.tasse.name: "),
        ("{de: Tasse}", "{german: Tasse}", "a language is a code such as en, zh or pt-BR"),
        ("categories:", "languages: [en]\ncategories:", "language 'de' is none of `languages`: en"),
        ("categories:", "languages: de\ncategories:", "languages: expected a list such as [en, zh]"),
    ],
)
def test_faults_of_languages(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in fault(tmp_path, GERMAN.replace(old, new, 1))


def test_fingerprints_of_the_first_version_hold(tiny_schema: Schema) -> None:
    assert (tiny_schema.model_fingerprint, tiny_schema.fingerprint) == ("838c811f56f5b5e2", "60b8b3cff6816883")
    assert tiny_schema.category_fingerprint("mug") == "5af8432e06f195af"
