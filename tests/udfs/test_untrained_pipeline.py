"""Listings in memory without a model, and with one that has not learnt all of the schema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.udfs.schema.test_untrained import edited, mugs_have_a_style, red_is_a_color, vases
from udfs.errors import CheckpointError, ConfigError
from udfs.pipeline import Pipeline, RulesPipeline, StandardListing, load_pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.settings import Batching, Thresholds, UnknownCategory, UntrainedParts

BLOCK = "Product details\nColour: jet black\nCapacity: 0.35 l\nGlaze: matte"
NO_MODEL = "there is no model to tell, as `checkpoint` is none"
ALL = Thresholds(value=0.0, category=0.0, untrained=0.0)
"""Takes the untrained model at its word."""


def rules(schema: Schema, unknown_category: UnknownCategory = "model") -> RulesPipeline:
    return load_pipeline("none", schema, Thresholds(), Batching(), unknown_category=unknown_category)


def values(result: StandardListing) -> dict[str, tuple[str | None, str | None, bool | None]]:
    return {fact.attribute: (fact.value, fact.origin, fact.trained) for fact in result.product.facts}


def test_without_a_model_sellers_maps_and_blocks_are_standardized(tiny_schema: Schema) -> None:
    mapped = Listing("1", "Acme thing", None, "mug", {"Colour": "白", "Maker": "ACME Corp"}, named="itself")
    [one, other] = rules(tiny_schema).process([mapped, Listing("2", "Thing", BLOCK, "mug", named="itself")])
    assert values(one) == {"brand": ("Acme", "seller", None), "color": ("White", "seller", None)}
    assert values(other) == {
        "brand": (None, None, None), "capacity": ("350 ml", "seller", None), "color": ("Black", "seller", None),
    }  # fmt: skip
    assert (one.extraction.category, one.extraction.spans, one.product.tags) == (None, (), ())


@pytest.mark.parametrize(
    ("listing", "category", "origin", "doubt"),
    [
        (Listing("1", "x", None, "mug", named="itself"), "mug", "seller", None),
        (Listing("1", "x", None, "mug", named="within", wording="Cups > Mug > Big"), "mug", "seller", None),
        (Listing("1", "Black mug", None, "mug", named="above", wording="Mug > Z", titled="mug"), "mug", "seller", None),
        (
            Listing("1", "lid", None, "mug", named="above", wording="Mug > Lids"), None, None,
            f"only an upper level of 'Mug > Lids' is a category, mug; {NO_MODEL}",
        ),
        (Listing("1", "Black mug", titled="mug"), "mug", "title", None),
        (
            Listing("1", "Nice thing"), None, None,
            "the listing gives no category; there is no model to tell, as `checkpoint` is none",
        ),
        (
            Listing("1", "Nice thing", named="unknown", wording="Boats"), None, None,
            "the schema has no category Boats; there is no model to tell, as `checkpoint` is none",
        ),
    ],
)  # fmt: skip
def test_without_a_model_the_sellers_words_or_the_title_place_goods(
    tiny_schema: Schema, listing: Listing, category: str | None, origin: str | None, doubt: str | None
) -> None:
    for unknown_category, reason in (("model", "unknown_category"), ("none", None)):
        [result] = rules(tiny_schema, unknown_category).process([listing])  # type: ignore[arg-type]
        decided = result.decided
        assert (decided.category, decided.origin) == (category, origin)
        assert decided.reason == (None if category else reason)
        if unknown_category == "model":
            assert decided.detail == doubt


def test_rules_alone_need_a_schema(tiny_schema: Schema) -> None:
    with pytest.raises(ConfigError, match=r"^no schema is given, .* name its folder with --schema$"):
        load_pipeline("none", None, Thresholds(), Batching())
    assert rules(tiny_schema).told() == ["nothing is inferred, as `checkpoint` is none: sellers' words and rules alone"]


def test_rules_alone_import_no_torch(tmp_path: Path, tiny_schema_folder: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"product_id": "1", "title": "x", "category": "Mug", "seller_attributes": {"colour": "白"}}\n')
    options = ["--checkpoint", "none", "--schema", str(tiny_schema_folder), "--input", str(source), "--output", "-"]
    program = (
        "import sys; from jobs.cli.main import main; main(sys.argv[1:], standalone_mode=False); "
        "assert 'torch' not in sys.modules, 'torch was imported'"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "predict", *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert '"standard": "White"' in done.stdout
    assert "nothing is inferred" in done.stderr


def pipeline(checkpoint: Path, schema: Schema, untrained: UntrainedParts, thresholds: Thresholds = ALL) -> Pipeline:
    return Pipeline.load(str(checkpoint), schema, thresholds, Batching(), untrained=untrained)


def test_a_refused_checkpoint_names_the_ways_out(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    with pytest.raises(
        CheckpointError,
        match=r"differs: mug.style.*`allow_untrained: true` \(--allow-untrained\).*`ask_untrained: true`",
    ):
        pipeline(tiny_checkpoint, edited(tiny_schema, mugs_have_a_style), "refuse")


@pytest.mark.parametrize("untrained", ["rules", "ask"])
def test_what_is_learnt_is_read_as_before(
    tiny_checkpoint: Path, tiny_schema: Schema, untrained: UntrainedParts
) -> None:
    listing = Listing("1", "white mug 350ml of Acme", "gives light", "mug")
    schema = edited(tiny_schema, red_is_a_color, mugs_have_a_style)
    [before] = pipeline(tiny_checkpoint, tiny_schema, "refuse").process([listing])
    [after] = pipeline(tiny_checkpoint, schema, untrained).process([listing])
    assert before.extraction.spans
    for name in ("brand", "capacity"):
        one, other = ([span for span in each.extraction.spans if span.attribute == name] for each in (before, after))
        assert [span[:-1] for span in one] == [span[:-1] for span in other]
        assert [span.confidence for span in one] == pytest.approx([span.confidence for span in other], abs=1e-6)
        assert values(before)[name] == values(after)[name]
    found = values(after)
    assert {origin for _, origin, _ in found.values()} == {"model"}
    assert ("style" in found, "color" in found) == (untrained == "ask", untrained == "ask")
    if untrained == "ask":
        assert {name for name, (_, _, trained) in found.items() if trained is False} == {"style", "color"}


def test_what_is_not_learnt_has_a_threshold_of_its_own(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    schema = edited(tiny_schema, red_is_a_color, mugs_have_a_style)
    sure = Thresholds(value=0.0, category=0.0, untrained=1.0)
    listing = Listing("1", "white mug 350ml of Acme", None, "mug", {"colour": "白"})
    [result] = pipeline(tiny_checkpoint, schema, "ask", sure).process([listing])
    assert values(result)["color"] == ("White", "seller", None)
    assert "style" not in values(result)
    assert values(result)["brand"][1] == "model"


def test_nearest_values_of_what_is_not_learnt_need_as_much(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    schema = edited(tiny_schema, red_is_a_color)
    listing = Listing("1", "x", None, "mug", {"colour": "dusk"}, named="itself")

    def color(untrained: UntrainedParts, least: float) -> tuple[object, ...]:
        given = Thresholds(value=1.0, nearest_precision=None, match=0.0, untrained=least)
        [result] = pipeline(tiny_checkpoint, schema, untrained, given).process([listing])
        [fact] = [fact for fact in result.product.facts if fact.attribute == "color"]
        return fact.status, fact.origin, fact.rule, fact.trained

    assert color("ask", 0.0) == ("standard", "seller", "nearest value", False)
    assert color("ask", 1.0) == color("rules", 0.0) == ("unmapped", "seller", "no match", None)


def test_new_categories_are_the_sellers_to_name_unless_the_model_is_asked(
    tiny_checkpoint: Path, tiny_schema: Schema
) -> None:
    schema = edited(tiny_schema, vases)
    listings = [
        Listing("1", "x 5W", None, "vase", {"Power": "5W"}, named="itself"),
        Listing("2", "Vase 5W", titled="vase"),
        Listing("3", "x", None, "vase", named="above", wording="Vase > Z"),
        Listing("4", "black mug"),
    ]
    left = pipeline(tiny_checkpoint, schema, "rules")
    results = left.process(listings)
    assert [(one.decided.category, one.decided.origin) for one in results[:3]] == [
        ("vase", "seller"), ("vase", "title"), (None, None),
    ]  # fmt: skip
    assert values(results[0]) == {"power": ("5 W", "seller", None)}
    assert values(results[1]) == {}  # the model was asked about another category
    assert (results[2].decided.detail or "").endswith("; the checkpoint has not learnt vase")
    assert {one.id for result in results for one in result.extraction.categories} <= {"mug", "lamp"}
    asked = pipeline(tiny_checkpoint, schema, "ask").process(listings)
    assert "vase" in {one.id for result in asked for one in result.extraction.categories}
    assert values(asked[0])["power"] == ("5 W", "seller", None)


@pytest.mark.parametrize("untrained", ["rules", "ask"])
def test_goods_of_a_category_that_is_gone_are_not_taken_for_others(
    tiny_checkpoint: Path, tiny_schema: Schema, untrained: UntrainedParts
) -> None:
    listings = [Listing(str(n), text) for n, text in enumerate(("lamp 5W", "台灯", "gives light", "mug", "杯子 灯"))]
    before = pipeline(tiny_checkpoint, tiny_schema, "refuse").process(listings)
    lost = before[0].category
    assert lost is not None
    kept = edited(tiny_schema, lambda data: data["categories"].pop(lost))
    after = pipeline(tiny_checkpoint, kept, untrained).process(listings)
    for one, other in zip(before, after, strict=True):
        assert other.category == (None if one.category == lost else one.category)
        if one.category == lost:
            assert f"guess is {lost} (" in (other.decided.detail or "")
            assert "which the schema does not have as it was learnt" in (other.decided.detail or "")
