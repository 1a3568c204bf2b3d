"""``facetmill schema review``: answers in, schema and marks out, after each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from training.drafting.folder.state import OpenMark, State, load_state, state_text
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

SCHEMA = """
categories:
  mug:
    name: {en: Mug}
    description: {en: Mugs}
    attributes:
      colour:
        name: {en: Colour}
        description: {en: Colour}
        kind: choice
        values: {black: {name: {en: Black}}, white: {name: {en: White}}}
      tone: {name: {en: Tone}, description: {en: Tone}, kind: span}
      weight: {name: {en: Weight}, description: {en: Weight}, kind: span}
  cup:
    name: {en: Cup}
    description: {en: Cups}
    attributes: {tone: {name: {en: Tone}, description: {en: Tone}, kind: span}}
"""
EVIDENCE = (
    {"what": "category", "id": "mug", "rows": 9, "share": 0.9, "examples": ["Acme mug"]},
    {"what": "category", "id": "cup", "rows": 1, "share": 0.1, "examples": ["Acme cup"]},
    *(
        {
            "what": "attribute", "id": key, "rows": 5, "share": 0.5, "kind": "span", "why": "texts",
            "keys": [["shop", None, key, 5]], "examples": [["350 g", 3], ["black", 2]],
        }
        for key in ("colour", "tone", "weight")
    ),
)  # fmt: skip
MARKS = (
    OpenMark("colour", "stated, but none of its values: Red; add them?", 90, values=("Red",)),
    OpenMark("tone", "is it the same as colour?", 80, into="colour"),
    OpenMark("weight", "is it of kind span?", 70),
    OpenMark("cup", "are these one kind of goods?", 60, of="category"),
    OpenMark("handle form", "is it an attribute?", 50),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/schema.yaml").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "mine/draft.jsonl").write_text(state_text(State(10, 1, EVIDENCE, MARKS)), encoding="utf-8")
    return tmp_path / "mine"


def review(folder: Path, *answers: str, options: tuple[str, ...] = (), exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["schema", "review", str(folder), *options], input="\n".join(answers) + "\n")
    assert result.exit_code == exit_code, result.output
    return result


def after(folder: Path) -> tuple[Schema, dict[str, str]]:
    """The schema, and what was answered to each mark."""
    state = load_state(folder)
    assert state is not None
    return load_schema(folder), {mark.about: mark.answer for mark in state.marks}


def test_each_answer_changes_the_schema_and_settles_its_mark(folder: Path) -> None:
    result = review(folder, "a", "m", "", "k", "quantity", "g", "m", "mug", "d")

    schema, answers = after(folder)
    assert answers == {
        "colour": "accepted", "tone": "merged", "weight": "kind", "cup": "merged", "handle form": "dropped"
    }  # fmt: skip
    assert list(schema.categories) == ["mug"]
    assert list(schema.categories["mug"].attributes) == ["colour", "weight"]
    colour, weight = schema.categories["mug"].attributes.values()
    assert (list(colour.values), colour.aliases) == (["black", "white", "red"], ("tone",))
    assert (weight.kind, weight.unit) == ("quantity", "g")
    assert f"5 answered, 0 wait in {folder}" in result.stdout
    assert ".bak" in result.stdout  # the file of before is kept


def test_a_proposed_attribute_gets_its_name(folder: Path) -> None:
    marks = [OpenMark("cup", "titles say 350 ml, and no attribute is in ml; add one?", 9, "category", unit="ml")]
    (folder / "draft.jsonl").write_text(state_text(State(10, 1, EVIDENCE, tuple(marks))), encoding="utf-8")

    review(folder, "r", "a", "Volume")

    volume = after(folder)[0].attribute("cup", "volume")
    assert (volume.name.first, volume.kind, volume.unit) == ("Volume", "quantity", "ml")


def test_it_shows_what_speaks_for_an_answer(folder: Path) -> None:
    lines = review(folder, "q").stdout.splitlines()

    assert lines[1:5] == [
        "1/5  attribute colour: stated, but none of its values: Red; add them? (90 rows)",
        "  is: Colour, choice; texts",
        "  keys: colour (5, shop)",
        "  states: 350 g (3) | black (2)",
    ]


def test_it_goes_on_where_it_was_left(folder: Path) -> None:
    review(folder, "s", "r", "Shade", "q")
    schema, answers = after(folder)
    assert (answers["colour"], answers["tone"]) == ("open", "renamed")
    assert schema.attribute("mug", "tone").name.first == "Shade"

    assert "1/4  attribute colour" in review(folder, "q").stdout


def test_what_does_not_work_is_said_and_asked_again(folder: Path) -> None:
    result = review(folder, "m", "hue", "d", "q", options=("--limit", "1"))

    assert "that does not work: no attribute 'hue'; there are colour, tone, weight" in result.stdout
    assert "colour" not in after(folder)[0].categories["mug"].attributes


def test_a_mark_about_what_is_gone_is_passed_over(folder: Path) -> None:
    text = SCHEMA.replace("      weight: {name: {en: Weight}, description: {en: Weight}, kind: span}\n", "")
    (folder / "schema.yaml").write_text(text, encoding="utf-8")

    review(folder, "s", "s", "s", "a")

    assert after(folder)[1] == {
        "colour": "open", "tone": "open", "weight": "superseded", "cup": "open", "handle form": "accepted"
    }  # fmt: skip


def test_without_marks_it_says_so(folder: Path) -> None:
    (folder / "draft.jsonl").write_text(state_text(State(10, 1, EVIDENCE)), encoding="utf-8")

    assert f"no mark of {folder} waits for an answer" in review(folder).stdout


def test_a_folder_without_a_draft_is_refused(tmp_path: Path) -> None:
    (tmp_path / "schema.yaml").write_text(SCHEMA, encoding="utf-8")

    result = review(tmp_path, exit_code=2)

    assert "it holds schema.yaml …, and no draft.jsonl of an earlier draft" in result.stderr
