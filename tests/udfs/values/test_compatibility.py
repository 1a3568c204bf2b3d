"""Names of what a product fits are not its own brand, in both languages."""

from __future__ import annotations

import pytest

from udfs.schema.definitions import Attribute
from udfs.values.compatibility import target_of, target_word

BRAND = Attribute.model_validate(
    {
        "name": {"en": "Brand", "zh": "品牌"},
        "description": {"en": "Maker", "zh": "制造商"},
        "kind": "span",
        "values": {
            "apple": {"name": {"en": "Apple", "zh": "苹果"}},
            "huawei": {"name": {"en": "Huawei", "zh": "华为"}},
            "xiaomi": {"name": {"en": "Xiaomi", "zh": "小米"}, "aliases": ["MI"]},
            "samsung": {"name": {"en": "Samsung", "zh": "三星"}},
            "dyson": {"name": {"en": "Dyson", "zh": "戴森"}},
            "sony": {"name": {"en": "Sony", "zh": "索尼"}},
            "fit": {"name": {"en": "Fit", "zh": "飞特"}},
            "new_balance": {"name": {"en": "New Balance", "zh": "新百伦"}},
        },
    }
)

TARGETS = [
    ("适用于苹果15手机壳", "苹果", "适用于"),
    ("適用於蘋果15手機殼", "蘋果", "适用于"),
    ("绿联充电宝适用苹果/华为/小米", "小米", "适用"),
    ("绿联充电宝适用苹果/华为/小米", "华为", "适用"),
    ("保护套 兼容华为、荣耀平板", "荣耀", "兼容"),
    ("适配：索尼WH-1000XM5 耳机套", "索尼", "适配"),
    ("替换小米净化器滤芯", "小米", "替换"),
    ("适用型号：戴森V8/戴森V10", "戴森", "适用型号"),
    ("手机壳适用于苹果15/华为Mate60/vivo", "vivo", "适用于"),
    ("数据线苹果专用", "苹果", "专用"),
    ("无线充电器 华为手机适用", "华为", "适用"),
    ("苹果专用数据线", "苹果", "专用"),
    ("戴森平替吹风机", "戴森", "平替"),
    ("适用华为 适用小米 充电头", "小米", "适用"),
    ("Case for Apple iPhone 15", "Apple", "for"),
    ("Ear pads compatible with Sony headphones", "SONY", "compatible with"),
    ("Strap for use with the Garmin watch", "Garmin", "for"),
    ("Cable for Samsung, Xiaomi and Huawei", "Huawei", "for"),
    ("Case fits Apple, Samsung & Sony", "Sony", "fits"),
    ("Strap for New Balance 574 and Sony", "Sony", "for"),
    ("Power bank for iPhone, Samsung", "Samsung", "for"),
    ("Charger compatible with: Galaxy S24/Xiaomi 14", "Xiaomi", "compatible with"),
    ("充电宝适用于iPhone/华为/小米", "小米", "适用于"),
    ("充电宝适用于iPhone/华为/小米", "华为", "适用于"),
    ("充电宝适用安卓、苹果手机、小米", "小米", "适用"),
    ("充电宝适用于 小米", "小米", "适用于"),
    ("品胜适用（苹果）", "苹果", "适用"),
    ("绿联适用“苹果”", "苹果", "适用"),
    ("倍思 适用 苹果15", "苹果", "适用"),
    ("索尼 兼容 苹果", "苹果", "兼容"),
]
OWN = [
    ("小米充电宝 适用于苹果", "小米"),
    ("安克适用苹果15快充头", "安克"),
    ("华为手机壳", "华为"),
    ("小米耳机 适用于小米手机", "小米"),  # made by the one it fits
    ("适用于家用 美的电水壶", "美的"),
    ("适合学生、得力台灯", "得力"),
    ("适用于家用，美的电水壶", "美的"),
    ("支持快充 适合出差 罗马仕", "罗马仕"),
    ("飞利浦适用于卧室的台灯", "飞利浦"),
    ("通用款 倍思数据线", "倍思"),
    ("Anker power bank for iPhone", "Anker"),
    ("Headphones for running (Sony)", "Sony"),
    ("Comfort Nike shoes", "Nike"),
    ("Slim Fit Nike T-Shirt", "Nike"),
    ("Dri-FIT Nike running shirt", "Nike"),
    ("Relaxed Fit Carhartt hoodie", "Carhartt"),
    ("Wide Fit Skechers", "Skechers"),
    ("Secure-Fit JBL earbuds", "JBL"),
    ("Perfect Fit Sony ear pads", "Sony"),
    ("Free shipping for all: Hanes T-shirt", "Hanes"),
    ("One size fits all Hanes cap", "Hanes"),
    ("For Apple JBL Earbuds", "JBL"),
    ("Compatible with Samsung | Anker PowerCore", "Anker"),
    ("Headphones for Mixing | Audio-Technica", "Audio-Technica"),
    ("Headphones for Mixing, Audio-Technica", "Audio-Technica"),
    ("支持华为快充的小米充电宝", "小米"),
    ("支持索尼LDAC 漫步者耳机", "漫步者"),
    ("支持华为超级快充", "华为"),
    ("适用华为快充的小米充电宝", "小米"),
    ("适用苹果15漫步者耳机", "漫步者"),
    ("适用于苹果、华为 小米耳机", "小米"),
    ("倍思 适用 苹果15", "倍思"),
    ("索尼 兼容 苹果", "索尼"),
    ("品胜适用（苹果）", "品胜"),
    ("绿联适用“苹果”", "绿联"),
    ("漫步者 通用 蓝牙耳机", "漫步者"),
    ("男女适用 安踏T恤", "安踏"),
    ("男女适用安踏T恤", "安踏"),
    ("四季适用 安踏", "安踏"),
    ("苹果安卓手机适用 小米充电宝", "小米"),
    ("感谢支持 小米", "小米"),
    ("非常适合 森海塞尔", "森海塞尔"),
    ("戴森同款吹风机", "戴森"),
    ("创维同款电视 小米", "小米"),
    ("充电宝", "苹果"),
]


@pytest.mark.parametrize(("text", "name", "word"), TARGETS)
def test_a_name_that_stands_only_as_a_target(text: str, name: str, word: str) -> None:
    assert target_word(BRAND, [text], name) == word


@pytest.mark.parametrize(("text", "name"), OWN)
def test_a_name_that_stands_for_itself(text: str, name: str) -> None:
    assert target_word(BRAND, [text], name) is None


def test_a_name_of_the_title_is_the_products_own_whatever_the_description_says() -> None:
    assert target_word(BRAND, ["小米充电宝", "适用于小米、苹果手机"], "小米") is None


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("适用于苹果", "适用于"),
        ("適配 華為", "适配"),
        ("苹果专用", "专用"),
        ("小米适用", "适用"),
        ("for Apple", "for"),
        ("For Love & Lemons", None),
        ("Fit", None),
        ("苹果", None),
        ("适乐肤", None),
        ("适用于iPhone/华为", "适用于"),
        ("compatible with Apple, Sony", "compatible with"),
        ("华为手机专用", "专用"),
        ("非凡探索", None),
        ("非遗传承", None),
        ("仿古斋", None),
        ("支持者", None),
        ("匹配科技", None),
        ("替代者", None),
        ("美国通用", None),
        ("上汽通用", None),
        ("GE通用", None),
        ("小米通用", None),
        ("Fit for Life", None),
        ("专用", None),
    ],
)
def test_a_whole_value_that_is_a_target(value: str, word: str | None) -> None:
    assert target_of(BRAND, value) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("for " * 50_000, None),
        ("for " + "a " * 50_000, None),
        ("for apple" + " " * 100_000 + ", sony", "for"),
        ("适用于" + "苹果/" * 30_000 + "索尼", "适用于"),
        ("适用于" + "苹果15 pro max/" * 10_000 + "漫步者", None),
        ("适用于" * 50_000, None),
        ("for apple" + " a" * 50_000, None),
    ],
)
def test_a_value_of_any_length_is_read(text: str, word: str | None) -> None:
    """Trying each beginning of a list of targets as a name would take hours."""
    assert target_of(BRAND, text) == word


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("for apple " * 20_000, "Apple", "for"),
        ("for apple " * 20_000 + "| apple", "Apple", None),
        ("适用苹果/" * 20_000, "苹果", "适用"),
        ("苹果" * 50_000, "苹果", None),
        ("适用于" + " " * 100_000 + "苹果", "苹果", "适用于"),
    ],
)
def test_a_listing_of_any_length_is_read(text: str, name: str, word: str | None) -> None:
    assert target_word(BRAND, [text], name) == word
