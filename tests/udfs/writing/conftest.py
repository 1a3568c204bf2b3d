"""A small schema of kettles in two languages, with a category that has a name in one of them only."""

from __future__ import annotations

from pathlib import Path

import pytest

from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

KETTLES = """
categories:
  kettle:
    name: {en: Kettle, zh: 水壶}
    description: {en: Boils water, zh: 烧水的壶}
    aliases: [water boiler, 电水壶]
    attributes:
      brand:
        name: {en: Brand, zh: 品牌}
        description: {en: Maker, zh: 制造商}
        kind: span
        maker: true
        required: true
        values:
          midea: {name: {en: Midea, zh: 美的}}
      series:
        name: {en: Series, zh: 系列}
        description: {en: Product line, zh: 产品系列}
        kind: span
      model_number:
        name: {en: Model number, zh: 型号}
        description: {en: Number of the maker, zh: 厂家的型号}
        kind: identifier
      gtin:
        name: {en: GTIN, zh: 条码}
        description: {en: Digits of the bar code, zh: 条形码}
        kind: identifier
        checksum: gtin
      kettle_type:
        name: {en: Kettle type, zh: 水壶类型}
        description: {en: What kind of kettle it is, zh: 属于哪类水壶}
        kind: choice
        values:
          gooseneck: {name: {en: Gooseneck, zh: 细口壶}, aliases: [goose neck, 手冲壶]}
          whistling: {name: {en: Whistling kettle, zh: 鸣笛壶}}
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Main color, zh: 主要颜色}
        kind: choice
        values:
          black: {name: {en: Black, zh: 黑色}, aliases: [黑]}
          white: {name: {en: White, zh: 白色}}
          red: {name: {en: Red, zh: 红色}}
      material:
        name: {en: Material, zh: 材质}
        description: {en: What it is made of, zh: 用什么做的}
        kind: span
      parts_material:
        name: {en: Material of parts, zh: 部件材质}
        description: {en: What its parts are made of, zh: 部件用什么做的}
        kind: choices
        values:
          steel: {name: {en: Steel, zh: 不锈钢}}
          glass: {name: {en: Glass, zh: 玻璃}}
          wood: {name: {en: Wood, zh: 木}}
          cork: {name: {en: Cork}}
      glass_share:
        name: {en: Share of glass, zh: 玻璃占比}
        description: {en: How much of it is glass, zh: 玻璃所占比例}
        kind: quantity
        unit: percent
        of: [glass]
      capacity:
        name: {en: Capacity, zh: 容量}
        description: {en: What it holds, zh: 能装多少}
        kind: quantity
        unit: L
      weight:
        name: {en: Weight, zh: 重量}
        description: {en: Weight of the kettle, zh: 水壶重量}
        kind: quantity
        unit: g
      features:
        name: {en: Features, zh: 功能}
        description: {en: What it can do, zh: 有什么功能}
        kind: choices
        values:
          keep_warm: {name: {en: Keep warm, zh: 保温}}
          auto_off: {name: {en: Auto off, zh: 自动断电}, aliases: [automatic shut-off]}
          window: {name: {en: Water window, zh: 水位窗}}
      cordless:
        name: {en: Cordless, zh: 无线}
        description: {en: Whether it stands on a base, zh: 是否带底座}
        kind: boolean
      warranty:
        name: {en: Warranty period, zh: 保修期}
        description: {en: How long it is guaranteed, zh: 保修多久}
        kind: quantity
        unit: year
      pack_size:
        name: {en: Pack size, zh: 件数}
        description: {en: Pieces of one order, zh: 一份几件}
        kind: quantity
        unit: count
        pack: pieces
  teko:
    name: {en: Teapot}
    description: {en: For tea}
    attributes:
      color:
        name: {en: Color}
        description: {en: Main color}
        kind: choice
        values:
          black: {name: {en: Black}}
          white: {name: {en: White}}
"""


@pytest.fixture(scope="session")
def kettles(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    file: Path = tmp_path_factory.mktemp("schema") / "kettles.yaml"
    file.write_text(KETTLES, encoding="utf-8")
    return load_schema(file)
