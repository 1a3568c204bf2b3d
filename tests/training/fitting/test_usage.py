"""How labelled listings use an attribute."""

from __future__ import annotations

from training.data.examples import Example, GoldSpan
from training.fitting.usage import count_usage
from udfs.confidence.prior import Usage
from udfs.records import Listing


def example(title: str, *values: str, labelled: bool = True, category: str | None = "case") -> Example:
    spans = tuple(GoldSpan("color", "title", title.index(v), title.index(v) + len(v)) for v in values)
    listing = Listing(title, title, "comes in Black", category)
    return Example(listing, spans, labelled_attributes=None if labelled else frozenset())


def test_who_states_a_wording_and_who_only_holds_it() -> None:
    examples = [
        example("Case Black 15mm", "Black"),
        example("Case BLACK/Red", "BLACK", "Red"),
        example("Blackened steel 红色壳", "红色"),  # holds black in its description, states another
        example("Red case 15mm", labelled=False),  # nobody looked
        example("Case for Redmi"),  # Red is part of a word there
        example("Red bag", category=None),
    ]
    usage = count_usage(examples, {"case": ("color",)})
    assert usage == {"case": {"color": Usage(
        stated=3, silent=1,
        wordings={"black": (2, 2), "red": (1, 0), "红色": (1, 0)},
        shapes={"A": 1, "Aa": 2, "字": 1},
    )}}  # fmt: skip
