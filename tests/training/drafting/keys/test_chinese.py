"""Keys of a Chinese export of two shops, one of them in traditional characters, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from training.drafting.catalog import CatalogListing, Stated
from training.drafting.drafts import DraftAttribute, DraftedKeys, Key
from training.drafting.keys.draft import draft_keys

_MAKERS = ("美的", "苏泊尔", "小熊", "九阳")
_COLORS = ("黑色", "白色", "军绿色")
_SITES = ("壶店", "茶行")


def _pots(n: int) -> dict[str, str]:
    return {
        "品牌": _MAKERS[n % 4] if n % 9 else "无品牌",
        "颜色分类": _COLORS[n % 3],
        "容量": f"{(0.8, 1.2, 1.5, 1.8)[n % 4]}升",
        "净重": f"{600 + 5 * n}克",
        "包装重量": f"{1100 + 9 * n}克",
        "额定功率": f"{1200 + 100 * (n % 4)}W",
        "面料成分": f"棉{90 + n % 8}% 氨纶{10 - n % 8}%",
        "是否保温": ("是", "否")[n % 2],
        "功能": "、".join(("煮茶", "煲汤", "保温", "预约")[n % 2 : 3 + n % 2]),
        "货号": f"MK-{2000 + 13 * n}",
        "库存": str(100 + n),
        "价格": f"¥{99 + n}",
        "发货地": "浙江金华",
    }


def _teas(n: int) -> dict[str, str]:
    return {
        "品牌": _MAKERS[n % 4],
        "顏色": _COLORS[n % 3],
        "容量(ml)": str((800, 1200, 1500, 1800)[n % 4]),
        "商品編號": f"88{n:06}",
    }


@pytest.fixture(scope="module")
def drafted() -> DraftedKeys:
    return draft_keys(
        [
            CatalogListing(
                f"{site}{n}", "店", f"电热水壶 {n}", None, site, (), tuple(Stated(*pair) for pair in shop(n).items())
            )
            for site, shop in zip(_SITES, (_pots, _teas), strict=True)
            for n in range(40)
        ],
        None,
    )


def _found(drafted: DraftedKeys, key: str, site: str = _SITES[0]) -> DraftAttribute:
    return next(each for each in drafted.attributes if Key("店", site, key) in each.keys)


def test_keys_are_merged_over_scripts_and_units(drafted: DraftedKeys) -> None:
    assert _found(drafted, "品牌") == _found(drafted, "品牌", _SITES[1])
    assert _found(drafted, "颜色分类") == _found(drafted, "顏色", _SITES[1])
    assert _found(drafted, "容量") == _found(drafted, "容量(ml)", _SITES[1])


def test_net_and_package_weight_are_never_merged(drafted: DraftedKeys) -> None:
    assert _found(drafted, "净重").id != _found(drafted, "包装重量").id


@pytest.mark.parametrize(
    ("key", "kind", "unit"),
    [
        ("净重", "quantity", "g"),
        ("额定功率", "quantity", "W"),
        ("面料成分", "composition", None),
        ("是否保温", "boolean", None),
        ("功能", "choices", None),
        ("颜色分类", "choice", None),
        ("货号", "identifier", None),
    ],
)
def test_the_kind_follows_from_the_values(drafted: DraftedKeys, key: str, kind: str, unit: str | None) -> None:
    found = _found(drafted, key)
    assert (found.kind, found.unit) == (kind, unit), found.why
    assert found.language == "zh"


def test_separators_are_told_from_the_values(drafted: DraftedKeys) -> None:
    assert _found(drafted, "功能").many == ("、",)


def test_ids_are_pinyin(drafted: DraftedKeys) -> None:
    assert _found(drafted, "品牌").id == "pin_pai"
    assert _found(drafted, "包装重量").id == "bao_zhuang_zhong_liang"


def test_junk_has_its_reason(drafted: DraftedKeys) -> None:
    said = {key.key: why for key, why in drafted.junk.items()}
    assert said == {
        "库存": "how many are in stock or can be ordered",
        "价格": "a price, a tax or a discount",
        "发货地": "how and from where it is shipped",
        "商品編號": "the shop's own number",
    }


class _Dictionary:
    """An encoder that knows which keys mean one thing, and sees a little of all keys in each."""

    _meanings: ClassVar[dict[str, int]] = {
        "Tea Flavour": 0,
        "茶叶香型": 0,
        "Box Shape": 1,
        "Lid Kind": 2,
        "Cup Motto": 3,
    }

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), 5), 1.0, dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, self._meanings[text]] = 6.0
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def test_an_encoder_merges_languages_where_values_agree() -> None:
    """Without it two names that share no word need more than the values that a third of the goods have."""
    flavours = ("Jasmine", "Oolong", "Mint", "Ginger")
    shapes = ("round", "square", "oval", "star")
    lids, mottos = ("tin", "cork", "wax", "wood"), ("joy", "luck", "love", "peace")
    listings = [
        CatalogListing(f"{site}{n}", "s", "Tea", None, site, (), tuple(Stated(key, own[n % 4]) for key, own in keys))
        for site, keys in (
            ("en.example", (("Tea Flavour", flavours), ("Box Shape", shapes), ("Lid Kind", lids))),
            ("zh.example", (("茶叶香型", ("Jasmine", "Oolong", "乌龙", "花香")), ("Cup Motto", mottos))),
        )
        for n in range(40)
    ]  # fmt: skip

    def merged(drafted: DraftedKeys) -> set[str]:
        return next({key.key for key in each.keys} for each in drafted.attributes if each.name == "Tea Flavour")

    assert merged(draft_keys(listings, _Dictionary())) == {"Tea Flavour", "茶叶香型"}
    assert merged(draft_keys(listings, None)) == {"Tea Flavour"}
