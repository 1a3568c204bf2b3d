"""A schema as a stranger has it, with no phrases of its own, and its realiser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from udfs.records import Fact, Listing, Part
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.writing.phrases.loading import load_phrases
from udfs.writing.phrases.realiser import Realiser
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject, Text, Untold
from udfs.writing.styles import Style

SCHEMA = """
categories:
  satchel:
    name: {en: Satchels, zh: 挎包}
    description: {en: Bags, zh: 包}
    attributes:
      merek: {name: {en: Merek, zh: 品牌}, description: {en: Maker}, kind: span, maker: true}
      seri: {name: {en: Seri, zh: 系列}, description: {en: Line}, kind: span}
      warna: {name: {en: Warna, zh: 颜色}, description: {en: Colour}, kind: choices, values: &colours
        {black: {name: {en: Black, zh: 黑色}}, red: {name: {en: Red, zh: 红色}},
         mixed: {name: {en: Multicolour, zh: 多色}}}}
      bahan: {name: {en: Bahan, zh: 材质}, description: {en: Material}, kind: choice, values:
        {nylon: {name: {en: Nylon, zh: 尼龙}}, leather: {name: {en: Leather, zh: 真皮}},
         other: {name: {en: Other fabric, zh: 其他}}}}
      strap_material: {name: {en: Strap material, zh: 肩带材质}, description: {en: Strap}, kind: choice, values:
        {nylon: {name: {en: Nylon, zh: 尼龙}}, leather: {name: {en: Leather, zh: 真皮}}}}
      kapasitas: {name: {en: Kapasitas, zh: 容量}, description: {en: Holds}, kind: quantity, unit: L}
      berat: {name: {en: Berat, zh: 重量}, description: {en: Weight}, kind: quantity, unit: g}
      ukuran: {name: {en: Ukuran, zh: 尺寸}, description: {en: Size}, kind: dimensions, unit: cm}
      fabric: {name: {en: Composition, zh: 成分}, description: {en: Shares}, kind: composition, values:
        {cotton: {name: {en: Cotton, zh: 棉}}, elastane: {name: {en: Elastane, zh: 氨纶}}}}
      fitur: {name: {en: Fitur, zh: 功能}, description: {en: Features}, kind: choices, values:
        {proof: {name: {en: Water resistant, zh: 防水}}, port: {name: {en: USB port, zh: USB 充电口}},
         rain: {name: {en: Rain cover, zh: 防雨罩}}}}
      lock: {name: {en: Combination lock, zh: 密码锁}, description: {en: Lock}, kind: boolean}
      foldable: {name: {en: Foldable, zh: 可折叠}, description: {en: Folds}, kind: boolean}
      audience: {name: {en: Target audience, zh: 适用人群}, description: {en: For}, kind: choice, values:
        {men: {name: {en: Male, zh: 男}}, all: {name: {en: Unisex, zh: 男女通用}}}}
      pockets: {name: {en: Number of pockets, zh: 口袋数量}, description: {en: Pockets}, kind: quantity, unit: count}
      shock: {name: {en: Shock absorption, zh: 减震率}, description: {en: Share}, kind: quantity, unit: percent}
      print_method: {name: {en: Print method, zh: 印花工艺}, description: {en: How}, kind: choices, values:
        {screen: {name: {en: Screen, zh: 丝印}}, heat: {name: {en: Heat transfer, zh: 热转印}}}}
      ean: {name: {en: EAN, zh: 条码}, description: {en: Code}, kind: identifier, checksum: gtin}
      artist: {name: {en: Artist, zh: 设计师}, description: {en: Artist}, kind: span}
  headset:
    name: {en: Headphones, zh: 耳机}
    description: {en: Headphones, zh: 耳机}
    attributes:
      brand: {name: {en: Brand, zh: 品牌}, description: {en: Maker}, kind: span, maker: true}
      model: {name: {en: Model, zh: 型号}, description: {en: Model}, kind: span}
      headphone_type: {name: {en: Headphone type, zh: 耳机类型}, description: {en: Type}, kind: choice, values:
        {over: {name: {en: Over-ear, zh: 头戴式}}, odd: {name: {en: Odd One, zh: 怪}}}}
      battery_life: {name: {en: Battery life, zh: 续航时间}, description: {en: Hours}, kind: quantity, unit: h}
      color: {name: {en: Color, zh: 颜色}, description: {en: Colour}, kind: choices, values: *colours}
      optical_zoom: {name: {en: Optical zoom, zh: 光学变焦}, description: {en: Zoom}, kind: quantity, unit: x}
      screen: {name: {en: Screen size, zh: 屏幕尺寸}, description: {en: Screen}, kind: quantity, unit: inch}
      keeps_warm: {name: {en: Keeps warm, zh: 保暖时长}, description: {en: Warm}, kind: quantity, unit: h}
  camera:
    name: {en: Cameras}
    description: {en: Cameras}
    attributes:
      camera_type: {name: {en: Camera type}, description: {en: Type}, kind: span}
      brand: {name: {en: Brand}, description: {en: Maker}, kind: span, maker: true}
      format: {name: {en: Image format}, description: {en: Files}, kind: span}
      metering: {name: {en: Metering}, description: {en: Metering}, kind: span}
      power: {name: {en: Power source}, description: {en: Power}, kind: span}
      modes: {name: {en: Scene modes}, description: {en: Modes}, kind: span}
  lens:
    name: {en: Lenses}
    description: {en: Lenses}
    attributes:
      mount: {name: {en: Mount}, description: {en: Mount}, kind: span}
  teko:
    name: {en: Teapots & cups}
    description: {en: For tea}
    attributes:
      weight: {name: {en: Weight}, description: {en: Weight}, kind: quantity, unit: g}
"""

Say = Callable[..., Text | Untold]


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    file: Path = tmp_path_factory.mktemp("schema") / "goods.yaml"
    file.write_text(SCHEMA, encoding="utf-8")
    return load_schema(file)


@pytest.fixture(scope="session")
def realiser(schema: Schema) -> Realiser:
    return Realiser(schema, load_phrases())


@pytest.fixture(scope="session")
def say(realiser: Realiser) -> Say:
    """Say facts of a category, all in one planned sentence."""

    def made(
        category: str | None, *facts: Fact, language: str = "en", product: str = "1", form: str = "sentences"
    ) -> Text | Untold:
        style = Style.model_validate({"form": form, "max_characters": {"en": 999, "zh": 999}})
        subject = Subject(Listing(product), category, facts)
        return realiser.say(subject, Plan((facts,)), language, style)

    return made


class Facts:
    """Makes facts of a schema, as the rules would."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def choice(self, attribute: str, value: str, ordinal: int = 0, *, category: str = "satchel") -> Fact:
        """A value of a closed list, with its labels."""
        names = self._schema.attribute(category, attribute).values[value].name
        return Fact(attribute, ordinal, "standard", names.first, names.get("zh"), value, labels=names.root)

    def text(self, attribute: str, value: str, ordinal: int = 0) -> Fact:
        """Free text, or an identifier."""
        return Fact(attribute, ordinal, "standard", value, value)

    def number(self, attribute: str, number: float, unit: str, **more: object) -> Fact:
        """A quantity."""
        labels = {"en": f"{number:g} {unit}"}
        fact = Fact(attribute, 0, "standard", labels["en"], number=number, unit=unit, labels=labels)
        return replace(fact, **more)  # type: ignore[arg-type]

    def parts(self, attribute: str, *parts: tuple[str, float, str]) -> Fact:
        """A size or a composition."""
        return Fact(attribute, 0, "standard", "as its parts say", parts=tuple(Part(*part) for part in parts))


@pytest.fixture(scope="session")
def facts(schema: Schema) -> Facts:
    return Facts(schema)


def places(made: Text | Untold) -> list[tuple[str, str]]:
    """The attribute and the characters of each place."""
    assert isinstance(made, Text), made
    return [(place.attribute, made.text[place.start : place.end]) for place in made.said]
