"""Keys of an English export of three shops, written by hand, as a person would merge and judge them."""

from __future__ import annotations

import pytest

from training.drafting.catalog import CatalogListing, Stated
from training.drafting.drafts import DraftAttribute, DraftedKeys, Key
from training.drafting.keys.drafting import draft_keys

_MAKERS = ("Acme", "Borea", "Corvin", "Delmar", "Eska")
_COLORS = ("Black", "Red", "Navy Blue", "White")
_SHOPS = ("kettles.example", "home.example", "tea.example")


def _check_digit(digits: str) -> str:
    return digits + str(-sum(int(d) * w for d, w in zip(digits, [1, 3] * 6, strict=True)) % 10)


def _kettles(place: int) -> dict[str, object]:
    return {
        "Brand": _MAKERS[place % 5],
        "Colour": _COLORS[place % 4],
        "Item Weight": f"{900 + 7 * place} g",
        "Shipping Weight": f"{1400 + 11 * place} g",
        "Capacity (ml)": str(500 * (1 + place % 4)),
        "Dimensions": f"{20 + place % 5} x {15 + place % 3} x 25 cm",
        "Cordless": ("Yes", "No", "Yes")[place % 3],
        "Features": ", ".join(("auto off", "keep warm", "filter", "timer")[place % 3 :: 1 + place % 2]),
        "UPC": _check_digit(f"0{40063813000 + 17 * place:011}")[1:] if place % 2 else "N/A",
        "In stock": str(3 + place),
        "Our Price": f"${29 + place}.99",
        "Ships From": "Leeds",
        "Kettle Warehouse": ("NSW", "QLD")[place % 2],
        "kettlestorecomau": ("SA", "NSW")[place % 2],
        "Product URL": f"https://kettles.example/p/{place}",
        "Notes": f"This kettle, number {place}, came to us from a maker that we like. Please read all of the leaflet.",
    }


def _home(place: int) -> dict[str, object]:
    return {
        "Manufacturer": _MAKERS[place % 5],
        "color": _COLORS[place % 4].lower(),
        "Weight (lbs)": f"{2 + place % 9 / 10:.1f}",
        "Volume of Kettle": f"{0.5 * (1 + place % 4)} L",
        "Model Number": f"KX-{1000 + 37 * place}B",
        "Width": f"{15 + place % 3} cm",
        "Height": f"{25 + place % 6} cm",
        "Home No": str(7000000 + 313 * place),
        "Customer Rating": f"{3 + place % 3} out of 5",
    }


def _tea(place: int) -> dict[str, object]:
    return {
        "brand": _MAKERS[place % 5] if place % 7 else "No Brand",
        "Color": _COLORS[place % 4],
        "weight": f"{0.9 + place % 9 / 10:.1f} kg",
        "Max. Zoom": f"{2 + place % 5}x",
        "Steeping score": ("10", "6", "9", "12", "8", "7", "7.5")[place % 7],
    }


@pytest.fixture(scope="module")
def drafted() -> DraftedKeys:
    return draft_keys(_listings(), None)


def _listings() -> list[CatalogListing]:
    listings = []
    for site, shop in zip(_SHOPS, (_kettles, _home, _tea), strict=True):
        for place in range(40):
            stated = tuple(Stated(key, str(value)) for key, value in shop(place).items())
            listings.append(CatalogListing(f"{site}-{place}", "shops", f"Kettle {place}", None, site, (), stated))
    return listings


def _of(drafted: DraftedKeys, key: str, site: str) -> DraftAttribute | None:
    return next((each for each in drafted.attributes if Key("shops", site, key) in each.keys), None)


def _found(drafted: DraftedKeys, key: str, site: str) -> DraftAttribute:
    found = _of(drafted, key, site)
    assert found is not None, (key, drafted.junk.get(Key("shops", site, key)))
    return found


def test_keys_of_one_attribute_are_merged_over_shops(drafted: DraftedKeys) -> None:
    kettles, home, tea = _SHOPS
    assert _found(drafted, "Brand", kettles) == _found(drafted, "Manufacturer", home) == _found(drafted, "brand", tea)
    assert _found(drafted, "Colour", kettles) == _found(drafted, "color", home) == _found(drafted, "Color", tea)
    assert _found(drafted, "Item Weight", kettles) == _found(drafted, "weight", tea)
    assert _found(drafted, "Weight (lbs)", home) == _found(drafted, "weight", tea)


@pytest.mark.parametrize(
    ("site", "one", "other"),
    [(_SHOPS[0], "Item Weight", "Shipping Weight"), (_SHOPS[1], "Width", "Height")],
)
def test_what_a_listing_states_with_different_values_is_never_merged(
    drafted: DraftedKeys, site: str, one: str, other: str
) -> None:
    assert _found(drafted, one, site).id != _found(drafted, other, site).id


@pytest.mark.parametrize(
    ("site", "key", "kind"),
    [
        (_SHOPS[0], "Item Weight", ("quantity", "g")),
        (_SHOPS[0], "Capacity (ml)", ("quantity", "ml")),
        (_SHOPS[0], "Dimensions", ("dimensions", "cm")),
        (_SHOPS[0], "Cordless", ("boolean", None)),
        (_SHOPS[0], "Features", ("choices", None)),
        (_SHOPS[0], "Colour", ("choice", None)),
        (_SHOPS[0], "UPC", ("identifier", None)),
        (_SHOPS[1], "Model Number", ("identifier", None)),
        (_SHOPS[1], "Width", ("quantity", "cm")),
        (_SHOPS[2], "Max. Zoom", ("quantity", "x")),
        (_SHOPS[2], "Steeping score", ("quantity", "bare_number")),
    ],
)
def test_the_kind_follows_from_the_values(drafted: DraftedKeys, site: str, key: str, kind: tuple[str, str]) -> None:
    found = _found(drafted, key, site)
    assert (found.kind, found.unit) == kind, found.why


def test_details_of_kinds(drafted: DraftedKeys) -> None:
    kettles, home, _ = _SHOPS
    assert _found(drafted, "UPC", kettles).checksum == "gtin"
    assert _found(drafted, "Features", kettles).many == (", ",)
    assert _found(drafted, "Width", home).axis == "width"
    assert _found(drafted, "Capacity (ml)", kettles).range == (160.0, 6000.0)


@pytest.mark.parametrize(
    ("site", "key", "why"),
    [
        (_SHOPS[0], "In stock", "how many are in stock or can be ordered"),
        (_SHOPS[0], "Our Price", "a price, a tax or a discount"),
        (_SHOPS[0], "Ships From", "how and from where it is shipped"),
        (_SHOPS[0], "Product URL", "a link or a file"),
        (_SHOPS[0], "Kettle Warehouse", "the seller and the terms of sale"),
        (_SHOPS[0], "kettlestorecomau", "it names the shop"),
        (_SHOPS[0], "Notes", "a text, no value"),
        (_SHOPS[1], "Home No", "the shop's own number, another one for each listing"),
        (_SHOPS[1], "Customer Rating", "what buyers think of it"),
    ],
)
def test_junk_has_its_reason(drafted: DraftedKeys, site: str, key: str, why: str) -> None:
    assert drafted.junk[Key("shops", site, key)] == why


def test_ids_are_slugs_and_rows_are_counted(drafted: DraftedKeys) -> None:
    assert _found(drafted, "Shipping Weight", _SHOPS[0]).id == "shipping_weight"
    assert drafted.rows[Key("shops", _SHOPS[0], "Brand")] == 40
    ids = [attribute.id for attribute in drafted.attributes]
    assert len(ids) == len(set(ids))


def test_the_same_listings_give_the_same_draft(drafted: DraftedKeys) -> None:
    assert draft_keys(_listings(), None) == drafted


def _two(one: list[str], other: list[str], keys: tuple[str, str] = ("UPC", "EAN")) -> DraftedKeys:
    return draft_keys(
        [
            CatalogListing(f"p{n}", "s", "Lamp", None, "lamps.example", (), (Stated(keys[0], a), Stated(keys[1], b)))
            for n, (a, b) in enumerate(zip(one, other, strict=True))
        ],
        None,
    )


def test_a_upc_equals_its_ean() -> None:
    eans = [_check_digit(f"0{40063813000 + 29 * n:011}") for n in range(20)]
    (attribute,) = _two([ean[1:] for ean in eans], eans).attributes
    assert (attribute.checksum, len(attribute.keys)) == ("gtin", 2)


def test_one_listing_of_many_tells_two_keys_apart() -> None:
    weights = [f"{100 + n} g" for n in range(20)]
    keys = ("Weight", "Weight of item")
    assert len(_two(weights, [f"0.{100 + n} kg" for n in range(20)], keys).attributes) == 1
    assert len(_two(weights, [*weights[:19], "350 g"], keys).attributes) == 2


def test_two_sides_of_one_thing_are_never_merged_though_no_listing_states_both() -> None:
    listings = [
        CatalogListing(f"{site}{n}", "s", "Fan", None, site, (), (Stated(key, f"{100 + 50 * (n % 6)} rpm"),))
        for site, key in (("a.example", "Max Speed"), ("b.example", "Minimum Speed"), ("c.example", "Maximum speed"))
        for n in range(30)
    ]
    merged = [{key.key for key in attribute.keys} for attribute in draft_keys(listings, None).attributes]
    assert merged == [{"Max Speed", "Maximum speed"}, {"Minimum Speed"}]


def test_a_key_means_one_thing_at_one_shop_and_another_at_the_next() -> None:
    listings = [
        CatalogListing(f"{site}{n}", "s", "Thing", None, site, (), (Stated("Type", values[n % 3]),))
        for site, values in (("a.example", ("Kettle", "Toaster", "Mixer")), ("b.example", ("Spot", "Matrix", "Multi")))
        for n in range(30)
    ]
    drafted = draft_keys(listings, None)
    assert [attribute.id for attribute in drafted.attributes] == ["type", "type_2"]
    assert [(mark.about, mark.rows) for mark in drafted.marks if "by site" in mark.question] == [("Type", 30)]


def test_marks_are_few_and_most_rows_come_first(drafted: DraftedKeys) -> None:
    assert len(drafted.marks) <= 10
    assert [mark.rows for mark in drafted.marks] == sorted((mark.rows for mark in drafted.marks), reverse=True)


def test_an_export_without_keys_has_no_attribute() -> None:
    assert draft_keys([CatalogListing("p", "s", "Lamp")], None) == DraftedKeys((), {}, {})
    assert draft_keys([], None) == DraftedKeys((), {}, {})


def test_a_number_of_which_ids_are_made_is_the_shops_and_a_bar_code_the_makers() -> None:
    codes = [_check_digit(f"40063813{place:04}") for place in range(20)]
    own = [str(771200 + 13 * place**2) for place in range(20)]
    listings = [
        CatalogListing(f"{own[place]}_{codes[place]}", "shop", f"Kettle {place}", stated=(
            Stated("mpn", own[place]), Stated("EAN", codes[place]), Stated("Model", f"K{place}"),
        ))
        for place in range(20)
    ]  # fmt: skip
    drafted = draft_keys(listings, None)
    assert drafted.junk == {
        Key("shop", None, "mpn"): "the shop's own number, of which the ids of its listings are made"
    }
    assert {key.key for attribute in drafted.attributes for key in attribute.keys} == {"EAN", "Model"}


def test_sizes_keep_the_unit_that_sellers_write_and_options_are_no_attribute() -> None:
    listings = [
        CatalogListing(f"t{place}", "shop", f"Toy {place}", stated=(
            Stated("ProductDimensions", f"{2 + place / 2}x{3 + place % 4}x{place % 7 + 1.5}inches"),
            Stated("Variation", str(2 + place)), Stated("Variation", str(40 + place)),
        ))
        for place in range(30)
    ]  # fmt: skip
    drafted = draft_keys(listings, None)
    assert [(attribute.kind, attribute.unit) for attribute in drafted.attributes] == [("dimensions", "inch")]
    assert drafted.junk == {Key("shop", None, "Variation"): "which of the offer's options it is"}
