"""``facetmill predict``: lines in, lines out, in order, nothing lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from jobs.cli.run import predict as predicting
from jobs.cli.run.predict import read_settings
from jobs.sources.json_lines import read_listing
from udfs.errors import ConfigError
from udfs.schema.schema import Schema

MUG = {
    "product_id": "m1",
    "title": "【艾克米】马克杯 350毫升",
    "description": None,
    "category": "马克杯",
    "source": "shop",
    "seller_attributes": {"品牌": "acme corp", "Capacity": 350, "Glaze": "matte", "colour": ""},
}


def predict(checkpoint: Path, lines: str | bytes, *options: str) -> Result:
    arguments = ["predict", "--checkpoint", str(checkpoint), "--input", "-", "--output", "-", *options]
    return CliRunner().invoke(main, arguments, input=lines)


def results(run: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_seller_values_become_standard_and_keep_what_was_written(tiny_checkpoint: Path) -> None:
    run = predict(tiny_checkpoint, json.dumps(MUG), "--set", "thresholds.value=1", "--set", "thresholds.tag=1")
    assert run.exit_code == 0, run.stderr
    assert results(run) == [
        {
            "product_id": "m1",
            "category": "mug",
            "attributes": {
                "brand": [
                    {
                        "value": "acme corp", "field": None, "start": None, "end": None, "standard": "Acme",
                        "number": None, "number_max": None, "bound": None, "unit": None, "parts": [],
                        "confidence": 1.0, "status": "standard", "origin": "seller", "rule": "alias", "detail": None,
                    }
                ],
                "capacity": [
                    {
                        "value": "350", "field": None, "start": None, "end": None, "standard": "350 ml",
                        "number": 350.0, "number_max": None, "bound": None, "unit": "ml", "parts": [],
                        "confidence": 1.0, "status": "standard", "origin": "seller", "rule": "unit",
                        "detail": "no unit given, read as ml",
                    }
                ],
            },
            "tags": [],
        }
    ]  # fmt: skip
    assert "1 listings read and written, none with an error" in run.stderr


@pytest.mark.parametrize(
    "sellers",
    [
        [{"name": "Brand", "value": "acme corp"}, {"name": "Capacity", "value": {"value": 350, "unit": "ml"}}],
        "Brand=acme corp;Capacity=350 ml",
        "{'brand': 'acme corp', 'capacity': '350 ml'}",
    ],
)
def test_a_sellers_map_may_have_any_shape(tiny_checkpoint: Path, sellers: Any) -> None:
    line = json.dumps(MUG | {"seller_attributes": sellers})
    (result,) = results(predict(tiny_checkpoint, line, "--set", "thresholds.value=1"))
    standard = {key: [value["standard"] for value in values] for key, values in result["attributes"].items()}
    assert standard == {"brand": ["Acme"], "capacity": ["350 ml"]}
    assert "unread" not in result


def test_a_map_that_cannot_be_read_costs_no_listing(tiny_checkpoint: Path) -> None:
    run = predict(tiny_checkpoint, json.dumps(MUG | {"seller_attributes": [1]}), "--set", "thresholds.value=1")
    (result,) = results(run)
    assert (result["category"], [value["status"] for value in result["attributes"]["brand"]]) == ("mug", ["missing"])
    assert result["unread"] == "seller_attributes: no names and values in '1'"
    assert "none with an error, 1 with an unreadable seller's map" in run.stderr


def test_a_name_that_comes_twice_keeps_both_values(tiny_schema: Schema) -> None:
    line = b'{"product_id": "1", "title": "mug", "seller_attributes": {"Lid": "red", "Lid": "blue"}}'
    assert read_listing(line, tiny_schema, max_characters=50).statements == (("Lid", "red"), ("Lid", "blue"))


def test_standard_values_in_chinese(tiny_checkpoint: Path) -> None:
    only_sellers = ("--set", "thresholds.value=1", "--lang", "zh")
    run = predict(tiny_checkpoint, json.dumps(MUG) + '\n{"product_id": "m2"}', *only_sellers)
    result, _ = results(run)
    standard = {key: [value["standard"] for value in values] for key, values in result["attributes"].items()}
    assert standard == {"brand": ["艾克米"], "capacity": ["350 毫升"]}
    assert "读取并写出 2 条商品，1 条出错（1 没有文本）" in run.stderr


def test_spans_name_the_characters_of_the_raw_field(tiny_checkpoint: Path) -> None:
    listing = {
        "product_id": "1",
        "title": "Acme <b>mug</b>&nbsp;350 ml",
        "description": "黑色，350 毫升",
        "category": "mug",
    }
    run = predict(tiny_checkpoint, json.dumps(listing), "--set", "thresholds.value=0")
    (result,) = results(run)
    spans = [v for values in result["attributes"].values() for v in values if v["field"]]
    assert spans
    assert [v["value"] for v in spans] == [listing[v["field"]][v["start"] : v["end"]] for v in spans]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{broken", "undecodable: the line is no JSON in UTF-8 (Expecting"),
        (b'{"product_id": "a", "title": "caf\xe9"}', "undecodable: the line is no JSON in UTF-8 ('utf-8' codec"),
        ("[1]", "undecodable: expected an object, got list"),
        ('{"title": "mug"}', "no_id: `product_id` is missing or empty"),
        ('{"product_id": "a", "title": "<p>&nbsp;</p>"}', "no_text: `title` and `description` are missing or empty"),
        (
            '{"product_id": "a", "title": "caf\ufffd"}',
            "undecodable: the text holds U+FFFD: it was read in a wrong encoding",
        ),
        ('{"product_id": "a", "title": ["mug"]}', "undecodable: `title` must be text, got list"),
        ('{"product_id": "a", "title": "x", "url": ["y"]}', "undecodable: `url` must be text, got list"),
        ('{"product_id": "a", "title": "\\ud83d"}', "undecodable: `title` holds half of a surrogate pair"),
        ('{"product_id": "\\ud83d", "title": "x"}', "undecodable: `product_id` holds half of a surrogate pair"),
        (
            '{"product_id": "a", "title": "x", "seller_attributes": {"\\udc00": "red"}}',
            "undecodable: a key of `seller_attributes` holds half of a surrogate pair",
        ),
        (
            '{"product_id": "a", "title": "x", "other": ' + "[" * 100_000 + "}",
            "undecodable: the line is no JSON in UTF-8 (maximum recursion depth exceeded",
        ),
        (
            '{"product_id": "a", "title": "±£ÎÂ±\xad"}',
            "undecodable: title: GBK was read as Latin-1: 保温杯; set the source's encoding",
        ),
        (
            '{"product_id": "a", "title": "x", "category": "sofa"}',
            "unknown_category: the schema has no category sofa; it has mug, lamp",  # by `unknown_category: reject`
        ),
        ('{"product_id": "a", "title": "' + "x" * 60 + '"}', "too_large: 60 characters, allowed are 50"),
    ],
)
def test_a_bad_line_gets_a_line_with_its_error(tiny_checkpoint: Path, line: str | bytes, error: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    good = b'{"product_id": "b", "title": "white mug", "category": "mug"}'
    options = ("--set", "max_characters=50", "--set", "unknown_category=reject")
    run = predict(tiny_checkpoint, b"\n".join([good, b"", raw, good]), *options)
    assert run.exit_code == 0, run.stderr
    before, bad, after = results(run)
    assert (before["product_id"], after["product_id"]) == ("b", "b")
    assert bad["error"].startswith(error)
    assert (bad["line"], bad["category"], bad["attributes"], bad["tags"]) == (3, None, {}, [])
    assert re.search(
        rf"3 listings read and written, 1 with an error \(1 {bad['error'].partition(':')[0]}\)", run.stderr
    )


@pytest.mark.parametrize(
    ("keys", "site"),
    [
        ({"site": "North.example", "url": "https://www.south.example/p/7"}, "north.example"),
        ({"url": "https://www.south.example/p/7"}, "south.example"),
        ({"site": "n/a", "url": "https://www.south.example/p/7"}, "south.example"),
        ({"site": None, "url": ""}, None),
        ({}, None),
    ],
)
def test_the_site_of_a_line_is_its_site_or_else_its_url(
    tiny_schema: Schema, keys: dict[str, str | None], site: str | None
) -> None:
    listing = read_listing(json.dumps({"product_id": "a", "title": "mug"} | keys).encode(), tiny_schema, 50)
    assert listing.site == site


def test_a_listing_whose_category_nobody_knows_is_an_error(tiny_checkpoint: Path) -> None:
    run = predict(tiny_checkpoint, '{"product_id": "a", "title": "mug"}', "--set", "thresholds.category=1")
    (result,) = results(run)
    guess = r"the model's best guess is (mug|lamp) \(0\.\d\d\), 1 is needed"
    assert re.fullmatch(f"unknown_category: the listing gives no category; {guess}", result["error"])


def test_many_listings_keep_their_order_across_portions(
    tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predicting, "FIRST_PORTION", 2)
    lines = [json.dumps({"product_id": str(n), "title": "mug " * (1 + n % 7), "category": "mug"}) for n in range(20)]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["--checkpoint", str(tiny_checkpoint), "--input", str(source), "--output", str(target)]
    run = CliRunner().invoke(main, ["predict", *arguments])
    assert run.exit_code == 0, run.stderr
    ids = [json.loads(line)["product_id"] for line in target.read_text(encoding="utf-8").splitlines()]
    assert ids == [str(n) for n in range(20)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_no_listing_is_no_error(tiny_checkpoint: Path) -> None:
    run = predict(tiny_checkpoint, "")
    assert (run.exit_code, run.stdout) == (0, "")
    assert "0 listings read and written" in run.stderr


def test_what_is_missing_is_named(tiny_checkpoint: Path, tmp_path: Path) -> None:
    paths = ["--input", str(tmp_path / "none.jsonl"), "--output", str(tmp_path / "out.jsonl")]
    run = CliRunner().invoke(main, ["predict", "--checkpoint", str(tiny_checkpoint), *paths])
    assert run.exit_code == 2
    assert (
        f"error: cannot read the listings {tmp_path / 'none.jsonl'}: No such file or directory; correct" in run.stderr
    )
    run = predict(tmp_path, "")
    assert run.exit_code == 2
    assert "it has no manifest.json; train one with" in run.stderr
    assert not list(tmp_path.iterdir())


def test_overrides_show_all_faults() -> None:
    assert read_settings(["thresholds.value=0.25", "max_characters=9"]).thresholds.value == 0.25
    with pytest.raises(ConfigError) as caught:
        read_settings(["thresholds.valu=0.6", "batching.token_budget=1", "tresholds.tag=1"])
    faults = str(caught.value).splitlines()
    assert len(faults) == 3
    assert "--set thresholds.valu: unknown key; delete it or correct its name (did you mean `value`?)" in faults
    for override in ("thresholds.value", "thresholds.value=[", "a.b.c=1"):
        with pytest.raises(ConfigError, match=rf"cannot apply --set '{re.escape(override)}': "):
            read_settings([override])


def test_a_listing_of_an_unknown_category_may_be_kept_without_one(tiny_checkpoint: Path) -> None:
    line = '{"product_id": "a", "title": "mug", "category": ["Home", "Sofas"], "seller_attributes": {"color": "black"}}'
    run = predict(tiny_checkpoint, line, "--set", "unknown_category=none")
    assert results(run) == [{"product_id": "a", "category": None, "attributes": {}, "tags": []}]
    assert "none with an error" in run.stderr


@pytest.mark.parametrize(
    ("category", "asked", "named", "wording"),
    [
        (["Home", "Cups & mugs", "Mug"], "mug", "itself", None),
        ([{"name": "Home"}, {"name": "Mug"}], "mug", "itself", None),
        ("Mug > Lids > Acme lid", "mug", "above", "Mug > Lids"),
        ("Home / Sofas", None, "unknown", "Sofas"),
        ("暂无", None, None, None),
    ],
)
def test_a_category_may_be_a_path_or_a_list_of_levels(
    tiny_schema: Schema, category: Any, asked: str | None, named: str | None, wording: str | None
) -> None:
    line = json.dumps({"product_id": "a", "title": "Acme lid", "category": category})
    listing = read_listing(line.encode(), tiny_schema, 50)
    assert (listing.category, listing.named, listing.wording) == (asked, named, wording)
