"""Benchmarks that sort texts into classes: what is trained on, what is predicted, the figures."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.quality.checkpoint import prepare
from benchmarks.quality.labels.reviews import REVIEWS
from benchmarks.quality.labels.scoring import ScoredLabel, figures
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.tasks import TASKS
from tests.benchmarks.conftest import invoke, write_chinese
from udfs.records import Choice, Extraction, Listing
from udfs.serving.predictor import Predictor

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def _hotels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the model hold what speaks of rooms for a discontent hotel review, and say nothing of the rest."""

    def extract(_: Predictor, listings: Sequence[Listing]) -> list[Extraction]:
        hotel = (
            Choice("polarity", "negative", 0.3), Choice("polarity", "positive", 0.2),
            Choice("goods", "hotel", 0.95), Choice("goods", "book", 0.05),
        )  # fmt: skip
        return [Extraction(x.category, 1.0, choices=hotel if "房间" in (x.description or "") else ()) for x in listings]

    monkeypatch.setattr(Predictor, "extract", extract)


def test_rows_choose_polarity_and_goods(chinese: Path) -> None:
    schema, rows = prepare(["reviews_zh"], chinese, lambda _: None)
    questions = schema.categories["review"].attributes
    assert {key: (a.kind, len(a.values)) for key, a in questions.items()} == {
        "polarity": ("choice", 2), "goods": ("choice", 10),
    }  # fmt: skip
    assert rows["reviews_zh"][1] == {
        "product_id": "reviews_zh-2", "description": "房间0太吵", "category": "review",
        "choices": {"polarity": ["0"], "goods": ["酒店"]}, "group": "reviews_zh 房间0太吵",
    }  # fmt: skip


@pytest.mark.usefixtures("_hotels")
def test_the_best_class_is_given_out_whatever_its_confidence(chinese_checkpoint: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes('id,review\r\n1,"房间, ""大""\n但吵"\r\n2,无言\r\n'.encode())
    result = invoke("predict", "reviews_zh", "--checkpoint", chinese_checkpoint, "--input", source, "--output", target)
    assert result.exit_code == 0, result.output
    with target.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {"review": '房间, "大"\n但吵', "label": "0", "category": "酒店"},
            {"review": "无言", "label": "", "category": ""},
        ]


def test_predictions_do_not_depend_on_the_labels_of_the_input(chinese_checkpoint: Path, tmp_path: Path) -> None:
    answers = []
    for text in ("review\n很好看\n太吵\n", "label,category,review\n7,?,很好看\n,,太吵\n"):
        (tmp_path / "in.csv").write_text(text, encoding="utf-8")
        words = ("--checkpoint", chinese_checkpoint, "--input", tmp_path / "in.csv", "--output", tmp_path / "out.csv")
        assert invoke("predict", "reviews_zh", *words).exit_code == 0
        answers.append((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert answers[0] == answers[1]
    assert [line.split(",")[0] for line in answers[0].splitlines()] == ["review", "很好看", "太吵"]


@pytest.mark.usefixtures("_hotels")
def test_each_question_of_each_text_is_scored(chinese: Path, chinese_checkpoint: Path) -> None:
    scored = TASKS["reviews_zh"].score(open_pipeline(chinese_checkpoint), REVIEWS.read(chinese)[:2])
    assert sorted(scored, key=str) == [
        ScoredLabel("reviews_zh-1", "category", "书籍", None, 0.0),
        ScoredLabel("reviews_zh-1", "label", "1", None, 0.0),
        ScoredLabel("reviews_zh-2", "category", "酒店", "酒店", 0.95),
        ScoredLabel("reviews_zh-2", "label", "0", "0", 0.3),
    ]


def test_figures_are_told_for_each_question() -> None:
    answers = [
        ("a", "a", 0.95),
        ("a", "a", 0.95),
        ("a", "b", 0.95),
        ("b", "b", 0.65),
        ("b", "c", 0.25),
        ("c", None, 0.0),
    ]
    label, other = figures(
        [*(ScoredLabel("1", "label", *answer) for answer in answers), ScoredLabel("1", "category", "x", "x", 0.5)]
    )
    assert label == {
        "part": "label", "texts": 6, "accuracy": 50.0,
        "macro_f1": 43.33,  # a: 2 of 3 and 2, b: 1 of 2 and 2, c: none of 1 and 1
        "calibration_error": pytest.approx((0.85 + 0.35 + 0.25) / 5),  # of those with a class
        "sure_precision": pytest.approx(2 / 3), "sure_coverage": 0.5,
    }  # fmt: skip
    assert (other["part"], other["accuracy"], other["sure_precision"]) == ("category", 100.0, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("category,label,review\n书籍,2,好\n", "train.csv:2: `label` must be one of 1, 0, got '2'"),
        ("category,label,review\n书籍,1,好\n图书,1,好\n", "train.csv:3: `category` must be one of 书籍, 平板,"),
        ("category,label\n书籍,1\n", "train.csv:1: the header lacks review, it has category, label"),
    ],
)
def test_faults_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    (write_chinese(tmp_path) / "reviews_zh/train.csv").write_text(text, encoding="utf-8")
    result = invoke("split", "reviews_zh", "--data", tmp_path, "--fold", 0, "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.output
