"""Sentences about others than the product, and questions: which places of a text are not said of it."""

from __future__ import annotations

import time

import pytest

from udfs.text.asides import aside
from udfs.text.questions import asked


def told(text: str, raw: str, *, number: bool = True, hours: bool = False) -> str | None:
    start = text.index(raw)
    return aside(text, start, start + len(raw), title="Alpin kettle Pro", number=number, time=hours)


@pytest.mark.parametrize(
    ("text", "raw", "hours", "word"),
    [
        ("Orders are dispatched in 48 h", "48 h", True, "dispatched"),
        ("付款后12小时寄出", "12小时", True, "付款"),
        ("发货：36h 内", "36h", True, "发货"),
        ("IATA: packs must stay below 160 Wh", "160 Wh", False, "iata"),
        ("不超过160Wh的可以带上飞机", "160Wh", False, "飞机"),
        ("Do not heat above 90 °C", "90 °C", False, "do not"),
        ("请勿装入超过2L的水", "2L", False, "请勿"),
        ("Compared with 1 L kettles, ours holds more", "1 L", False, "compared with"),
        ("Option 2: 3 L", "3 L", False, "option 2:"),
        ("版本二：3升", "3升", False, "版本二:"),
        ("Nice. The Mini version holds 0.5 L", "0.5 L", False, "The Mini version holds"),
        ("Also available in 3 L", "3 L", False, "also available in"),
        ("其他版本 3升", "3升", False, "其他版本"),
    ],
)
def test_a_place_in_a_sentence_about_others_is_told(text: str, raw: str, hours: bool, word: str) -> None:
    assert told(text, raw, hours=hours) == word


@pytest.mark.parametrize(
    ("text", "raw", "hours"),
    [
        ("Dispatched today. Keeps warm for 12 h", "12 h", True),
        ("2 year warranty and 30 h battery", "30 h", True),
        ("Ships within 24 h earbuds with 30 h of music", "30 h", True),
        ("现货 24小时发货 续航30小时 蓝牙耳机", "30小时", True),
        ("保温12小时，售后无忧", "12小时", True),
        ("Free shipping 500 ml kettle, refunds", "500 ml", False),
        ("Battery of 60 Wh, below 100 Wh, airlines allow it", "60 Wh", False),
        ("Up to 74 Wh, airlines allow it", "74 Wh", False),
        ("Don't miss this 2 L kettle", "2 L", False),
        ("Unlike others, it holds 2 L", "2 L", False),
        ("The Pro version holds 2 L", "2 L", False),
        ("The New version holds 2 L", "2 L", False),
    ],
)
def test_a_place_in_a_sentence_about_the_product_is_not(text: str, raw: str, hours: bool) -> None:
    assert told(text, raw, hours=hours) is None


def test_a_limit_is_a_number() -> None:
    assert told("Do not fill above red", "red", number=False) is None
    assert told("Unlike steel, glass has no taste", "steel", number=False) == "unlike"


@pytest.mark.parametrize(
    ("text", "raw", "word"),
    [
        ("Does it have a timer? No, sorry.", "timer", "No"),
        ("Q2: Is it steel? A2: nope.", "steel", "nope"),
        ("顾客问：带滤网吗？客服：不带的", "滤网", "不带"),
        ("有滤网吗，没有", "滤网", "没有"),
        ("Question: will a 20 V plug do? Answer: ask us", "20 V", "?"),
    ],
)
def test_what_a_question_asks_is_denied_by_its_answer(text: str, raw: str, word: str) -> None:
    start = text.index(raw)
    assert asked(text, start, start + len(raw)) == word


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Q: Is it steel? A: Yes, it is", "steel"),
        ("问：带滤网吗？答：带的", "滤网"),
        ("Tired of plastic? No more", "plastic"),
        ("Need a steel kettle? No worries", "steel"),
        ("A steel kettle. Has it a timer? No.", "steel"),
        ("Q: Which one? A: No idea, the steel one", "steel"),
        ("喜欢不锈钢吗？不错的选择", "不锈钢"),
    ],
)
def test_other_questions_deny_nothing(text: str, raw: str) -> None:
    start = text.index(raw)
    assert asked(text, start, start + len(raw)) is None


@pytest.mark.parametrize("unit", ["the Mini version ", "Q: ", "吗", "up to ", "option 1", "? ", " "])
def test_a_hostile_text_costs_no_more_than_a_short_one(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    for place in range(0, 100_000, 1000):
        aside(text, place, place + 5, title="Mug", number=True, time=True)
        asked(text, place, place + 5)
    assert time.process_time() - begun < 1
