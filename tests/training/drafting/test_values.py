"""Stated texts of one attribute: what becomes one value, and what never does."""

from __future__ import annotations

import pytest

from training.drafting.ascii_ids import ascii_id
from training.drafting.values.drafting import DraftValue, draft_values


def by_name(values: list[DraftValue]) -> dict[str, set[str]]:
    """First name to all other wordings."""
    return {next(iter(value.name.values())): {*list(value.name.values())[1:], *value.aliases} for value in values}


def test_the_most_frequent_wording_is_the_name_and_the_others_are_aliases() -> None:
    stated = {"stainless steel": 30, "Steel, Stainless": 3, "stainles steel": 2, "Bamboo": 9, "BAMBOO": 1}

    assert by_name(draft_values(stated)) == {
        "stainless steel": {"Steel, Stainless", "stainles steel"},
        "Bamboo": set(),  # the standardizer knows no case
    }


def test_measures_are_one_value_in_any_unit() -> None:
    stated = {"500ml": 7, "0.5 L": 3, "0,5 l": 1, "750 ml": 2, "50 cm": 2, "0.5 m": 1}

    assert by_name(draft_values(stated)) == {"500ml": {"0.5 L", "0,5 l"}, "750 ml": set(), "50 cm": {"0.5 m"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "13"),
        ("M", "XM"),
        ("Black", "Black/White"),
        ("WH-1000XM4", "WH-1000XM5"),
        ("12 x 13 cm", "13 x 12 cm"),
        ("2 shelves 3 drawers", "3 shelves 2 drawers"),
        ("with lid", "without lid"),
        ("Canon EOS 5D", "Canon EOS 6D"),
        ("500 ml", "500 g"),
        ("1.5 m", "15 m"),
        ("男款", "女款"),
        ("12 inch", "12 cm"),
        ("Type A", "Type C"),
        ("HTTP", "HTTPS"),
        ("USB to Type C", "Type C to USB"),
        ("microSDHC", "microSDXC"),
    ],
)
def test_what_differs_in_more_than_its_spelling_stays_apart(one: str, other: str) -> None:
    assert len(draft_values({one: 100, other: 2})) == 2


def test_two_scripts_written_together_make_one_value_with_two_names() -> None:
    stated = {"黑色": 9, "黑色/Black": 3, "Black(黑色)": 2, "Black": 4, "白色": 4, "Lemon柠檬": 2, "红色 Wine": 1}

    values = draft_values(stated)

    assert [dict(value.name) for value in values] == [
        {"zh": "黑色", "en": "Black"},
        {"zh": "白色"},
        {"en": "Lemon", "zh": "柠檬"},
        {"zh": "红色 Wine"},  # written once: nobody knows whether it says one thing twice
    ]
    assert [value.id for value in values] == ["black", "bai_se", "lemon", "hong_se_wine"]


def test_makers_lose_legal_forms_and_what_says_nothing_is_no_value() -> None:
    stated = {
        "Acme": 20, "ACME Co., Ltd.": 3, "Visit the Acme Store": 1, "No Brand": 40, "No brands": 9, "N/A": 3, "其他": 2,
        "小米科技有限公司": 2, "https://acme.example/shop": 5,
    }  # fmt: skip

    values = draft_values(stated, maker=True)

    assert [(value.id, value.rows) for value in values] == [("acme", 24), ("xiao_mi_ke_ji", 2)]


def test_a_legal_form_says_nothing_where_the_name_is_stated_without_it_too() -> None:
    assert by_name(draft_values({"Lumi": 4, "Lumi Ltd": 1, "Penn Store": 2})) == {
        "Lumi": {"Lumi Ltd"},
        "Penn Store": set(),
    }


def test_latin_words_of_a_chinese_attribute_are_no_chinese_names() -> None:
    values = draft_values({"艾克米/Acme": 3, "北欧": 2, "12": 1}, language="zh")

    assert [dict(value.name) for value in values] == [{"en": "Acme", "zh": "艾克米"}, {"zh": "北欧"}, {"zh": "12"}]


def test_a_list_is_cut_at_its_separators_only() -> None:
    stated = {"WiFi, Bluetooth": 3, "Bluetooth": 4, "wi-fi": 2, "USB/Micro": 2}

    values = draft_values(stated, separators=[","])

    assert [(value.id, value.rows) for value in values] == [("bluetooth", 7), ("wifi", 5), ("usb_micro", 2)]


def test_rare_values_are_left_out_where_that_is_asked_for() -> None:
    stated = {"Red": 5, "Blue": 2, "Mauve": 1}

    assert [value.id for value in draft_values(stated, least_rows=2)] == ["red", "blue"]
    assert [value.id for value in draft_values(stated, most=1)] == ["red"]


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        ("Screen Size (inch)", "screen_size_inch"),
        ("颜色", "yan_se"),
        ("顏色", "yan_se"),
        ("วัสดุ", "wasdu"),
        ("Chất liệu", "chat_lieu"),
        ("USB接口", "usb_jie_kou"),
        ("12 pack", "v_12_pack"),
        ("★", "v_26c57b08"),
        ("a " * 40, "a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a"),
    ],
)
def test_ids_are_ascii_by_a_rule(wording: str, key: str) -> None:
    assert ascii_id(wording) == key
    assert ascii_id(wording, {key}) == f"{key}_2"
