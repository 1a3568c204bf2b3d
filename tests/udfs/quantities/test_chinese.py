"""Quantities as Chinese listings write them, in both scripts: numerals, classifiers, packs, ranges, retail units."""

from __future__ import annotations

import pytest

from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity

NUMERALS = [
    ("一百二十克", "g", 120),
    ("半斤", "g", 250),
    ("两升", "L", 2),
    ("两千五百毫升", "ml", 2500),
    ("一千零五十克", "g", 1050),
    ("三点五升", "L", 3.5),
    ("1.2万毫安时", "mAh", 12000),
    ("二十四小时", "h", 24),
    ("十五天", "day", 15),
    ("百分之百", "percent", 100),
    ("一米五", "cm", 150),
    ("两米", "cm", 200),
    ("1.8米四件套", "m", 1.8),
    ("1.8米4件套", "m", 1.8),
    ("1米05", "cm", 105),
    ("两斤半", "g", 1250),
    ("一公斤半", "g", 1500),
    ("约一百五十ml左右", "ml", 150),
    ("十千克", "kg", 10),
    ("五十千克", "g", 50000),
    ("一百千瓦", "W", 100000),
    ("二十千瓦", "kW", 20),
    ("两千毫安", "mAh", 2000),
    ("三千五百克", "g", 3500),
    ("腰围2尺4", "cm", 80),
    ("1斤2", "g", 600),
    ("两斤三", "g", 1150),
    ("廿四支", "count", 24),
    ("卅六枚", "count", 36),
    ("叁佰克", "g", 300),
    ("贰拾伍片", "count", 25),
    ("伍公斤", "g", 5000),
    ("三〇〇毫升", "ml", 300),
    ("四分之三英寸", "inch", 0.75),
    ("1又1/4英寸", "inch", 1.25),
    ("1.2亿像素", "megapixel", 120),
    ("两刻钟", "min", 30),
    ("1斤2两", "g", 600),
]

TRADITIONAL = [
    ("兩萬毫安時", "mAh", 20000),
    ("兩斤半", "g", 1250),
    ("三兩", "g", 150),
    ("500毫升×兩瓶", "ml", 1000),
    ("30釐米", "cm", 30),
    ("8公釐", "mm", 8),
    ("175公分", "cm", 175),
    ("15.6吋", "inch", 15.6),
    ("6呎", "foot", 6),
    ("250公克", "g", 250),
    ("1.5公升", "L", 1.5),
    ("1台斤", "g", 600),
    ("十二個", "count", 12),
    ("3條裝", "count", 3),
    ("兩雙", "count", 2),
    ("5隻入", "count", 5),
    ("30包入", "count", 30),
    ("10片/盒×2盒", "count", 20),
    ("續航24小時", "h", 24),
    ("60萬瓦時", "Wh", 600000),
    ("光通量800流明", "lm", 800),
    ("約1個半小時", "h", 1.5),
]

CLASSIFIERS = [
    ("3双", "count", 3),
    ("2支装", "count", 2),
    ("十二支装", "count", 12),
    ("三件套", "count", 3),
    ("共6瓶", "count", 6),
    ("一箱24瓶", "count", 24),
    ("一组两个", "count", 2),
    ("1盒三條裝", "count", 3),
    ("一盒", "count", 1),
    ("一打", "count", 12),
    ("半打", "count", 6),
    ("两打", "count", 24),
    ("3条/盒×2盒", "count", 6),
    ("3条/盒*2盒装", "count", 6),
    ("每盒10片", "count", 10),
    ("四枚装", "count", 4),
    ("5只/袋", "count", 5),
    ("12卷整箱", "count", 12),
    ("两台", "count", 2),
    ("一对装", "count", 2),
    ("3 双 装", "count", 3),
    ("x2盒", "count", 2),
    ("数量：5", "count", 5),
    ("6瓶*500ml", "ml", 3000),
    ("500毫升x6瓶", "ml", 3000),
    ("250ml*24盒/箱", "ml", 6000),
    ("三瓶×750毫升", "ml", 2250),
    ("75g*10袋", "g", 750),
    ("5斤*2箱", "g", 5000),
    ("100克/袋×4袋", "g", 400),
    ("330ml＊12罐", "ml", 3960),
    ("24瓶1箱", "count", 24),
    ("10片/盒 3盒", "count", 30),
    ("10片/盒3盒", "count", 30),
    ("500ml*24瓶1箱", "ml", 12000),
    ("500ml两瓶", "count", 2),
    ("一瓶500ml", "ml", 500),
    ("1.5打", "count", 18),
    ("12包装", "count", 12),
]

UNITS = [
    ("55寸", "inch", 55),
    ("14英寸", "inch", 14),
    ("27inch", "inch", 27),
    ("6.7英吋", "inch", 6.7),
    ("2.5公斤", "kg", 2.5),
    ("重5KG", "kg", 5),
    ("5000毫安", "mAh", 5000),
    ("5000MAH", "mAh", 5000),
    ("2安时", "mAh", 2000),
    ("1.5匹", "匹", 1.5),
    ("大1匹", "匹", 1),
    ("2马力", "W", 1470.9975),
    ("200目", "mesh", 200),
    ("80目滤网", "mesh", 80),
    ("60支", "Ne", 60),
    ("40支纱", "Ne", 40),
    ("60S", "Ne", 60),
    ("300D", "denier", 300),
    ("420旦", "denier", 420),
    ("5丝", "mm", 0.05),
    ("双面16丝", "mm", 0.16),
    ("3码", "yard", 3),
    ("克重180g", "g/m^2", 180),
    ("180克重", "g/m^2", 180),
    ("克重：220", "g/m^2", 220),
    ("200克每平方米", "g/m^2", 200),
    ("克重180g/m²", "g/m^2", 180),
    ("500毫升304不锈钢", "ml", 500),
    ("3度电", "kWh", 3),
    ("1.8㎡", "m^2", 1.8),
    ("12平方", "m^2", 12),
    ("500cc", "ml", 500),
    ("100立方厘米", "ml", 100),
    ("1600万像素", "megapixel", 16),
    ("8个月", "month", 8),
    ("180天", "day", 180),
    ("1800转/分", "rpm", 1800),
    ("42分贝", "dB", 42),
    ("0.8兆帕", "kPa", 800),
    ("50千卡", "kcal", 50),
    ("25°", "degree", 25),
    ("零下20度", "degC", -20),
    ("🔥500ml🔥", "ml", 500),
    ("【20000毫安】大容量", "mAh", 20000),
    ("★3双★", "count", 3),
    ("容量：1．5Ｌ", "L", 1.5),
]

RANGES = [
    ("80-120斤", "g", 40000, 60000),
    ("适合体重80～120斤", "kg", 40, 60),
    ("建議體重80至120斤", "kg", 40, 60),
    ("适合身高150~160", "cm", 150, 160),
    ("身高：150—160", "cm", 150, 160),
    ("适合身高1.5-1.6米", "cm", 150, 160),
    ("身高150-160cm", "cm", 150, 160),
    ("三到五天", "day", 3, 5),
    ("40～45升", "L", 40, 45),
    ("3000K-6000K", "K", 3000, 6000),
    ("十至十五平米", "m^2", 10, 15),
    ("301mL（含）-400mL（含）", "ml", 301, 400),
    ("9W(含)-15W(不含)", "W", 9, 15),
    ("克重180-220", "g/m^2", 180, 220),
]

# Not read: nothing of the kind is said, or two things are.
FAULTS = [
    ("买二送一", "count"),
    ("買一送一", "count"),
    ("三七开", "count"),
    ("一次性", "count"),
    ("100%棉", "count"),
    ("3C认证", "count"),
    ("2025年新款", "count"),
    ("第三代", "count"),
    ("四季通用", "count"),
    ("千元机", "g"),
    ("两面穿", "g"),
    ("万能充", "mAh"),
    ("体重100-120", "kg"),  # jin or kilograms?
    ("500ml或750ml", "ml"),
    ("10斤/20斤可选", "g"),
    ("30*20*10厘米", "cm"),
    ("40支", "g"),
    ("真丝", "mm"),
    ("目前有货", "mesh"),
    ("容量大", "ml"),
    ("42码", "cm"),
    ("买3箱送1箱", "count"),
    ("身高1", "cm"),
    ("1点5升", "L"),
    ("1·5升", "L"),
    ("二两五", "g"),
    ("七八个", "count"),
    ("十七八个", "count"),
    ("三五天", "day"),
    ("一两天", "day"),
    ("几十个", "count"),
    ("第3个", "count"),
    ("39包邮", "count"),
    ("9.9包邮", "count"),
    ("3条纹", "count"),
    ("5升级版", "L"),
    ("2入耳", "count"),
    ("40丝光棉", "mm"),
    ("3周年", "week"),
    ("3月新款", "month"),
    ("2.5个", "count"),
    ("1.5匹", "W"),  # an air conditioner of 1.5匹 cools with some 3500 W
    ("克重180", "g"),  # of a square metre, not of the piece
    ("克重180g", "g"),
    ("180克重", "g"),
    ("180g/m²", "g"),
    ("30km/h", "km"),
    ("500ml两瓶", "ml"),
    ("500毫升 2瓶", "ml"),
    ("2瓶500ml", "ml"),
    ("2瓶装500ml", "ml"),
    ("2 bottles 500ml", "ml"),
    ("50g+50g", "g"),
]


@pytest.mark.parametrize(("text", "unit", "number"), NUMERALS + TRADITIONAL + CLASSIFIERS + UNITS)
def test_quantity_in_the_unit_asked_for(text: str, unit: str, number: float) -> None:
    quantity = parse_quantity(text, unit)
    assert (quantity.number, quantity.number_max) == (pytest.approx(number), None)


@pytest.mark.parametrize(("text", "unit", "lower", "upper"), RANGES)
def test_a_range_keeps_both_ends(text: str, unit: str, lower: float, upper: float) -> None:
    quantity = parse_quantity(text, unit)
    assert (quantity.number, quantity.number_max) == (lower, upper)


@pytest.mark.parametrize(
    ("text", "unit", "bound"),
    [
        ("10W以下", "W", "at most"),
        ("不超过10W", "W", "at most"),
        ("750ML以上", "ml", "at least"),
        ("95%以上", "percent", "at least"),
        ("20W起", "W", "at least"),
        ("额定20W", "W", None),
    ],
)
def test_bounds(text: str, unit: str, bound: str | None) -> None:
    assert parse_quantity(text, unit).bound == bound


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("兩斤半", ("斤 read as 500 g, Taiwan's is 600 g",)),
        ("茶葉三兩", ("兩 read as 50 g, Taiwan's is 37.5 g",)),
        ("两斤半", ()),
        ("茶葉1台斤", ()),
    ],
)
def test_weights_that_depend_on_where(text: str, notes: tuple[str, ...]) -> None:
    assert parse_quantity(text, "g").notes == notes


@pytest.mark.parametrize(("text", "unit"), FAULTS)
def test_what_states_no_single_quantity_is_not_read(text: str, unit: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text, unit)
