"""Texts that say nothing, and what a spreadsheet made of a text."""

from __future__ import annotations

import time

import pytest

from udfs.text.placeholders import is_lorem_ipsum, is_placeholder, is_placeholder_text, said
from udfs.text.spreadsheets import damage, is_date, mended, unmarked, without_decimals

LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor."


@pytest.mark.parametrize(
    "text",
    [
        *("N/A", "n.a.", "NaN", "Null", "(null)", "<none>", "undefined", "\\N", "[object Array]", "#REF!", "#DIV/0!"),
        *("#NAME?", "######", "?", "--", "…", "xxx", "T.B.C.", "tba", "to be confirmed", "See images", "No Name"),
        *(
            "暂无",
            "暂无相关信息",
            "无数据",
            "待更新",
            "未填写",
            "见商品详情",
            "请参考图片",
            "以收到的实物为准",
            "空",
            "同上",
        ),
    ],
)
def test_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nano",
        "XXL",
        "Nothing",
        "TBH",
        "REF",
        "0",
        "Other Stories",
        "无印良品",
        "见喜",
        "看步",
        "空刻",
        "待诏",
        "x" * 20,
    ],
)
def test_a_name_that_only_begins_like_one(text: str) -> None:
    assert not is_placeholder(text)


def test_lorem_ipsum_and_a_text_that_cites_it() -> None:
    assert is_lorem_ipsum(LOREM)
    assert not is_lorem_ipsum("Typesetter's T-shirt with the words lorem ipsum on the back, cotton, short sleeves")


def test_a_text_without_a_letter_says_nothing() -> None:
    assert is_placeholder_text("12345 - 67")
    assert not is_placeholder_text("杯")


@pytest.mark.parametrize(
    ("title", "description", "read"),
    [
        ("T-Shirt", LOREM, ("T-Shirt", None)),
        ("T-Shirt", "暂无描述", ("T-Shirt", None)),
        ("null", "A blue T-shirt", (None, "A blue T-shirt")),
        ("T-Shirt", "Blue", ("T-Shirt", "Blue")),
        ("null", None, ("null", None)),  # screening rejects it; a label may be such a word
    ],
)
def test_what_is_read_of_a_listing(title: str, description: str | None, read: tuple[str | None, str | None]) -> None:
    assert said(title, description) == read


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("1.23E+12", True),
        ("1,23457E+12", True),
        ("4.5E11", True),
        ("Mar-23", True),
        ("23-Mar", True),
        ("3月23日", True),
        ("2024-05-01 00:00:00", True),
        ("2024-05-01", False),  # may have been written so
        ("MAR-23", False),
        ("1E3", False),
        ("WH-1000XM5", False),
    ],
)
def test_what_a_spreadsheet_cut_off_is_lost(text: str, lost: bool) -> None:
    assert (damage(text) is not None) == lost


def test_what_a_spreadsheet_marked_can_be_mended() -> None:
    assert mended('="0017"') == "0017"
    assert (mended("'0017"), unmarked("'0017"), unmarked("'Tis")) == ("'0017", "0017", "'Tis")
    assert (without_decimals("4006381333931.0"), without_decimals("5.0")) == ("4006381333931", "5.0")
    assert is_date("01.05.2024")
    assert not is_date("2024")


@pytest.mark.parametrize("text", ["#" * 300_000, "lorem " * 100_000, "9" * 300_000, "=" + '"' * 300_000])
def test_long_texts_are_quick(text: str) -> None:
    began = time.process_time()
    is_placeholder_text(text), damage(text), mended(text), without_decimals(text), is_date(text)
    assert time.process_time() - began < 0.5
