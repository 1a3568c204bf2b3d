"""Keys under which Chinese wordings meet, and text as a person would write it."""

from __future__ import annotations

import pytest

from udfs.text.chinese import simplified
from udfs.text.keys import fold, tidy

MEET = [
    ("藍牙耳機", "蓝牙耳机"),
    ("藍牙", "【蓝牙】🔥"),
    ("保溫杯", "保温杯"),
    ("純棉Ｔ恤", "纯棉t恤"),
    ("檯燈", "台灯"),
    ("頭戴式", "头戴式"),
    ("無線", "无线！！"),
    ("不鏽鋼", "不锈钢"),
    ("線上", "綫上"),
    ("乾電池", "干电池"),
    ("圓領", "（圆领）"),
    ("男女通用", "★男女通用★"),
    ("降噪", "「降噪」"),
    ("可折叠", "✅可折叠"),
    ("磁吸·充电", "磁吸・充电"),
    ("防水 防汗", "防水　防汗"),
    ("V领", "Ｖ领"),
    ("３０４不锈钢", "304不锈钢"),
]
DIFFER = [("男", "女"), ("♂", "♀"), ("防水", "不防水"), ("黑色", "墨色"), ("L码", "XL码"), ("5G", "5克")]

TIDY = [
    ("【小米】", "小米"),
    ("🔥🔥爆款保温杯🔥🔥", "爆款保温杯"),
    ("★冰皮★系列★", "冰皮 系列"),
    ("『頭戴式』耳機", "『頭戴式』耳機"),
    ("「藍牙耳機」", "藍牙耳機"),
    ("小米　手環８", "小米 手環8"),
    ("❤️樱花粉❤️", "樱花粉"),
    ("★", "★"),
    ("龙井（明前）", "龙井(明前)"),
    ("空気清浄機", "空気清浄機"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_wordings_that_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFER)
def test_wordings_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("raw", "text"), TIDY)
def test_text_as_a_person_writes_it_in_the_sellers_script(raw: str, text: str) -> None:
    assert tidy(raw) == text


def test_simplified_characters_for_keys() -> None:
    assert simplified("兩萬毫安時 20000 mAh") == "两万毫安时 20000 mAh"
    assert simplified("皇后後面") == "皇后后面"
    assert simplified("ワイヤレスイヤホン") == "ワイヤレスイヤホン"
