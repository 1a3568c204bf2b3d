"""Who wins among several claims about one attribute, and what becomes of the losers."""

from __future__ import annotations

import pytest

from udfs.records import Choice, Claim, Fact, Origin
from udfs.resolution.resolver import Resolver
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.standardizer import Standardizer


@pytest.fixture
def resolver(tiny_schema: Schema) -> Resolver:
    return Resolver(tiny_schema, Standardizer(tiny_schema, match_threshold=0.6), Thresholds())


def claim(
    resolver: Resolver, attribute: str, origin: Origin, raw: str, confidence: float = 1.0, start: int | None = None
) -> Claim:
    standard = resolver.standardizer.standardize("mug", attribute, raw)
    place = ("title", start, start + len(raw)) if start is not None else (None, None, None)
    return Claim(attribute, origin, raw, confidence, standard, *place)


def only(rows: list[Fact], attribute: str) -> Fact:
    [row] = [row for row in rows if row.attribute == attribute]
    return row


def test_the_seller_goes_before_the_model_and_the_loser_is_kept(resolver: Resolver) -> None:
    claims = [claim(resolver, "capacity", "model", "350ml", 0.95, 4), claim(resolver, "capacity", "seller", "0.4 L")]
    row = only(resolver.resolve("mug", claims, []), "capacity")
    assert (row.value, row.number, row.unit, row.origin, row.confidence) == ("400 ml", 400.0, "ml", "seller", 1.0)
    assert [(a.origin, a.value, a.outcome) for a in row.lost] == [("model", "350 ml", "outranked")]


def test_an_unusable_value_of_the_seller_does_not_hide_a_good_one(resolver: Resolver) -> None:
    claims = [claim(resolver, "capacity", "seller", "见描述"), claim(resolver, "capacity", "model", "350毫升", 0.9, 0)]
    row = only(resolver.resolve("mug", claims, []), "capacity")
    assert (row.status, row.value, row.origin) == ("standard", "350 ml", "model")


def test_evidence_in_the_text_and_the_whole_listing_agree_on_one_row(resolver: Resolver) -> None:
    claims = [claim(resolver, "color", "model", "jet black", 0.7, 3)]
    row = only(resolver.resolve("mug", claims, [Choice("color", "black", 0.9)]), "color")
    assert (row.value, row.value_zh, row.value_id, row.rule) == ("Black", "黑色", "black", "alias")
    assert (row.field, row.start_offset, row.end_offset, row.confidence) == ("title", 3, 12, 0.9)


def test_what_is_required_and_not_found_is_missing_and_nothing_else_is_invented(resolver: Resolver) -> None:
    rows = resolver.resolve("mug", [claim(resolver, "capacity", "model", "350ml", 0.3, 0)], [])
    assert [(row.attribute, row.status, row.value) for row in rows] == [("brand", "missing", None)]


def test_a_value_no_rule_knows_becomes_an_unmapped_row(resolver: Resolver) -> None:
    row = only(resolver.resolve("mug", [claim(resolver, "color", "seller", "Moonlight")], []), "color")
    assert (row.status, row.raw_value, row.value) == ("unmapped", "Moonlight", None)


def test_the_order_of_claims_does_not_matter(resolver: Resolver) -> None:
    claims = [
        claim(resolver, "brand", "model", "Acme", 0.8, 0),
        claim(resolver, "brand", "model", "Acme", 0.8, 20),
        claim(resolver, "brand", "model", "Other Maker", 0.8, 40),
        claim(resolver, "capacity", "seller", "1 kg"),
        claim(resolver, "capacity", "model", "500 ml", 0.6, 60),
    ]
    assert resolver.resolve("mug", claims, []) == resolver.resolve("mug", claims[::-1], [])


def test_places_of_one_value_are_added_up_and_win_together(resolver: Resolver) -> None:
    claims = [
        claim(resolver, "capacity", "model", "350ml", 0.3, 0),
        claim(resolver, "capacity", "model", "500 ml", 0.35, 20),
        claim(resolver, "capacity", "model", "0.35 L", 0.3, 40),
    ]
    row = only(resolver.resolve("mug", claims, []), "capacity")
    assert (row.value, row.raw_value, row.start_offset, row.confidence) == ("350 ml", "350ml", 0, 0.6)
    assert [(a.raw_value, a.confidence, a.outcome) for a in row.lost] == [
        ("0.35 L", 0.3, "repeated"), ("500 ml", 0.35, "below_threshold"),
    ]  # fmt: skip


def test_what_loses_hangs_on_the_value_that_it_lost_to(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["kind"] = "choices"
    schema = Schema.model_validate(data)
    resolver = Resolver(schema, Standardizer(schema, match_threshold=0.6), Thresholds())
    claims = [
        claim(resolver, "color", "seller", "白色"), claim(resolver, "color", "seller", "jet black"),
        claim(resolver, "color", "model", "白", 0.8, 3), claim(resolver, "color", "model", "black", 0.3, 6),
    ]  # fmt: skip
    black, white = (row for row in resolver.resolve("mug", claims, []) if row.attribute == "color")
    assert [(a.raw_value, a.outcome, a.place, a.ordinal) for a in black.lost] == [("black", "below_threshold", 0, None)]
    assert [(a.raw_value, a.outcome, a.place, a.ordinal) for a in white.lost] == [("白", "repeated", 1, 1)]


def test_claims_of_which_nothing_stands_are_kept(resolver: Resolver) -> None:
    facts, without = resolver.weigh("mug", [claim(resolver, "capacity", "model", "0.4 L", 0.3, 2)], [])
    assert [fact.attribute for fact in facts] == ["brand"]
    (lost,) = without
    assert (lost.attribute, lost.outcome, lost.least, lost.value, lost.number, lost.unit, lost.start_offset) == (
        "capacity", "below_threshold", 0.5, "400 ml", 400.0, "ml", 2,
    )  # fmt: skip


def test_places_of_a_value_that_lost_lost_for_one_reason(resolver: Resolver) -> None:
    claims = [
        claim(resolver, "capacity", "seller", "500 ml"),
        claim(resolver, "capacity", "model", "350ml", 0.35, 0),
        claim(resolver, "capacity", "model", "0.35 L", 0.25, 40),
        claim(resolver, "capacity", "model", "a litre", 0.1, 60),
    ]
    row = only(resolver.resolve("mug", claims, []), "capacity")
    assert [(a.raw_value, a.confidence, a.outcome) for a in row.lost] == [
        ("a litre", 0.1, "below_threshold"),
        ("350ml", 0.35, "outranked"), ("0.35 L", 0.25, "outranked"),
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [("-20 °C", "20 °C"), ("6'", '6"'), ("1–2 L", "12 L")])
def test_values_that_differ_in_a_mark_are_not_added_up(resolver: Resolver, one: str, other: str) -> None:
    claims = [claim(resolver, "color", "model", one, 0.3, 0), claim(resolver, "color", "model", other, 0.3, 20)]
    assert [row.attribute for row in resolver.resolve("mug", claims, [])] == ["brand"]
    again = [*claims, claim(resolver, "color", "model", f" {one.upper()}", 0.3, 40)]
    row = only(resolver.resolve("mug", again, []), "color")
    assert (row.status, row.raw_value, row.confidence) == ("unmapped", one, 0.6)


def test_a_sellers_values_stand_beside_those_a_person_decided(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["kind"] = "choices"
    schema = Schema.model_validate(data)
    resolver = Resolver(schema, Standardizer(schema, match_threshold=0.6), Thresholds())
    claims = [claim(resolver, "color", "seller", "jet black"), claim(resolver, "color", "person", "white")]
    rows = [row for row in resolver.resolve("mug", claims, []) if row.attribute == "color"]
    assert [(row.ordinal, row.value, row.origin) for row in rows] == [(0, "White", "person"), (1, "Black", "seller")]


@pytest.mark.parametrize(
    ("confidence", "status", "value"), [(0.55, "unmapped", None), (0.89, "unmapped", None), (0.9, "standard", "White")]
)
def test_the_model_overrules_a_value_that_nobody_knows_only_when_it_is_sure(
    resolver: Resolver, confidence: float, status: str, value: str | None
) -> None:
    claims = [claim(resolver, "color", "seller", "Moonlight")]
    row = only(resolver.resolve("mug", claims, [Choice("color", "white", confidence)]), "color")
    assert (row.status, row.value, row.raw_value) == (status, value, None if value else "Moonlight")
    lost = [(a.value, a.confidence, a.outcome, a.least, a.against, a.against_origin) for a in row.lost]
    assert lost == (
        [(None, 1.0, "unmapped", None, None, None)]
        if value
        else [("White", confidence, "below_overrule", 0.9, "Moonlight", "seller")]
    )


@pytest.mark.parametrize("raw", ["N/A", "见描述"])
def test_a_seller_who_says_nothing_is_not_overruled(resolver: Resolver, raw: str) -> None:
    claims = [claim(resolver, "color", "seller", raw), claim(resolver, "color", "model", "white", 0.6, 0)]
    assert only(resolver.resolve("mug", claims, []), "color").value == "White"


@pytest.mark.parametrize(
    ("attribute", "stated", "found", "value"),
    [
        ("capacity", "350ml+500ml", "1 L", None),
        ("capacity", "350ml+500ml", "0.5 L", "500 ml"),
        ("capacity", "1 kg", "0.5 L", "500 ml"),  # says nothing of a volume
        ("brand", "No Brand", "Acme", None),
        ("brand", "杂牌", "Acme", None),
        ("brand", "N/A", "Acme", "Acme"),
    ],
)
def test_words_that_no_rule_reads_may_still_leave_no_room(
    resolver: Resolver, attribute: str, stated: str, found: str, value: str | None
) -> None:
    claims = [claim(resolver, attribute, "seller", stated), claim(resolver, attribute, "model", found, 0.99, 0)]
    row = only(resolver.resolve("mug", claims, []), attribute)
    assert row.value == value
    reasons = {(a.outcome, a.against) for a in row.lost if a.origin == "model"}
    assert reasons == (set() if value else {("contradicted", stated)})


def test_a_known_value_of_a_seller_stands_beside_an_unknown_one(resolver: Resolver) -> None:
    claims = [claim(resolver, "color", "seller", "Moonlight"), claim(resolver, "color", "seller", "black")]
    row = only(resolver.resolve("mug", claims, [Choice("color", "white", 0.6)]), "color")
    assert (row.value, row.origin) == ("Black", "seller")
    assert ("White", "outranked") in [(a.value, a.outcome) for a in row.lost]


def test_where_the_model_goes_first_it_needs_not_overrule(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["precedence"] = ["model", "seller"]
    schema = Schema.model_validate(data)
    resolver = Resolver(schema, Standardizer(schema, match_threshold=0.6), Thresholds())
    row = only(
        resolver.resolve("mug", [claim(resolver, "color", "seller", "Moonlight")], [Choice("color", "white", 0.6)]),
        "color",
    )
    assert (row.value, row.origin) == ("White", "model")


def test_a_claim_that_lost_to_a_value_names_it_wherever_its_evidence_stands(resolver: Resolver) -> None:
    black, white = (resolver.standardizer.from_choice("mug", "color", key) for key in ("black", "white"))
    claims = [
        Claim("color", "model", "白", 0.8, white, "title", 5, 6),
        Claim("color", "model", "black", 0.7, black, "title", 0, 5),
    ]
    facts = resolver.resolve("mug", claims, [Choice("color", "black", 0.9, 1.0)])
    row = only(facts, "color")
    assert (row.value, row.raw_value) == ("Black", "black")
    assert {(each.raw_value, each.outcome, each.ordinal) for each in row.lost} == {
        (None, "repeated", 0), ("白", "less_sure", 0),
    }  # fmt: skip
