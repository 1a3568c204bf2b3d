"""Sizes as sellers write them, in both languages: literal text in, standard size out."""

from __future__ import annotations

import pytest

from udfs.quantities.sizes import read_size, read_sizes

CHINESE = [
    ("XXL", "2XL"),
    ("ＸＸＬ", "2XL"),
    ("XXXL码", "3XL"),
    ("4xl", "4XL"),
    ("L码", "L"),
    ("加大码", "XL"),
    ("特大號", "XL"),
    ("加加大", "2XL"),
    ("加小码", "XS"),
    ("小號", "S"),
    ("中码", "M"),
    ("大号", "L"),
    ("均码", "One size"),
    ("均碼", "One size"),
    ("F码（均码）", "One size"),
    ("170/92A", "170/92A"),
    ("１７０／９２Ａ", "170/92A"),
    ("170/92(A)", "170/92A"),
    ("175-96A", "175/96A"),
    ("110/52", "110/52"),
    ("L(175/92A)", "L"),
    ("M 建议90-105斤", "M"),
    ("🔥XL码🔥", "XL"),
    ("42码", "42"),
    ("42.5碼", "42.5"),
    ("欧码42", "EU 42"),
    ("美码8.5", "US 8.5"),
    ("42½码", "42.5"),
    ("L号", "L"),
    ("黑色XL", "XL"),
    ("女款 M", "M"),
    ("尺码：XL", "XL"),
    ("M 38码", "M"),
    ("均码 80-120斤", "One size"),
    ("66/44", "66/44"),
]
ENGLISH = [
    ("X-Large", "XL"),
    ("2X-Large", "2XL"),
    ("XX-Small", "2XS"),
    ("extra large", "XL"),
    ("Medium", "M"),
    ("one size fits most", "One size"),
    ("US8.5", "US 8.5"),
    ("EUR 42", "EU 42"),
    ("US 8½", "US 8.5"),
    ("EU 42 2/3", "EU 42 2/3"),
    ("8.5 US", "US 8.5"),
    ("42", "42"),
    ("Extra Extra Large", "2XL"),
    ("5XL", "5XL"),
    ("Men's L", "L"),
]
NO_SIZE = [
    *("大码女装", "S925银", "USB", "Max版", "M2芯片", "30/50", "S/M", "36-40码", "黑色", "LED灯", "5W30", "100%棉"),
    *("14 M US", "8 M US", "10 D(M) US", "41 EU/8 M US", "M US 8", "Women's US 8", "Men's", "S Pen", "Double XL"),
    *("US 7-9", "欧码36-40", "36至42码", "34码-44码", "36 37 38码", "EU 42/US 8.5", "M 90", "5L", "XL(2XL)", "XXM"),
    *("超大号", "大中小号", "60/40", "80/20", "非均码", "120cm", "JP 27cm", "jeans", "OS", "Gifts", "SS"),
]

LISTS = [
    ("S-2XL", ["S", "M", "L", "XL", "2XL"]),
    ("M~XXXL码", ["M", "L", "XL", "2XL", "3XL"]),
    ("S至XL", ["S", "M", "L", "XL"]),
    ("XS—M", ["XS", "S", "M"]),
    ("S M L XL", ["S", "M", "L", "XL"]),
    ("S/M/L-XXL", ["S", "M", "L", "XL", "2XL"]),
    ("M(80-100斤)、L(100-120斤)", ["M", "L"]),
    ("2XL-S", []),
    ("X-L", []),
    ("S-" + "X" * 9 + "L", ["S", "M", "L", "XL", *(f"{extras}XL" for extras in range(2, 10))]),
    ("S-" + "X" * 100_000 + "L", []),  # no list of a hundred thousand sizes
    ("均码", []),
    ("S-黑色", []),
    ("170-180", []),
    ("XM-L", []),
    ("36-40", []),
]


@pytest.mark.parametrize(("text", "size"), CHINESE + ENGLISH)
def test_one_size_in_standard_form(text: str, size: str) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", NO_SIZE)
def test_what_is_no_single_size_is_not_read(text: str) -> None:
    assert read_size(text) is None


@pytest.mark.parametrize(("text", "sizes"), LISTS)
def test_listed_sizes_and_those_within_a_range(text: str, sizes: list[str]) -> None:
    assert read_sizes(text) == sizes
