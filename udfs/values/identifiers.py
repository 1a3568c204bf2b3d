"""Model numbers and bar codes: the label in front of them, their pattern, their check digit."""

from __future__ import annotations

import re

from udfs.quantities.terms import begins_with_unit
from udfs.schema.definitions import Attribute
from udfs.text.chinese import simplified
from udfs.text.keys import tidy

# "Model: X", "Model No. X", "UPC X", "型号：X", "型号X". A word after "Model" without colon may be the number itself.
_LABEL = re.compile(
    r"(?i)(?:(?:model|item|part|article|style|mfr|product)(?:\s*(?:number|no\.?|nr\.?|code|id|#)\s*[:#]?|\s*[:#])"
    r"|(?:mpn|p/n|sku|upc|ean|gtin|isbn|barcode)(?:\s*[:#]|\s+)|(?:ref|no|nr)\s*[:.#]"
    r"|(?:产品|商品|厂家)?(?:型号|型號|货号|貨號|款号|款號|条形码|條形碼|条码|條碼|编号|編號|零件号)\s*[:#]?)\s*"
)
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile(r"(?:(?![()\[\]:,;])[ -~])+")
_LETTER_AND_DIGIT = re.compile(r"(?=.*[A-Za-z]).*\d")
_AMOUNT = re.compile(r"\d+(?:\.\d+)? ?[A-Za-z]{1,3}")
# Standards, ratings and devices that look like model numbers.
_STANDARD = re.compile(
    r"(?i)(?:USB|IPX?|PD|QC|BT|BLUETOOTH|WI-?FI|HDMI|DDR|TYPE-?C|H\.?26|MP|PM|GEN|VER|V|IPHONE|IPAD|SUS)[ .-]?\d.*"
)
_TARGETED = re.compile("适[用配合]|兼容|[专通]用|用于|替[换代]|支持|配套")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—－", "-"))


def read_identifier(attribute: Attribute, raw: str) -> str:
    """The identifier in standard form, of tidy text; of Chinese text the one that stands in it: ``索尼WH-1000XM5黑色``.

    Raises ValueError that says which rule it breaks.
    """
    text = raw.translate(_DASHES)
    if label := _LABEL.match(text):
        text = tidy(text[label.end() :])
    if attribute.checksum == "gtin":
        text = re.sub(r"[\s-]", "", text)
    if attribute.pattern:
        text = text.upper() if _is_upper_case(attribute.pattern) else text
        if not re.fullmatch(attribute.pattern, text):
            text = _within_chinese(attribute.pattern, text) or text
        if not re.fullmatch(attribute.pattern, text):
            raise ValueError(f"{text!r} does not match the pattern {attribute.pattern}")
    if attribute.checksum == "gtin":
        _check_gtin(text)
    return text


def _within_chinese(pattern: str, text: str) -> str | None:
    """The only part of Chinese text that fits the pattern and may be a model number; None where the text says what the
    product fits, for the number may be that one's."""
    if not _HAN.search(text) or _TARGETED.search(simplified(text)):
        return None
    places = {tidy(place.group()): place.end() for place in _LATIN.finditer(text)}
    fit = [part for part, end in places.items() if re.fullmatch(pattern, part) and _is_model(part, text[end:])]
    return fit[0] if len(fit) == 1 else None


def _is_model(part: str, behind: str) -> bool:
    """Letters and digits, but neither an amount such as 500ML, nor a standard such as USB3.0, nor a counted XL2件."""
    is_counted = part[-1:].isdigit() and begins_with_unit(simplified(behind))
    return bool(
        _LETTER_AND_DIGIT.match(part) and not (_AMOUNT.fullmatch(part) or _STANDARD.fullmatch(part) or is_counted)
    )


def _is_upper_case(pattern: str) -> bool:
    return "A-Z" in pattern and "a-z" not in pattern and "(?i" not in pattern


def _check_gtin(digits: str) -> None:
    """GS1 General Specifications, section 7.9: weights 3 and 1 from the right, up to the next multiple of ten."""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"a GTIN holds digits only, got {digits!r}")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:-1].zfill(13), [3, 1] * 7, strict=False))
    expected = -total % 10
    if int(digits[-1]) != expected:
        raise ValueError(f"the check digit of {digits} should be {expected}, got {digits[-1]}")
