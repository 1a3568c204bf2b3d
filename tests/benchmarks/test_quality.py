"""The quality benchmark on three small data sets: their formats, what is trained on, what is predicted, the figures."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.checkpoint import prepare
from benchmarks.quality.folds import fold_numbers, take_share
from benchmarks.quality.predict import predict
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.slots.answers import Answer, Answers, standard_answers, surface_answers
from benchmarks.quality.slots.data_set import SLOT_SETS
from benchmarks.quality.slots.gold import slug
from benchmarks.quality.slots.scoring import Figures, ScoredSlot, calibration_error, score, sure_values
from benchmarks.quality.slots.task import SLOT_TASKS
from benchmarks.quality.tasks import TASKS
from tests.benchmarks.conftest import invoke, write_lines
from tests.conftest import make_checkpoint
from udfs.checkpoint.manifest import read_schema
from udfs.records import Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

pytestmark = pytest.mark.usefixtures("one_thread")

WDC, OA_MINE, _ = SLOT_SETS
ANSWERED = {task.name: task for task in SLOT_TASKS}

COLORS = {"jet black": "Black", "snow white": "White"}
NOTES = [
    ("Office Lamps", "Color(s)", "Generalisation", "yes"),
    ("Office Lamps", "Power", "Wrangling", "yes"),
    ("Office Lamps", "Brand", "", "no"),
]


def offer(number: int, color: str) -> dict[str, Any]:
    """An offer whose brand stands in the title only, and whose power is marked in the description only."""
    power = 4 + number
    return {
        "id": 100 + number, "cluster_id": float(number // 2), "category": "Office Lamps",
        "input_title": f"Lumo lamp{power} {color}", "input_description": f"Draws {power} W",
        "url": "www.lamps.example/a",
        "target_scores": {
            "Brand": {"Lumo": {"pid": [0], "score": 1}},
            "Color(s)": {color: {"pid": [0], "score": 1}, color.split()[1]: {"pid": [0], "score": 1}},
            "Power": {str(power): {"pid": [1], "score": 1}},
            "Width": {"n/a": 1},
        },
    }  # fmt: skip


def standardized(row: dict[str, Any]) -> dict[str, Any]:
    scores = dict(row["target_scores"])
    color = next(iter(scores["Color(s)"]))
    scores["Color(s)"] = {COLORS[color]: {"pid": [0], "score": 1}}
    return {**row, "target_scores": scores}


OFFERS = [offer(number, color) for number, color in enumerate([*COLORS] * 6)]
COUNTS = [f"{n} Bags" for n in range(10, 18)]
TEAS = [
    *({"input": f"Hill Tea, {count}", "category": "Tea", "target_scores": {"Brand": {"Hill": 1}, "Count": {count: 1}}}
      for count in COUNTS),
    {"input": "Oolong by Vale", "category": "Tea", "target_scores": {"Brand": {"Vale Farm": 1}}},
]  # fmt: skip
RODS = [
    {"input": f"R{n}m5 carbon {n}m", "category": "Rod", "target_scores": {"Length": {f"{n}m": 1}, "Power": {"n/a": 1}}}
    for n in range(2, 9)
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_lines(folder / "wdc_pave/train.jsonl", OFFERS)
    write_lines(folder / "wdc_pave/train_normalized.jsonl", [standardized(row) for row in reversed(OFFERS)])
    write_lines(folder / "oa_mine/train.jsonl", TEAS)
    write_lines(folder / "ae_110k/train.jsonl", RODS)
    with (folder / "wdc_pave/attributes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["category", "attribute", "operation", "official", "category_description", "description"])
        writer.writerows([*note, "Lamps for desks.", f"The {note[1]}. More. Too much."] for note in NOTES)
    return folder


@pytest.fixture(scope="module")
def prepared(data: Path) -> tuple[Schema, list[dict[str, Any]]]:
    schema, rows = prepare([data_set.name for data_set in SLOT_SETS], data, lambda _: None)
    return schema, [row for own in rows.values() for row in own]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory, prepared: tuple[Schema, Any]) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("quality") / "checkpoint", prepared[0])


def row_of(prepared: tuple[Schema, list[dict[str, Any]]], product_id: str) -> dict[str, Any]:
    return next(row for row in prepared[1] if row["product_id"] == product_id)


def test_ids_are_slugs() -> None:
    assert [slug(text) for text in ("Color(s)", "Size/Weight", "2.5 Inch")] == ["color_s", "size_weight", "v_2_5_inch"]


def test_the_schema_follows_notes_and_labels(prepared: tuple[Schema, Any]) -> None:
    schema = prepared[0]
    assert list(schema.categories) == ["ae_rod", "oa_tea", "wdc_office_lamps"]
    lamp = schema.categories["wdc_office_lamps"].attributes
    assert {key: (a.name.get("zh"), a.kind) for key, a in lamp.items()} == {
        "brand": ("Brand", "span"), "color_s": ("Color(s)", "choice"),
        "power": ("Power", "span"), "width": ("Width", "span"),
    }  # fmt: skip
    assert {key: value.name.get("en") for key, value in lamp["color_s"].values.items()} == {
        "black": "Black",
        "white": "White",
    }
    assert lamp["power"].description.get("en") == "The Power. More."
    assert lamp["width"].description.get("en") == "Width of Office Lamps"


def test_a_row_holds_every_place_of_every_wording(prepared: tuple[Schema, Any]) -> None:
    row = row_of(prepared, "wdc-1")  # Lumo lamp4 jet black / Draws 4 W
    assert row["site"] == "lamps.example"
    assert row["spans"] == [
        {"attribute": "brand", "field": "title", "start": 0, "end": 4},
        {"attribute": "color_s", "field": "title", "start": 11, "end": 20},
        {"attribute": "color_s", "field": "title", "start": 15, "end": 20},
        {"attribute": "power", "field": "description", "start": 6, "end": 7},
    ]
    assert row["choices"] == {"color_s": ["black"]}
    assert row["labelled_attributes"] == ["brand", "color_s", "power", "width"]


def test_what_is_not_listed_is_unstated_or_unknown(prepared: tuple[Schema, Any]) -> None:
    oolong, rod = row_of(prepared, "oa_mine-9"), row_of(prepared, "ae_110k-1")
    assert oolong["spans"] == []  # its brand is not in the text
    assert oolong["labelled_attributes"] == ["count"]
    assert rod["spans"] == [{"attribute": "length", "field": "title", "start": 12, "end": 14}]  # R2m5 carbon 2m
    assert rod["labelled_attributes"] == ["length", "power"]


def test_near_copies_stay_together_and_a_share_grows(data: Path) -> None:
    gold = WDC.read(data)
    numbers = fold_numbers([item.group for item in gold], 3)
    assert sorted(numbers) == [0] * 4 + [1] * 4 + [2] * 4
    assert all(numbers[i] == numbers[i + 1] for i in range(0, 12, 2))
    small, large = ({item.listing.product_id for item in take_share(gold, share)} for share in (0.3, 0.8))
    assert small < large
    assert (len(small), len(large)) == (4, 10)


def test_labels_are_never_read_for_a_prediction(data: Path) -> None:
    listing = WDC.listings(data / "wdc_pave/train.jsonl")[0]
    assert (listing.title, listing.description) == ("Lumo lamp4 jet black", "Draws 4 W")
    assert (listing.category, listing.site, listing.seller_attributes) == ("wdc_office_lamps", "lamps.example", {})


def test_figures_follow_the_protocol() -> None:
    def slot(gold: tuple[str, ...], value: str | None, confidence: float, **more: bool) -> ScoredSlot:
        return ScoredSlot("1", "c", "a", gold, value, confidence, **{"kept": confidence >= 0.5, **more})

    slots = [
        slot(("red", "dark red"), "dark red", 0.95),
        slot(("red",), "Red", 0.95),
        slot((), "red", 0.65),
        slot((), "red", 0.25),
        slot(("red",), "red", 0.25),
        slot(("red",), None, 0.0),
        slot((), "red", 0.9, listed=False),
    ]
    lenient, strict = score(slots), score(slots, strict=True)
    assert lenient == Figures(33.33, 25.0, 28.57, slots=6, invented=1, missed=2, right=1, wrong=1)
    assert (strict.precision, strict.recall, strict.invented) == (25.0, 25.0, 2)
    # bins: 0.9-1.0 is sure by 1.9 and right once, 0.6-0.7 by 0.65 and never, 0.2-0.3 by 0.5 and right once
    assert calibration_error(slots) == pytest.approx((0.9 + 0.65 + 0.5) / 5)
    assert sure_values(slots) == (0.5, 0.5)


def test_each_task_has_its_own_gold(data: Path, checkpoint: Path) -> None:
    def same_for_all(_: object, listings: Sequence[Listing], threshold: float) -> list[Answers]:
        return [{"color_s": Answer("Black", 0.7, kept=threshold <= 0.7)} for _ in listings]

    gold, pipeline = WDC.read(data)[:1], open_pipeline(checkpoint)
    slots = {
        name: replace(ANSWERED[name], answer=same_for_all).score(pipeline, gold) for name in ("wdc", "wdc_normalized")
    }
    assert [slot.gold for slot in slots["wdc"]] == [("Lumo",), ("jet black", "black"), ("4",), ()]
    assert [slot.gold for slot in slots["wdc_normalized"]] == [("Lumo",), ("Black",), ("4",), ()]
    assert [slot.guess for slot in slots["wdc"]] == [None, "Black", None, None]


def test_the_threshold_decides_what_is_given_out_and_not_what_is_best(data: Path, checkpoint: Path) -> None:
    pipeline = open_pipeline(checkpoint)
    listings = WDC.listings(data / "wdc_pave/train.jsonl")
    for answering in (surface_answers, standard_answers):
        low, high = (answering(pipeline, listings, threshold) for threshold in (0.0, 1.1))
        assert [{key: answer.value for key, answer in own.items()} for own in low] == [
            {key: answer.value for key, answer in own.items()} for own in high
        ]
        assert all(answer.kept for own in low for answer in own.values())
        assert not any(answer.kept for own in high for answer in own.values())
        assert any(low)


@pytest.mark.parametrize("name", ANSWERED)
def test_predict_writes_every_attribute_of_every_listing(
    name: str, data: Path, checkpoint: Path, prepared: tuple[Schema, Any], tmp_path: Path
) -> None:
    data_set = ANSWERED[name].data_set
    source = data / data_set.folder / "train.jsonl"
    result = invoke("predict", name, "--checkpoint", checkpoint, "--input", source, "--output", tmp_path / "pred.jsonl")
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = data_set.read(data)
    assert len(lines) == len(gold)
    attributes = prepared[0].categories[gold[0].listing.category or ""].attributes.values()
    assert all(list(line["attributes"]) == [a.name.get("en") for a in attributes] for line in lines)
    if name == "wdc_normalize_gold":  # what the rules learned decides, whatever the random model says
        assert [line["attributes"] for line in lines[:2]] == [
            {"Brand": "Lumo", "Color(s)": "Black", "Power": "4", "Width": None},
            {"Brand": "Lumo", "Color(s)": "White", "Power": "5", "Width": None},
        ]


def test_what_the_checkpoint_does_not_know_is_named(checkpoint: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.jsonl"
    source.write_text(json.dumps({"input": "Boat", "category": "Boats"}), encoding="utf-8")
    words = ("--checkpoint", checkpoint, "--input", source, "--output", tmp_path / "pred.jsonl")
    unknown = invoke("predict", "oa_mine", *words)
    assert unknown.exit_code == 2
    assert "listing oa_mine-1: the checkpoint does not know its category oa_boats; it knows ae_rod" in unknown.output
    foreign = invoke("predict", "wdc", *words)
    assert foreign.exit_code == 2
    assert f"{source}:1: `input_title` must hold text, got None" in foreign.output
    write_lines(source, [{**OFFERS[0], "target_scores": {"Weight": {"2 kg": {"pid": [0]}}}}])
    attribute = invoke("predict", "wdc_normalize_gold", *words)
    assert "wdc_office_lamps has no attribute 'Weight'; it has Brand, Color(s), Power, Width" in attribute.output


def test_predict_leaves_the_target_alone_until_all_answers_are_there(
    data: Path, checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> list[Answers]:
        raise KeyboardInterrupt

    monkeypatch.setitem(TASKS, "oa_mine", replace(ANSWERED["oa_mine"], answer=stopped))
    old, new = tmp_path / "old.jsonl", tmp_path / "new/pred.jsonl"
    old.write_text("kept\n", encoding="utf-8")
    for target in (old, new):
        with pytest.raises(KeyboardInterrupt):
            predict("oa_mine", checkpoint, data / "oa_mine/train.jsonl", target)
    assert old.read_text(encoding="utf-8") == "kept\n"
    assert not new.parent.exists()


def test_evaluate_misses_what_training_never_saw(data: Path, checkpoint: Path, tmp_path: Path) -> None:
    heavy = {**OFFERS[0], "target_scores": {**OFFERS[0]["target_scores"], "Weight": {"2 kg": {"pid": [0], "score": 1}}}}
    boat = {**offer(99, "jet black"), "category": "Boats"}
    held_out = tmp_path / "held_out"
    write_lines(held_out / "wdc_pave/train.jsonl", [boat, heavy])
    write_lines(held_out / "wdc_pave/train_normalized.jsonl", [standardized(boat), standardized(heavy)])
    shutil.copyfile(data / "wdc_pave/attributes.csv", held_out / "wdc_pave/attributes.csv")
    write_lines(held_out / "oa_mine/train.jsonl", [{**TEAS[0], "category": "Boats"}])
    words = ("--data", held_out, "--checkpoint", checkpoint, "--output", tmp_path / "out")
    result = invoke("evaluate", "wdc", "oa_mine", *words)
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "out/slots.jsonl").read_text(encoding="utf-8").splitlines()
    slots = {(slot["task"], slot["listing"], slot["attribute"]): slot for slot in map(json.loads, lines)}
    for task in ("wdc", "wdc_normalized", "wdc_normalize_gold"):
        unseen = [slots[task, "wdc-1", name] for name in ("Brand", "Color(s)", "Power", "Width")]
        unseen.append(slots[task, "wdc-2", "Weight"])
        assert [(slot["value"], slot["kept"]) for slot in unseen] == [(None, False)] * 5
    assert slots["wdc", "wdc-2", "Weight"]["gold"] == ["2 kg"]
    assert slots["wdc_normalize_gold", "wdc-2", "Power"]["value"] == "4"
    assert slots["oa_mine", "oa_mine-1", "Brand"]["value"] is None


def test_evaluate_refuses_what_a_given_checkpoint_would_not_heed(data: Path, checkpoint: Path, tmp_path: Path) -> None:
    words = ("evaluate", "wdc", "--data", data, "--checkpoint", checkpoint, "--output", tmp_path / "out")
    result = invoke(*words, "--fold", 0, "--folds", 5, "--share", 1, "--config", "own.yaml", "--set", "seed=1")
    assert result.exit_code == 2
    assert "so --folds, --fold, --share, --config, --set would change nothing; leave out either" in result.output
    assert "so --folds would change nothing" in invoke(*words, "--folds", 5).output  # though 5 is the default
    assert not (tmp_path / "out").exists()


def test_every_fold_is_checked_before_the_first_training(data: Path, tmp_path: Path) -> None:
    words = ("evaluate", "wdc", "--data", data, "--output", tmp_path / "out")
    result = invoke(*words, "--folds", 3, "--fold", 0, "--fold", 3)
    assert result.exit_code == 2
    assert "cannot hold out fold 3 of 3: folds are 0 to 2" in result.output
    assert not (tmp_path / "out").exists()


def test_evaluate_trains_on_the_other_folds_and_scores_its_own(
    data: Path, tmp_path: Path, tiny_training: list[str]
) -> None:
    output = tmp_path / "quality"
    words = ("evaluate", "wdc", "oa_mine", "--data", data, "--folds", 3, "--fold", 1, "--output", output)
    result = invoke(*words, *tiny_training)
    assert result.exit_code == 0, result.output
    rows = json.loads((output / "report.json").read_text(encoding="utf-8"))
    assert [(row["task"], row["part"], row["slots"]) for row in rows] == [
        ("wdc", "all attributes", 16), ("wdc", "official attributes", 8),
        ("wdc", "Generalisation", 4), ("wdc", "Wrangling", 4),
        ("wdc_normalized", "all attributes", 16), ("wdc_normalized", "official attributes", 8),
        ("wdc_normalized", "Generalisation", 4), ("wdc_normalized", "Wrangling", 4),
        ("wdc_normalize_gold", "all attributes", 16), ("wdc_normalize_gold", "official attributes", 8),
        ("wdc_normalize_gold", "Generalisation", 4), ("wdc_normalize_gold", "Wrangling", 4),
        ("oa_mine", "all attributes", rows[-1]["slots"]), ("oa_mine", "strict", rows[-1]["slots"]),
    ]  # fmt: skip
    given = next(row for row in rows if row["task"] == "wdc_normalize_gold" and row["part"] == "Generalisation")
    assert given["f1"] == 100.0  # what the rules learned on the other folds decides
    learned = load_schema(output / "fold-1" / "checkpoint.data" / "schema")
    assert set(learned.categories) == {"wdc_office_lamps", "oa_tea"}
    again = invoke(
        "evaluate", "wdc", "--data", output / "fold-1/held_out", "--checkpoint", output / "fold-1/checkpoint",
        "--output", tmp_path / "again",
    )  # fmt: skip
    assert again.output.splitlines()[2:] == [
        line for line in result.output.splitlines() if line.startswith("| wdc")
    ] + [""]


def test_masking_tells_in_one_line_how_many_choices_fall(tmp_path: Path, checkpoint: Path) -> None:
    category = next(iter(read_schema(checkpoint).categories))
    lines = [{"product_id": str(i), "title": f"Lamp {i} silver", "category": category} for i in range(3)]
    source = tmp_path / "listings.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"no": "listing"}\n', encoding="utf-8")
    result = invoke("masking", "--checkpoint", checkpoint, "--input", source, "--threshold", "0")
    assert result.exit_code == 0, result.output
    assert re.fullmatch(
        r"choices of 3 listings whose best words are masked: \d+ of \d+ fall; \d+ have an evidence below [\d.]+, "
        r"\d+ of them fall\n",
        result.output,
    )


def test_distractors_are_other_categories_and_shuffled_titles(data: Path, checkpoint: Path) -> None:
    result = invoke("distractors", "--checkpoint", checkpoint, "--data", data)
    assert result.exit_code == 0, result.output
    cells = [line.split(" | ")[:3] for line in result.output.splitlines()[2:] if line]
    # each of the two other categories has one attribute more than the names that it shares
    assert [cell[1] for cell in cells] == [
        "as written",
        "asked as another category",
        "title shuffled, no description",
    ] * 3
    assert [int(cell[2]) for cell in cells if cell[1] != "asked as another category"] == [48, 48, 18, 18, 14, 14]
