"""Steps and rules: text in, text out, and the faults of a rule that is written wrongly."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from udfs.schema.rules import Rule

MARKS = {"GB": "Gigabytes", "G": "Generation", "DDR": "Double Data Rate", "GE": "General Electric"}
CM = [{"convert": {"to": "cm", "assume": "inch", "take": "largest"}}, {"round": 1}, "without unit"]


def rule(*steps: Any) -> Rule:
    return Rule.model_validate({"do": steps})


@pytest.mark.parametrize(
    ("step", "text", "made"),
    [
        ("as written", " Two-tier, ", "Two-tier"),
        ("upper case", "Bosch®", "BOSCH"),
        ("lower case", "XL", "xl"),
        ("letters and digits", "AB-12 (7)", "AB127"),
        ("letters and digits", "--", None),
        ("digits", "0 12-34", "01234"),
        ("first part", "Red/Blue", "Red"),
        ("first part", "Teal with gold trim", "Teal"),
        ("first part", "Red", None),
        ("first part", "Red " + " " * 100_000, None),
        ("first part", "Red" + " " * 100_000 + "/ Blue", "Red"),
        ("first part", ", Blue", None),
        ("without unit", "30.5 cm", "30.5"),
        ("without unit", "5 x 7 cm", None),
        ("without unit", " 1.5, cm ", "1.5,"),
        ("without unit", "1" + " " * 100_000 + "1", None),
        ("without unit", "1" + "," * 100_000 + " 1", None),
        ({"characters": [2, 4]}, "ABCDE", "BCD"),
        ({"characters": [2, 6]}, "ABCDE", None),
        ({"number": "first"}, "2,500 per case", "2500"),
        ({"number": "first"}, "8.5K pages", "8500"),
        ({"number": "first"}, "Twin pack", "2"),
        ({"number": "first"}, "2 dozen eggs", "24"),
        ({"number": "first"}, "three-way", "3"),
        ({"number": "first"}, "dualities", None),
        ({"number": "sum"}, "3 rear, 2 front", "5"),
        ({"number": "largest"}, "3 rear, 20 front", "20"),
        ({"number": "last"}, "3 rear, 20 front, 1 top", "1"),
        ({"convert": {"to": "cm"}}, "12 in", "30.48 cm"),
        ({"convert": {"to": "cm"}}, '2 ft 6"', "76.2 cm"),
        ({"convert": {"to": "cm"}}, "12", None),
        ({"convert": {"to": "cm"}}, "12 kg", None),
        ({"convert": {"to": "cm", "assume": "inch"}}, "5-3/10", "13.462 cm"),
        ({"convert": {"to": "g", "take": "largest"}}, "1 to 2 kg", "2000 g"),
        ({"convert": {"to": "kg", "factors": {"lb": 0.45}}}, "10 lbs", "4.5 kg"),
        ({"round": 1}, "30.48 cm", "30.5 cm"),
        ({"round": 1}, "61", "61.0"),
        ({"round": 0}, "about 3", None),
        ({"assume": "GB"}, "64", "64 GB"),
        ({"assume": "GB"}, "64 MB", "64 MB"),
        ({"expand": MARKS}, "64-GB", "64 Gigabytes"),
        ({"expand": MARKS}, "16/32gb", "16/32 Gigabytes"),
        ({"expand": MARKS}, "DDR-4", "Double Data Rate 4"),
        ({"expand": MARKS}, "G3-G5", "Generation 3-Generation 5"),
        ({"expand": MARKS}, "G9p G2/G1", "Generation 9p Generation 2/Generation 1"),
        ({"expand": MARKS}, "GE Profile", "General Electric Profile"),
        ({"expand": MARKS}, "Gauge", None),
        ({"expand": {"in": "Inches"}}, "12 İN", "12 Inches"),  # how a Turkish keyboard writes it
        ({"expand": {"in": "Inches"}}, "12 ın x 4in", "12 Inches x 4 Inches"),
        ({"expand": {"İN": "Inches"}}, "12 in", "12 Inches"),
        ({"alias": {"TNF": "The North Face"}}, " tnf ", "The North Face"),
        ({"alias": {'5"': "small"}}, "5'", None),
    ],
)
def test_a_step(step: Any, text: str, made: str | None) -> None:
    assert rule(step).apply(text) == made


@pytest.mark.parametrize(
    ("step", "text", "made"),
    [
        ({"number": "first"}, "9" * 400, None),
        ({"number": "sum"}, "4 of " + "9" * 400, None),
        ({"number": "first"}, "4 of " + "9" * 400, "4"),
        ({"convert": {"to": "cm"}}, "9" * 400 + " in", None),
        ({"convert": {"to": "mm"}}, "9" * 308 + " m", None),
        ({"round": 1}, "9" * 400 + " cm", None),
    ],
)
def test_no_step_makes_an_infinite_number(step: Any, text: str, made: str | None) -> None:
    assert rule(step).apply(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [('24"', "61.0"), ("6-1/2", "16.5"), ('10" - 12 1/2"', "31.8"), ("3 ft.", "91.4"), ("Extra tall", None)],
)
def test_steps_follow_each_other_until_one_cannot_be_applied(text: str, made: str | None) -> None:
    assert rule(*CM).apply(text) == made


def test_a_rule_is_named_by_its_steps() -> None:
    assert rule(*CM).name == "to cm, 1 decimal, without unit"
    assert rule({"expand": MARKS}, {"number": "sum"}, {"characters": [1, 2]}).name == (
        "expand, sum of numbers, characters 1-2"
    )


def test_a_rule_survives_json() -> None:
    written = Rule.model_validate({"do": [*CM, {"expand": MARKS}], "support": 7, "precision": 0.875})
    assert Rule.model_validate_json(written.model_dump_json()) == written


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"do": ["uper case"]}, "Input should be 'as written', 'upper case'"),
        ({"do": [{"nummer": "first"}]}, "or has one key of characters, number, convert, round, assume, expand, alias"),
        ({"do": [{"number": "first", "round": 1}]}, "or has one key of characters, number"),
        ({"do": [{"convert": {"to": "centimetrs"}}]}, "unit 'centimetrs' is unknown; write one such as mAh"),
        ({"do": [{"characters": [6, 2]}]}, "write the first and the last character, counted from 1"),
        ({"do": []}, "`do` needs at least one step"),
        ({"do": ["digits"], "support": 3}, "a learned rule has `support` and `precision`, a rule of your own neither"),
    ],
)
def test_faults_of_a_rule(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as error:
        Rule.model_validate(data)
    assert [fault in each["msg"] for each in error.value.errors()] == [True]


SIZES = {
    "sizes": {
        "to": "EU",
        "table": [
            {"EU": 42, "US": 8.5, "UK": 8},
            {"EU": 42.5, "US": 9, "UK": 8.5},
            {"EU": 43, "UK": 9},
            {"EU": 44, "UK": 9},
        ],
    }
}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("US 8.5", "EU 42"),
        ("UK 8½", "EU 42.5"),
        ("美码9", "EU 42.5"),
        ("EU 42", "EU 42"),
        ("8.5", None),
        ("US 11", None),
        ("UK 9", None),
    ],
)
def test_a_size_converts_by_its_table_alone(raw: str, value: str | None) -> None:
    rule = Rule.model_validate({"do": [SIZES]})
    assert (rule.apply(raw), rule.name) == (value, "size in EU")


def test_each_row_of_a_size_table_has_the_size_wanted() -> None:
    with pytest.raises(ValueError, match="each row of `table` needs a size in EU, got"):
        Rule.model_validate({"do": [{"sizes": {"to": "EU", "table": [{"US": 9}]}}]})
