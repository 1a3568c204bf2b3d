"""Languages of titles, by script and by n-grams."""

from __future__ import annotations

import pytest

from udfs.text.languages import language_code, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("กระเป๋าเป้สะพายหลัง กันน้ำ 25 ลิตร Anello", "Thai"),
        ("Рюкзак городской водонепроницаемый 25 л, USB", "Cyrillic script"),
        ("حقيبة ظهر مقاومة للماء", "Arabic script"),
        ("여성 운동화 겨울", "Korean"),
        ("レディース スニーカー 防水 軽量", "Japanese"),
        ("女士防水运动鞋 Nike", "Chinese"),
        ("Botella de agua de acero inoxidable para los deportes y el gimnasio", "Spanish"),
        ("Giày thể thao nữ chống nước đế mềm siêu nhẹ", "Vietnamese"),
        ("Waterproof running shoes for women with a soft sole and reflective details", "English"),
    ],
)
def test_a_text_is_in_the_language_that_most_of_it_is_written_in(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "", "512 GB / 16 GB", "Sony WH-1000XM5", "JBL Tune 510BT", "★★★ 5 Ω", "Beige T-Shirt XL",
        "Tas ransel wanita anti air untuk sekolah dan kuliah",  # Indonesian, and the n-grams are not sure
        "Nike Air Force 1 男 shoes",  # neither script has nearly all letters
    ],
)  # fmt: skip
def test_a_text_of_names_and_numbers_is_in_no_language(text: str) -> None:
    assert language_of(text) is None


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert language_of("ไทย" * 1_000 + "English words " * 100_000) == "Thai"


def test_a_language_has_its_code_and_a_script_that_several_share_has_none() -> None:
    assert language_code("华为手机壳防摔保护套") == "zh"
    assert language_code("เคสโทรศัพท์มือถือ") == "th"
    assert language_code("The quick brown fox jumps over the lazy dog") == "en"
    assert language_code("Чехол для телефона") is None
    assert language_code("5 Ω") is None
