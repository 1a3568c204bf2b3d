"""Texts in a model's words: what it is told, what of its answers stands, and what stays with the phrase rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pydantic import ValidationError

from udfs.records import Fact, Listing
from udfs.schema.schema import Schema
from udfs.writing.checking.checker import Checker
from udfs.writing.generating.rewriting import Generate, Rewriter, Rewritten
from udfs.writing.generating.settings import Generator
from udfs.writing.phrases.loading import load_phrases
from udfs.writing.phrases.realiser import Realiser
from udfs.writing.records import Subject, Text
from udfs.writing.styles import Style
from udfs.writing.writer import Writer


def known(attribute: str, value_id: str, en: str, zh: str) -> Fact:
    return Fact(
        attribute, 0, "standard", en, zh, value_id, origin="seller", confidence=1.0, labels={"en": en, "zh": zh}
    )


BRAND = known("brand", "midea", "Midea", "美的")
BLACK = known("color", "black", "Black", "黑色")
CORDLESS = known("cordless", "yes", "Yes", "是")
WEIGHT = Fact("weight", 0, "standard", "1580 g", number=1580.0, unit="g", origin="seller", confidence=1.0)
FACTS = (BRAND, BLACK, CORDLESS, WEIGHT)
SUBJECT = Subject(Listing("K-1", "Secret words: 2.34 kg steel kettle"), "kettle", FACTS)
TRUE = "This black kettle from Midea is cordless. It weighs 1.58 kilograms."
PAGE = Style(max_characters={"en": 200, "zh": 100})


class Model:
    """Answers by the language of a prompt, and notes what it is asked."""

    def __init__(self, en: str = "", zh: str = "") -> None:
        self.answers = {"en": en, "zh": zh}
        self.asked: list[str] = []

    def __call__(self, prompts: Sequence[str]) -> list[str]:
        self.asked += prompts
        return [self.answers["zh" if "水壶" in prompt else "en"] for prompt in prompts]


def rewritten(
    schema: Schema, generate: Generate, style: Style = PAGE, subject: Subject = SUBJECT, **wanted: object
) -> dict[str, Rewritten]:
    """What became of the texts of a product, by language."""
    generator = Generator.model_validate({"model": "some/model", "class": "seq2seq", **wanted})
    styles, checker = {"page": style}, Checker(schema)
    writer = Writer(schema, styles, Realiser(schema, load_phrases(None)), checker=checker)
    texts = [(subject, told) for told in writer.write(subject).texts]
    made = Rewriter(generator, generate, schema, styles, checker).rewrite(texts)
    assert [one.told.language for one in made] == list(style.languages)
    return {one.told.language: one for one in made}


def words(one: Rewritten) -> dict[str, str]:
    text = one.told.text
    assert text is not None
    return {said.attribute: text.text[said.start : said.end] for said in text.said}


def test_a_true_text_stands_with_its_facts_placed(kettles: Schema) -> None:
    chinese = "这款美的黑色水壶是无线的。重1.58千克。"
    made = rewritten(kettles, Model(TRUE, chinese))

    assert (made["en"].told.generator, made["en"].refused) == ("model", None)
    assert made["en"].told.result == Text("en", TRUE, made["en"].told.text.said)  # type: ignore[union-attr]
    assert words(made["en"]) == {
        "color": "black", "brand": "Midea", "cordless": "cordless", "weight": "1.58 kilograms",
    }  # fmt: skip
    assert {fact.attribute for fact in made["en"].told.facts} == {"brand", "color", "cordless", "weight"}
    assert made["zh"].told.generator == "model"
    assert words(made["zh"]) == {"brand": "美的", "color": "黑色", "cordless": "无线", "weight": "1.58千克"}


@pytest.mark.parametrize(
    ("answer", "reason", "detail"),
    [
        (
            "This black kettle from Midea is cordless and weighs 2.34 kg.",
            "number",
            "'2.34 kg'",
        ),  # though the listing says so
        ("This black steel kettle from Midea is cordless.", "name", "'steel'"),
        ("This red kettle from Midea is cordless.", "name", "'red'"),
        (f"{TRUE} It is the best.", "forbidden", "'best'"),
        (f"{TRUE} It is a kettle.", "no fact", "'It is a kettle.' names no fact"),
        (f"{TRUE} This kettle is black.", "repeated", "'This kettle is black.' says nothing new"),
        ("This kettle is black.", "few facts", "it says 1 of 4 facts, 3.6 are needed"),
        ("xq## zzz", "empty", "no whole sentence that fits, in 'xq## zzz'"),
        ("", "empty", "no whole sentence that fits, in ''"),
        ("- Brand: Midea\n- Color: black", "empty", "no whole sentence"),
    ],
)
def test_what_does_not_stand_falls_back_to_the_rules(kettles: Schema, answer: str, reason: str, detail: str) -> None:
    style = Style(max_characters={"en": 200}, forbidden={"en": ("best",)})
    made = rewritten(kettles, Model(answer), style)["en"]
    plain = rewritten(kettles, Model(), Style(max_characters={"en": 200}))["en"]

    assert made.refused is not None
    assert made.refused.reason == reason
    assert detail in made.refused.detail
    assert made.told == plain.told
    assert made.told.generator == "phrases"


def test_a_text_of_another_language_does_not_stand(kettles: Schema) -> None:
    made = rewritten(kettles, Model("This 黑色 kettle from Midea is cordless. It weighs 1.58 kg.", TRUE))

    assert [(one.refused.reason, one.told.generator) for one in made.values() if one.refused] == [
        ("language", "phrases")
    ] * 2


def test_a_fact_that_the_style_must_have_is_missed(kettles: Schema) -> None:
    style = Style(max_characters={"en": 200}, must_have=("weight",))
    refused = rewritten(kettles, Model("This black kettle from Midea is cordless."), style, min_share=0.5)["en"].refused

    assert refused is not None
    assert refused.detail == "it leaves out weight, which the style must have"


def test_an_answer_is_cut_to_whole_sentences_that_fit(kettles: Schema) -> None:
    cut = rewritten(kettles, Model(f'"{TRUE}  {TRUE} It also\n'))["en"]
    short = Style(max_characters={"en": len(TRUE) - 1})

    assert cut.told.text is not None
    assert cut.told.text.text == TRUE
    assert rewritten(kettles, Model(TRUE), short, min_share=0.5)["en"].told.text.text == TRUE.partition(" It")[0]  # type: ignore[union-attr]


def test_the_model_is_told_the_facts_and_never_the_listing(kettles: Schema) -> None:
    model = Model(TRUE)
    rewritten(kettles, model)
    english, chinese = model.asked

    assert set(english.splitlines()[1:]) == {"- Brand: Midea", "- Color: black", "- Cordless: Yes", "- Weight: 1.58 kg"}
    assert "- 重量：1.58千克" in chinese
    assert not any("Secret" in prompt or "2.34" in prompt for prompt in model.asked)


def test_equal_plans_are_asked_once(kettles: Schema) -> None:
    model, styles, checker = Model(TRUE), {"page": Style(max_characters={"en": 200})}, Checker(kettles)
    writer = Writer(kettles, styles, Realiser(kettles, load_phrases(None)), checker=checker)
    own = Generator.model_validate({"model": "m", "class": "seq2seq"})
    rewriter = Rewriter(own, model, kettles, styles, checker)
    twice = [(SUBJECT, told) for told in writer.write(SUBJECT).texts * 2]

    assert [one.told.generator for one in (*rewriter.rewrite(twice), *rewriter.rewrite(twice))] == ["m"] * 4
    assert len(model.asked) == 1


def test_titles_other_languages_and_what_is_untold_are_not_asked(kettles: Schema) -> None:
    model = Model(TRUE)
    rewritten(kettles, model, Style(form="title", max_characters={"en": 60}))
    rewritten(kettles, model, Style(max_characters={"en": 200}), languages=["zh"])
    rewritten(kettles, model, subject=replace(SUBJECT, facts=()))

    assert model.asked == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"prompts": {"en": "Say it"}}, "has no gap {facts}"),
        ({"prompts": {"en": "Say {facts} of {brand}"}}, "gaps that nothing fills: brand; there are category, facts"),
        ({"prompts": {"en": "Say {facts} {"}}, "has a lonely brace"),
        ({"languages": ["de"]}, "`prompts` lacks one for de; the package has en and zh"),
        ({"model": "models/phrases"}, "a model called phrases is not told from what makes other texts"),
        ({"class": "diffusion"}, "'causal' or 'seq2seq'"),
    ],
)
def test_faults_of_the_settings_are_told(wanted: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Generator.model_validate({"model": "m", "class": "causal", **wanted})
    assert told in str(raised.value)


def test_only_what_may_change_a_text_changes_the_recipe() -> None:
    def recipe(model: str = "1", **wanted: object) -> str:
        return Generator.model_validate({"model": "m", "class": "causal", **wanted}).recipe(model)

    first = recipe()
    assert recipe(token_budget=512, device="cpu", model="1") == first
    others = [
        recipe("2"), recipe(max_new_tokens=20), recipe(prompts={"en": "{facts}"}), recipe(chat=False),
        recipe(languages=["en"]), recipe(min_share=0.5),
    ]  # fmt: skip
    assert len({first, *others}) == 7
