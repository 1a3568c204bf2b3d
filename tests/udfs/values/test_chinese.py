"""What Chinese listings say, standardized by the schema that comes with the product: value and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.records import Claim, Outcome
from udfs.resolution.resolver import Resolver
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.standardizer import Standardizer

# category, attribute, raw → value, rule
COLORS = [
    ("藏青", "Blue", "alias"),
    ("藏青色", "Blue", "alias within"),
    ("卡其色", "Beige", "alias"),
    ("玫瑰金", "Gold", "alias"),
    ("玫瑰金色", "Gold", "alias within"),
    ("米白色", "White", "alias within"),
    ("雾霾蓝", "Blue", "alias"),
    ("克莱因蓝", "Blue", "alias within"),
    ("黑色 黑色/黑 黑色款", "Black", "alias within"),
    ("🔥经典黑🔥", "Black", "alias"),
    ("【曜石黑】", "Black", "alias"),
    ("「珍珠白」★", "White", "alias"),
    ("藍色", "Blue", "name"),
    ("銀灰色", "Grey", "alias within"),
    ("粉紅", "Pink", "alias"),
    ("墨綠色", "Green", "alias within"),
    ("香檳金", "Gold", "alias"),
    ("黃色", "Yellow", "name"),
    ("焦糖色", "Brown", "alias"),
    ("深咖", "Brown", "alias within"),
    ("奶茶色", "Beige", "alias"),
    ("牛油果绿", "Green", "alias within"),
    ("卡其绿", "Green", "alias"),
    ("玫红", "Pink", "alias"),
    ("枣红色", "Red", "alias within"),
    ("深空灰", "Grey", "alias within"),
    ("蓝灰", "Grey", "alias"),
    ("Navy 藏青", "Blue", "alias within"),
    ("黑色black", "Black", "alias within"),
    ("ＢＬＡＣＫ／黑色", "Black", "alias within"),
    ("拼色", "Multicolour", "alias"),
    ("颜色：灰色", "Grey", "alias within"),
    ("深棕/黑", "Multicolour", "mixture"),
    ("黑+白+灰", "Multicolour", "mixture"),
    ("黑色和白色", "Multicolour", "mixture"),
    ("黑红拼色", "Multicolour", "mixture"),
    ("黑色配白底", "Black", "alias within"),
    ("铂金银", "Silver", "alias within"),
    ("黑色纯棉", "Black", "alias within"),
    ("黑色短袖", "Black", "alias within"),
]
BRANDS = [
    ("小米", "Xiaomi", "name"),
    ("MI", "Xiaomi", "alias"),
    ("小米/Xiaomi/MI", "Xiaomi", "alias"),
    ("Xiaomi 小米 小米", "Xiaomi", "alias"),
    ("小米 小米", "Xiaomi", "name"),
    ("【正品】小米官方旗舰店", "Xiaomi", "company suffix"),
    ("★小米★", "Xiaomi", "name"),
    ("華為", "Huawei", "name"),
    ("华为(HUAWEI)", "Huawei", "alias"),
    ("华为【HUAWEI】", "Huawei", "alias"),
    ("HUAWEI|华为", "Huawei", "alias"),
    ("ＨＵＡＷＥＩ", "Huawei", "name"),
    ("OPPO", "OPPO", "name"),
    ("oppo/欧珀", "OPPO", "alias"),
    ("聯想（Lenovo）", "Lenovo", "alias"),
    ("飛利浦", "Philips", "name"),
    ("三星（SAMSUNG）", "Samsung", "alias"),
    ("绿联『UGREEN』", "UGREEN", "alias"),
    ("羅馬仕旗艦店", "ROMOSS", "company suffix"),
    ("小熊/小熊", "小熊", "text"),
    ("小熊 小熊🔥", "小熊", "text"),
    ("電小二", "電小二", "text"),  # free text keeps the seller's script
    ("红米", "Xiaomi", "alias"),
    ("小米/MI/Redmi", "Xiaomi", "alias"),
    ("三星牌", "Samsung", "company suffix"),
    ("品牌：三星", "Samsung", "company suffix"),
    ("原装正品三星", "Samsung", "company suffix"),
    ("【天猫正品】三星", "Samsung", "company suffix"),
    ("三星(中国)有限公司", "Samsung", "company suffix"),
    ("大白兔牌", "大白兔牌", "text"),
    ("非凡探索", "非凡探索", "text"),
    ("支持者", "支持者", "text"),
    ("匹配科技", "匹配科技", "text"),
    ("上汽通用", "上汽通用", "text"),
    ("制造商：三星", "Samsung", "company suffix"),
    ("进入三星官方旗舰店", "Samsung", "company suffix"),
    ("绿联出品", "UGREEN", "company suffix"),
    ("LANHAI/蓝海", "Lanhai", "two scripts"),
]
MODELS = [
    ("型号：WH-1000XM5黑色", "WH-1000XM5"),
    ("索尼WH-1000XM5头戴式耳机", "WH-1000XM5"),
    ("型號：MDR－7506", "MDR-7506"),
    ("【FreeBuds 5i】华为", "FREEBUDS 5I"),
    ("小米Redmi-Buds4青春版", "REDMI-BUDS4"),
    ("货号:T2023-88（蓝色）", "T2023-88"),
    ("漫步者W820NB双金标500mAh", "W820NB"),
    ("索尼WH-1000XM5入耳式", "WH-1000XM5"),
    ("型号5000", "5000"),
]
OTHERS = [
    ("t_shirt", "size", "XXL", "2XL", "alias"),
    ("t_shirt", "size", "3XL码", "3XL", "name"),
    ("t_shirt", "size", "加大码", "XL", "size"),
    ("t_shirt", "size", "均碼", "One size", "name"),
    ("t_shirt", "size", "L(175/92A)", "L", "size"),
    ("t_shirt", "size", "175/92Ａ", "L", "alias"),
    ("t_shirt", "size", "M 建议90-105斤", "M", "size"),
    ("t_shirt", "size", "Men's Large", "L", "size"),
    ("t_shirt", "size", "黑色L", "L", "size"),
    ("shoes", "size", "42", "EU 42", "size, alias"),
    ("shoes", "size", "42码", "EU 42", "size, alias"),
    ("shoes", "size", "42½碼", "EU 42.5", "size, alias"),
    ("shoes", "size", "欧码42", "EU 42", "size"),
    ("shoes", "size", "EU 42", "EU 42", "size"),
    ("shoes", "size", "US 8½", "US 8.5", "size"),
    ("shoes", "size", "30", "30", "size"),
    ("shoes", "size", "36-40码", "36-40码", "text"),
    ("shoes", "size", "14 M US", "14 M US", "text"),
    ("shoes", "size", "尺码：42", "EU 42", "size, alias"),
    ("shoes", "size", "size 9 D", "9 D", "size"),
    ("shoes", "size", "US 8.5 2E", "US 8.5 2E", "size"),
    ("power_bank", "flight_allowance", "不可带上飞机", "Not allowed", "negated"),
    ("tea", "brand", "小罐茶", "Xiaoguan Tea", "name"),
    ("headphones", "weight", "1½ lb", "680.389 g", "unit"),
    ("shoes", "heel_height", "½ in", "1.27 cm", "unit"),
    ("t_shirt", "fabric", "100%棉", "Cotton", "alias within"),
    ("t_shirt", "color", "浅绿色", "Green", "alias within"),
    ("t_shirt", "neckline", "圓領", "Crew neck", "name"),
    ("t_shirt", "gender", "男裝", "Male", "alias"),
    ("t_shirt", "fabric", "純棉", "Cotton", "alias"),
    ("t_shirt", "fabric", "聚酯纖維", "Polyester", "name"),
    ("t_shirt", "fabric_weight", "克重220", "220 g/m^2", "unit"),
    ("t_shirt", "cotton_content", "百分之九十五", "95%", "unit"),
    ("t_shirt", "pack_size", "三件裝", "3", "unit"),
    ("backpack", "closure", "拉鏈", "Zip", "name"),
    ("backpack", "laptop_size", "15.6吋", "15.6 inch", "unit"),
    ("backpack", "capacity", "３０Ｌ大容量", "30 L", "unit"),
    ("desk_lamp", "color_temperature", "3000K-6000K", "3000–6000 K", "unit"),
    ("tea", "tea_type", "烏龍茶", "Oolong", "name"),
    ("tea", "net_weight", "半斤", "250 g", "unit"),
    ("tea", "bag_count", "30包入", "30", "unit"),
    ("power_bank", "capacity", "兩萬毫安", "20000 mAh", "unit"),
]
NOT_STANDARD = [
    ("t_shirt", "color", "🔥🔥🔥", "invalid", "no value"),
    ("t_shirt", "color", "見描述", "invalid", "no value"),
    ("t_shirt", "color", "其它/其他", "invalid", "no value"),
    ("t_shirt", "color", "黑白", "unmapped", "no match"),
    ("t_shirt", "color", "小米", "unmapped", "no match"),
    ("t_shirt", "color", "非黑色", "invalid", "negated"),
    ("t_shirt", "size", "大码女装", "unmapped", "no match"),
    ("t_shirt", "size", "S/M", "unmapped", "no match"),
    *(
        ("t_shirt", "size", raw, "unmapped", "no match")
        for raw in (
            *("5XL", "XXXXXL", "6XL", "3XS", "120cm", "JP 27cm", "jeans", "OS", "Gifts", "S Pen", "Men's", "14 M US"),
            *("Women's US 8", "超大号", "大中小号", "非均码", "Double XL"),
        )
    ),
    ("t_shirt", "color", "黑白色", "unmapped", "no match"),
    ("t_shirt", "color", "黑红色", "unmapped", "no match"),
    ("t_shirt", "color", "黑 深灰", "unmapped", "no match"),
    ("t_shirt", "fabric", "仿羊毛", "unmapped", "no match"),
    ("t_shirt", "fabric", "仿棉", "unmapped", "no match"),
    ("t_shirt", "fabric", "非纯棉", "invalid", "negated"),
    ("t_shirt", "fabric", "人造棉", "unmapped", "no match"),
    ("t_shirt", "fabric", "涤棉", "unmapped", "no match"),
    ("t_shirt", "fabric", "95%棉 5%氨纶", "unmapped", "no match"),
    ("t_shirt", "brand", "杂牌", "invalid", "no value"),
    ("t_shirt", "fabric", "不含棉", "invalid", "negated"),
    ("t_shirt", "fabric", "無羊毛", "invalid", "negated"),
    ("t_shirt", "brand", "无品牌", "invalid", "no value"),
    ("power_bank", "brand", "小米/华为", "invalid", "several names"),
    ("power_bank", "brand", "小米、绿联", "invalid", "several names"),
    ("power_bank", "brand", "充电宝", "invalid", "no maker"),
    ("headphones", "brand", "无线蓝牙耳机", "invalid", "no maker"),
    ("headphones", "brand", "由京东发货", "invalid", "no maker"),
    ("headphones", "brand", "店铺：好声音", "invalid", "no maker"),
    ("headphones", "brand", "暂无数据", "invalid", "no value"),
    ("headphones", "brand", "3月23日", "invalid", "damaged"),
    ("backpack", "features", "防盗：否", "invalid", "negated"),
    ("backpack", "features", "没有USB接口", "invalid", "negated"),
    ("backpack", "features", "不带雨罩", "invalid", "negated"),
    ("backpack", "material", "牛皮纸", "unmapped", "no match"),
    ("t_shirt", "color", "粉红黄", "unmapped", "no match"),
    ("t_shirt", "color", "红色朝霞", "unmapped", "no match"),
    ("t_shirt", "color", "夕阳/黑", "unmapped", "no match"),
    ("t_shirt", "color", "黑色或白色", "unmapped", "no match"),
    ("t_shirt", "color", "黑色、白色、绿色", "unmapped", "no match"),
    ("headphones", "brand", "适用于苹果", "invalid", "compatible with"),
    ("headphones", "brand", "華為專用", "invalid", "compatible with"),
    ("headphones", "brand", "for Apple", "invalid", "compatible with"),
    ("power_bank", "brand", "适用于iPhone/华为", "invalid", "compatible with"),
    *(
        ("headphones", "model_number", raw, "invalid", "identifier")
        for raw in (
            *("5000毫安", "2024新款", "蓝牙5.3", "40小时续航", "12期免息", "IPX7防水", "USB3.0接口", "PD3.0快充"),
            *("iPhone15专用", "适用于WH-1000XM5", "XL2件", "型号：5000黑色"),
        )
    ),
    ("headphones", "model_number", "黑色", "invalid", "identifier"),
    ("headphones", "model_number", "降噪版500mAh", "invalid", "identifier"),
    ("headphones", "model_number", "WH-1000XM4和WH-1000XM5通用", "invalid", "identifier"),
    ("power_bank", "capacity", "大容量", "invalid", "unit"),
]
PARTS = [
    ("t_shirt", "fabric", "95%棉5%氨纶", ["95%棉", "5%氨纶"]),
    ("t_shirt", "fabric", "棉95%氨纶5%", ["棉95%", "氨纶5%"]),
    ("t_shirt", "fabric", "棉95% 氨纶5%", ["棉95%", "氨纶5%"]),
    ("t_shirt", "size", "S-2XL", ["S", "M", "L", "XL", "2XL"]),
    ("t_shirt", "size", "S至XL码", ["S", "M", "L", "XL"]),
    ("t_shirt", "size", "M L XL", ["M", "L", "XL"]),
    ("t_shirt", "fabric", "涤棉", ["涤", "棉"]),
    ("t_shirt", "size", "S-5XL", ["S", "M", "L", "XL", "2XL", "3XL", "4XL", "5XL"]),
    ("backpack", "features", "✅防水✅防盗✅反光", ["防水", "防盗", "反光"]),
    ("backpack", "features", "【防水】【防盗】", ["防水", "防盗"]),
    ("backpack", "features", "防水 防盗 反光", ["防水", "防盗", "反光"]),
    ("backpack", "features", "防水・防盜", ["防水", "防盜"]),
    ("t_shirt", "color", "黑色/白色", ["黑色/白色"]),  # one main colour
]
LABELS = [
    ("power_bank", "capacity", "2万毫安", "20000 mAh", "20000 毫安时"),
    ("tea", "net_weight", "半斤", "250 g", "250 克"),
    ("t_shirt", "cotton_content", "95%", "95%", "95%"),
    ("t_shirt", "fabric_weight", "180g", "180 g/m^2", "180 克/平方米"),
    ("desk_lamp", "color_temperature", "4000K", "4000 K", "4000 K"),
    ("backpack", "capacity", "40-45L", "40–45 L", "40–45 升"),
    ("t_shirt", "pack_size", "三件", "3", "3"),
    ("t_shirt", "size", "XXL", "2XL", "2XL 码"),
    ("t_shirt", "color", "navy", "Blue", "蓝色"),
    ("headphones", "model_number", "WH-1000XM5黑色", "WH-1000XM5", "WH-1000XM5"),
    ("headphones", "brand", "小熊", "小熊", "小熊"),
    ("headphones", "brand", "SONY/索尼", "Sony", "索尼"),
]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(Path(__file__).parents[3] / "conf" / "schema")


@pytest.fixture(scope="module")
def standardizer(schema: Schema) -> Standardizer:
    return Standardizer(schema, match_threshold=0.7)


ROWS = [("t_shirt", "color", *row) for row in COLORS] + [("power_bank", "brand", *row) for row in BRANDS]
ROWS += [("headphones", "model_number", *row, "identifier") for row in MODELS] + OTHERS


@pytest.mark.parametrize(("category", "attribute", "raw", "value", "rule"), ROWS)
def test_value_and_the_rule_that_made_it(
    standardizer: Standardizer, category: str, attribute: str, raw: str, value: str, rule: str
) -> None:
    standard = standardizer.standardize(category, attribute, raw)
    assert (standard.status, standard.value, standard.rule) == ("standard", value, rule)


@pytest.mark.parametrize(("category", "attribute", "raw", "status", "rule"), NOT_STANDARD)
def test_what_must_not_become_a_value(
    standardizer: Standardizer, category: str, attribute: str, raw: str, status: str, rule: str
) -> None:
    standard = standardizer.standardize(category, attribute, raw)
    assert (standard.status, standard.value, standard.rule) == (status, None, rule)


@pytest.mark.parametrize(("category", "attribute", "raw", "parts"), PARTS)
def test_several_values_in_one_text(
    standardizer: Standardizer, category: str, attribute: str, raw: str, parts: list[str]
) -> None:
    assert [part.text for part in standardizer.parts(category, attribute, raw)] == parts


@pytest.mark.parametrize(("category", "attribute", "raw", "english", "chinese"), LABELS)
def test_every_value_has_a_label_in_both_languages(
    standardizer: Standardizer, category: str, attribute: str, raw: str, english: str, chinese: str
) -> None:
    standard = standardizer.standardize(category, attribute, raw)
    assert (standard.value, standard.value_zh) == (english, chinese)


@pytest.mark.parametrize(
    ("title", "raw", "status", "brand"),
    [
        ("适用于苹果AirPods Pro保护套", "苹果", "missing", None),
        ("適用蘋果/華為 無線耳機", "華為", "missing", None),
        ("小米耳机 适用于小米、苹果手机", "小米", "standard", "Xiaomi"),
        ("Ear pads for Sony headphones", "Sony", "missing", None),
        ("耳机套适用于iPhone/华为/小米", "小米", "missing", None),
        ("Secure-Fit JBL Earbuds", "JBL", "standard", "JBL"),
        ("支持索尼LDAC 漫步者耳机", "漫步者", "standard", "Edifier"),
    ],
)
def test_what_a_product_fits_is_not_its_brand(
    schema: Schema, standardizer: Standardizer, title: str, raw: str, status: str, brand: str | None
) -> None:
    start = title.index(raw)
    standard = standardizer.standardize("headphones", "brand", raw)
    claim = Claim("brand", "model", raw, 0.99, standard, "title", start, start + len(raw))
    rows = Resolver(schema, standardizer, Thresholds()).resolve("headphones", [claim], [], [title])
    assert (rows[0].attribute, rows[0].status, rows[0].value) == ("brand", status, brand)


def test_a_target_says_which_word_made_it_one(standardizer: Standardizer) -> None:
    assert standardizer.standardize("headphones", "brand", "适用于苹果") == Outcome(
        "invalid", "compatible with", detail="'适用于苹果' stands with '适用于': what the product fits, not its maker"
    )
