"""Raw values in, canonical values out: which rule decided, and why a value is not standard."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.records import Outcome, Scored
from udfs.schema.loading import load_schema
from udfs.values.raw import Column
from udfs.values.standardizer import Standardizer

SCHEMA = """
categories:
  headset:
    name: {en: Headset, zh: 耳麦}
    description: {en: Headsets, zh: 耳麦}
    attributes:
      brand:
        name: {en: Brand, zh: 品牌}
        description: {en: Maker, zh: 制造商}
        kind: span
        case: title
        maker: true
        values:
          sony: {name: {en: Sony, zh: 索尼}}
          xiaomi: {name: {en: Xiaomi, zh: 小米}, aliases: [Mi, 小米科技]}
          bose: {name: {en: Bose, zh: 博士}}
      audience:
        name: {en: Made for, zh: 适用人群}
        description: {en: Who wears it, zh: 佩戴的人}
        kind: span
        values: {kids: {name: {en: Kids, zh: 儿童}}}
      series:
        name: {en: Series, zh: 系列}
        description: {en: Product line, zh: 产品系列}
        kind: span
      works_with:
        name: {en: Works with, zh: 适用设备}
        description: {en: Devices, zh: 设备}
        kind: span
        many: true
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Main colour, zh: 主要颜色}
        kind: choice
        values:
          black: {name: {en: Black, zh: 黑色}, aliases: [jet black, 黑, 曜石黑]}
          grey: {name: {en: Grey, zh: 灰色}, aliases: [gray, 灰]}
          pink: {name: {en: Pink, zh: 粉色}, aliases: [rose, 粉]}
          gold: {name: {en: Gold, zh: 金色}, aliases: [rose gold, 金]}
          other: {name: {en: Other colour, zh: 其他颜色}, aliases: [other]}
      features:
        name: {en: Features, zh: 功能}
        description: {en: What it can do, zh: 功能}
        kind: choices
        values:
          waterproof: {name: {en: Waterproof, zh: 防水}}
          foldable: {name: {en: Foldable, zh: 可折叠}, aliases: [folding]}
          over_ear: {name: {en: Over-ear, zh: 头戴式}, aliases: [3/4 cup]}
          spring: {name: {en: Spring, zh: 春季}, aliases: [春]}
          autumn: {name: {en: Autumn, zh: 秋季}, aliases: [秋]}
      battery:
        name: {en: Battery, zh: 电池}
        description: {en: Charge, zh: 电量}
        kind: quantity
        unit: mAh
        range: [50, 50000]
      pack_size:
        name: {en: Pack size, zh: 件数}
        description: {en: Pieces, zh: 件数}
        kind: quantity
        unit: count
        range: [1, 100]
      ohms:
        name: {en: Impedance, zh: 阻抗}
        description: {en: Impedance, zh: 阻抗}
        kind: quantity
        unit: ohm
        range: [1, 1000]
        rules: [{do: [{alias: {standard: 32 ohm}}]}, {do: [{number: largest}]}, {do: [as written]}]
      drivers:
        name: {en: Drivers, zh: 单元}
        description: {en: Width of the drivers, zh: 单元直径}
        kind: quantity
        unit: mm
        range: [1, 100]
        rules: [{do: [upper case]}]
      cord:
        name: {en: Cord, zh: 线长}
        description: {en: Length of the cord, zh: 线长}
        kind: span
        values: {none: {name: {en: No cord, zh: 无线}, aliases: [cordless]}}
        rules: [{do: [{convert: {to: cm, assume: inch}}, {round: 0}]}]
      finish:
        name: {en: Finish, zh: 表面}
        description: {en: Finish, zh: 表面}
        kind: choice
        values:
          matte: {name: {en: Matte, zh: 哑光}, opposite: gloss, learned: {frosted: {support: 4, precision: 1.0}}}
          gloss: {name: {en: Gloss, zh: 亮面}}
        rules: [{do: [first part], support: 3, precision: 1.0}]
      paint:
        name: {en: Paint, zh: 漆}
        description: {en: Colour of the paint, zh: 漆色}
        kind: choice
        mixture: mixed
        values:
          black: {name: {en: Black, zh: 黑色}}
          grey: {name: {en: Grey, zh: 灰色}}
          mixed: {name: {en: Mixed, zh: 多色}}
      model_number:
        name: {en: Model number, zh: 型号}
        description: {en: Part number, zh: 型号}
        kind: identifier
        pattern: "[A-Z0-9][A-Z0-9 ./_+-]{1,30}"
      gtin:
        name: {en: GTIN, zh: 条码}
        description: {en: Bar code, zh: 条码}
        kind: identifier
        pattern: "[0-9]{8}|[0-9]{12,14}"
        checksum: gtin
      inner_gtin:
        name: {en: Inner GTIN, zh: 内条码}
        description: {en: Bar code within, zh: 内条码}
        kind: identifier
        pattern: "[0-9]{13}"
        checksum: gtin
        rules: [{do: [digits]}]
      part_number:
        name: {en: Part number, zh: 零件号}
        description: {en: Part, zh: 零件}
        kind: identifier
        pattern: "[A-Z]{2}[0-9]{2,4}"
        rules: [{do: [letters and digits]}]
"""


@pytest.fixture(scope="module")
def standardizer(tmp_path_factory: pytest.TempPathFactory) -> Standardizer:
    file: Path = tmp_path_factory.mktemp("schema") / "headset.yaml"
    file.write_text(SCHEMA, encoding="utf-8")
    return Standardizer(load_schema(file), match_threshold=0.7)


STANDARD = [
    ("brand", "Sony", "name", "Sony"),
    ("brand", "SONY®", "name", "Sony"),
    ("brand", "索尼", "name", "Sony"),
    ("brand", "ｍｉ", "alias", "Xiaomi"),
    ("brand", "小米/Xiaomi", "alias", "Xiaomi"),
    ("brand", "Xiaomi 小米", "alias", "Xiaomi"),
    ("brand", "索尼（SONY）", "alias", "Sony"),
    ("brand", "小米官方旗舰店", "company suffix", "Xiaomi"),
    ("brand", "Sony Corporation", "company suffix", "Sony"),
    ("brand", "Sony (China) Co., Ltd.", "company suffix", "Sony"),
    ("brand", "Brand: Sony", "company suffix", "Sony"),
    ("brand", "For Love & Lemons", "text", "For Love & Lemons"),
    ("brand", "Acme Audio Co., Ltd.", "company suffix", "Acme Audio"),
    ("brand", "Beyer GmbH & Co. KG", "company suffix", "Beyer"),
    ("brand", "深圳倍思有限公司", "company suffix", "深圳倍思"),
    ("brand", "LOGITECH", "text", "Logitech"),
    ("brand", "JBL", "text", "JBL"),
    ("brand", "audeze", "text", "Audeze"),
    ("brand", "Visit the Sony Store", "company suffix", "Sony"),
    ("brand", "by Sony", "company suffix", "Sony"),
    ("brand", "By Terry", "text", "By Terry"),
    ("brand", "Manufacturer: Acme S.r.l.", "company suffix", "Acme"),
    ("brand", "Sоny", "name", "Sony"),  # the o is Cyrillic
    ("brand", "Black & Decker", "text", "Black & Decker"),
    ("brand", "Sony headset", "company suffix", "Sony"),
    ("brand", "小米耳麦", "company suffix", "Xiaomi"),
    ("brand", "AC/DC", "text", "AC/DC"),
    ("brand", "Acme/极点", "two scripts", "Acme"),
    ("brand", '="Sony"', "name", "Sony"),
    ("brand", "'47 Brand", "text", "'47 Brand"),
    ("series", "Series: AirPods", "company suffix", "AirPods"),
    ("series", "Series 7", "text", "Series 7"),
    ("series", "  AirPods  (2nd generation) ", "text", "AirPods (2nd generation)"),
    ("audience", "Toys for Kids", "text", "Toys for Kids"),
    ("audience", "for Kids", "text", "for Kids"),  # what a product fits is asked for here
    ("audience", "儿童专用", "text", "儿童专用"),
    ("series", "EU 42½", "text", "EU 42 1/2"),
    ("series", "FreeBuds Limited", "text", "FreeBuds Limited"),  # no list of names: "Limited" may be part of it
    ("color", "BLACK", "name", "Black"),
    ("color", "灰色", "name", "Grey"),
    ("color", "gray", "alias", "Grey"),
    ("color", "other", "alias", "Other colour"),
    ("color", "jet black matte", "alias within", "Black"),
    ("color", "经典曜石黑色款", "alias within", "Black"),
    ("color", "rose-gold edition", "alias within", "Gold"),  # the longer wording hides "rose" and "gold"
    ("color", "雾粉", "alias within", "Pink"),
    ("color", "星空灰色", "alias within", "Grey"),
    ("color", "Color: midnight black", "alias within", "Black"),
    ("color", "Black (as pictured)", "alias within", "Black"),
    ("color", "Wheat (gold)", "alias within", "Gold"),
    ("color", "black with white logo", "alias within", "Black"),
    ("color", "Grey 256GB", "alias within", "Grey"),
    ("color", "not black, grey", "alias within", "Grey"),
    ("color", "Black / Matte", "alias within", "Black"),
    ("finish", "not matte", "negated", "Gloss"),
    ("paint", "black & grey", "mixture", "Mixed"),
    ("paint", "black, grey", "mixture", "Mixed"),
    ("features", "folding headband", "alias within", "Foldable"),
    ("features", "over ear", "name", "Over-ear"),
    ("battery", "2万毫安", "unit", "20000 mAh"),
    ("battery", "10,000 mAh", "unit", "10000 mAh"),
    ("pack_size", "三件套", "unit", "3"),
    ("pack_size", "2", "unit", "2"),
    ("drivers", "12½ mm", "upper case", "12 1/2 MM"),
    ("cord", "12½ in", "to cm, 0 decimals", "32 cm"),
    ("cord", "½ m", "to cm, 0 decimals", "50 cm"),
    ("ohms", "16 or 32 ohm", "largest number", "32"),
    ("ohms", "Standard", "alias", "32 ohm"),
    ("drivers", "4 cm", "upper case", "4 CM"),
    ("cord", '47"', "to cm, 0 decimals", "119 cm"),
    ("cord", "3 ft cord", "to cm, 0 decimals", "91 cm"),
    ("cord", "Cordless", "alias", "No cord"),  # known names go before rules
    ("cord", "long", "text", "long"),
    ("finish", "frosted", "alias", "Matte"),
    ("finish", "Gloss/Matte", "first part", "Gloss"),
    ("finish", "Gloss black", "alias within", "Gloss"),
    ("model_number", "Model: wh-1000xm5", "identifier", "WH-1000XM5"),
    ("model_number", "型号：ATH-M20x", "identifier", "ATH-M20X"),
    ("model_number", "No. 606752", "identifier", "606752"),
    ("gtin", "4006381333931", "identifier", "4006381333931"),
    ("gtin", "UPC 0360-0029 1452", "identifier", "036000291452"),
    ("inner_gtin", "EAN 4006381333931", "digits", "4006381333931"),
    ("gtin", "0-306-40615-2", "identifier", "9780306406157"),
    ("gtin", "ISBN-10: 080442957X", "identifier", "9780804429573"),
    ("gtin", "4006381333931.0", "identifier", "4006381333931"),
    ("gtin", "'4006381333931", "identifier", "4006381333931"),
    ("gtin", '="4006381333931"', "identifier", "4006381333931"),
    ("gtin", "(01)04006381333931", "identifier", "04006381333931"),
    ("gtin", "4,006,381,333,931", "identifier", "4006381333931"),
    ("gtin", "17856441659", "identifier", "017856441659"),
    ("model_number", "Model WH-1000XM5", "identifier", "WH-1000XM5"),
    ("model_number", "Model 3", "identifier", "MODEL 3"),
    ("model_number", "'0017", "identifier", "0017"),
    ("model_number", "123456.0", "identifier", "123456"),
    ("model_number", "QC35", "identifier", "QC35"),
    ("part_number", "ab-12", "letters and digits", "AB12"),
]

NOT_STANDARD = [
    ("color", "teal", "unmapped", "no match", None),
    ("color", "black and grey", "unmapped", "no match", "several values: Black, Grey"),
    ("color", "black cherry", "unmapped", "no match", "names Black; not known: cherry"),
    ("color", "Sunset / Black", "unmapped", "no match", "names Black; not known: sunset"),
    ("color", "Turquoise with black trim", "unmapped", "no match", "names Black; not known: turquoise, trim"),
    ("paint", "black grey", "unmapped", "no match", "several values: Black, Grey"),
    ("paint", "black or grey", "unmapped", "no match", "several values: Black, Grey"),
    ("paint", "black / sunset", "unmapped", "no match", "names Black; not known: sunset"),
    (
        "color",
        "1.23E+12",
        "invalid",
        "damaged",
        "'1.23E+12' is a number in scientific notation, whose digits a spreadsheet cut off",
    ),
    ("brand", "Mar-23", "invalid", "damaged", "'Mar-23' is a date that a spreadsheet made of it"),
    ("brand", "Brand: N/A", "invalid", "no value", "'N/A' says nothing about Brand"),
    ("brand", "OEM", "invalid", "no value", "'OEM' says nothing about Brand"),
    ("brand", "=UPPER(A2)", "invalid", "no value", "'=UPPER(A2)' says nothing about Brand"),
    ("brand", "#REF!", "invalid", "no value", "'#REF!' says nothing about Brand"),
    ("brand", "[object Object]", "invalid", "no value", "'[object Object]' says nothing about Brand"),
    ("brand", "Headset", "invalid", "no maker", "'Headset' names the product itself"),
    (
        "brand",
        "Foldable Over-ear Headset",
        "invalid",
        "no maker",
        "'Foldable Over-ear Headset' names the product itself",
    ),
    ("brand", "Sold by: Acme", "invalid", "no maker", "'Sold by: Acme' says who sells the product"),
    ("brand", "Sony / Bose", "invalid", "several names", "names several makers: Sony, Bose"),
    ("brand", "小米/Sony", "invalid", "several names", "names several makers: 小米, Sony"),
    ("brand", "Acme | Bolt", "invalid", "several names", "names several makers: Acme, Bolt"),
    ("brand", "Acmе", "invalid", "no maker", "'Acmе' mixes letters of two scripts in one word"),
    ("color", "灰粉", "unmapped", "no match", None),
    ("color", "blackberry", "unmapped", "no match", None),
    (
        "features",
        "not waterproof",
        "invalid",
        "negated",
        "'not waterproof' stands under 'not': the product is said not to have it",
    ),
    ("features", "不防水", "invalid", "negated", "'不防水' stands under '不': the product is said not to have it"),
    ("color", "imitation gold", "unmapped", "no match", "Gold under 'imitation'"),
    ("color", "黑灰色", "unmapped", "no match", "several values: Black, Grey"),
    ("ohms", "4 x 2000", "invalid", "largest number", "2000 ohm is outside 1–1000 ohm"),
    ("ohms", "low", "invalid", "as written", "expected a resistance, found no number in 'low'"),
    ("drivers", "see picture 2", "invalid", "upper case", "expected a length, got 2 without a unit in 'SEE PICTURE 2'"),
    ("drivers", "6 cm or 5 cm", "invalid", "upper case", "expected a length, got 60 mm and 50 mm in '6 CM OR 5 CM'"),
    ("drivers", "60 cm", "invalid", "upper case", "600 mm is outside 1–100 mm"),
    ("inner_gtin", "EAN 4006381333932", "invalid", "digits", "the check digit of 4006381333932 should be 1, got 2"),
    ("inner_gtin", "EAN 40063", "invalid", "digits", "'40063' does not match the pattern [0-9]{13}"),
    ("part_number", "A-12", "invalid", "letters and digits", "'A12' does not match the pattern [A-Z]{2}[0-9]{2,4}"),
    ("brand", "N/A", "invalid", "no value", "'N/A' says nothing about Brand"),
    ("brand", "其他/other", "invalid", "no value", "'其他/other' says nothing about Brand"),
    ("color", "见描述", "invalid", "no value", "'见描述' says nothing about Color"),
    ("series", "-", "invalid", "no value", "'-' says nothing about Series"),
    ("battery", "does not apply", "invalid", "no value", "'does not apply' says nothing about Battery"),
    (
        "brand",
        "for Bose, iPhone",
        "invalid",
        "compatible with",
        "'for Bose, iPhone' stands with 'for': what the product fits, not its maker",
    ),
    (
        "battery",
        "2 packs 500 mAh 3 packs 400 mAh",
        "invalid",
        "unit",
        "expected a charge, got 500 mAh and 400 mAh in '2 packs 500 mAh 3 packs 400 mAh'",
    ),
    (
        "pack_size",
        "2.5 pcs",
        "invalid",
        "unit",
        "expected a number of pieces, got a number that is not whole in '2.5 pcs'",
    ),
    ("battery", "3 kg", "invalid", "unit", "expected a charge, got 3 kg in '3 kg'"),
    ("battery", "10万毫安", "invalid", "unit", "100000 mAh is outside 50–50000 mAh"),
    ("battery", "20000-60000mAh", "invalid", "unit", "20000–60000 mAh is outside 50–50000 mAh"),
    ("battery", "20000", "invalid", "unit", "expected a charge, got 20000 without a unit in '20000'"),
    ("model_number", "无线", "invalid", "identifier", "'无线' does not match the pattern [A-Z0-9][A-Z0-9 ./_+-]{1,30}"),
    ("gtin", "4006381333930", "invalid", "identifier", "the check digit of 4006381333930 should be 1, got 0"),
    ("gtin", "00000000", "invalid", "identifier", "00000000 holds one digit again and again: a filler, no GTIN"),
    ("gtin", "0-306-40615-3", "invalid", "identifier", "the check digit of ISBN 0306406153 should be 2, got 3"),
    ("model_number", "2024-05-01", "invalid", "identifier", "'2024-05-01' is a date, no identifier"),
    ("model_number", "USB 3.0", "invalid", "identifier", "'USB 3.0' is a standard or a version, no identifier"),
    ("model_number", "750 ml", "invalid", "identifier", "'750 ML' is a measure, no identifier"),
    ("model_number", "Wireless", "invalid", "identifier", "'WIRELESS' is a word, no identifier: it has no digit"),
    ("model_number", "000000", "invalid", "identifier", "'000000' holds no digit but zero"),
    (
        "model_number",
        "4.5E+11",
        "invalid",
        "identifier",
        "'4.5E+11' is a number in scientific notation, whose digits a spreadsheet cut off; give the identifier as text",
    ),
    ("gtin", "12345", "invalid", "identifier", "'12345' does not match the pattern [0-9]{8}|[0-9]{12,14}"),
]


@pytest.mark.parametrize(("attribute", "raw", "rule", "value"), STANDARD)
def test_standard_values(standardizer: Standardizer, attribute: str, raw: str, rule: str, value: str) -> None:
    standard = standardizer.standardize("headset", attribute, raw)
    assert (standard.status, standard.rule, standard.value) == ("standard", rule, value)


@pytest.mark.parametrize(("attribute", "raw", "status", "rule", "detail"), NOT_STANDARD)
def test_values_that_no_rule_accepts(
    standardizer: Standardizer, attribute: str, raw: str, status: str, rule: str, detail: str | None
) -> None:
    standard = standardizer.standardize("headset", attribute, raw)
    assert standard == Outcome(status, rule, detail=detail)  # type: ignore[arg-type]


def test_markup_and_entities_of_a_raw_span_are_no_part_of_its_value(standardizer: Standardizer) -> None:
    assert standardizer.standardize("headset", "battery", "<b>20</b>000&nbsp;mAh").number == 20000
    assert standardizer.standardize("headset", "color", "<i>Black</i>").value_id == "black"


BLACK = {"en": "Black", "zh": "黑色"}


def test_a_known_value_carries_both_labels_and_its_id(standardizer: Standardizer) -> None:
    black = Outcome("standard", "alias", "Black", "黑色", "black", labels=BLACK)
    assert standardizer.standardize("headset", "color", "黑") == black


def test_a_quantity_carries_its_number_and_says_what_was_read_into_it(standardizer: Standardizer) -> None:
    assert standardizer.standardize("headset", "battery", "400-500", column=Column()) == Outcome(
        "standard",
        "unit",
        "400–500 mAh",
        "400–500 毫安时",
        number=400,
        unit="mAh",
        detail="no unit given, read as mAh",
        labels={"en": "400–500 mAh", "zh": "400–500 毫安时"},
        number_max=500,
    )


@pytest.mark.parametrize(
    ("raw", "bound"),
    [
        ("up to 500 mAh", "at most"),
        ("500毫安以下", "at most"),
        ("over 500 mAh", "at least"),
        ("500mAh+", "at least"),
        ("500 mAh", None),
    ],
)
def test_a_bound_is_told(standardizer: Standardizer, raw: str, bound: str | None) -> None:
    standard = standardizer.standardize("headset", "battery", raw)
    assert (standard.number, standard.bound) == (500, bound)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.83, Outcome("standard", "nearest value", "Black", "黑色", "black", detail="similarity 0.83", labels=BLACK)),
        (0.70, Outcome("standard", "nearest value", "Black", "黑色", "black", detail="similarity 0.70", labels=BLACK)),
        (0.69, Outcome("unmapped", "no match", detail="nearest: Black 0.69")),
    ],
)
def test_the_nearest_value_counts_from_the_threshold(
    standardizer: Standardizer, score: float, expected: Outcome
) -> None:
    matches = [Scored("grey", 0.2), Scored("black", score)]
    assert standardizer.standardize("headset", "color", "ebony", matches=matches) == expected


def test_a_text_that_denies_something_is_near_no_value_that_does_not(standardizer: Standardizer) -> None:
    standard = standardizer.standardize("headset", "color", "without ebony", matches=[Scored("black", 0.99)])
    assert standard == Outcome("unmapped", "no match", detail="nearest: Black 0.99")


def test_an_imitation_is_not_near_what_it_imitates(standardizer: Standardizer) -> None:
    standard = standardizer.standardize("headset", "color", "imitation gold", matches=[Scored("gold", 0.99)])
    assert (standard.status, standard.rule) == ("unmapped", "no match")


def test_an_exact_wording_beats_a_near_value(standardizer: Standardizer) -> None:
    standard = standardizer.standardize("headset", "color", "rose", matches=[Scored("black", 0.99)])
    assert (standard.value_id, standard.rule) == ("pink", "alias")


def test_two_named_values_are_not_settled_by_the_nearest(standardizer: Standardizer) -> None:
    standard = standardizer.standardize("headset", "color", "Black/Grey", matches=[Scored("black", 0.99)])
    assert standard == Outcome("unmapped", "no match", detail="several values: Black, Grey; nearest: Black 0.99")


def test_choice_head(standardizer: Standardizer) -> None:
    standard = standardizer.from_choice("headset", "color", "gold")
    assert standard == Outcome("standard", "choice head", "Gold", "金色", "gold", labels={"en": "Gold", "zh": "金色"})


def test_a_rule_of_a_quantity_gives_its_number(standardizer: Standardizer) -> None:
    standard = standardizer.standardize("headset", "ohms", "16 or 32 ohm")
    assert (standard.number, standard.unit) == (32.0, "ohm")


@pytest.mark.parametrize(
    ("attribute", "raw", "rule"),
    [
        ("ohms", "16 or 32 ohm", "largest number"),
        ("cord", "cordless", None),
        ("cord", "N/A", None),
        ("ohms", "x", "as written"),
    ],
)
def test_which_rule_of_the_schema_decides(
    standardizer: Standardizer, attribute: str, raw: str, rule: str | None
) -> None:
    decided = standardizer.schema_rule("headset", attribute, raw)
    assert (decided and decided.name) == rule


@pytest.mark.parametrize(
    ("attribute", "decision", "value"),
    [
        ("color", "black", "Black"),
        ("color", "黑色", "Black"),
        ("brand", "Audeze", "Audeze"),
        ("battery", "500", "500 mAh"),
        ("cord", "47", "47"),  # not converted again
    ],
)
def test_decisions_may_be_an_id_or_any_wording(
    standardizer: Standardizer, attribute: str, decision: str, value: str
) -> None:
    standard = standardizer.decided("headset", attribute, "as seen", decision)
    assert (standard.status, standard.rule, standard.value) == ("standard", "decision", value)


def test_a_decision_that_no_rule_accepts_says_what_is_allowed(standardizer: Standardizer) -> None:
    standard = standardizer.decided("headset", "color", "ebony", "blakc")
    assert (standard.status, standard.rule) == ("invalid", "decision")
    assert standard.detail is not None
    assert "'ebony' was decided to be 'blakc'" in standard.detail
    assert "allowed: black, grey, pink, gold, other" in standard.detail


@pytest.mark.parametrize(
    ("attribute", "raw", "parts"),
    [
        ("features", "Waterproof, foldable；头戴式", ["Waterproof", "foldable", "头戴式"]),
        ("features", "waterproof/foldable", ["waterproof", "foldable"]),
        ("features", "waterproof & shiny", ["waterproof & shiny"]),
        ("features", "3/4 cup", ["3/4 cup"]),
        ("features", "春秋", ["春", "秋"]),
        ("works_with", "PS5, Xbox One", ["PS5", "Xbox One"]),
        ("works_with", "iPhone 12/13/14", ["iPhone 12/13/14"]),
        ("color", "black, grey", ["black, grey"]),
    ],
)
def test_parts_of_a_listed_value(standardizer: Standardizer, attribute: str, raw: str, parts: list[str]) -> None:
    assert [part.text for part in standardizer.parts("headset", attribute, raw)] == parts


def test_unknown_ids_are_the_callers_error(standardizer: Standardizer) -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        standardizer.standardize("headset", "shoe_size", "42")


HOSTILE = [
    ("brand", "for "), ("brand", "适用于"), ("brand", "品牌:"), ("series", "<!--"), ("series", "<script"),
    ("color", "Black "), ("color", "不含"), ("color", "&amp;"), ("features", "防水,"), ("features", "春"),
    ("battery", "1"), ("battery", "1 "), ("pack_size", "½"), ("ohms", "1x"), ("cord", "1,"), ("finish", " "),
    ("model_number", "X"), ("gtin", "0"), ("works_with", "("), ("inner_gtin", "e\u0301\u0327"),
]  # fmt: skip


@pytest.mark.parametrize(("attribute", "token"), HOSTILE)
def test_a_text_longer_than_any_value_is_not_read(standardizer: Standardizer, attribute: str, token: str) -> None:
    """Some rules would never end."""
    raw = token * 20_000
    parts = standardizer.parts("headset", attribute, raw)
    assert [part.text for part in parts] == [raw]
    outcome = standardizer.standardize("headset", attribute, parts[0], column=Column())
    said = f"{len(raw):,} characters, allowed are 2,000; map a column that holds single values"
    assert outcome == Outcome("invalid", "too long", detail=said)
    assert standardizer.schema_rule("headset", attribute, raw) is None


def test_the_longest_text_is_read_and_one_that_grows_beyond_it_is_not(standardizer: Standardizer) -> None:
    longest = "a" * 2_000
    assert standardizer.standardize("headset", "series", longest) == Outcome("standard", "text", longest, longest)
    assert standardizer.standardize("headset", "series", longest + "a").rule == "too long"
    grown = standardizer.standardize("headset", "series", "½" * 1_000)
    assert (grown.rule, grown.detail) == (
        "too long", "3,999 characters, allowed are 2,000; map a column that holds single values",
    )  # fmt: skip


def test_mended_text_meets_its_wording(standardizer: Standardizer) -> None:
    assert standardizer.standardize("headset", "brand", "ç´¢å°¼").value == "Sony"
    assert standardizer.standardize("headset", "series", "Ten&amp;#39;s").value == "Ten's"
