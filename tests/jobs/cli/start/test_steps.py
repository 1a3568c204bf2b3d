"""The steps of a start after a kill, and where one lacks something: which commands are called again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from jobs.cli.start.encoder import Encoder
from jobs.cli.start.estimate import Estimate
from jobs.cli.start.place import Place
from jobs.cli.start.steps import Asked, Start
from training.backbones.sentences import ENGLISH

CONFIG = """\
name: mine
checkpoint: none
sources:
- {name: export, format: csv, path: /data/may.csv, columns: {product_id: sku, title: name}}
"""
READS, CANNOT = Encoder(ENGLISH, 0.0), Encoder(ENGLISH, 0.9)
Called = list[list[str]]


class Fake(Start):
    """A start whose commands only write down that they were called, and what they would make."""

    def __init__(self, folder: Path, made: Callable[[str], int] = lambda _: 0) -> None:
        super().__init__(Place(folder), Asked(None, "en", "local.conf", asks=False))
        self._estimate = Estimate.of(100, None)
        self.called: Called = []
        self._made = made

    def _do(self, name: str, *arguments: str) -> int:
        self.called.append([name, *(word for word in arguments if word.startswith("output="))])
        return self._made(name)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    place = Place(tmp_path)
    place.open()
    place.config.write_text(CONFIG, encoding="utf-8")
    for folder in (place.schema, place.labels):
        folder.mkdir()
    (place.labels / "mug.jsonl").write_text('{"title": "mug"}\n' * 80)
    return tmp_path


def checkpoint(folder: Path) -> str:
    return str(yaml.safe_load((folder / "facetmill.yaml").read_text(encoding="utf-8"))["checkpoint"])


def test_a_step_is_done_again_where_what_it_made_is_gone(mine: Path) -> None:
    first = Fake(mine)
    assert (first._label(), Fake(mine)._label(), first.called) == (0, 0, [["labels"]])
    again = Fake(mine)
    again._label()
    assert again.called == []
    (mine / "labels/mug.jsonl").unlink()
    (mine / "labels").rmdir()
    again._label()
    assert again.called == [["labels"]]


def test_a_kill_behind_the_last_epoch_costs_no_second_training(mine: Path) -> None:
    def killed(_: str) -> int:
        (mine / "checkpoint").mkdir()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Fake(mine, killed)._train(READS)
    assert checkpoint(mine) == "none"
    again = Fake(mine)
    assert again._train(READS) == 0
    assert (again.called, checkpoint(mine)) == ([], str(mine / "checkpoint"))
    again._train(READS)
    (mine / "labels/mug.jsonl").write_text('{"title": "cup"}\n' * 80)
    again._train(READS)
    assert again.called == [["training", f"output={mine / 'checkpoint-2'}"]]


def test_a_kill_within_training_goes_on_into_the_same_folder(mine: Path) -> None:
    def killed(_: str) -> int:
        (mine / "checkpoint.training").mkdir()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Fake(mine, killed)._train(READS)
    again = Fake(mine, lambda _: (mine / "checkpoint").mkdir() or 0)
    assert again._train(READS) == 0
    assert again.called == [["training", f"output={mine / 'checkpoint'}"]]


@pytest.mark.parametrize(
    ("lines", "encoder", "labelled", "told"),
    [
        (59, READS, True, "training is left out (59 labelled listings, 60 are needed): the run standardizes by rules"),
        (80, CANNOT, True, "cannot read 90% of the letters; name another one in training.yaml"),
        (80, READS, False, "training is left out (there are no labels)"),
    ],
)
def test_without_labels_or_letters_the_run_is_done_by_rules(
    mine: Path, capsys: pytest.CaptureFixture[str], lines: int, encoder: Encoder, labelled: bool, told: str
) -> None:  # fmt: skip
    (mine / "labels/mug.jsonl").write_text(json.dumps({"title": "mug"}) + "\n" * lines)
    start = Fake(mine, lambda name: 2 if name == "labels" and not labelled else 0)
    assert (start._label(), start._train(encoder), start._run()) == (0, 0, 0)
    assert start.called == [["labels"], ["run"]]
    assert told in " ".join(capsys.readouterr().err.split())
