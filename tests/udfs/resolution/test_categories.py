"""The category of a listing: what the seller's wording names, what the model holds it for, and who decides."""

from __future__ import annotations

import pytest

from udfs.records import Named
from udfs.resolution.categories import Decided, Guess, Needs, Stated, decide
from udfs.settings import UnknownCategory

NEEDS = Needs(confidence=0.5, inside=0.8)
MUG = Guess("mug", 0.9, "mug", 0.9)
NEAR = Guess(None, 0.8, "mug", 0.12)  # the model holds it for none, and rather for a mug than for others


def rejected(detail: str) -> Decided:
    return Decided(None, None, None, "unknown_category", detail)  # type: ignore[arg-type]


@pytest.mark.parametrize("guess", [MUG, Guess(), Guess("mug", 0.9, "mug", 0.9, "Thai"), MUG._replace(inside=0.0)])
def test_a_category_that_the_seller_names_itself_stands(guess: Guess) -> None:
    assert decide(Stated("lamp", "itself"), guess, NEEDS, "reject") == Decided("lamp", "seller", 1.0)
    assert decide(Stated("lamp"), guess, NEEDS, "none") == Decided("lamp", "seller", 1.0)


@pytest.mark.parametrize(
    ("guess", "decided"),
    [
        (MUG, Decided("mug", "model", 0.9)),
        (MUG._replace(inside=0.8), Decided("mug", "model", 0.9)),
        (
            MUG._replace(inside=0.79),
            rejected(
                "the listing gives no category; the model's best guess is mug (0.90), 0.5 is needed; goods of the "
                "schema by 0.79, 0.8 is needed"
            ),
        ),
        (
            Guess("mug", 0.49, "mug", 0.49),
            rejected("the listing gives no category; the model's best guess is mug (0.49), 0.5 is needed"),
        ),
        (Guess(None, 0.9), rejected("the listing gives no category; the model has no guess")),
        (
            MUG._replace(foreign="Thai"),
            rejected("the listing gives no category; the text is in Thai, which the checkpoint has not learnt"),
        ),
    ],
)
def test_without_one_the_models_guess_counts_if_it_is_sure_and_the_goods_are_of_the_schema(
    guess: Guess, decided: Decided
) -> None:
    assert decide(Stated(None), guess, NEEDS, "model") == decided
    assert decide(Stated(None), guess, NEEDS, "reject") == decided


@pytest.mark.parametrize(
    ("named", "guess", "stands"),
    [
        ("above", Guess("mug", 0.5, "mug", 0.5), True),
        ("above", Guess("mug", 0.49, "mug", 0.49), False),
        ("above", Guess("mug", 0.2, "mug", 0.2, inside=0.9), False),
        ("above", Guess("mug", 0.6, "mug", 0.6, inside=0.1), True),
        ("above", Guess("mug", 0.1, "lamp", 0.8, inside=0.9), False),
        ("above", Guess("mug", 0.9, "mug", 0.9, foreign="Thai"), False),
        ("within", Guess("mug", 0.12, "mug", 0.12), True),
        ("within", Guess("mug", 0.12, "mug", 0.12, inside=0.1), True),
        ("within", Guess(None, 0.9, None, None, inside=0.01), True),
        ("within", Guess("mug", 0.1, "lamp", 0.8), False),
    ],
)
def test_an_upper_level_of_a_path_needs_the_model_to_agree(named: Named, guess: Guess, stands: bool) -> None:
    found = decide(Stated("mug", named, "Mugs > Lids"), guess, NEEDS, "model")
    assert (found.category, found.origin) == (("mug", "seller") if stands else (None, None))
    assert found.confidence == (guess.confidence if stands else None)
    assert (found.reason == "unknown_category") is not stands
    if not stands:
        assert (found.detail or "").startswith("only an upper level of 'Mugs > Lids' is a category, mug; ")


@pytest.mark.parametrize(
    ("policy", "decided"),
    [
        ("model", Decided("mug", "model", 0.9)),
        ("none", Decided(detail="the schema has no category Boats")),
        ("reject", rejected("the schema has no category Boats")),
    ],
)
def test_the_config_says_who_decides_of_an_unknown_wording(policy: UnknownCategory, decided: Decided) -> None:
    assert decide(Stated(None, "unknown", "Boats"), MUG, NEEDS, policy) == decided


def test_goods_of_no_known_category_may_be_kept() -> None:
    found = decide(Stated(None), NEAR, NEEDS, "none")
    assert (found.category, found.reason) == (None, None)
    assert found.detail == "the listing gives no category; the model's best guess is mug (0.12), 0.5 is needed"


def test_a_title_that_names_the_category_outright_needs_no_measure() -> None:
    far = Guess("mug", 0.9, "mug", 0.9, None, 0.1)
    assert decide(Stated(None), far, NEEDS, "model").reason is not None
    assert decide(Stated(None, titled="mug"), far, NEEDS, "model") == Decided("mug", "model", 0.9)
    assert decide(Stated(None, titled="lamp"), far, NEEDS, "model").reason is not None
    assert decide(Stated(None, titled="mug"), far._replace(confidence=0.4), NEEDS, "model").reason is not None
