"""Keys that say nothing of the product, each with its reason: by general words of keys, and by what is stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from training.drafting.catalog import CatalogListing
from training.drafting.keys.profiles import Profile
from training.drafting.keys.uses import Use
from training.drafting.keys.vocabulary import by_reason, folded, words
from udfs.text.keys import fold, plain

_REASONS = {
    "stock": "how many are in stock or can be ordered",
    "shipping": "how and from where it is shipped",
    "price": "a price, a tax or a discount",
    "payment": "how it is paid",
    "link": "a link or a file",
    "text": "a text, no value",
    "seller": "the seller and the terms of sale",
    "number": "the shop's own number",
    "rank": "a rank or how many were sold",
    "rating": "what buyers think of it",
    "date": "when the page was changed",
    "option": "which of the offer's options it is",
}
_SHOP_NAMED = "it names the shop"
_IN_IDS = "the shop's own number, of which the ids of its listings are made"
_LINKS, _PRICES, _LONG_TEXTS = "links", "prices", "long texts, no values"
_NUMBERED = "the shop's own number, another one for each listing"
_BY_SHAPE = frozenset((_LINKS, _PRICES, _LONG_TEXTS))
_ALWAYS = frozenset((*_REASONS.values(), _SHOP_NAMED, _IN_IDS, _NUMBERED)) | _BY_SHAPE
_MOSTLY = 0.6  # share of the statements from which they speak for the key
_DIFFERENT = 0.3  # different texts by statement: a few texts that come again are a choice with long wordings
_UNIQUE = 0.9  # different numbers by statement from which a shop gave one to each listing
_ENOUGH = 15  # statements below which that may be chance
_MANY = 30  # listings below which one value for all may be chance
_CONSTANT = 0.98  # share of one value from which a key tells no product from another
_DIGITS = re.compile(r"#?\d{5,}")
_WORD = re.compile(r"[一-鿿]+|[^\W_一-鿿]+")
# Of a shop: cambuy.com.au, and camerastorecomau where an export has taken the dots out.
_ADDRESS = re.compile(
    r"(?<=[^\W_]{3})(?:\.(?:com|net|org|co|cn|shop)\b|(?:com|net|co)\.?(?:au|uk|cn|sg|my|br|tw|hk|nz|za)\b)"
)
_GLUED = 10  # letters from which a phrase is found without its blanks
_SHOP = 5  # letters from which a part of a site's name is taken for the shop's


def reason(use: Use, profile: Profile, listings: Sequence[CatalogListing]) -> str | None:
    """Why a key says nothing of the product; None where it may say something. ``listings``: the whole catalog."""
    by_words = _by_words(use.key.key)
    if by_words:
        return _REASONS[by_words]
    if _ADDRESS.search(plain(use.key.key)) or (use.key.site and _names_shop(use.key.key, use.key.site)):
        return _SHOP_NAMED
    if _is_in_ids(use, profile, listings):
        return _IN_IDS
    return _by_values(use, profile)


@lru_cache(1 << 14)
def _by_words(key: str) -> str | None:
    whole, spaced = fold(key), f" {' '.join(_WORD.findall(plain(key)))} "
    for why in by_reason("junk"):
        if whole in _folded("junk", why):
            return why
    for why, phrases in by_reason("within").items():
        if any(_says(spaced, phrase) for phrase in phrases):
            return why
    return None


def _says(spaced: str, phrase: str) -> bool:
    """Whether a key says something: Latin words whole, or as the end of a word that runs two together: skuprice."""
    if not phrase.isascii():
        return phrase in spaced
    if len(phrase) >= _GLUED and phrase.replace(" ", "") in spaced.replace(" ", ""):
        return True  # DateFirstAvailable, written without blanks
    return f" {phrase} " in spaced or (
        phrase in words("glued") and re.search(rf"[a-z]{{3}}{phrase} ", spaced) is not None
    )


def _folded(start: str, why: str) -> frozenset[str]:
    return folded(f"{start} {why}")


def _names_shop(key: str, site: str) -> bool:
    """Whether a word of the key is the name of the site: Walmart No., at walmart.com."""
    names = {label for label in re.split(r"[.\s-]", site) if len(label) >= _SHOP}
    return any(word in names for word in _WORD.findall(plain(key)))


def _by_values(use: Use, profile: Profile) -> str | None:
    if profile.shapes.get("link", 0.0) >= _MOSTLY:
        return _LINKS
    if profile.shapes.get("price", 0.0) >= _MOSTLY:
        return _PRICES
    if profile.shapes.get("prose", 0.0) >= _MOSTLY and profile.distinct >= _DIFFERENT:
        return _LONG_TEXTS
    if _is_numbering(use, profile):
        return _NUMBERED
    return None


def _is_numbering(use: Use, profile: Profile) -> bool:
    """Digits of one length, different for each listing, under a key that is none of a maker's numbers."""
    if profile.rows < _ENOUGH or profile.distinct < _UNIQUE or use.name.folded in folded("number"):
        return False
    digits = [text for text in use.values if _DIGITS.fullmatch(text)]
    lengths = [len(text) for text in digits]
    alike = max(map(lengths.count, set(lengths)), default=0)
    return alike >= _UNIQUE * len(use.values) and profile.shapes.get("gtin", 0.0) < 0.5


def _is_in_ids(use: Use, profile: Profile, listings: Sequence[CatalogListing]) -> bool:
    """Whether the listings' ids hold the numbers that a key states of them; a bar code is the maker's all the same."""
    if profile.rows < _ENOUGH or profile.shapes.get("gtin", 0.0) >= 0.5:
        return False
    held = sum(
        any(_DIGITS.fullmatch(value) and value.lstrip("#") in listings[place].product_id for value in values)
        for place, values in use.said.items()
    )
    return held >= _UNIQUE * len(use.said)


def says_nothing(why: str) -> bool:
    """Whether by a reason of :func:`reason` a key tells nothing; by others it is only too rare, or the same for all."""
    return why in _ALWAYS


def holds_elsewhere(why: str) -> bool:
    """Whether a reason is one against the key at other shops too: one that writes texts says nothing of the others."""
    return why in _ALWAYS - _BY_SHAPE


def is_constant(use_values: dict[str, int], rows: int) -> bool:
    """Whether one value, that is no yes or no, is all that the listings of an attribute state."""
    total = sum(use_values.values())
    if rows < _MANY or not total:
        return False
    value, count = max(use_values.items(), key=lambda each: each[1])
    return count >= _CONSTANT * total and plain(value.strip()) not in words("yes") | words("no")
