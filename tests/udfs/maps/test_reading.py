"""A seller's map in any notation and of any shape: what it states, in order, or why it states nothing."""

from __future__ import annotations

import json
import time

import pytest

from udfs.maps.reading import Several, read_map

READ: list[tuple[str, list[tuple[str, str]]]] = [
    # JSON: objects, lists of attributes, lists of pairs, what is nested
    ('{"Colour": "red", "Colour": "blue", "Size": null, "": "x"}', [("Colour", "red"), ("Colour", "blue")]),
    ('{"Colour": ["red", "red", "blue"], "n": 1.50, "on": true}',
     [("Colour", "red"), ("Colour", "blue"), ("n", "1.50"), ("on", "true")]),
    ('[{"name": "Colour", "value": "red"}, {"name": null, "value": "x"}, {"name": "Size", "value": null}]',
     [("Colour", "red")]),
    ('[{"attribute": "Colour", "values": ["red", "blue"]}]', [("Colour", "red"), ("Colour", "blue")]),
    ('{"key": "颜色", "value": "黑色"}', [("颜色", "黑色")]),
    ('[{"属性名": "材质", "属性值": "棉"}]', [("材质", "棉")]),
    ('[["Colour", "red"], ["Size", ["S", "M"]]]', [("Colour", "red"), ("Size", "S"), ("Size", "M")]),
    ('["Colour: red", "Size: M"]', [("Colour", "red"), ("Size", "M")]),
    ('[{"Colour": "red"}, {"Size": "M"}]', [("Colour", "red"), ("Size", "M")]),
    ('{"General": {"Brand": "Acme"}, "屏幕": {"尺寸": "6寸"}}', [("General Brand", "Acme"), ("屏幕尺寸", "6寸")]),
    ('{"product_specification": [{"key": "Colour", "value": "red"}, {"value": "no name"}]}', [("Colour", "red")]),
    ('{"attrs": [{"name": "Colour", "value": "red"}]}', [("Colour", "red")]),
    ('{"specs": {"Colour": "red"}, "shop": {"sku": 1}}', [("Colour", "red"), ("shop sku", "1")]),
    ('{"specs": "{\\"Colour\\": \\"red\\"}", "shop": "{\\"sku\\": 1}"}', [("Colour", "red"), ("shop sku", "1")]),
    ('{"features": ["warm", "light"]}', [("features", "warm"), ("features", "light")]),
    ('{"weight": {"value": 5, "unit": "kg"}, "colour": [{"value": "red", "language_tag": "en_US"}]}',
     [("weight", "5 kg"), ("colour", "red")]),
    ('{"name": "Mug", "value": "5", "brand": "Acme"}', [("name", "Mug"), ("value", "5"), ("brand", "Acme")]),
    ('{"a": "[new] mug", "b": "[\\"x\\", \\"y\\"]", "Fit": "EU: 38"}',
     [("a", "[new] mug"), ("b", "x"), ("b", "y"), ("Fit", "EU: 38")]),
    # how platforms export: WooCommerce, Shopify, Magento, Shopee, Mercado Libre, Google
    ('[{"id": 6, "name": "Colour", "position": 0, "visible": true, "options": ["red", "blue"]}]',
     [("Colour", "red"), ("Colour", "blue")]),
    ('[{"name": "Size", "position": 1, "values": ["M"]}]', [("Size", "M")]),
    ('[{"attribute_code": "color", "value": "red"}]', [("color", "red")]),
    ('[{"attribute_name": "Weight", "attribute_value_list": [{"original_value_name": "5", "value_unit": "kg"}]}]',
     [("Weight", "5 kg")]),
    ('[{"id": "BRAND", "name": "Marca", "value_id": null, "value_name": "Acme", "values": [{"name": "Acme"}]}]',
     [("Marca", "Acme")]),
    ('[{"section_name": "Display", "attribute_name": "Size", "attribute_value": "6 in"}]', [("Display Size", "6 in")]),
    ('[{"name": "Warna", "variations": ["merah", "biru"]}, {"variations": [null]}]',
     [("Warna", "merah"), ("Warna", "biru")]),
    # what programs print
    ('{"a"=>"b", :c=>"d\\"e", :f=>nil, "g"=>["h"]}', [("a", "b"), ("c", 'd"e'), ("g", "h")]),
    ("{'a': 'it\\'s', \"b\": None, 'c': ('x', 'y'), 'd': True,}",
     [("a", "it's"), ("c", "x"), ("c", "y"), ("d", "true")]),
    ("{a: 1, b: 'x'}", [("a", "1"), ("b", "x")]),
    ("{Colour=red, Size=M}", [("Colour", "red"), ("Size", "M")]),
    ("{&quot;a&quot;:&quot;b &amp; c&quot;}", [("a", "b & c")]),
    ('{""a"":""b""}', [("a", "b")]),
    ('"{\\"a\\": \\"b\\"}"', [("a", "b")]),
    ("{'a': '\\u9ed1\\ud83d\\ude00'}", [("a", "黑😀")]),
    # pairs in one text
    ("k=v;k=w; l = x=y", [("k", "v"), ("k", "w"), ("l", "x=y")]),
    ("ItemWeight:6.4ounces|Link:https://a.example/b?c=d|Time:10:30",
     [("ItemWeight", "6.4ounces"), ("Link", "https://a.example/b?c=d"), ("Time", "10:30")]),
    ("Model: 99|#12 in Toys", [("Model", "99"), ("Model", "#12 in Toys")]),
    ("品牌：蓝海；颜色：黑色，白色", [("品牌", "蓝海"), ("颜色", "黑色，白色")]),
    ("Colour: red, blue, Size: M", [("Colour", "red, blue"), ("Size", "M")]),
    ("color=red,material=cotton|wool,size=M", [("color", "red"), ("material", "cotton|wool"), ("size", "M")]),
    ("Colour: red; blue\nSize: M", [("Colour", "red; blue"), ("Size", "M")]),
    ("20000:3275069:品牌:盈讯;1753146:3485013:型号:F908;", [("品牌", "盈讯"), ("型号", "F908")]),
    ("Colour\tred\nSize\tM", [("Colour", "red"), ("Size", "M")]),
    ("<table><tr><th>Colour</th><td>red &amp; blue</td></tr><tr><td>Size</td><td>M</td></tr></table>",
     [("Colour", "red & blue"), ("Size", "M")]),
    ("<ul><li><b>Colour:</b> red</li><li>Size: M</li></ul>", [("Colour", "red"), ("Size", "M")]),
    ("{}", []),
    ("[]", []),
    ('{"a": null}', []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "statements"), READ)
def test_what_a_map_states(text: str, statements: list[tuple[str, str]]) -> None:
    found = read_map(text)
    assert (None if found.entries is None else [tuple(one) for one in found.entries], found.fault) == (statements, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '[{"name":"Colour","value":"re',
            "cannot be read: it has a quote that never closes at character 27 of 29; it ",
        ),
        ('{"a": ', "cannot be read: it breaks off at character 5 of 5; it begins '{\"a\": '"),
        ('{"a": 1} {"b": 2}', "cannot be read: it goes on behind its end at character 10 of 17; "),
        ("{'a': 'it's'}", "cannot be read: it has no comma at character 11 of 13; "),
        ("Red cotton shirt", "no names and values in 'Red cotton shirt'"),
        ("https://a.example/b", "no names and values in 'https://a.example/b'"),
        ("[1, 2]", "no names and values in '1'"),
        ('a:1:{s:5:"color";s:3:"red";}', "cannot be read: it is PHP's serialized form, export it as JSON; it begins "),
        ("[" * 100_000, "cannot be read: it is nested too deep; it begins "),
        ('{"a":' * 30 + "1" + "}" * 30, "cannot be read: it is nested too deep; it begins "),
    ],
)
def test_a_map_that_cannot_be_read_says_why(text: str, fault: str) -> None:
    found = read_map(text)
    assert found.entries is None
    assert (found.fault or "").startswith(fault)


@pytest.mark.parametrize("text", [None, "", " \u3000", "N/A", "-", "null", "[object Object]", "暂无"])
def test_what_says_nothing_is_no_fault(text: str | None) -> None:
    assert read_map(text) == (None, None)


def test_plain_data_is_read_like_text() -> None:
    for text, statements in READ:
        if text[0] in "{[" and '": ' in text and '"Colour": "blue"' not in text:
            try:
                data = json.loads(text)
            except ValueError:
                continue
            expected = [(key, value.replace("1.50", "1.5")) for key, value in statements]
            assert [tuple(one) for one in read_map(data).entries or ()] == expected


def test_several_maps_are_one_and_a_broken_one_takes_none_with_it() -> None:
    found = read_map(Several(["a=1;b=2", "{broken", None, '{"a": "1", "c": "3"}']))
    assert [tuple(one) for one in found.entries or ()] == [("a", "1"), ("b", "2"), ("c", "3")]
    assert (found.fault or "").startswith("cannot be read: ")
    assert read_map(Several([None, ""])) == (None, None)


def test_reading_takes_time_in_proportion_to_the_length() -> None:
    pieces = (
        "a=b;",
        "a:",
        '{"a":',
        "'",
        " ",
        "<td ",
        "\\",
        "a|",
        "=>",
        "{'a\\'",
        "[1,",
        '{"a":"',
        "<br",
        "&quot;",
        "|",
        "1:1:",
    )
    for piece in pieces:
        for text in (piece * 20_000, "{" + piece * 20_000, '{"k": "[' + piece * 20_000 + '"}'):
            started = time.process_time()
            read_map(text)
            assert time.process_time() - started < 3.0, piece
