"""Quantities as sellers write them: literal text and unit in, number and unit out."""

from __future__ import annotations

from typing import Literal

import pytest

from udfs.quantities.formatting import format_quantity
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import Quantity, Reading, parse_quantity, read_amounts, read_quantity
from udfs.quantities.registry import unit_fault

ENGLISH = [
    ("5x optical zoom", "x", 5),
    ("3.6X", "x", 3.6),
    ("10倍", "x", 10),
    ("4 frames per second", "fps", 4),
    ("300 dpi", "dpi", 300),
    ("20000mAh", "mAh", 20000),
    ("1,000 ml", "ml", 1000),
    ("1.2kg", "g", 1200),
    ("1,5 kg", "g", 1500),
    ("0,500 kg", "g", 500),
    ("12,345.6 g", "g", 12345.6),
    ("20 000 mAh", "mAh", 20000),
    ("15.6-inch", "inch", 15.6),
    ('15.6"', "inch", 15.6),
    ("15.6″", "inch", 15.6),
    ("15in", "inch", 15),
    ("5' 11\"", "inch", 71),
    ("½ lb", "g", 226.796185),
    ("1½ lb", "g", 680.388555),
    ("1 1/2 inches", "cm", 3.81),
    ("1 lb", "g", 453.59237),
    ("4 lb 14 oz", "g", 2211.262804),
    ("1h 30min", "h", 1.5),
    ("30 hrs", "h", 30),
    ("40H", "h", 40),
    ("90 min", "h", 1.5),
    ("12 fl oz", "ml", 354.8823547),
    ("12 fl. oz.", "ml", 354.8823547),
    ("24-Ounce", "ml", 709.7647095),  # an ounce is a fluid ounce where a volume is asked for
    ("7.4 oz", "g", 209.7864711),
    ("6.1 oz", "g/m^2", 206.8250596),  # and ounces per square yard where the weight of cloth is
    ("6.1 oz/yd²", "g/m^2", 206.8250596),
    ("180g", "g/m^2", 180),
    ("160g/㎡", "g/m^2", 160),
    ("250gsm", "g/m^2", 250),
    ("0.5L", "ml", 500),
    ("35 cl", "ml", 350),
    ("500ML", "ml", 500),
    ("50MM", "mm", 50),
    ("1.2 KG", "g", 1200),
    ("250 gm", "g", 250),
    ("20000MAH", "mAh", 20000),
    ("20000 Milliamp Hours", "mAh", 20000),
    ("20w", "W", 20),
    ("800LM", "lm", 800),
    ("2700K", "K", 2700),
    ("2400mhz", "GHz", 2.4),
    ("47 ohms", "ohm", 47),
    ("120 Ω", "ohm", 120),
    ("100℃", "degC", 100),
    ("32°F", "degC", 0),
    ("-10 °C", "degC", -10),
    ("95%", "percent", 95),
    ("20k mAh", "mAh", 20000),
    ("25K pages", "count", 25000),
    ("pack of 3", "count", 3),
    ("Pack of Two", "count", 2),
    ("6-pack", "count", 6),
    ("3 pcs", "count", 3),
    ("x3", "count", 3),
    ("118 Tea Bags", "count", 118),
    ("1 dozen", "count", 12),
    ("24 ct", "count", 24),
    ("7", "count", 7),
    ("6 x 500ml", "ml", 3000),
    ("500mlx6", "ml", 3000),
    ("up to 40 hours", "h", 40),
    ("WH-1000XM5 30h", "h", 30),
    ("20000mAh/74Wh", "Wh", 74),
    ("500ml (16.9 oz)", "ml", 500),
    ("1 L (32 oz)", "ml", 1000),
    ("4.2oz / 142gsm", "g/m^2", 142),  # of two that agree, the one stated in the unit asked for
    ("1 kg 2.2 lb", "g", 1000),
    ("250 grs.", "g", 250),
    ("2 Ltr", "ml", 2000),
    ("330 mililitros", "ml", 330),
    ("1'250 g", "g", 1250),
    ("2.345.678 g", "g", 2345678),
    ("12,50,000 pcs", "count", 1250000),
    ("3 500,25 g", "g", 3500.25),
    ("7.5E+2 g", "g", 750),
    ("4.2×10³ lm", "lm", 4200),
    (",75 l", "ml", 750),
    ("5.000 mAh", "mAh", 5000),  # nobody states thousandths of these
    ("3.125 inches", "inch", 3.125),  # nor writes thousands of inches with a dot
    ("two and a half pounds", "lb", 2.5),
    ("three quarters of a pound", "lb", 0.75),
    ("one hundred and twenty g", "g", 120),
    ("zero point two kg", "g", 200),
    ("2h 45m", "h", 2.75),
    ("2:15 h", "h", 2.25),
    ("1h20", "min", 80),
    ("5'4", "inch", 64),
    ("6 ft 2 in", "inch", 74),
    ("12 ± 0.3 cm", "cm", 12),
    ("80cm (±2cm)", "cm", 80),
    ("Height 60cm, please allow 1-2cm error", "cm", 60),
    ("24+ hours", "h", 24),
    ("H38 cm", "cm", 38),
    ("52W cm", "cm", 52),
    ("100W equivalent, 14W", "W", 14),
    ("6 (12 oz) bottles", "g", 2041.16568),
    ("250 ml (pack of 4)", "ml", 1000),
    ("5 packs of 12", "count", 60),
    ("12 pcs per pack, 4 packs", "count", 48),
    ("10 count (pack of 6)", "count", 60),
    ("36 g (18 sachets of 2 g)", "g", 36),
    ("AC 100V, 50/60Hz", "V", 100),
    ("21.0 MP", "megapixel", 21),
    ("1/8000 sec", "s", 0.000125),
    ("220V US plug", "V", 220),  # sold there, and no volt of old American standards
]

CHINESE = [
    ("2万毫安", "mAh", 20000),  # sellers drop the hours of 毫安时
    ("20000毫安时", "mAh", 20000),
    ("2w毫安", "mAh", 20000),
    ("５０００ｍＡｈ", "mAh", 5000),
    ("74瓦时", "Wh", 74),
    ("3斤", "g", 1500),
    ("二两", "g", 100),
    ("半斤", "g", 250),
    ("一斤半", "g", 750),
    ("1斤2两", "g", 600),
    ("一百二十克", "g", 120),
    ("约3两", "g", 150),
    ("1.4公斤", "g", 1400),
    ("½千克", "g", 500),
    ("15.6英寸", "inch", 15.6),
    ("15.6寸", "inch", 15.6),
    ("1米8", "cm", 180),
    ("50毫米", "mm", 50),
    ("500 毫升", "ml", 500),
    ("1.18升", "ml", 1180),
    ("2斤", "ml", 1000),  # a flask of two jin
    ("30小时", "h", 30),
    ("10个小时", "h", 10),
    ("一个半小时", "h", 1.5),
    ("1小时30分钟", "h", 1.5),
    ("800流明", "lm", 800),
    ("20瓦", "W", 20),
    ("250欧姆", "ohm", 250),
    ("60度", "degC", 60),
    ("220克/平方米", "g/m^2", 220),
    ("百分之九十五", "percent", 95),
    ("3双", "count", 3),
    ("2支装", "count", 2),
    ("三件套", "count", 3),
    ("一对", "count", 2),
    ("十二片", "count", 12),
    ("10片/包*3包", "count", 30),
    ("6瓶*500ml", "ml", 3000),
    ("500ml×6瓶", "ml", 3000),
    ("6瓶*500ml", "count", 6),
    ("两千五百毫安", "mAh", 2500),
    ("两万五毫安", "mAh", 25000),
    ("1万2千毫安", "mAh", 12000),
]

RANGES = [
    ("40-45L", "L", 40, 45),
    ("40L-45L", "L", 40, 45),
    ("80-120斤", "g", 40000, 60000),
    ("150~160cm", "cm", 150, 160),
    ("10 to 20 hours", "h", 10, 20),
    ("3000至5000开", "K", 3000, 5000),
    ("-20~60℃", "degC", -20, 60),
    ("between 4 and 8 hours", "h", 4, 8),
    ("from 4 to 8 hours", "h", 4, 8),
    ("介于4和8小时之间", "h", 4, 8),
    ("750 g to 1.5 kg", "g", 750, 1500),
    ("AC 100-240V 50/60Hz", "V", 100, 240),
    ("4.1 ~ 12.3mm (35mm Film Equivalent : 28 ~ 84mm)", "mm", 4.1, 12.3),
]

FAULTS = [
    ("black", "ml", "expected a volume, found no number in 'black'"),
    ("3 kg", "ml", "expected a volume, got 3 kg in '3 kg'"),
    ("12个月", "count", "expected a number of pieces, got 12 个月 in '12个月'"),
    ("30 foo", "ml", "expected a volume, got 30 with the unknown unit 'foo' in '30 foo'"),
    ("500", "ml", "expected a volume, got 500 without a unit in '500'"),
    ("500ml/750ml", "ml", "expected a volume, got 500 ml and 750 ml in '500ml/750ml'"),
    ("95% cotton, 5% spandex", "percent", "expected a share, got 95% and 5% in '95% cotton, 5% spandex'"),
    ("50+10L", "L", "expected a volume, got several numbers in '50+10L'"),
    ("10-5 L", "L", "expected a volume, got several numbers in '10-5 L'"),
    ("26 800 mAh", "mAh", "expected a charge, got several numbers in '26 800 mAh'"),
    ("5V/2A", "W", "expected a power, got 5 V in '5V/2A'"),
    ("30x20x10 cm", "cm", "expected a length, found a size of several numbers in '30x20x10 cm'"),
    ("2 in 1", "inch", "expected a length, got 2 without a unit in '2 in 1'"),
    ("WH-1000 h", "h", "expected a duration, found no number in 'WH-1000 h'"),
    ("9" * 400 + "ml", "ml", "got a number beyond any quantity in '999"),
    ("2.500 ml", "ml", "got 2.5 ml or 2500 ml, depending on what the dot separates, in '2.500 ml'"),
    ("8 g per serving", "g", "got a quantity for one serving in '8 g per serving'"),
    ("每份8克", "g", "got a quantity for one 份 in '每份8克'"),
    ("500ml each", "ml", "got a quantity for one piece in '500ml each'"),
    ("买二送一 500ml", "ml", "got an offer, '买二' in '买二送一 500ml'"),
    ("500 ml + 1 free", "ml", "got an offer, '1 free' in '500 ml + 1 free'"),
    ("10W-40 oil", "W", "found no number in '10W-40 oil'"),
    ("14 carat gold", "g", "expected a weight, got 14 carat in '14 carat gold'"),
    ("does not hold 5 kg", "g", "got a negation, 'not' in 'does not hold 5 kg'"),
    ("不支持220V", "V", "got a negation, '不支持' in '不支持220V'"),
    ("saves 2 kg", "kg", "got a comparison in 'saves 2 kg'"),
    ("200 g lighter", "g", "got a comparison in '200 g lighter'"),
    ("3×500 W", "W", "found a size of several numbers in '3×500 W'"),
    ("误差±2cm", "cm", "got a tolerance in '误差±2cm'"),
    ("64G", "g", "found no number in '64G'"),
    ("equivalent to 60W", "W", "found only what the goods are compared with in 'equivalent to 60W'"),
    ("500 ml for 2", "ml", "got the number '2' beside it in '500 ml for 2'"),
    ("-3 kg", "g", "got a negative number in '-3 kg'"),
]


@pytest.mark.parametrize(("text", "unit", "number"), ENGLISH + CHINESE)
def test_quantity_in_the_unit_asked_for(text: str, unit: str, number: float) -> None:
    quantity = parse_quantity(text, unit)
    assert (quantity.number, quantity.number_max, quantity.unit) == (pytest.approx(number), None, unit)


@pytest.mark.parametrize(("text", "unit", "lower", "upper"), RANGES)
def test_a_range_keeps_both_ends(text: str, unit: str, lower: float, upper: float) -> None:
    quantity = parse_quantity(text, unit)
    assert (quantity.number, quantity.number_max) == (lower, upper)


@pytest.mark.parametrize(("text", "unit", "message"), FAULTS)
def test_faults_say_what_was_found(text: str, unit: str, message: str) -> None:
    with pytest.raises(QuantityError) as fault:
        parse_quantity(text, unit)
    assert message in str(fault.value)


@pytest.mark.parametrize(("text", "number"), [("20000", 20000), ("约20000", 20000), ("2万", 20000), ("20K", 20000)])
def test_a_bare_number_counts_where_the_key_names_the_unit(text: str, number: float) -> None:
    assert parse_quantity(text, "mAh", bare=True) == Quantity(number, None, "mAh", None)


def test_a_bare_number_counts_only_alone() -> None:
    with pytest.raises(QuantityError, match="got 5 with the unknown unit 'Pro'"):
        parse_quantity("Model 5 Pro", "mAh", bare=True)


def test_a_bare_fraction_is_an_exposure_where_seconds_are_asked_for() -> None:
    assert parse_quantity("1/2000", "s", bare=True).number == 0.0005
    assert parse_quantity("1/500", "ms", bare=True).number == 2
    for text, unit in (("1/2000", "s"), ("1/20", "day"), ("30-1/8000 sec", "s"), ("5/2000", "s")):
        with pytest.raises(QuantityError):
            parse_quantity(text, unit, bare=(text, unit) != ("1/2000", "s"))


def test_the_sellers_spelling_of_the_unit_is_kept() -> None:
    assert parse_quantity("2万毫安", "mAh").unit_given == "毫安"


@pytest.mark.parametrize(
    ("number", "unit", "upper", "text"),
    [
        (20000, "mAh", None, "20000 mAh"),
        (1.5, "L", None, "1.5 L"),
        (0.25, "kg", None, "0.25 kg"),
        (40, "L", 45, "40–45 L"),
        (95, "percent", None, "95%"),
        (3, "count", None, "3"),
        (100000, "g", None, "100000 g"),
        (-0.0, "degC", None, "0 degC"),
    ],
)
def test_format_quantity(number: float, unit: str, upper: float | None, text: str) -> None:
    assert format_quantity(number, unit, upper) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("lb", "5 磅"),
        ("lbs", "5 磅"),
        ("oz", "5 盎司"),
        ("kPa", "5 千帕"),
        ("rpm", "5 转/分"),
        ("kcal", "5 千卡"),
        ("megapixel", "5 百万像素"),
        ("m^3", "5 立方米"),
        ("mm^2", "5 平方毫米"),
        ("week", "5 周"),
        ("carat", "5 克拉"),
        ("匹", "5 匹"),
        ("K", "5 K"),
    ],
)
def test_units_have_chinese_names(unit: str, text: str) -> None:
    assert format_quantity(5, unit, chinese=True) == text


@pytest.mark.parametrize(
    ("text", "unit", "assume", "amounts"),
    [
        ('12"', "cm", None, [30.48]),
        ("12", "cm", None, []),
        ("12", "cm", "inch", [30.48]),
        ("2-9/10 in", "cm", None, [7.366]),
        ("7 5/64", "inch", "inch", [7.078125]),
        ("5/6 yd", "inch", None, [30.0]),
        ('10" - 15', "inch", "inch", [10.0, 15.0]),
        ("10-15 lb", "oz", None, [160.0, 240.0]),
        ("30x20 cm, 2 kg", "mm", "cm", [300.0, 200.0]),
        ("5 ft 3 in", "inch", None, [63.0]),
    ],
)
def test_all_amounts_of_a_kind(text: str, unit: str, assume: str | None, amounts: list[float]) -> None:
    assert read_amounts(text, unit, assume=assume) == pytest.approx(amounts)


@pytest.mark.parametrize("unit", ["mAh", "g/m^2", "inch", "degC", "percent", "%", "count", "千克"])
def test_known_units_have_no_fault(unit: str) -> None:
    assert unit_fault(unit) is None


@pytest.mark.parametrize("unit", ["mAhh", "5 kg", "g/", "", "((", "g**"])
def test_unknown_units_are_named(unit: str) -> None:
    fault = unit_fault(unit)
    assert fault is not None
    assert repr(unit) in fault
    assert "write one such as mAh" in fault


def test_a_number_of_hundreds_of_digits_is_no_quantity() -> None:
    with pytest.raises(QuantityError, match="got a number of hundreds of digits without a unit"):
        parse_quantity("9" * 400, "cm")


@pytest.mark.parametrize(("plausible", "number"), [((1, 100), 1.5), ((200, 5000), 1500)])
def test_of_two_readings_of_a_dot_the_plausible_one_counts(plausible: tuple[float, float], number: float) -> None:
    assert read_quantity("1.500 ml", Reading("ml", plausible=plausible)).number == number


@pytest.mark.parametrize(("pack", "number", "number_max"), [("total", 3000, None), ("each", 500, None)])
def test_a_pack_has_a_total_and_what_each_holds(
    pack: Literal["total", "each"], number: float, number_max: None
) -> None:
    quantity = read_quantity("6 x 500 ml", Reading("ml", pack=pack))
    assert (quantity.number, quantity.number_max, quantity.pieces, quantity.each) == (number, number_max, 6, 500)


def test_what_one_holds_counts_where_each_is_asked_for() -> None:
    assert read_quantity("500ml each", Reading("ml", pack="each")).number == 500


def test_a_quantity_for_one_of_something_counts_where_it_is_asked_for() -> None:
    assert read_quantity("8 g per serving", Reading("g", per=("serving", "份"))).number == 8


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 40 hours", "at most"),
        ("at least 40 hours", "at least"),
        ("40+ hours", "at least"),
        ("40 h", None),
        ("18 hours and higher", "at least"),
        ("2 h & up", "at least"),
        ("40 h and below", "at most"),
    ],
)
def test_a_bound_is_told(text: str, bound: str | None) -> None:
    assert parse_quantity(text, "h").bound == bound


def test_a_tolerance_is_told() -> None:
    assert parse_quantity("10 ± 0.5 cm", "cm").notes == ("tolerance ±0.5 cm",)


def test_a_bare_number_has_no_unit_and_takes_none() -> None:
    assert parse_quantity("12.1", "bare_number", bare=True).number == 12.1
    with pytest.raises(QuantityError, match="expected a number without a unit, got 5 fps in '5 fps'"):
        parse_quantity("5 fps", "bare_number", bare=True)
    assert (format_quantity(7.5, "bare_number"), format_quantity(7.5, "bare_number", chinese=True)) == ("7.5", "7.5")
