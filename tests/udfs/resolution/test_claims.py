"""From spans and sellers' values to claims: what is unknown, and what a decision changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from udfs.confidence.outliers import Outliers
from udfs.pipeline import Pipeline
from udfs.records import Claim, Extraction, Listing, Scored, Span, Wording
from udfs.resolution.claims import Claims
from udfs.resolution.decisions import Decisions, decisions_from_json, decisions_to_json
from udfs.resolution.product import ProductMaker
from udfs.resolution.resolver import Resolver
from udfs.resolution.statements.entries import Entry, read_entries
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.raw import Column
from udfs.values.standardizer import Standardizer

WHITE = [Scored("white", 0.9)]

# attribute, raw value, confidence
SPANS = {
    "p1": [("color", "dusk", 0.2), ("color", "dawn", 0.15), ("lid", "tight", 0.4)],
    "p2": [("color", "dust", 0.25), ("lid", "loose", 0.3), ("lid", "ajar", 0.25)],
    "p3": [("color", "dusk", 0.1)],
}


@pytest.fixture
def two_choices(tiny_schema: Schema) -> Schema:
    """Mugs with a colour that counts from 0.3 on, and a lid, of the same values, with the job's threshold."""
    data = tiny_schema.model_dump(mode="json")
    attributes = data["categories"]["mug"]["attributes"]
    attributes["lid"] = attributes["color"] | {"name": {"en": "Lid", "zh": "盖子"}, "aliases": []}
    attributes["color"] = attributes["color"] | {"threshold": 0.3}
    return Schema.model_validate(data)


USUAL = Thresholds()


def claims(schema: Schema, thresholds: Thresholds = USUAL, decisions: Decisions | None = None) -> Claims:
    return Claims(schema, Standardizer(schema, match_threshold=thresholds.match), thresholds, decisions)


def spans(*said: tuple[str, str, float]) -> list[Span]:
    """Each at a place of its own, as the model gives them."""
    return [
        Span(attribute, "title", 9 * n, 9 * n + len(raw), raw, sure) for n, (attribute, raw, sure) in enumerate(said)
    ]


def stated(
    made: Claims, said: list[Span], sellers: list[Wording], matches: Mapping[Wording, list[Scored]] | None = None
) -> list[Claim]:
    return made.compared("mug", made.stated("mug", said, entries(sellers)), matches or {})


def entries(sellers: list[Wording]) -> list[Entry]:
    return [Entry(*wording, Column()) for wording in sellers]


def unknown(made: Claims, said: list[Span], sellers: list[Wording]) -> list[Wording]:
    return made.unknown("mug", made.stated("mug", said, entries(sellers)))


def winner(schema: Schema, decisions: Decisions, said: list[Span], sellers: list[Wording]) -> tuple[object, ...]:
    thresholds = Thresholds(value=0.05)
    found = stated(claims(schema, thresholds, decisions), said, sellers)
    resolver = Resolver(schema, Standardizer(schema, match_threshold=thresholds.match), thresholds)
    [row] = [row for row in resolver.resolve("mug", found, ()) if row.attribute == "color"]
    return row.status, row.value, row.origin, row.rule, row.confidence


def test_a_decision_says_what_a_wording_means_and_not_that_a_listing_states_it(tiny_schema: Schema) -> None:
    midnight: Decisions = {("mug", "color", "midnight"): "black"}
    unlikely = spans(("color", "Midnight", 0.06), ("color", "white", 0.88))
    likely = spans(("color", "midnight", 0.88), ("color", "white", 0.06))
    black, white = [Wording("color", " MIDNIGHT")], [Wording("color", "white")]
    assert winner(tiny_schema, midnight, unlikely, []) == ("standard", "White", "model", "name", 0.88)
    assert winner(tiny_schema, midnight, likely, []) == ("standard", "Black", "model", "decision", 0.88)
    assert winner(tiny_schema, midnight, likely, white) == ("standard", "White", "seller", "name", 1.0)
    assert winner(tiny_schema, midnight, unlikely, black) == ("standard", "Black", "person", "decision", 1.0)


def test_what_a_person_has_refused_is_invalid_whatever_rules_make_of_it(tiny_schema: Schema) -> None:
    refused: Decisions = {("mug", "color", "black"): None}
    made = claims(tiny_schema, decisions=refused)
    [claim] = stated(made, [], [Wording("color", "Black")])
    assert (claim.origin, claim.outcome.status, claim.outcome.detail) == (
        "seller", "invalid", "a person refused this value",
    )  # fmt: skip
    assert unknown(made, [], [Wording("color", "Black"), Wording("color", "dusk")]) == [("color", "dusk")]


def test_only_what_may_win_is_unknown(two_choices: Schema) -> None:
    made = claims(two_choices)
    sellers = [Wording("color", "fog"), Wording("lid", "white"), Wording("color", "fog")]
    assert [unknown(made, spans(*SPANS[p]), sellers if p == "p3" else []) for p in SPANS] == [
        [("color", "dusk"), ("color", "dawn")], [("lid", "loose"), ("lid", "ajar")], [("color", "fog")],
    ]  # fmt: skip
    lower = claims(two_choices, Thresholds(value=0.4))
    assert unknown(lower, spans(*SPANS["p1"]), [])[2:] == [("lid", "tight")]


def test_what_is_not_compared_stays_a_claim_and_no_comparison_of_another_product_counts(two_choices: Schema) -> None:
    made = claims(two_choices)
    everything = {Wording(attribute, raw): WHITE for said in SPANS.values() for attribute, raw, _ in said}
    found = [stated(made, spans(*said), [], everything) for said in SPANS.values()]
    assert [[(c.raw, c.outcome.rule) for c in own] for own in found] == [
        [("dusk", "nearest value"), ("dawn", "nearest value"), ("tight", "no match")],
        [("dust", "no match"), ("loose", "nearest value"), ("ajar", "nearest value")],
        [("dusk", "no match")],
    ]


def test_a_bare_number_is_a_quantity_of_a_seller_and_not_of_a_text(tiny_schema: Schema) -> None:
    def standard(found: list[Claim]) -> list[tuple[str, str | None]]:
        return [(claim.outcome.status, claim.outcome.value) for claim in found]

    made = claims(tiny_schema)
    assert standard(stated(made, [], [Wording("capacity", "350")])) == [("standard", "350 ml")]
    assert standard(stated(made, spans(("capacity", "350", 0.9)), [])) == [("invalid", None)]


def test_a_seller_s_names_are_read_and_what_the_category_lacks_is_told(tiny_schema: Schema) -> None:
    said = {"Colour": "jet black", " 容量 ": "0.35 l", "Glaze": "matte", "Glaze (mm)": "2"}
    known, unknown = read_entries(tiny_schema.categories["mug"], said.items())
    assert [(entry.attribute, entry.raw) for entry in known] == [("color", "jet black"), ("capacity", "0.35 l")]
    assert unknown == {"Glaze": "matte", "Glaze (mm)": "2"}


@pytest.mark.parametrize(
    ("name", "raw", "value", "detail"),
    [
        ("Capacity (L)", "0.35", "350 ml", "liter by the column's name"),
        ("容量（升）", "0.35", "350 ml", "liter by the column's name"),
        ("Capacity in cl", "35", "350 ml", "centiliter by the column's name"),
        ("capacity_l", "0.35", "350 ml", "liter by the column's name"),
        ("Capacity (L)", "350 ml", "350 ml", None),
        ("Capacity", "350", "350 ml", "no unit given, read as ml"),
    ],
)
def test_a_column_s_name_may_name_the_unit(
    tiny_schema: Schema, name: str, raw: str, value: str, detail: str | None
) -> None:
    known, _ = read_entries(tiny_schema.categories["mug"], [(name, raw)])
    [claim] = claims(tiny_schema).stated("mug", [], known)
    assert (claim.outcome.value, claim.outcome.detail, claim.raw) == (value, detail, raw)


# By the plausible range alone, 1.500 ml of a mug would be 1500.
@pytest.mark.parametrize(
    ("other", "value"), [("0,25 kg", "1500 ml"), ("0.25 kg", None), ("25 kg", "1500 ml"), ("1.250,5 g", "1500 ml")]
)
def test_what_a_dot_separates_the_other_numbers_tell(tiny_schema: Schema, other: str, value: str | None) -> None:
    known, _ = read_entries(tiny_schema.categories["mug"], [("capacity", "1.500 ml"), ("Net weight", other)])
    [claim] = claims(tiny_schema).stated("mug", [], known)
    assert claim.outcome.value == value


def test_decisions_go_to_the_workers_as_they_are() -> None:
    decided: Decisions = {("mug", "color", "墨绿"): "black", ("mug", "brand", "x"): None}
    assert decisions_from_json(decisions_to_json(decided)) == decided


def test_the_pipeline_without_spark_compares_what_is_unknown(two_choices: Schema) -> None:
    asked: list[str] = []

    class Model:
        checkpoint = SimpleNamespace(outliers=Outliers())

        def extract(self, listings: list[Listing]) -> list[Extraction]:
            return [Extraction("mug", 1.0, spans=tuple(spans(*SPANS[item.product_id]))) for item in listings]

        def match(self, triples: list[tuple[str, str, str]]) -> list[list[Scored]]:
            asked.extend(raw for _, _, raw in triples)
            return [WHITE] * len(triples)

    listings = [Listing(i, "Mug", category="mug") for i in ("p1", "p2")]
    listings.append(Listing("p3", "Mug", category="mug", seller_attributes={"Colour": "fog", "Lid": "white", "X": "1"}))
    results = Pipeline(Model(), two_choices, Thresholds(nearest_precision=None)).process(listings)  # type: ignore[arg-type]
    assert sorted(asked) == ["ajar", "dawn", "dusk", "fog", "loose"]
    values = [{row.attribute: (row.value, row.confidence) for row in result.product.facts} for result in results]
    assert (values[0]["color"], values[1]["lid"]) == (("White", 0.35), ("White", 0.55))
    assert results[2].product.unknown_attributes == {"X": "1"}


@pytest.mark.parametrize(
    ("calibrated", "precision", "score", "rule", "detail", "confidence"),
    [
        (True, 0.95, 0.97, "nearest value", "similarity 0.97", 0.97),
        (True, 0.95, 0.94, "no match", "nearest: White 0.94", 1.0),
        (True, 0.80, 0.94, "nearest value", "similarity 0.94", 0.94),
        (True, 0.30, 0.45, "no match", "nearest: White 0.45", 1.0),  # below the threshold of any value
        (False, 0.95, 0.99, "no match", "nearest: White 0.99", 1.0),  # nobody knows what it is worth
        (False, None, 0.60, "nearest value", "similarity 0.60", 1.0),  # a benchmark: the score alone decides
        (True, None, 0.60, "nearest value", "similarity 0.60", 0.60),
    ],
)
def test_a_sellers_nearest_value_is_as_sure_as_it_is_right(
    tiny_schema: Schema,
    calibrated: bool,
    precision: float | None,
    score: float,
    rule: str,
    detail: str,
    confidence: float,
) -> None:
    maker = ProductMaker(tiny_schema, Thresholds(nearest_precision=precision), calibrated=calibrated)
    fog = Wording("color", "fog")
    product = maker.make(
        "mug", (), (), (), entries=[("Colour", "fog")], texts=(), compare=lambda _: {fog: [Scored("white", score)]}
    )
    [fact] = [fact for fact in product.facts if fact.attribute == "color"]
    assert (fact.rule, fact.detail, fact.confidence) == (rule, detail, confidence)


def test_a_text_states_a_nearest_value_as_surely_as_both_together(tiny_schema: Schema) -> None:
    maker = ProductMaker(tiny_schema, Thresholds(nearest_precision=0.95), calibrated=True)
    [claim] = maker.claims.compared(
        "mug",
        maker.claims.stated("mug", spans(("color", "fog", 0.8)), []),
        {Wording("color", "fog"): [Scored("white", 0.96)]},
    )
    assert (claim.outcome.rule, claim.confidence) == ("nearest value", pytest.approx(0.768))


def test_a_guess_below_the_attributes_own_threshold_leaves_the_sellers_statement(two_choices: Schema) -> None:
    data = two_choices.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["threshold"] = 0.99
    maker = ProductMaker(Schema.model_validate(data), Thresholds(), calibrated=True)
    fog = Wording("color", "fog")
    [claim] = maker.claims.compared(
        "mug", maker.claims.stated("mug", [], entries([fog])), {fog: [Scored("white", 0.97)]}
    )
    assert (claim.outcome.status, claim.confidence) == ("unmapped", 1.0)
