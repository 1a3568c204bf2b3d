"""Which places of a text stand under a negation, in both languages, and which only look so."""

from __future__ import annotations

import time

import pytest

from udfs.text.negation import denied_everywhere, imitation_around, is_negated, negation, sides

DENIED = [
    ("tent that isn't windproof", "windproof", "isn't"),
    ("Tent, not very windproof", "windproof", "not"),
    ("no HDMI port", "HDMI port", "no"),
    ("No built-in speaker", "speaker", "no"),
    ("without lid or straw", "straw", "without"),
    ("without lid and straw", "straw", "without"),
    ("w/o lid", "lid", "without"),
    ("does not have a lid", "lid", "not"),
    ("doesn’t come with a lid", "lid", "doesn't"),
    ("lacks a lid", "lid", "lacks"),
    ("no longer foldable", "foldable", "no"),
    ("cannot be folded", "folded", "cannot"),
    ("non-stick pan", "stick", "non"),
    ("nickel-free clasp", "nickel", "free"),
    ("nickel free", "nickel", "free"),
    ("lid is not included, 500 ml", "lid", "not included"),
    ("lid sold separately", "lid", "sold separately"),
    ("Not included: charger", "charger", "not included"),
    ("Windproof: N", "Windproof", "n"),
    ("Windproof? No", "Windproof", "no"),
    ("Windproof (no)", "Windproof", "no"),
    ("Windproof - no", "Windproof", "no"),
    ("Windproof: false; UV: yes", "Windproof", "false"),
    ("Windproof: not tested", "Windproof", "not tested"),
    ("防风 ×", "防风", "×"),
    ("防风 否", "防风", "否"),
    ("不防风", "防风", "不"),
    ("不是很防风", "防风", "不是很"),
    ("无摄像头", "摄像头", "无"),
    ("無攝像頭", "攝像頭", "无"),
    ("没有前置摄像头", "摄像头", "没有"),
    ("不支援快充", "快充", "不支援"),
    ("不含电池", "电池", "不含"),
    ("非实木", "实木", "非"),
    ("防风：否", "防风", "否"),
    ("防风：不支持", "防风", "不支持"),
    ("杯盖另购", "杯盖", "另购"),
    ("不包含：充电器", "充电器", "不包含"),
]
SAID = [
    ("no wrinkles, windproof", "windproof"),
    ("not only windproof but light", "windproof"),
    ("not just for kids", "kids"),
    ("No-iron cotton shirt", "cotton"),
    ("Model No 7 black", "black"),
    ("lid not included steel cup", "steel"),
    ("no tools required steel frame", "steel"),
    ("with or without lid", "lid"),
    ("black free shipping", "black"),
    ("spout: no leaks on the way", "spout"),
    ("windproof no wrinkles", "windproof"),
    ("notebook windproof", "windproof"),
    ("never gets lost on the trail", "trail"),
    ("windproof: nylon", "windproof"),
    ("UV: no, windproof", "windproof"),
    ("无线防水音箱", "防水"),
    ("不仅防风还防水", "防风"),
    ("非常防风", "防风"),
    ("有无防风", "防风"),
    ("是不是防风", "防风"),
    ("没有异味，防风", "防风"),
    ("不含酒精的防晒霜", "防晒"),
    ("净重285g（不含线）", "285g"),
    ("304不锈钢黑色", "黑色"),
]


@pytest.mark.parametrize(("text", "place", "word"), DENIED)
def test_a_place_under_a_negation(text: str, place: str, word: str) -> None:
    start = text.index(place)
    assert negation(text, start, start + len(place)) == word


@pytest.mark.parametrize(("text", "place"), SAID)
def test_a_place_beside_a_negation_of_something_else(text: str, place: str) -> None:
    start = text.index(place)
    assert not is_negated(text, start, start + len(place))


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("faux silk", "silk", "faux"),
        ("silk-look satin", "silk", "look"),
        ("silk like new", "silk", None),
        ("仿真皮", "皮", "仿真"),
        ("暑假写字", "写字", None),
        ("木纹", "木", "纹"),
    ],
)
def test_an_imitation(text: str, place: str, word: str | None) -> None:
    start = text.index(place)
    assert imitation_around(*sides(text, start, start + len(place))) == word


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["lamp, no remote"], "no"),
        (["lamp, no remote", "the remote is here"], None),
        (["lamp"], None),
        (["no remotely"], None),  # another word
        (["faux remote"], "faux"),
    ],
)
def test_a_wording_that_is_denied_wherever_it_is_mentioned(texts: list[str], word: str | None) -> None:
    assert denied_everywhere(texts, ["remote"]) == word


@pytest.mark.parametrize("text", ["no " * 100_000, "不" * 300_000, "(" * 300_000, "not-" * 100_000])
def test_a_long_text_costs_no_more_than_a_short_one(text: str) -> None:
    began = time.process_time()
    negation(text, len(text) - 3, len(text))
    negation(text, 0, 1)
    assert time.process_time() - began < 0.5
