"""Words of a text that a listing says literally."""

from __future__ import annotations

from jobs.display.evidence import marked_as_is
from jobs.display.literal import literal_marks


def shown(text: str, sources: dict[str, str], *facts: str) -> str:
    stated = [(text.index(fact), text.index(fact) + len(fact)) for fact in facts]
    return marked_as_is(text, literal_marks(text, sources, stated, "fact"), styled=False).plain


def test_words_of_the_listing_and_of_facts_alone_are_told_apart() -> None:
    sources = {"title": "ACME mug 350ml", "description": "Nice, and made of STEEL for the office"}
    assert shown("The black Acme mug holds 350 ml and is made of steel.", sources, "black", "350 ml", "Acme") == (
        "The [black](fact) [Acme mug](title) holds [350 ml](title) and is [made of steel](description)."
    )


def test_small_words_alone_are_no_words_of_the_listing() -> None:
    assert shown("It is the mug.", {"title": "it is the pot"}) == "It is the mug."
    assert shown("A 10,000 mAh bank", {"title": "10000mAh"}) == "A [10,000 mAh](title) bank"


def test_chinese_is_compared_by_characters_in_any_script_and_keeps_its_punctuation() -> None:
    text = "这款马克杯为黑色，容量为350毫升。"
    sources = {"title": "艾克米 馬克杯 黑 350毫升"}
    assert shown(text, sources, "黑色", "350毫升") == "这款[马克杯](title)为[黑色](fact)，容量为[350毫升](title)。"
