"""Model numbers and bar codes: the label in front of them, their pattern, their check digit."""

from __future__ import annotations

import re

from udfs.schema import Attribute
from udfs.text import tidy

# "Model: X", "Model No. X", "UPC X", "型号：X", "型号X". A word after "Model" without colon may be the number itself.
_LABEL = re.compile(
    r"(?i)(?:(?:model|item|part|article|style|mfr|product)(?:\s*(?:number|no\.?|nr\.?|code|id|#)\s*[:#]?|\s*[:#])"
    r"|(?:mpn|p/n|sku|upc|ean|gtin|isbn|barcode)(?:\s*[:#]|\s+)|(?:ref|no|nr)\s*[:.#]"
    r"|(?:产品|商品|厂家)?(?:型号|货号|款号|条形码|条码|编号|零件号)\s*[:#]?)\s*"
)


def read_identifier(attribute: Attribute, raw: str) -> str:
    """The identifier in standard form. Raises ValueError that says which rule it breaks."""
    text = tidy(raw)
    if label := _LABEL.match(text):
        text = tidy(text[label.end() :])
    if attribute.checksum == "gtin":
        text = re.sub(r"[\s-]", "", text)
    if attribute.pattern:
        text = text.upper() if _is_upper_case(attribute.pattern) else text
        if not re.fullmatch(attribute.pattern, text):
            raise ValueError(f"{text!r} does not match the pattern {attribute.pattern}")
    if attribute.checksum == "gtin":
        _check_gtin(text)
    return text


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
