"""What the model says and the product does not take up, as facts that say why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from udfs.records import Choice, Fact, Product, Scored, Span
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds

GUESS = Choice("color", "black", 0.9, evidence=0.25)


def made(
    schema: Schema,
    choices: Sequence[Choice] = (),
    spans: Sequence[Span] = (),
    entries: dict[str, str] | None = None,
    foreign: str | None = None,
) -> Product:
    maker = ProductMaker(schema, Thresholds(nearest_precision=None))
    return maker.make(
        "mug", spans, choices, [Scored("gift", 0.9)], entries=(entries or {}).items(), texts=["Mug"],
        compare=lambda _: {}, foreign=foreign,
    )  # fmt: skip


def color(product: Product) -> Fact:
    return next(fact for fact in product.facts if fact.attribute == "color")


@pytest.mark.parametrize("evidence", [1.0, 7.5, None])
def test_a_choice_that_rests_on_words_or_of_which_nobody_can_tell_stands(
    tiny_schema: Schema, evidence: float | None
) -> None:
    assert color(made(tiny_schema, [GUESS._replace(evidence=evidence)])).value == "Black"


def test_a_choice_that_rests_on_no_words_is_invalid_and_says_so(tiny_schema: Schema) -> None:
    fact = color(made(tiny_schema, [GUESS]))
    assert (fact.status, fact.value, fact.rule, fact.confidence) == ("invalid", None, "no evidence", 0.9)
    assert fact.detail == "'Black' rests on no words of the listing (0.25 of 1)"


def test_what_rests_on_words_goes_before_it_and_it_stays_an_alternative(tiny_schema: Schema) -> None:
    span = Span("color", "title", 0, 5, "white", 0.6)
    fact = color(made(tiny_schema, [GUESS], [span]))
    assert (fact.value, fact.raw_value) == ("White", "white")
    assert [(lost.rule, lost.outcome, lost.detail) for lost in fact.lost] == [
        ("no evidence", "invalid", "'Black' rests on no words of the listing (0.25 of 1)"),
    ]


def test_words_that_state_the_value_are_evidence(tiny_schema: Schema) -> None:
    unlikely = Span("color", "title", 0, 9, "jet black", 0.1)
    fact = color(made(tiny_schema, [GUESS], [unlikely]))
    assert (fact.value, fact.confidence) == ("Black", 0.9)


def test_of_a_foreign_text_only_what_the_seller_says_counts(tiny_schema: Schema) -> None:
    spans = [Span("brand", "title", 0, 4, "Acme", 0.9)]
    product = made(tiny_schema, [GUESS._replace(evidence=9.0)], spans, {"capacity": "350 ml"}, foreign="Thai")
    why = "the text is in Thai, which the checkpoint has not learnt"
    assert product.attributes == {"capacity": "350 ml"}
    assert [(fact.attribute, fact.status, fact.rule, fact.detail) for fact in product.facts] == [
        ("brand", "invalid", "foreign language", why),
        ("capacity", "standard", "unit", None),
        ("color", "invalid", "foreign language", f"{why}; the model chose 'Black'"),
    ]
    assert product.tags == ()
