"""English words: articles as they sound, plurals, capitals, and what takes an article at all."""

from __future__ import annotations

import pytest

from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.loading import load_phrases


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load_phrases().english_words)


@pytest.mark.parametrize(
    ("following", "article"),
    [
        ("80-hour battery", "an"), ("8,000 mAh", "an"), ("11-inch screen", "an"), ("18 L", "an"), ("110 L", "a"),
        ("1.5 L", "a"), ("USB port", "a"), ("LED lamp", "an"), ("UV filter", "a"), ("SD card", "an"),
        ("HDMI port", "an"),
        ("SIM card", "a"), ("hour", "an"), ("one-piece", "a"), ("unisex", "a"), ("IPX4", "an"), ("V-neck", "a"),
        ("NIKKOR lens", "a"), ("European plug", "a"), ("umbrella", "an"), ("11,000 mAh", "an"), ("1,100 ml", "a"),
    ],
)  # fmt: skip
def test_articles(words: Words, following: str, article: str) -> None:
    assert words.article(following) == article


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("lens", "lenses"),
        ("flash mode", "flash modes"),
        ("battery", "batteries"),
        ("T-shirt", "T-shirts"),
        ("glass", "glasses"),
    ],
)
def test_plurals(words: Words, one: str, many: str) -> None:
    assert words.plural(one) == many
    assert not words.is_plural(one)
    assert words.is_plural(many)


def test_the_noun_before_a_preposition_counts(words: Words) -> None:
    assert not words.is_plural("shipping weight in pounds")


@pytest.mark.parametrize(
    "phrase", ["face detection", "GPS", "optical zoom", "chest straps", "PictBridge", "image stabilization", "Wi-Fi"]
)
def test_without_an_article(words: Words, phrase: str) -> None:
    assert not words.takes_article(phrase)


@pytest.mark.parametrize("phrase", ["rain cover", "USB port", "zip closure", "shoe compartment", "pop-up flash"])
def test_with_an_article(words: Words, phrase: str) -> None:
    assert words.takes_article(phrase)


def test_labels_within_a_sentence(words: Words) -> None:
    assert words.lowered("Stainless Steel") == "stainless steel"
    assert words.lowered("USB-C") == "USB-C"
    assert words.lowered("Oxford cloth") == "Oxford cloth"
    assert words.lowered("V-neck") == "V-neck"
    deliberate = Words(load_phrases().english_words, deliberate=True)
    assert deliberate.lowered("Quick Charge", label=True) == "Quick Charge"
    assert deliberate.lowered("Long sleeve", label=True) == "long sleeve"


def test_names_of_attributes(words: Words) -> None:
    assert words.name("Max shutter speed") == "maximum shutter speed"
    assert words.name("lcd_display") == "LCD display"
    assert words.name("wifi connectivity") == "Wi-Fi connectivity"


def test_titles(words: Words) -> None:
    assert words.titled("battery life of 20 mm, slip-on for iPhone") == "Battery Life of 20 mm, Slip-On for iPhone"
