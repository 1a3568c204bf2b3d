"""What was found in a small messy catalog to a schema, its evidence, its keys; and a draft over a draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from training.drafting.catalog import CatalogListing, Stated
from training.drafting.draft import Draft, Earlier, draft
from training.drafting.drafts import DraftAttribute, DraftCategory, DraftedCategories, DraftedKeys, Key, Mark
from training.drafting.folder.lines import key_lines
from training.drafting.folder.state import State, load_state, state_text
from udfs.errors import SchemaError
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.schema.writing import write_schema


def listing(product_id: str, title: str, site: str | None = None, **stated: str | list[str]) -> CatalogListing:
    pairs = [
        Stated(key.replace("_", " "), text)
        for key, texts in stated.items()
        for text in ([texts] if isinstance(texts, str) else texts)
    ]
    return CatalogListing(product_id, "shop", title, site=site, stated=tuple(pairs))


MUGS = [
    listing("m1", "Acme mug 350 ml", Brand="Acme Inc.", Colour="Black", Volume="350 ml", stock="7"),
    listing("m2", "Acme mug blue", Brand="ACME", Colour="Blue", Volume="0.4 l", stock="9"),
    listing("m3", "马克杯 黑色", 品牌="艾克米/Acme", 颜色="黑色/Black", 容量="350毫升", stock="1"),
    listing("m4", "马克杯 蓝", 品牌="艾克米/Acme", 颜色="黑色/Black", 容量="350毫升", stock="3"),
    listing("m5", "Plain mug", Brand="No Brand", Colour="Black", stock="3"),
]
LAMPS = [
    listing("l1", "Desk lamp", Brand="Lumi", Power="9W", Colour="White", USB_port="Ya"),
    listing("l2", "Floor lamp", Brand="Lumi Ltd", Power="12 W", Colour="black", USB_port="Tidak"),
    listing("l3", "Lamp", Brand="Lumi", Power="40W", USB_port="Yes"),
]
OTHERS = [listing("x1", "Gift card")]
LISTINGS = [*MUGS, *LAMPS, *OTHERS]

CATEGORIES = DraftedCategories(
    (DraftCategory("mug", "Mugs", "en", ("马克杯", "Cups")), DraftCategory("lamp", "Lamps", "en")),
    {**{each.product_id: "mug" for each in MUGS}, **{each.product_id: "lamp" for each in LAMPS}, "x1": None},
    {"x1": "no goods"},
    marks=(Mark("lamp", "are these one kind of goods?", 3),),
)


def key(text: str) -> Key:
    return Key("shop", None, text)


ATTRIBUTES = (
    DraftAttribute("brand", "Brand", "en", (key("Brand"), key("品牌")), "span", maker=True, why="names of makers"),
    DraftAttribute("colour", "Colour", "en", (key("Colour"), key("颜色")), "choice"),
    DraftAttribute("volume", "Volume", "en", (key("Volume"), key("容量")), "quantity", unit="ml", range=(300.0, 400.0)),
    DraftAttribute("power", "Power", "en", (key("Power"),), "quantity", unit="W"),
    DraftAttribute("usb_port", "USB port", "en", (key("USB port"),), "boolean"),
)
ROWS = {
    key("Brand"): 6, key("品牌"): 2, key("Colour"): 5, key("颜色"): 2, key("Volume"): 2, key("容量"): 2,
    key("Power"): 3, key("USB port"): 3, key("stock"): 5,
}  # fmt: skip
KEYS = DraftedKeys(ATTRIBUTES, {key("stock"): "stock"}, ROWS)


def written(schema: Schema, folder: Path) -> Schema:
    write_schema(schema, folder)
    return load_schema(folder)


def test_a_small_catalog_becomes_a_schema(tmp_path: Path) -> None:
    schema = written(draft(LISTINGS, CATEGORIES, KEYS).schema, tmp_path)

    assert {name: list(each.attributes) for name, each in schema.categories.items()} == {
        "lamp": ["brand", "power", "usb_port"],  # two of three lamps have a colour: too few
        "mug": ["brand", "colour", "volume"],
    }
    assert dict(schema.categories["mug"].name.root) == {"en": "Mugs", "zh": "马克杯"}
    assert schema.find_category("cups") == "mug"
    brand, colour, volume = schema.categories["mug"].attributes.values()
    assert brand.maker
    assert {value: dict(own.name.root) for value, own in brand.values.items()} == {
        "acme": {"en": "Acme", "zh": "艾克米"},
        "lumi": {"en": "Lumi"},
    }
    assert brand == schema.categories["lamp"].attributes["brand"]
    assert {value: dict(own.name.root) for value, own in colour.values.items()} == {
        "black": {"en": "Black", "zh": "黑色"},
        "blue": {"en": "Blue"},
        "white": {"en": "White"},
    }
    assert dict(colour.name.root) == {"en": "Colour", "zh": "颜色"}
    assert (volume.kind, volume.unit, volume.range) == ("quantity", "ml", (300, 400))
    assert volume.description.first == "Volume, as sellers state it, such as 350毫升, 350 ml, 0.4 l"
    assert schema.attribute("lamp", "usb_port").value_by_wording["tidak"] == "no"


def test_every_key_says_what_became_of_it() -> None:
    found = draft(LISTINGS, CATEGORIES, KEYS)
    counted = {**ROWS, key("Glaze"): 4}

    lines = {line["key"]: line for line in key_lines(counted.items(), found.made, found.keys, found.evidence)}

    assert lines["容量"] == {
        "source": "shop", "site": None, "key": "容量", "rows": 2, "category": "mug", "attribute": "volume",
        "kind": "quantity", "unit": "ml", "reason": "",
    }  # fmt: skip
    assert (lines["stock"]["attribute"], lines["stock"]["reason"]) == (None, "stock")
    assert (lines["Glaze"]["attribute"], lines["Glaze"]["reason"]) == (None, "not among the listings looked at")


def test_a_key_is_read_alike_at_all_sites() -> None:
    size = DraftAttribute("size", "size", "en", (Key("a", "one.example", "Size"),), "span")
    other = DraftAttribute("size_2", "size", "en", (Key("a", "two.example", "size"),), "span")
    listings = [
        CatalogListing(f"{site}{n}", "a", "Mug", site=f"{site}.example", stated=(Stated(text, f"{n} cm"),))
        for site, text, many in (("one", "Size", 5), ("two", "size", 3))
        for n in range(many)
    ]
    rows = {size.keys[0]: 5, other.keys[0]: 3}
    categories = DraftedCategories(CATEGORIES.categories[:1], {each.product_id: "mug" for each in listings})

    found = draft(listings, categories, DraftedKeys((size, other), {}, rows))

    assert list(found.schema.categories["mug"].attributes) == ["size"]
    assert found.evidence.attributes["size"].rows == 8


def test_several_values_of_a_listing_make_an_attribute_of_many() -> None:
    listings = [listing(f"m{n}", "Mug", Colour=["Black", "Blue"] if n < 3 else "Black") for n in range(9)]
    categories = DraftedCategories(CATEGORIES.categories[:1], {each.product_id: "mug" for each in listings})

    found = draft(listings, categories, DraftedKeys(ATTRIBUTES[1:2], {}, {key("Colour"): 9}))

    assert found.schema.attribute("mug", "colour").kind == "choices"


def test_a_quantity_that_a_category_states_in_words_is_text_there() -> None:
    size = DraftAttribute("size", "Size", "en", (key("Size"),), "quantity", unit="cm", range=(1.0, 90.0))
    mugs = [listing(f"m{n}", "Mug", Size=f"{n + 5} cm") for n in range(20)]
    lamps = [listing(f"l{n}", "Lamp", Size="large" if n % 2 else "family size") for n in range(10)]
    of = {each.product_id: "mug" if each in mugs else "lamp" for each in [*mugs, *lamps]}

    categories = DraftedCategories(CATEGORIES.categories, of)
    schema = draft([*mugs, *lamps], categories, DraftedKeys((size,), {}, {key("Size"): 30})).schema

    assert (schema.attribute("mug", "size").kind, schema.attribute("mug", "size").unit) == ("quantity", "cm")
    assert (schema.attribute("lamp", "size").kind, schema.attribute("lamp", "size").unit) == ("span", None)


def test_numbers_in_titles_that_no_seller_states_are_proposed_apart() -> None:
    listings = [
        listing(f"m{n}", f"Acme mug {300 + n} ml 5 in 1 set, {n} cm", Colour="Black", Size="9 cm") for n in range(20)
    ]
    size = DraftAttribute("size", "Size", "en", (key("Size"),), "quantity", unit="cm")
    categories = DraftedCategories(CATEGORIES.categories[:1], {each.product_id: "mug" for each in listings})

    found = draft(listings, categories, DraftedKeys((size,), {}, {key("Size"): 20}))

    assert [(mark.about, mark.question, mark.rows, mark.unit) for mark in found.state.open] == [
        ("mug", "titles say 300 ml, 301 ml, 302 ml, and no attribute is in ml; add one?", 20, "ml")
    ]
    assert list(found.schema.categories["mug"].attributes) == ["size"]


def test_goods_of_which_nothing_is_stated_have_a_brand_and_a_mark() -> None:
    listings = [listing("m1", "Mug"), listing("m2", "Mug")]
    found = draft(
        listings, DraftedCategories(CATEGORIES.categories[:1], {"m1": "mug", "m2": "mug"}), DraftedKeys((), {}, {})
    )

    assert list(found.schema.categories["mug"].attributes) == ["brand"]
    assert [(mark.of, mark.about) for mark in found.state.open] == [("category", "mug")]


def test_no_category_is_a_fault_that_says_what_helps() -> None:
    with pytest.raises(SchemaError, match="no category was found in these listings: give more of them"):
        draft(LISTINGS, DraftedCategories((), {}), KEYS)


def test_marks_are_bounded_and_those_of_most_rows_are_kept() -> None:
    many = tuple(Mark(f"key {n}", "is it an attribute?", n) for n in range(40))

    found = draft(LISTINGS, CATEGORIES, replace(KEYS, marks=many))

    assert [mark.about for mark in found.state.open] == ["key 39"]  # 60 of 1,000: 1 of 9


# A person's hand between two drafts: names, a kind, values, an attribute taken out.

EDITED = """
categories:
  mug:
    name: {en: Mugs and cups, zh: 杯子}
    description: {en: What one drinks of}
    aliases: [Mugs, Cups, 马克杯]
    attributes:
      color:
        name: {en: Main colour}
        description: {en: The colour of the glaze}
        aliases: [Colour]
        kind: choice
        values: {dark: {name: {en: Dark}, aliases: [black]}, light: {name: {en: Light}}}
      brand: {name: {en: Brand}, description: {en: Who made it}, kind: span}
"""


@pytest.fixture
def earlier(tmp_path: Path) -> Earlier:
    first = draft(LISTINGS, CATEGORIES, KEYS)
    (tmp_path / "mine.yaml").write_text(EDITED, encoding="utf-8")
    (mark,) = [mark for mark in first.state.open if mark.of == "category"]
    return Earlier(load_schema(tmp_path), first.state.answered(mark, "accepted"))


NEWER = [
    *LISTINGS,
    *(listing(f"n{n}", "Mug", Colour="Crimson", Glaze="matte", Volume="1 l", Brand="Acme") for n in range(4)),
    *(listing(f"k{n}", "Kettle", Power="2000 W", Brand="Lumi") for n in range(4)),
]


def redraft(earlier: Earlier) -> Draft:
    """What the cores find in the newer export: other ids, one more attribute, one more category."""
    kettle = DraftCategory("kettle", "Kettles", "en")
    mug = DraftCategory("cups", "Cups", "en", ("Beakers",))
    of = {key: {"mug": "cups"}.get(own or "", own) for key, own in CATEGORIES.of.items()}
    of |= {f"n{n}": "cups" for n in range(4)} | {f"k{n}": "kettle" for n in range(4)}
    categories = DraftedCategories((mug, CATEGORIES.categories[1], kettle), of, marks=CATEGORIES.marks)
    glaze = DraftAttribute("glaze", "Glaze", "en", (key("Glaze"),), "span")
    rows = {**ROWS, key("Colour"): 9, key("Glaze"): 4, key("Brand"): 14}
    return draft(NEWER, categories, DraftedKeys((*ATTRIBUTES, glaze), KEYS.junk, rows), earlier)


def test_a_redraft_adds_and_changes_nothing_that_exists(earlier: Earlier, tmp_path: Path) -> None:
    before = earlier.schema.categories["mug"]

    after = written(redraft(earlier).schema, tmp_path / "new").categories

    assert (after["mug"].name, after["mug"].description) == (before.name, before.description)
    assert after["mug"].aliases == (*before.aliases, "Beakers")
    for name, old in before.attributes.items():
        new = after["mug"].attributes[name]
        assert (new.name, new.description, new.kind, new.values) == (old.name, old.description, old.kind, old.values)
    assert after["mug"].attributes["color"].aliases == ("Colour", "颜色")
    assert [name for name in after["mug"].attributes if name not in before.attributes] == ["glaze"]
    assert "kettle" in after


def test_what_a_person_took_out_stays_out(earlier: Earlier) -> None:
    found = redraft(earlier).schema

    assert "volume" not in found.categories["mug"].attributes
    assert "lamp" not in found.categories


def test_keys_that_say_nothing_are_ignored_until_a_person_says_otherwise(tmp_path: Path) -> None:
    stock, shipping = "how many are in stock or can be ordered", "how and from where it is shipped"
    junk = {key("stock"): stock, key("Stock "): stock, key("发货地"): shipping, key("Glaze"): "one value for all"}
    rows = {**ROWS, key("Stock "): 1, key("发货地"): 2, key("Glaze"): 9}
    keys = DraftedKeys(ATTRIBUTES, junk, rows)
    first = draft(LISTINGS, CATEGORIES, keys)
    assert [each.ignored_keys for each in written(first.schema, tmp_path / "a").categories.values()] == [
        ("stock", "发货地")
    ] * 2
    assert next(first.state.lines("ignored")) == {"what": "ignored", "key": "stock", "rows": 6, "reason": stock}

    text = (tmp_path / "a/shared.yaml").read_text(encoding="utf-8")
    (tmp_path / "a/shared.yaml").write_text(text.replace("[stock, 发货地]", "[stock, Power]"), encoding="utf-8")
    edited = load_schema(tmp_path / "a")
    second = draft(LISTINGS, CATEGORIES, keys, Earlier(edited, first.state))
    assert second.schema.categories["mug"].ignored_keys == ("Power", "stock")  # 发货地 was taken out
    third = draft(LISTINGS, CATEGORIES, keys, Earlier(second.schema, second.state))
    assert third.schema == second.schema


def test_a_key_that_a_person_has_ignored_makes_no_attribute(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("ignored_keys: [colour, 颜色, Power]\n" + EDITED.partition("      color:")[0] +
        "      brand: {name: {en: Brand}, description: {en: Who made it}, kind: span}\n", encoding="utf-8")  # fmt: skip
    found = draft(LISTINGS, CATEGORIES, KEYS, Earlier(load_schema(tmp_path), State()))

    attributes = {name for each in found.schema.categories.values() for name in each.attributes}
    assert attributes == {"brand", "volume", "usb_port"}
    assert found.keys.junk[key("颜色")] == "the schema ignores it"


def test_a_key_that_says_nothing_in_most_rows_is_no_attribute_at_other_sites() -> None:
    number = "the shop's own number, of which the ids of its listings are made"
    own = Key("shop", "small.example", "Volume")
    few = replace(ATTRIBUTES[2], keys=(*ATTRIBUTES[2].keys, own))
    texts = Key("shop", "big.example", "Colour")
    junk = {Key("shop", "big.example", "volume"): number, Key("shop", "other.example", "Power"): number}
    junk[texts] = "long texts, no values"
    rows = {**ROWS, own: 3, Key("shop", "big.example", "volume"): 90, Key("shop", "other.example", "Power"): 2}
    rows[texts] = 500

    found = draft(LISTINGS, CATEGORIES, DraftedKeys((*ATTRIBUTES[:2], few, *ATTRIBUTES[3:]), junk, rows))

    assert [key.key for each in found.keys.attributes if each.id == "volume" for key in each.keys] == ["容量"]
    assert found.keys.junk[own] == number
    assert found.schema.categories["lamp"].ignored_keys == ("volume",)
    assert "power" in found.schema.categories["lamp"].attributes
    assert "colour" in found.schema.categories["mug"].attributes


def test_a_redraft_asks_about_values_that_a_list_lacks(earlier: Earlier) -> None:
    asked = [mark for mark in redraft(earlier).state.open if mark.about == "color"]

    assert [(mark.question, mark.rows, mark.values) for mark in asked] == [
        ("stated, but none of its values: Crimson; add them?", 4, ("Crimson",))
    ]


def test_a_decided_mark_stays_decided(earlier: Earlier) -> None:
    marks = [mark for mark in redraft(earlier).state.marks if mark.about == "lamp"]

    assert [mark.answer for mark in marks] == ["accepted"]


def test_a_third_draft_is_the_second(earlier: Earlier) -> None:
    second = redraft(earlier)
    third = redraft(Earlier(second.schema, second.state))

    assert third.schema == second.schema
    assert replace(third.state, drafts=0) == replace(second.state, drafts=0)


def test_the_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = draft(LISTINGS, CATEGORIES, KEYS).state
    (tmp_path / "draft.jsonl").write_text(state_text(state), encoding="utf-8")

    assert load_state(tmp_path) == state
    assert {line["what"] for line in state.evidence} == {"category", "attribute", "fill", "value"}


@pytest.mark.parametrize("text", ['{"what": "draft", "version": 9}\n', '{"category": "mug"}\n', "", "no JSON\n"])
def test_another_file_of_that_name_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "draft.jsonl").write_text(text, encoding="utf-8")

    with pytest.raises(SchemaError, match=r"cannot read .*draft\.jsonl: .*(delete it)"):
        load_state(tmp_path)
    assert load_state(tmp_path / "nowhere") is None
    assert State().open == []
