"""Lies planted in faithful texts: one a row, by kind, and none that facts or listing say as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.lies.__main__ import KINDS, main, plant
from benchmarks.lies.rows import make_row

LAMP = {
    "id": "L1",
    "category": "desk_lamp",
    "facts": [
        {"attribute": "brand", "value": "IKEA", "labels": {"en": "IKEA", "zh": "宜家"}},
        {"attribute": "color", "value": "Black", "value_id": "black", "labels": {"en": "Black", "zh": "黑色"}},
        {"attribute": "height", "value": "48 cm", "number": 48.0, "unit": "cm"},
        {"attribute": "width", "value": "20 cm", "number": 20.0, "unit": "cm"},
    ],
    "listing": {"title": "IKEA TERTIAL lamp, black, 48 cm", "description": "A lamp. 20 cm wide."},
    "text": "The lamp by IKEA is black. It is 48 cm high with a width of 20 cm.",
    "language": "en",
}
OTHER = {
    "id": "L2",
    "category": "desk_lamp",
    "facts": [
        {"attribute": "brand", "value": "Xiaomi", "labels": {"en": "Xiaomi", "zh": "小米"}},
        {"attribute": "color", "value": "White", "value_id": "white"},
        {"attribute": "dimming", "value": "Stepless dimming"},
    ],
    "listing": None,
    "text": "The lamp is white. It has stepless dimming.",
    "language": "en",
}
HEADSET = {
    "id": "H1",
    "facts": [
        {"attribute": "color", "value": "Black", "value_zh": "黑色"},
        {"attribute": "weight", "value": "200 g", "number": 200.0, "unit": "g", "raw_value": "200克"},
    ],
    "listing": "头戴式耳机，黑色，净重200克，支持蓝牙",
    "text": "这款耳机为黑色，净重200克，支持蓝牙。",
    "language": "zh",
}


def planted(kind: str, *rows: dict[str, Any], seed: int = 1) -> list[dict[str, Any]]:
    return [*plant([make_row(row) for row in rows], [kind], seed)]


@pytest.mark.parametrize("kind", KINDS)
def test_one_change_at_its_place(kind: str) -> None:
    for row in planted(kind, LAMP, OTHER):
        start, end = row["place"]
        whole = {"L1": LAMP, "L2": OTHER}[row["id"].split("#")[0]]["text"]
        assert row["text"][:start] == whole[:start]
        assert whole.endswith(row["text"][end:])
        assert row["text"] != whole
        assert row["id"].endswith(f"#{kind}")
        assert row["lie"] == kind


def test_another_number_is_none_that_is_stated() -> None:
    for seed in range(20):
        (row,) = planted("number", HEADSET, seed=seed)
        start, end = row["place"]
        assert row["text"][start:end].isdigit()
        assert row["text"][start:end] != "200"
    assert not planted("number", HEADSET | {"text": "黑色耳机。"})
    assert not planted("number", HEADSET | {"text": "共5只。", "listing": "4, 5, 6 或 50"})


def test_another_unit_keeps_the_number() -> None:
    (row,) = planted("unit", HEADSET)
    start, end = row["place"]
    assert row["text"][start - 3 : start] == "200"
    assert row["text"][start:end] in ("千克", "毫克", "盎司", "磅", "公斤", "斤")
    said = HEADSET | {"text": "It weighs 2 kg.", "listing": "2 g, 2 mg, 2 oz, 2 lb, 2 kg", "language": "en"}
    assert not planted("unit", said)


def test_another_colour_is_none_of_the_listing_in_any_language() -> None:
    for seed in range(20):
        (row,) = planted("colour", HEADSET | {"listing": "白色 red 蓝色"}, seed=seed)
        start, end = row["place"]
        assert row["text"][start:end].endswith("色")
        assert row["text"][start:end] not in ("黑色", "白色", "红色", "蓝色")
    assert not planted("colour", HEADSET | {"text": "支持蓝牙，配白酒。"})


def test_another_maker_is_one_of_the_file() -> None:
    assert [row["text"] for row in planted("brand", LAMP, OTHER)] == [
        "The lamp by Xiaomi is black. It is 48 cm high with a width of 20 cm."
    ]


def test_values_change_their_places_only_where_words_tell_of_what_they_are_said() -> None:
    texts = {row["text"] for seed in range(20) for row in planted("moved", LAMP, seed=seed)}
    assert "The lamp by IKEA is black. It is 20 cm high with a width of 48 cm." in texts
    listed = LAMP | {"text": "48 cm, 20 cm"}
    assert not planted("moved", listed)


def test_what_is_stated_is_denied_and_what_is_denied_is_stated() -> None:
    texts = {row["text"] for seed in range(20) for row in planted("negation", HEADSET, seed=seed)}
    assert texts == {"这款耳机不是黑色，净重200克，支持蓝牙。", "这款耳机为黑色，净重200克，不支持蓝牙。"}
    (row,) = planted("negation", LAMP | {"text": "It is not dimmable."})
    assert row["text"] == "It is dimmable."


def test_praise_is_planted_where_nothing_is_praised() -> None:
    (row,) = planted("superlative", HEADSET)
    assert row["text"].rstrip("。").endswith(("同类最佳", "业内第一", "胜过所有同类产品"))
    assert not planted("superlative", HEADSET | {"listing": "销量第一"})


def test_a_sentence_of_another_product_is_added_where_it_is_not_stated() -> None:
    assert [row["text"].removeprefix(LAMP["text"]) for row in planted("extra", LAMP, OTHER) if "L1" in row["id"]] == [
        " It has stepless dimming."
    ]
    dimmed = LAMP | {"listing": "stepless dimming"}
    assert not [row for row in planted("extra", dimmed, OTHER) if "L1" in row["id"]]


def test_the_value_of_another_product_is_no_spelling_of_its_own() -> None:
    (row,) = [row for row in planted("variant", LAMP, OTHER) if "L1" in row["id"]]
    assert row["text"].startswith("The lamp by IKEA is White.")
    aluminum = {"attribute": "material", "value": "aluminum"}
    same = OTHER | {"facts": [{"attribute": "material", "value": "aluminium"}]}
    assert not [
        row
        for row in planted("variant", LAMP | {"facts": [aluminum], "text": "Of aluminum."}, same)
        if "L1" in row["id"]
    ]


def test_facts_as_text() -> None:
    row = make_row(
        {
            "id": 7,
            "facts": 'case: { diameter:[ { unit:millimeters, value:19. } ], material:[ { value:"metal" } ] }',
            "listing": None,
            "text": "The case is made of metal with a diameter of 19 millimeters.",
            "language": "en",
        }
    )
    assert [(each.attribute, each.wordings, each.number, each.unit) for each in row.stated] == [
        ("diameter", ("19.",), 19.0, "millimeters"),
        ("material", ("metal",), None, None),
    ]


def test_from_file_to_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "texts.jsonl", tmp_path / "made" / "lies.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in (LAMP, HEADSET)), encoding="utf-8")
    main(["--input", str(source), "--output", str(target), "--kinds", "number,unit", "--seed", "3"])
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["L1#number", "L1#unit", "H1#number", "H1#unit"]
    assert rows[0]["facts"] == LAMP["facts"]
    assert capsys.readouterr().out == "2 faithful texts\nnumber             2\nunit               2\n"


def test_faults_of_the_input_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "texts.jsonl"
    source.write_text(
        '{"id": "1", "facts": 3, "text": "a", "language": "en"}\n{"id": "2", "text": ""}', encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        main(["--input", str(source), "--output", str(tmp_path / "lies.jsonl")])
    told = capsys.readouterr().err
    assert "`facts` must be a list of objects, or text, got int" in told
    assert "`text` must be text, got ''" in told
    with pytest.raises(SystemExit):
        main(["--input", str(source), "--output", str(tmp_path / "lies.jsonl"), "--kinds", "fib"])
    assert "--kinds has fib; there are number, unit" in capsys.readouterr().err
