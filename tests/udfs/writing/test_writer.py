"""A product's texts: what is said, cut to length and checked, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from udfs.records import Fact, Listing, LostClaim
from udfs.schema.schema import Schema
from udfs.writing.planning.naming import label_of
from udfs.writing.planning.plan import Plan
from udfs.writing.planning.statistics import Statistics, Tally
from udfs.writing.records import Said, Subject, Text, Untold, Verdict
from udfs.writing.settings import Caution
from udfs.writing.styles import Style
from udfs.writing.writer import Writer


class Lister:
    """Says the labels of a plan, with a word before each attribute that has one: ``a fine Midea kettle``."""

    def __init__(self, words: dict[str, str] | None = None) -> None:
        self.words = words or {}

    def say(self, subject: Subject, plan: Plan, language: str, style: Style) -> Text | Untold:  # noqa: ARG002
        if not plan.facts:
            return Untold("no plan", "nothing to say")
        text, said = "", []
        for fact in plan.facts:
            text += self.words.get(fact.attribute, "")
            start = len(text)
            text += label_of(fact, language)
            said.append(Said(fact.attribute, fact.ordinal, start, len(text)))
            text += " " if language == "en" else "，"
        return Text(language, text[:-1], tuple(said))


class Refuses:
    """A checker that takes some words for lies."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.asked: list[str] = []

    def check(self, text: str, language: str, facts: Sequence[Fact], listing: Listing) -> Verdict:  # noqa: ARG002
        self.asked.append(text)
        for word in self.words:
            if (start := text.find(word)) >= 0:
                return Verdict(False, "addition", start, start + len(word))
        return Verdict(True)


def known(attribute: str, value_id: str, en: str, zh: str) -> Fact:
    return Fact(
        attribute, 0, "standard", en, zh, value_id, origin="seller", confidence=1.0, labels={"en": en, "zh": zh}
    )


BRAND = known("brand", "midea", "Midea", "美的")
TYPE = known("kettle_type", "gooseneck", "Gooseneck", "细口壶")
BLACK = known("color", "black", "Black", "黑色")
SIZE = Fact(
    "capacity", 0, "standard", "1.7 L", number=1.7, unit="L", origin="seller", confidence=1.0,
    labels={"en": "1.7 L", "zh": "1.7 升"},
)  # fmt: skip
FACTS = (BRAND, TYPE, BLACK, SIZE)


def subject(*facts: Fact, category: str | None = "kettle") -> Subject:
    return Subject(Listing("K-1", "A kettle", category=category), category, facts)


def told(schema: Schema, style: Style, facts: Sequence[Fact] = FACTS, **given: object) -> dict[str, str]:
    """Texts by language; where there is none, its reason in brackets."""
    writer = Writer(schema, {"any": style}, given.pop("realiser", Lister()), **given)  # type: ignore[arg-type]
    written = writer.write(subject(*facts))
    return {
        each.language: each.text.text if each.text else f"[{each.result.reason}] {each.result.detail}"  # type: ignore[union-attr]
        for each in written.texts
    }


def test_says_all_facts_in_both_languages_with_their_places(kettles: Schema) -> None:
    style = Style(max_characters={"en": 60, "zh": 30})
    en, zh = Writer(kettles, {"page": style}, Lister()).write(subject(*FACTS)).texts
    assert (en.style, en.generator, en.text) == (
        "page",
        "phrases",
        Text(
            "en",
            "Midea Gooseneck Black 1.7 L",
            (
                Said("brand", 0, 0, 5),
                Said("kettle_type", 0, 6, 15),
                Said("color", 0, 16, 21),
                Said("capacity", 0, 22, 27),
            ),
        ),
    )
    assert zh.text is not None
    assert zh.text.text == "美的，细口壶，黑色，1.7 升"
    assert {fact.attribute for fact in zh.facts} == {"brand", "kettle_type", "color", "capacity"}


@pytest.mark.parametrize(
    ("most", "text"),
    [
        (27, "Midea Gooseneck Black 1.7 L"),
        (26, "Midea Gooseneck Black"),
        (15, "Midea Gooseneck"),
        (14, "Midea"),
        (4, "[too long] the shortest text has more than 4 characters"),
    ],
)
def test_the_least_facts_go_until_it_fits(kettles: Schema, most: int, text: str) -> None:
    assert told(kettles, Style(max_characters={"en": most}))["en"] == text


def test_a_text_is_not_cut_below_what_its_style_needs(kettles: Schema) -> None:
    style = Style(max_characters={"en": 20}, min_facts=3)
    assert told(kettles, style) == {"en": "[too long] the shortest text has more than 20 characters"}
    must = Style(max_characters={"en": 15}, must_have=("capacity",))
    assert told(kettles, must) == {"en": "Midea 1.7 L"}


def test_what_is_not_sure_is_not_said(kettles: Schema) -> None:
    red = LostClaim("color", 0, "less_sure", "seller", "red", 1.0, "standard", "name", "Red")
    facts = (BRAND, replace(BLACK, lost=(red,)), replace(TYPE, origin="model", raw_value="x", confidence=0.8))
    assert told(kettles, Style(max_characters={"en": 60}), facts) == {"en": "Midea"}
    assert told(kettles, Style(max_characters={"en": 60}), facts, caution=Caution(least=0.7)) == {
        "en": "Midea Gooseneck"
    }


@pytest.mark.parametrize(
    ("style", "facts", "reason"),
    [
        (Style(max_characters={"en": 60}), (), "[no facts] nothing is known of the product"),
        (Style(max_characters={"en": 60}, min_facts=2), (BRAND,), "[few facts] 1 can be said here, the style needs 2"),
        (
            Style(max_characters={"en": 60}, must_have=("series", "voltage")),
            FACTS,
            "[must have] the style must have series, of which nothing can be said",
        ),
        (
            Style(max_characters={"fr": 60}),
            FACTS,
            "[no language] the schema has no name in 'fr' for the category; it has en, zh",
        ),
    ],
)
def test_no_text_says_why(kettles: Schema, style: Style, facts: tuple[Fact, ...], reason: str) -> None:
    assert [*told(kettles, style, facts).values()] == [reason]


def test_one_fact_makes_a_text(kettles: Schema) -> None:
    assert told(kettles, Style(max_characters={"en": 60, "zh": 30}), (BLACK,)) == {"en": "Black", "zh": "黑色"}


def test_a_category_without_a_name_in_a_language_has_no_text_in_it(kettles: Schema) -> None:
    black = replace(BLACK, labels={"en": "Black"})
    product = Subject(Listing("T-1", "Teapot"), "teko", (black,))
    writer = Writer(kettles, {"page": Style(max_characters={"en": 60, "zh": 30})}, Lister())
    assert [each.text is None for each in writer.write(product).texts] == [False, True]


@pytest.mark.parametrize("category", [None, "gone"])
def test_a_product_without_a_category_has_no_text(kettles: Schema, category: str | None) -> None:
    writer = Writer(kettles, {"page": Style(max_characters={"en": 60})}, Lister())
    (each,) = writer.write(subject(*FACTS, category=category)).texts
    assert each.result == Untold("no category", "a text needs the product's category, and there is none")


def test_facts_with_forbidden_words_are_left_out(kettles: Schema) -> None:
    style = Style(max_characters={"en": 60, "zh": 30}, forbidden={"en": ("gooseneck",), "zh": ("黑",)})
    assert told(kettles, style) == {"en": "Midea Black 1.7 L", "zh": "美的，细口壶，1.7 升"}


def test_a_fact_whose_phrase_is_forbidden_costs_the_least_fact_or_the_text(kettles: Schema) -> None:
    style = Style(max_characters={"en": 60}, forbidden={"en": ("perfect",)})
    lister = Lister({"capacity": "perfect "})
    assert told(kettles, style, realiser=lister) == {"en": "Midea Gooseneck Black"}
    assert told(kettles, style, (BRAND,), realiser=Lister({"brand": "perfect "})) == {
        "en": "[forbidden] the style forbids 'perfect'"
    }


def test_what_the_checker_refuses_is_left_out(kettles: Schema) -> None:
    checker = Refuses("Goose")
    style = Style(max_characters={"en": 60})
    (each,) = Writer(kettles, {"page": style}, Lister(), checker=checker).write(subject(*FACTS)).texts
    assert each.text is not None
    assert each.text.text == "Midea Black 1.7 L"
    assert checker.asked == ["Midea Gooseneck Black 1.7 L", "Midea Black 1.7 L"]
    assert [tuple(left) for left in each.left] == [("kettle_type", 0, "refused", "addition at 'Goose'")]


def test_a_text_that_stays_refused_is_none(kettles: Schema) -> None:
    assert told(kettles, Style(max_characters={"en": 60}), (BRAND,), checker=Refuses("Midea")) == {
        "en": "[refused] addition at 'Midea'"
    }


def test_only_what_decides_a_text_changes_its_content(kettles: Schema) -> None:
    style = Style(max_characters={"en": 60})
    writer = Writer(kettles, {"page": style}, Lister(), phrases="1")
    before = writer.content(subject(*FACTS))
    moved = replace(BLACK, start_offset=4, end_offset=9, field="title", confidence=0.95, detail="seen")
    unsure = Fact("weight", 0, "standard", "1 kg", origin="model", confidence=0.2, raw_value="1 kg")

    assert writer.write(subject(*FACTS)).content == before
    assert writer.content(subject(BRAND, TYPE, moved, SIZE, unsure)) == before
    assert writer.content(subject(BRAND, TYPE, SIZE)) != before
    assert writer.content(subject(BRAND, TYPE, replace(BLACK, labels={"en": "Jet"}), SIZE)) != before
    assert writer.content(replace(subject(*FACTS), listing=Listing("K-2"))) != before
    others = (
        Writer(kettles, {"page": style.model_copy(update={"min_facts": 2})}, Lister(), phrases="1"),
        Writer(kettles, {"page": style}, Lister(), phrases="2"),
        Writer(kettles, {"page": style}, Lister(), phrases="1", caution=Caution(least=0.5)),
        Writer(
            kettles, {"page": style}, Lister(), phrases="1", statistics=Statistics.of([Tally("kettle", None, None, 1)])
        ),
    )
    assert len({before, *(other.content(subject(*FACTS)) for other in others)}) == 5
    elsewhere = Statistics.of([Tally("cup", None, None, 1)])
    same = Writer(kettles, {"page": style}, Lister(), phrases="1", statistics=elsewhere)
    assert same.content(subject(*FACTS)) == before
