"""What ``facetmill schema learn`` writes onto, and what it leaves out: nothing of people's work is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from udfs.schema.loading import load_schema

SCHEMA = """# By hand.
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
"""
PAIRS = [("Self Design", "Solid")] * 2 + [("Design", "Solid")] * 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema/shirt.yaml").write_text(SCHEMA, encoding="utf-8")
    pairs = [{"category": "shirt", "attribute": "pattern", "raw": raw, "value": value} for raw, value in PAIRS]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    return tmp_path


def learn(folder: Path, out: str, *more: str, exit_code: int = 0) -> Result:
    words = ["--labels", "pairs.jsonl", "--schema", "schema", "--out", out]
    given = [word if word.startswith("--") else str(folder / word) for word in words]
    result = CliRunner().invoke(main, ["schema", "learn", *given, *more])
    assert result.exit_code == exit_code, result.output
    return result


def test_cli_overwrites_2_another_schema_is_left_as_it_is(folder: Path) -> None:
    (folder / "mine").mkdir()
    for name, text in (("shirt.yaml", SCHEMA.replace("By hand", "Mine")), ("notes.txt", "mine")):
        (folder / "mine" / name).write_text(text, encoding="utf-8")
        refused = learn(folder, "mine", exit_code=2)
        assert f"cannot write a schema to {folder / 'mine'}: it holds" in refused.stderr
        assert "name a new or empty folder, or give --force, which keeps each file as NAME.bak" in refused.stderr
    assert "Mine" in (folder / "mine/shirt.yaml").read_text(encoding="utf-8")
    assert len(list((folder / "mine").iterdir())) == 2


def test_force_keeps_what_was_there_under_another_name(folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine/shirt.yaml").write_text("mine", encoding="utf-8")
    (folder / "mine/other.yaml").write_text("other", encoding="utf-8")
    (folder / "mine/other.yaml.bak").write_text("older", encoding="utf-8")
    said = learn(folder, "mine", "--force").stdout
    assert f"what the files said before is in {folder}/mine/shirt.yaml.bak, {folder}/mine/other.yaml.bak1" in said
    kept = [(folder / "mine" / name).read_text(encoding="utf-8") for name in ("shirt.yaml.bak", "other.yaml.bak1")]
    assert kept == ["mine", "other"]
    assert list(load_schema(folder / "mine").categories) == ["shirt"]


def test_a_new_folder_an_empty_one_and_what_learning_made_are_written(folder: Path) -> None:
    (folder / "empty").mkdir()
    for out in ("new", "new", "empty"):
        assert ".bak" not in learn(folder, out).stdout
    with (folder / "new/shirt.yaml").open("a", encoding="utf-8") as file:
        file.write("# edited since\n")
    assert "nor as this command left them" in learn(folder, "new", exit_code=2).stderr


def test_onto_the_schema_itself_comments_are_kept_beside_it(folder: Path) -> None:
    said = learn(folder, "schema").stdout
    assert f"what the files said before is in {folder}/schema/shirt.yaml.bak" in said
    assert (folder / "schema/shirt.yaml.bak").read_text(encoding="utf-8") == SCHEMA
    assert ".bak" not in learn(folder, "schema").stdout


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_read(folder: Path) -> None:
    (folder / "pairs.jsonl").unlink()
    assert "it is a file; name a folder with --out" in learn(folder, "schema/shirt.yaml", exit_code=2).stderr
    said = learn(folder, "/proc/schema", exit_code=2).stderr
    assert "cannot write a schema to /proc/schema: " in said
    assert said.rstrip().endswith("at /proc; correct --out")


def test_what_an_alias_would_break_is_shown_and_left_out(folder: Path) -> None:
    said = [" ".join(line.split()) for line in learn(folder, "out").stdout.splitlines()]
    at = said.index("aliases left out, as they would break a right value")
    assert said[at + 1 : at + 3] == [
        "attribute alias value text without it with it",
        "shirt.pattern design Solid Graphic design Graphic nothing",
    ]
    assert [*load_schema(folder / "out").attribute("shirt", "pattern").values["solid"].learned] == ["self design"]
