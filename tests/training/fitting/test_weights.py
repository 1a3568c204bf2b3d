"""The prior's weights follow from decisions that labels can judge."""

from __future__ import annotations

import pytest
import torch

from training.data.examples import Example, GoldSpan
from training.fitting.weights import USUAL, Decision, Decisions, fit_weights, judged
from udfs.confidence.prior import FEATURES, Usage, Weights, features
from udfs.heads.questions import CategoryQuestions, Questions
from udfs.records import Listing, Span
from udfs.schema.schema import Schema

USAGE = {
    name: Usage(stated=5, silent=5, wordings={"acme": (5, 0), "case": (1, 30)}, shapes={"Aa": 6})
    for name in ("brand", "capacity", "color")
}


@pytest.fixture
def asked(tiny_schema: Schema) -> CategoryQuestions:
    return Questions(tiny_schema).by_category["mug"]


def span(attribute: str, text: str, title: str, confidence: float = 0.4) -> Span:
    start = title.index(text)
    return Span(attribute, "title", start, start + len(text), text, confidence)


def example(title: str, *labels: tuple[str, str], labelled: frozenset[str] | None = None) -> Example:
    spans = tuple(GoldSpan(key, "title", title.index(text), title.index(text) + len(text)) for key, text in labels)
    return Example(Listing("1", title, None, "mug"), spans, labelled_attributes=labelled)


def test_a_label_agrees_with_its_wording_wherever_it_stands_and_with_none_of_others(asked: CategoryQuestions) -> None:
    title = "Acme Case ACME 350ml black"
    spans = [span("brand", "ACME", title), span("brand", "Case", title), span("capacity", "350ml", title)]
    one = example(title, ("brand", "Acme"), ("capacity", "350ml"), ("color", "black"))
    assert [decision.right for decision in judged(USAGE, one, asked, spans)] == [(False, True, False), (False, True)]
    # The color is stated, but the network only found something else: none of the spans is right.
    [missed] = judged(USAGE, one, asked, [span("color", "Case", title)])
    assert missed.right == (True, False)


def test_nobody_judges_what_nobody_labelled(asked: CategoryQuestions) -> None:
    title = "Acme Case"
    half = example(title, ("brand", "Acme"), labelled=frozenset({"brand"}))
    assert [d.right for d in judged(USAGE, half, asked, [span("color", "Case", title)])] == []
    assert [d.right for d in judged({}, half, asked, [span("brand", "Acme", title)])] == []


def test_several_values_are_judged_each_alone_and_by_their_place(asked: CategoryQuestions) -> None:
    several = CategoryQuestions(**{**_fields(asked), "attribute_many": (True,) * len(asked.attributes)})
    title = "red Case red"
    spans = [span("color", "red", title), Span("color", "title", 9, 12, "red", 0.7), span("color", "Case", title)]
    found = list(judged(USAGE, example(title, ("color", "red")), several, spans))
    assert [(d.right, d.several) for d in found] == [
        ((False, True), True), ((True, False), True), ((True, False), True),
    ]  # fmt: skip


def test_what_the_network_cannot_tell_apart_the_counts_do() -> None:
    right, wrong = Span("brand", "title", 0, 4, "Acme", 0.3), Span("brand", "title", 5, 9, "Case", 0.6)
    decision = Decision(features([right, wrong], USAGE["brand"]), (False, True, False), several=False)
    decisions = Decisions([decision] * 60)
    fitted = fit_weights(decisions, USUAL.row())
    assert float(fitted[FEATURES.index("known")]) > USUAL.known + 0.1
    assert float(decisions.losses(fitted).mean()) < float(
        decisions.losses(torch.tensor(Weights().row(), dtype=torch.float64)).mean()
    )


def test_few_decisions_move_the_weights_little() -> None:
    right, wrong = Span("brand", "title", 0, 4, "Acme", 0.3), Span("brand", "title", 5, 9, "Case", 0.6)
    decision = Decision(features([right, wrong], USAGE["brand"]), (False, True, False), several=False)
    few, many = (fit_weights(Decisions([decision] * n), USUAL.row()) for n in (1, 60))
    usual = torch.tensor(USUAL.row(), dtype=torch.float64)
    assert float((few - usual).norm()) < float((many - usual).norm()) / 2


def _fields(questions: CategoryQuestions) -> dict[str, object]:
    return {name: getattr(questions, name) for name in questions.__dataclass_fields__}
