"""Categories drafted from sellers' paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from training.drafting.catalog import CatalogListing
from training.drafting.categories.choosing import choose, least_rows
from training.drafting.categories.drafting import draft_categories
from training.drafting.drafts import DraftedCategories
from udfs.schema.category_names import CategoryNames
from udfs.schema.definitions import Category, clashes, wordings_of
from udfs.schema.names import Names

ENGLISH = [
    ("Home & Garden > Kitchen > Mugs", 30),
    ("Home & Garden > Kitchen > Kettles", 25),
    ("Home & Garden > Kitchen > Egg Slicers", 1),
    ("Home & Garden > Garden > Hoses", 2),
    ("Clothing > Men > Shoes", 20),
    ("Clothing > Women > Shoes", 20),
    ("Clothing > Women > Accessories", 4),
    ("Stamps", 1),
]
CHINESE = [
    ("家居 > 厨具 > 马克杯", 30),
    ("家居 > 厨具 > 热水壶", 25),
    ("服饰 > 女装 > 鞋子", 20),
    ("服饰 > 男装 > 鞋子", 20),
]


def listings_of(paths: Iterable[tuple[str, int]], site: str = "shop.example") -> list[CatalogListing]:
    return [
        CatalogListing(
            f"{site}/{path}/{number}",
            site,
            f"{path.rpartition(' > ')[2]} {number}",
            None,
            site,
            tuple(path.split(" > ")),
        )
        for path, rows in paths
        for number in range(rows)
    ]


def category_of(drafted: DraftedCategories, path: str, site: str = "shop.example") -> str | None:
    return drafted.of[f"{site}/{path}/0"]


def schema_of(drafted: DraftedCategories) -> dict[str, Category]:
    return {
        each.id: Category(
            name=Names({each.language: each.name}),
            description=Names({"en": each.name}),
            aliases=each.aliases,
            attributes={},
        )
        for each in drafted.categories
    }


def test_small_leaves_go_to_the_level_above_and_shoes_of_men_and_women_are_one_category() -> None:
    drafted = draft_categories(listings_of(ENGLISH), None)

    assert category_of(drafted, "Home & Garden > Kitchen > Mugs") == "mugs"
    assert category_of(drafted, "Home & Garden > Kitchen > Kettles") == "kettles"
    assert category_of(drafted, "Home & Garden > Kitchen > Egg Slicers") == "home_garden"
    assert category_of(drafted, "Home & Garden > Garden > Hoses") == "home_garden"
    assert category_of(drafted, "Clothing > Men > Shoes") == category_of(drafted, "Clothing > Women > Shoes") == "shoes"
    assert category_of(drafted, "Clothing > Women > Accessories") == "clothing"
    assert drafted.how == "paths"


def test_a_path_of_too_few_listings_is_left_out_and_says_so() -> None:
    drafted = draft_categories(listings_of(ENGLISH), None)

    assert category_of(drafted, "Stamps") is None
    assert drafted.left_out == {"shop.example/Stamps/0": "too few listings have this path, or one near it"}
    assert [(mark.about, mark.rows) for mark in drafted.marks] == [("Stamps", 1)]


def test_chinese_paths_give_ids_in_ascii_and_chinese_names() -> None:
    drafted = draft_categories(listings_of(CHINESE), None)

    assert {(each.id, each.name, each.language) for each in drafted.categories} >= {
        ("ma_ke_bei", "马克杯", "zh"),
        ("re_shui_hu", "热水壶", "zh"),
        ("xie_zi", "鞋子", "zh"),
    }


def test_paths_of_two_languages_that_mean_the_same_are_one_category_with_an_english_id() -> None:
    both = listings_of(ENGLISH) + listings_of(CHINESE, "zh.example")

    drafted = draft_categories(both, None)

    assert category_of(drafted, "服饰 > 女装 > 鞋子", "zh.example") == "shoes"
    shoes = next(each for each in drafted.categories if each.id == "shoes")
    assert {shoes.name, *shoes.aliases} == {"Shoes", "鞋子"}


def test_a_schema_of_the_draft_places_every_listing_where_the_draft_has_it() -> None:
    listings = listings_of(ENGLISH) + listings_of(CHINESE, "zh.example")
    drafted = draft_categories(listings, None)
    categories = schema_of(drafted)
    names = CategoryNames(categories)

    assert list(clashes({key: wordings_of(key, each) for key, each in categories.items()}, "categories")) == []
    for listing in listings:
        named = names.find(" > ".join(listing.path))
        assert (named.category if named else None) == drafted.of[listing.product_id], listing.path


def test_wordings_of_one_shop_in_one_language_stay_apart() -> None:
    drafted = draft_categories(listings_of([("Toys > Board Games", 40), ("Toys > Card Games", 40)]), None)

    assert {"board_games", "card_games"} <= {each.id for each in drafted.categories}


def test_a_department_that_holds_too_much_is_split_further_than_others() -> None:
    rows = Counter({("toys", f"kind{n}"): 8 for n in range(100)} | {("books",): 200})

    chosen = choose(rows)

    landed = sum(count for path, count in rows.items() if path[-1] not in chosen and path[0] == "toys")
    assert least_rows(1000) == 15
    assert landed <= 0.4 * rows.total()


def test_listings_without_a_path_join_those_that_have_the_same_words() -> None:
    listings = [
        CatalogListing(f"{kind}{n}", "a", f"{kind} no {n} in white", None, None, ("Home", f"{kind}s"))
        for kind in ("Mug", "Kettle")
        for n in range(40)
    ]
    lone = CatalogListing("lone", "a", "Kettle no 99 in white")

    drafted = draft_categories([*listings, lone, CatalogListing("nothing", "a", "zzz")], None)

    assert drafted.of["lone"] == drafted.of["Kettle1"]
    assert drafted.left_out["nothing"] == "no path"
