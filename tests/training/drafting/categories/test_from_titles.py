"""Categories drafted of listings without paths, by a toy encoder that counts letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from training.drafting.catalog import CatalogListing, Stated
from training.drafting.categories.drafting import draft_categories
from training.drafting.categories.goods import read_goods
from training.drafting.categories.heads import head_of

SIZE = 64


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of pairs of letters: texts of the same words are near."""
    found = np.full((len(texts), SIZE), 1e-3, np.float32)
    for row, text in enumerate(texts):
        for one, other in zip(text.lower(), text.lower()[1:], strict=False):
            found[row, (ord(one) * 31 + ord(other)) % SIZE] += 1
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def catalog_of(titles: Sequence[str], *stated: Stated, site: str = "shop.example") -> list[CatalogListing]:
    return [CatalogListing(f"{n}", "a", title, None, site, (), stated) for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("title", "language", "head"),
    [
        ("Nikon D90 Digital SLR Camera", "en", "camera"),
        ("Digital Camera Case for Nikon D90", "en", "camera bag"),
        ("Leather Phone Case for iPhone 13", "en", "phone case"),
        ("Bw351 SLR Camera Shoulder Bag", "en", "shoulder bag"),
        ("Camera Waterproof Tripod with Strap", "en", "stand"),
        ("Projector K11 with remote control", "en", "projector"),
        ("Tas kamera untuk Canon", "id", "camera bag"),
        ("Koper anak 20 inch roda 4", "id", "luggage"),
        ("小米 手机壳 适用红米", "zh", "phone case"),
        ("หูฟังไร้สาย", "th", "headphones"),
        ("Pack of 2 pcs", "en", None),
    ],
)
def test_the_head_of_a_title_is_the_goods_and_not_what_they_are_for(
    title: str, language: str, head: str | None
) -> None:
    assert head_of(title, language) == head


def test_wordings_of_several_languages_have_one_signature() -> None:
    wordings = ["Women Shoes", "รองเท้าผู้หญิง", "Giày Dép Nữ", "Calzado de Mujer", "女士鞋子", "女士鞋子"]

    assert {read_goods(wording).signature for wording in wordings} == {frozenset({"women", "shoes"})}
    assert read_goods("Women Xylophones").signature == frozenset()


def test_goods_of_one_kind_are_a_category_and_accessories_are_none_of_it() -> None:
    titles = [f"Nikon D{n} Digital Camera 12 MP" for n in range(60)]
    titles += [f"Padded Camera Case no {n} for Nikon D{n}" for n in range(20)]
    titles += ["Quartz wall thing"]

    drafted = draft_categories(catalog_of(titles), embed)

    assert Counter(drafted.of.values())["camera"] == 60
    assert Counter(drafted.of.values())["camera_bag"] == 20
    assert drafted.of["80"] is None
    assert drafted.left_out["80"].startswith("its title names no goods")
    assert drafted.marks[0].about == "camera"


def test_chinese_titles_are_placed_with_english_ones() -> None:
    titles = [f"Wireless Headphones model {n}" for n in range(20)] + [f"无线耳机 型号{n}" for n in range(20)]

    drafted = draft_categories(catalog_of(titles), embed)

    assert Counter(drafted.of.values()) == {"headphones": 40}
    assert "耳机" in {drafted.categories[0].name, *drafted.categories[0].aliases}


def test_a_key_such_as_type_tells_what_a_title_does_not_and_features_under_it_tell_nothing() -> None:
    named = [CatalogListing(f"a{n}", "a", f"Xq {n}", stated=(Stated("Product Type", "Kettle"),)) for n in range(20)]
    features = [CatalogListing(f"b{n}", "b", f"Zw {n}", stated=(Stated("Type", "TTL"),)) for n in range(20)]

    drafted = draft_categories([*named, *features], None)

    assert {drafted.of[each.product_id] for each in named} == {"kettle"}
    assert {drafted.of[each.product_id] for each in features} == {None}


def test_a_listing_without_a_title_is_left_out() -> None:
    drafted = draft_categories([*catalog_of(["Blue Kettle"] * 5), CatalogListing("none", "a")], None)

    assert drafted.left_out == {"none": "no title"}


def test_no_listings_give_no_categories() -> None:
    assert draft_categories([], embed).categories == ()
