"""Makers that one category knows, in the others."""

from __future__ import annotations

from pathlib import Path

from udfs.schema.loading import load_schema
from udfs.values.standardizer import Standardizer

SCHEMA = """
attributes:
  brand:
    name: {en: Brand, zh: 品牌}
    description: {en: Maker, zh: 制造商}
    kind: span
    maker: true
    values:
      sony: {name: {en: Sony, zh: 索尼}}
categories:
  shoe:
    name: {en: Shoe, zh: 鞋}
    description: {en: Shoes, zh: 鞋}
    attributes:
      brand:
        values:
          adidas: {name: {en: adidas, zh: 阿迪达斯}}
          delta: {name: {en: Delta Shoes, zh: 德塔}, aliases: [Delta]}
  shirt:
    name: {en: Shirt, zh: 衬衫}
    description: {en: Shirts, zh: 衬衫}
    attributes:
      brand: {}
      series:
        name: {en: Series, zh: 系列}
        description: {en: Product line, zh: 系列}
        kind: span
  tap:
    name: {en: Tap, zh: 水龙头}
    description: {en: Taps, zh: 水龙头}
    attributes:
      brand:
        values:
          delta_faucet: {name: {en: Delta Faucet, zh: 得而达}, aliases: [Delta]}
          adidas: {name: {en: Adidas Bath, zh: 阿迪卫浴}}
"""


def standardizer(folder: Path) -> Standardizer:
    folder.joinpath("schema.yaml").write_text(SCHEMA, encoding="utf-8")
    return Standardizer(load_schema(folder / "schema.yaml"), match_threshold=None)


def test_a_maker_of_one_category_is_known_in_all_in_any_case_and_script(tmp_path: Path) -> None:
    known = standardizer(tmp_path)
    wordings = ("Adidas", "ADIDAS", "adidas/阿迪达斯", "阿迪達斯")
    found = {known.standardize("shirt", "brand", wording).value for wording in wordings}
    assert found == {"adidas"}
    assert known.standardize("shirt", "brand", "SONY").value_id == "sony"
    assert known.standardize("shirt", "series", "ADIDAS").value == "ADIDAS"


def test_what_two_categories_call_by_one_name_is_neither_elsewhere(tmp_path: Path) -> None:
    known = standardizer(tmp_path)
    assert known.standardize("shirt", "brand", "Delta").value_id is None
    assert known.standardize("shoe", "brand", "Delta").value == "Delta Shoes"
    assert known.standardize("tap", "brand", "Delta").value == "Delta Faucet"


def test_what_a_category_says_of_an_id_itself_goes_first(tmp_path: Path) -> None:
    known = standardizer(tmp_path)
    assert known.standardize("tap", "brand", "阿迪卫浴").value == "Adidas Bath"
    assert known.standardize("tap", "brand", "阿迪达斯").value_id is None
