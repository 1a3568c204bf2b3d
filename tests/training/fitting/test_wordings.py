"""Which wordings tell what nearest values are worth, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from training.data.examples import read_examples
from training.fitting.wordings import unread_wordings
from training.tasks import matches
from training.tasks.matches import MatchExample, left_out, match_examples
from udfs.heads.questions import Questions
from udfs.schema.schema import Schema

MATERIAL = {"name": {"en": "Material"}, "description": {"en": "What the mug is made of"}, "kind": "choice"}


@pytest.fixture
def schema(tiny_schema: Schema) -> Schema:
    """Mugs and lamps that both have a material, by other lists."""
    data = tiny_schema.model_dump(mode="json")
    own = {
        "steel": {"name": {"en": "Steel"}, "aliases": ["inox", "carbon inox", "SUS304"]},
        "clay": {"name": {"en": "Clay"}, "aliases": ["porcelain", "瓷器"]},
    }
    other = {
        "metal": {"name": {"en": "Metal"}, "aliases": ["inox", "chrome"]},
        "rattan": {"name": {"en": "Rattan"}, "aliases": ["wicker", "竹编器"]},
    }
    data["categories"]["mug"]["attributes"]["material"] = MATERIAL | {"values": own}
    lamp = MATERIAL | {"values": other, "description": {"en": "What the lamp is made of"}}
    data["categories"]["lamp"]["attributes"]["material"] = lamp
    return Schema.model_validate(data)


@pytest.fixture
def asked(schema: Schema) -> Questions:
    return Questions(schema)


def draw(monkeypatch: pytest.MonkeyPatch, *aliases: str) -> None:
    """Leave out these aliases."""
    monkeypatch.setattr(matches, "LEAST_LEFT_OUT", 1)
    monkeypatch.setattr(matches, "_is_drawn", lambda text: text.split("\n")[1] in aliases)


def of_mugs(found: Iterable[MatchExample], asked: Questions) -> set[tuple[str, str | None, int]]:
    """Text, value and number of values to choose from, of a mug's material."""
    label = asked.by_category["mug"].choices["material"].label
    return {(m.text, m.value, len(m.question.values)) for m in found if m.question.label == label}


def test_an_alias_left_out_is_read_nowhere_and_names_never_are(
    schema: Schema, asked: Questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, "inox", "steel", "porcelain")
    rows = [
        {"product_id": "1", "category": "mug", "title": "INOX mug", "choices": {"material": "steel"},
         "spans": [{"attribute": "material", "text": "INOX"}]},
    ]  # fmt: skip
    examples, _ = read_examples(rows, schema)
    read = {match.text for match in match_examples(examples, schema, asked) if match.value}
    assert {match.text for match in left_out(schema, asked)} == {"inox", "porcelain"}
    assert read & {"INOX", "inox", "porcelain"} == set()
    assert {"Steel", "SUS304", "瓷器", "chrome"} <= read


def test_few_aliases_are_all_read(schema: Schema, asked: Questions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "LEFT_OUT", 1.0)
    assert left_out(schema, asked) == []


def test_a_wording_means_its_value_and_without_that_value_none(
    schema: Schema, asked: Questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, "porcelain", "carboninox")
    found = of_mugs(unread_wordings(schema, asked, [], []), asked)
    assert {("porcelain", "clay", 2), ("porcelain", None, 1)} <= found
    assert not any(text == "carbon inox" for text, *_ in found)  # the rules know it by inox within it


def test_what_others_call_a_value_that_shares_a_wording_means_it(schema: Schema, asked: Questions) -> None:
    found = of_mugs(unread_wordings(schema, asked, [], []), asked)
    assert {("chrome", "steel", 2), ("Metal", "steel", 2), ("chrome", None, 1)} <= found
    assert ("wicker", None, 2) in found


def test_the_end_of_a_wording_behind_something_else_means_none(schema: Schema, asked: Questions) -> None:
    found = of_mugs(unread_wordings(schema, asked, [], []), asked)
    lookalikes = {text for text, value, n in found if n == 2 and value is None and text.endswith("器")}
    assert lookalikes
    assert not any("瓷器" in text for text in lookalikes)


def test_what_holds_an_alias_that_was_left_out_does_not_mean_none(
    schema: Schema, asked: Questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, "inox")
    found = of_mugs(unread_wordings(schema, asked, [], []), asked)
    assert ("inox", "steel", 2) in found
    assert not any(text.endswith(" inox") for text, value, n in found if n == 2 and value is None)


def test_wordings_of_the_development_listings_count_unless_they_were_read(schema: Schema, asked: Questions) -> None:
    rows = [
        {"product_id": "1", "category": "mug", "title": "Enamelled mug by Acme", "choices": {"material": "steel"},
         "spans": [{"attribute": "material", "text": "Enamelled"}, {"attribute": "brand", "text": "Acme"}]},
    ]  # fmt: skip
    examples, _ = read_examples(rows, schema)
    assert {("Enamelled", "steel", 2), ("Acme", None, 2)} <= of_mugs(
        unread_wordings(schema, asked, [], examples), asked
    )
    read = of_mugs(unread_wordings(schema, asked, examples, examples), asked)
    assert not any(text in ("Enamelled", "Acme") for text, *_ in read)
