"""What stands in a maker's column and is no maker: shops, two makers at once, names with letters of another script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, tidy
from udfs.values.names import without_company_suffix

_DEALT = "sold|ships|shipped|fulfilled|dispatched|delivered|imported|distributed|packed|marketed|offered|supplied"
_MARKETPLACES = "京东|京東|天猫|天貓|淘宝|淘寶|拼多多|苏宁|蘇寧|唯品会|亚马逊|亞馬遜|虾皮|蝦皮"
_LATIN_MARKETPLACES = "amazon|ebay|walmart|aliexpress|shopee|lazada|flipkart|temu|etsy|rakuten"
_SHOP = re.compile(
    rf"(?i)(?:(?:{_DEALT})(?:\s*(?:and|&|/)\s*(?:{_DEALT}))?\s+(?:by|from)\b"
    r"|(?:seller|vendor|retailer|importer|distributor|merchant|reseller|store|shop)(?: name)?\s*:"
    r"|(?:[卖賣][家方]|[店商][铺鋪家名]|[经經][销銷]商|代理商|[进進]口商|供[应應]商|[发發][货貨](?:地|方)?)\s*:"
    r"|由.+(?:[发發][货貨]|[销銷]售|配送|提供)\Z"
    rf"|(?:{_MARKETPLACES})(?:自[营營]|超市|商城|国际|國際|旗[舰艦]店|官方|直[营營])+\Z"
    rf"|(?:{_LATIN_MARKETPLACES})(?:\.com)?\s+(?:store|shop|marketplace|seller|direct|official(?: store)?)\Z)"
)
_BY = re.compile(r"(?i:(?:made|manufactured) by|by)\s+(?=\S)")

# Letters that are drawn like Latin ones, Cyrillic and Greek.
_ALIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмтвнАВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανυι",
        "aeopcyxijshdqwkmtbhABEKMHOPCTYXIJSQWABEZHIKMNOPTYXoavui",
        strict=True,
    )
)
_AS_LATIN = str.maketrans(_ALIKE)
_CLUSTER = re.compile(r"\w+")

_BETWEEN = re.compile(
    r"(?P<glued>(?<=\S)/(?=\S))|(?P<cut>\s*[|;；、]\s*|\s*/\s*)|(?P<soft>,\s*|，\s*|\s+(?:[&+×]|and|x|X|和|与|與)\s+|\s*&\s*)"
)
_HAN = re.compile("[一-鿿]")
_LETTERS = 3  # that each half of a glued pair has: Dell/Asus are two, AC/DC is one


def names_a_shop(text: str) -> bool:
    """Whether a text says who sells a product: ``Sold by: Amazon``, ``卖家：小店``, ``由京东发货``."""
    return _SHOP.match(text) is not None


def without_by(definition: Attribute, text: str) -> str:
    """``by Anker`` gives ``Anker``; ``By Terry`` stays unless the name behind is known."""
    found = _BY.match(text)
    if not found:
        return text
    name = text[found.end() :]
    return name if not text.startswith("By ") or fold(name) in definition.value_by_wording else text


def as_latin(text: str) -> str | None:
    """A name with the letters made Latin that only look so, where a word mixes them: ``Ospreу`` with a Cyrillic у.

    None where no word does.
    """
    if text.isascii() or not any(map(_is_mixed, _CLUSTER.findall(text))):
        return None
    return text.translate(_AS_LATIN)


def _is_mixed(word: str) -> bool:
    return any(map(_ALIKE.__contains__, word)) and any(letter.isascii() and letter.isalpha() for letter in word)


def several_names(definition: Attribute, text: str) -> list[str] | None:
    """The names of two makers or more in one text, such as ``Sony / Bose``; None where it is one name.

    One name in two scripts is one. ``&`` and the like separate known names only: Black & Decker is one maker.
    """
    borders = [*_BETWEEN.finditer(text)]
    parts = [part for part in map(tidy, _cut(text, borders)) if part]
    if len(parts) < 2:
        return None
    ids = [_known(definition, part) for part in parts]
    n_known = len(set(filter(None, ids)))
    if n_known > 1:
        return parts
    if any(border.lastgroup == "soft" for border in borders) or (n_known == 1 and all(ids)):
        return None
    if n_known:
        return None if _says_again(definition, parts, ids) else parts
    is_glued = all(border.lastgroup == "glued" for border in borders)
    long = all(sum(map(str.isalpha, part)) >= (_LETTERS if is_glued else 2) for part in parts)
    return parts if long and len({_HAN.search(part) is None for part in parts}) == 1 else None


def _cut(text: str, borders: list[re.Match[str]]) -> Iterator[str]:
    edge = 0
    for border in borders:
        yield text[edge : border.start()]
        edge = border.end()
    yield text[edge:]


def _known(definition: Attribute, name: str) -> str | None:
    by_wording = definition.value_by_wording
    return by_wording.get(fold(name)) or by_wording.get(fold(without_company_suffix(name)))


def _says_again(definition: Attribute, parts: list[str], ids: list[str | None]) -> bool:
    """Whether the unknown parts hold the known name in another script: Sony/索尼耳机."""
    value = definition.values[next(filter(None, ids))]
    again = [fold(wording) for wording in value.wordings()]
    return all(known or any(each in fold(part) for each in again) for part, known in zip(parts, ids, strict=True))
