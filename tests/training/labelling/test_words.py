"""Words as people count them, and what they type to name some."""

from __future__ import annotations

import pytest

from training.labelling.words import Place, occurrences, places, words


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("HP DL360, 2.5GHz (USB-C)", ["HP", "DL360", ",", "2.5GHz", "(", "USB-C", ")"]),
        ("Black/White men's 50%", ["Black", "/", "White", "men's", "50", "%"]),
        ("飞利浦TAH6509 头戴", ["飞", "利", "浦", "TAH6509", "头", "戴"]),
        ("กระเป๋า 5 ใบ", ["กระเป๋า", "5", "ใบ"]),
        ("Áo dài đỏ", ["Áo", "dài", "đỏ"]),
    ],
)
def test_words_are_what_a_person_would_count(text: str, counted: list[str]) -> None:
    found = words(text, "title")

    assert [word.text for word in found] == counted
    assert [text[word.start : word.end] for word in found] == counted


def test_numbers_and_ranges_name_places() -> None:
    own = [*words("HP Xeon 2.0GHz", "title"), *words("两毫升", "description")]

    assert places("2-3", own) == [Place("title", 3, 14)]
    assert places("1, 4 – 5 6", own) == [Place("title", 0, 2), Place("description", 0, 2), Place("description", 2, 3)]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("7", "7: the words are numbered 1 to 6"),
        ("3-2", "3-2: the words are numbered 1 to 6"),
        ("3-4", "3-4 begins in the title and ends in the description"),
        ("2-", "'2-' is no number of a word and no range such as 3-5"),
        (" ", "type the number of a word, a range such as 3-5, or the text itself"),
    ],
)
def test_what_names_no_words_is_told(typed: str, fault: str) -> None:
    own = [*words("HP Xeon 2.0GHz", "title"), *words("两毫升", "description")]

    with pytest.raises(ValueError) as raised:  # noqa: PT011  the text is compared
        places(typed, own)
    assert str(raised.value) == fault


def test_a_text_is_found_as_written_or_else_in_any_case() -> None:
    texts = ["Red mug, red lid", "İnce RED"]

    assert occurrences("red", texts) == [Place("title", 9, 12)]
    assert occurrences("rED", texts) == [Place("title", 0, 3), Place("title", 9, 12), Place("description", 5, 8)]
    with pytest.raises(ValueError, match="'blue' stands neither in the title nor in the description"):
        occurrences("blue", texts)
