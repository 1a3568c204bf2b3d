"""Benchmarks that mark spans: what is trained on, what is predicted, which spans win, the figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.quality.checkpoint import prepare
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.spans.jd_titles import JD_TITLES
from benchmarks.quality.spans.scoring import ScoredSpan, figures
from benchmarks.quality.spans.selection import best_spans
from benchmarks.quality.spans.taobao import TAOBAO
from benchmarks.quality.tasks import TASKS
from tests.benchmarks.conftest import KETTLES, invoke, write_chinese, write_lines
from udfs.records import Extraction, Listing, Span
from udfs.serving.predictor import Predictor

pytestmark = pytest.mark.usefixtures("one_thread")

Claims = dict[str, list[tuple[str, int, int, float]]]
"""Title to (attribute, start, end, confidence)."""


@pytest.fixture
def claiming(monkeypatch: pytest.MonkeyPatch) -> Callable[[Claims], None]:
    """Makes the model claim these spans, and no others."""

    def claim(claims: Claims) -> None:
        def extract(_: Predictor, listings: Sequence[Listing]) -> list[Extraction]:
            return [Extraction(item.category, 1.0, spans=tuple(found(item.title or ""))) for item in listings]

        def found(title: str) -> list[Span]:
            return [Span(name, "title", a, b, title[a:b], p) for name, a, b, p in claims.get(title, [])]

        monkeypatch.setattr(Predictor, "extract", extract)

    return claim


def predicted(name: str, checkpoint: Path, source: Path) -> str:
    target = source.with_name("predicted")
    result = invoke("predict", name, "--checkpoint", checkpoint, "--input", source, "--output", target)
    assert result.exit_code == 0, result.output
    return target.read_bytes().decode()


def test_the_schema_has_the_attributes_of_the_file(chinese: Path) -> None:
    schema, _ = prepare(["taobao", "jd_titles"], chinese, lambda _: None)
    assert list(schema.categories) == ["jd_goods", "taobao_goods"]
    goods = schema.categories["jd_goods"].attributes
    assert {key: (a.name.get("en"), a.name.get("zh"), a.description.get("zh")) for key, a in goods.items()} == {
        "brand": ("brand", "品牌", "品牌（绿屋、晨星）"),
        "product_type": ("product type", "产品", "产品"),
        "audience": ("audience", "适用人群", "适用人群"),
        "specification": ("specification", "规格", "规格（A5、24色）"),
    }
    assert goods["brand"].description.get("en") == "its maker (绿屋、晨星)"
    assert {(a.kind, a.many) for c in schema.categories.values() for a in c.attributes.values()} == {("span", True)}


def test_rows_hold_the_marked_spans(chinese: Path) -> None:
    rows = prepare(["jd_titles", "taobao"], chinese, lambda _: None)[1]
    assert rows["jd_titles"][4] == {
        "product_id": "jd_titles-5", "title": "绿屋笔记本 A5 学生", "category": "jd_goods",
        "group": "jd_titles 绿屋笔记本 a5 学生",
        "spans": [
            {"attribute": "brand", "field": "title", "start": 0, "end": 2},
            {"attribute": "product_type", "field": "title", "start": 2, "end": 5},
            {"attribute": "specification", "field": "title", "start": 6, "end": 8},
            {"attribute": "audience", "field": "title", "start": 9, "end": 11},
        ],
    }  # fmt: skip
    assert rows["taobao"][0]["title"] == "晨星\u3000水壶"
    assert rows["taobao"][0]["spans"] == [
        {"attribute": "brand", "field": "title", "start": 0, "end": 2},
        {"attribute": "product", "field": "title", "start": 3, "end": 5},
    ]
    of_dev = rows["taobao"][-1]
    assert (len(rows["taobao"]), of_dev["product_id"], of_dev["title"]) == (8, "taobao-8", "晨星X壶")
    assert [span["attribute"] for span in of_dev["spans"]] == ["brand", "model", "product"]


def test_jd_titles_are_predicted_as_numbered_spans_in_reading_order(
    chinese_checkpoint: Path, tmp_path: Path, claiming: Callable[[Claims], None]
) -> None:
    write_lines(tmp_path / "in.jsonl", [{"title": "绿屋笔记本 A5"}, {"title": "笔", "spans": "unread"}])
    claiming(
        {
            "绿屋笔记本 A5": [
                ("specification", 6, 8, 0.9), ("product_type", 0, 5, 0.6), ("product_type", 2, 5, 0.7),
                ("brand", 0, 2, 0.8), ("audience", 6, 7, 0.39),
            ]
        }
    )  # fmt: skip
    assert predicted("jd_titles", chinese_checkpoint, tmp_path / "in.jsonl").splitlines() == [
        (
            '{"spans": [{"attribute": "1", "start": 0, "end": 2}, {"attribute": "4", "start": 2, "end": 5}, '
            '{"attribute": "18", "start": 6, "end": 8}]}'
        ),
        '{"spans": []}',
    ]


def test_taobao_lines_stay_as_they_are_but_for_their_labels(
    chinese_checkpoint: Path, tmp_path: Path, claiming: Callable[[Claims], None]
) -> None:
    # white space and a line separator as characters, a tab, Windows line ends, blank lines, no end of the last line
    source = tmp_path / "in.txt"
    source.write_bytes("\r\n水 O\r\n\u3000 B-XH\r\n壶\tX\r\n\r\n \r\n  I-HCCX\n\u2028 O\n壶 O".encode())
    claiming({"水\u3000壶": [("product", 0, 3, 0.9)], " \u2028壶": [("brand", 2, 3, 0.9), ("model", 0, 1, 0.9)]})
    assert predicted("taobao", chinese_checkpoint, source) == (
        "\r\n水 B-HCCX\r\n\u3000 I-HCCX\r\n壶\tI-HCCX\r\n\r\n \r\n  B-XH\n\u2028 O\n壶 B-HPPX"
    )


def test_predictions_do_not_depend_on_the_labels_of_the_input(chinese_checkpoint: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    answers = []
    for text in (KETTLES, KETTLES.replace("B-", "?").replace("I-", "?")):
        source.write_bytes(text.encode())
        answers.append(predicted("taobao", chinese_checkpoint, source))
    assert answers[0] == answers[1]
    heads = [[line[:2] for line in text.split("\r\n")] for text in (KETTLES, answers[0])]
    assert heads[0] == heads[1]
    labels = [line[2:] for line in answers[0].split("\r\n") if line]
    assert {label[:2] for label in labels} == {"O", "B-", "I-"}


@pytest.mark.parametrize(
    ("claims", "threshold", "chosen"),
    [
        ([(0, 4, 0.9), (0, 2, 0.7), (2, 4, 0.7)], 0.5, [(0, 4)]),  # one sure span outweighs two doubtful ones
        ([(0, 4, 0.9), (0, 2, 0.8), (2, 4, 0.8)], 0.5, [(0, 2), (2, 4)]),  # the greedy choice would be 0:4
        ([(0, 4, 0.9), (0, 2, 0.8), (2, 4, 0.8)], 0.7, [(0, 4)]),  # both are worth less above a higher threshold
        ([(1, 3, 0.8), (0, 2, 0.7), (2, 4, 0.7)], 0.5, [(0, 2), (2, 4)]),
        ([(0, 2, 1.0), (1, 3, 0.999)], 0.5, [(0, 2)]),
        ([(0, 2, 0.5), (3, 4, 0.49)], 0.5, [(0, 2)]),  # the threshold itself is enough
        ([(0, 2, 0.0)], 0.0, [(0, 2)]),
        ([], 0.5, []),
    ],
)
def test_the_spans_that_are_worth_most_together_win(
    claims: list[tuple[int, int, float]], threshold: float, chosen: list[tuple[int, int]]
) -> None:
    spans = [Span("brand", "title", start, end, "", confidence) for start, end, confidence in claims]
    assert [(span.start, span.end) for span in best_spans(spans, threshold)] == chosen


def test_each_labelled_or_claimed_span_is_scored(
    chinese: Path, chinese_checkpoint: Path, claiming: Callable[[Claims], None]
) -> None:
    claiming({"壶1升": [("product", 0, 1, 0.95), ("model", 1, 2, 0.3), ("specification", 2, 3, 0.8)]})
    scored = TASKS["taobao"].score(open_pipeline(chinese_checkpoint), TAOBAO.read(chinese)[1:2])
    assert scored == [
        ScoredSpan("taobao-2", "product", 0, 1, "壶", gold=True, confidence=0.95, kept=True),
        ScoredSpan("taobao-2", "model", 1, 2, "1", gold=False, confidence=0.3, kept=False),
        ScoredSpan("taobao-2", "specification", 1, 3, "1升", gold=True, confidence=None, kept=False),
        ScoredSpan("taobao-2", "specification", 2, 3, "升", gold=False, confidence=0.8, kept=True),
    ]


def test_figures_count_exact_spans_and_frequent_attributes_by_themselves() -> None:
    def span(attribute: str, *, gold: bool, confidence: float | None) -> ScoredSpan:
        return ScoredSpan("1", attribute, 0, 1, "壶", gold, confidence, kept=(confidence or 0.0) >= 0.5)

    brands = [span("brand", gold=True, confidence=0.95)] * 18 + [span("brand", gold=True, confidence=None)] * 12
    others = [span("model", gold=False, confidence=0.95)] * 2 + [span("model", gold=False, confidence=0.25)] * 4
    everything, brand = figures([*brands, *others])
    assert everything == {
        "part": "all attributes", "precision": 90.0, "recall": 60.0, "f1": 72.0,
        "labelled": 30, "predicted": 20, "right": 18,
        # bins: 20 claims of 0.95 of which 18 are right, 4 of 0.25 of which none is
        "calibration_error": pytest.approx((20 * 0.05 + 4 * 0.25) / 24),
        "sure_precision": 0.9, "sure_coverage": 0.6,
    }  # fmt: skip
    assert (brand["part"], brand["precision"], brand["recall"], brand["f1"]) == ("brand", 100.0, 60.0, 75.0)


def test_folds_have_the_layout_of_the_data(chinese: Path, tmp_path: Path) -> None:
    words = ("--data", chinese, "--folds", 4, "--fold", 0, "--output", tmp_path)
    assert invoke("split", "jd_titles", "taobao", "reviews_zh", *words).exit_code == 0
    for data_set in (JD_TITLES, TAOBAO):
        whole, *parts = ({(g.listing.title, g.spans, g.file) for g in data_set.read(folder)}
                         for folder in (chinese, tmp_path / "train", tmp_path / "held_out"))  # fmt: skip
        assert parts[0] | parts[1] == whole
        assert not parts[0] & parts[1]
        assert all(parts)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("jd_titles/train.jsonl", '{"title": "笔", "spans": [{"attribute": "45", "start": 0, "end": 1}]}',
         "train.jsonl:1: attribute '45' has no row in attributes.csv; it has 1, 4, 8, 18"),
        ("jd_titles/train.jsonl", '{"title": "笔", "spans": [{"attribute": "4", "start": 0, "end": 2}]}',
         "within the title's 1 characters, got {'attribute': '4', 'start': 0, 'end': 2}"),
        ("jd_titles/train.jsonl", '{"title": "笔"}', "train.jsonl:1: `spans` must be a list, got None"),
        ("jd_titles/attributes.csv", "id,name\n1,brand\n",
         "attributes.csv:1: the header lacks name_zh, description, it has id, name; is the file of this data set's"),
        ("jd_titles/attributes.csv", "id,name,name_zh,description\n1,brand\n",
         "attributes.csv:2: the record does not have the header's 4 fields; correct or delete it"),
        ("taobao_ner/dev.txt", "壶 B-HCCX\n\n壶 B-KIND\n",
         "dev.txt:3: unknown label 'B-KIND'; labels are B-HCCX, B-HPPX, B-MISC, B-XH, I-HCCX,"),
        ("taobao_ner/dev.txt", "壶 B-HCCX\n水壶 O\n",
         "dev.txt:2: expected one character, a space and its label, got '水壶 O'; correct the line"),
    ],
)  # fmt: skip
def test_faults_of_labelled_files_name_the_line(tmp_path: Path, file: str, text: str, message: str) -> None:
    (write_chinese(tmp_path) / file).write_text(text, encoding="utf-8")
    result = invoke("split", "jd_titles", "taobao", "--data", tmp_path, "--fold", 0, "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.output


def test_a_checkpoint_for_other_data_is_refused(tiny_checkpoint: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"title": "笔"}), encoding="utf-8")
    words = ("--checkpoint", tiny_checkpoint, "--input", source, "--output", tmp_path / "out.jsonl")
    result = invoke("predict", "jd_titles", *words)
    assert result.exit_code == 2
    assert "listing jd_titles-1: the checkpoint does not know its category jd_goods; it knows" in result.output
    missing = invoke("predict", "taobao", *words[:2], "--input", tmp_path / "no.txt", *words[4:])
    assert missing.exit_code == 2
    assert "give a file of `character label` lines" in missing.output
