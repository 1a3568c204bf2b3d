"""Model numbers and bar codes: the label in front of them, their pattern, what only looks like one."""

from __future__ import annotations

import re

from udfs.quantities.terms import begins_with_unit
from udfs.schema.definitions import Attribute
from udfs.text.chinese import simplified
from udfs.text.keys import tidy
from udfs.text.spreadsheets import damage, is_date, unmarked, without_decimals
from udfs.values.barcodes import read_gtin

# "Model: X", "Model No. X", "UPC X", "型号：X", "型号X".
_LABEL = re.compile(
    r"(?i)(?:(?:model|item|part|article|style|mfr|product|catalog(?:ue)?)"
    r"(?:\s*(?:number|no\.?|nr\.?|code|id|#)\s*[:#]?|\s*[:#])"
    r"|(?:mpn|p/n|sku|upc|ean|gtin|isbn|barcode|bar code)(?:-?(?:1[0234]|[8A]))?(?:\s*[:#]|\s+)|(?:ref|no|nr)\s*[:.#]"
    r"|(?:产品|商品|厂家|规格)?(?:型号|型號|货号|貨號|款号|款號|条形码|條形碼|条码|條碼|编号|編號|零件号|书号)\s*[:#]?)\s*"
)
# A word after "Model" without colon may be the number itself: Model WH-1000XM5, but not Model 3.
_BARE_LABEL = re.compile(r"(?i)(?:model|item|part|article|style)\s+(?=(?=\S*\d)\S{3,}\Z)")
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile(r"(?:(?![()\[\]:,;])[ -~])+")
_LETTER_AND_DIGIT = re.compile(r"(?=.*[A-Za-z]).*\d")
_AMOUNT = re.compile(r"\d+(?:\.\d+)? ?[A-Za-z]{1,3}")
# Standards, ratings and devices that look like model numbers, beside Chinese text.
_STANDARD = re.compile(
    r"(?i)(?:USB|IPX?|PD|QC|BT|BLUETOOTH|WI-?FI|HDMI|DDR|TYPE-?C|H\.?26|MP|PM|GEN|VER|V|IPHONE|IPAD|SUS)[ .-]?\d.*"
)
# The same as a whole value: QC35 and V8 are models there.
_WHOLE_STANDARD = re.compile(
    r"(?i)(?:(?:USB|BLUETOOTH|BT|BLE|WI-?FI|HDMI|DISPLAYPORT|DP|PCI-?E|SATA|THUNDERBOLT|QI|PD|QC|NVME|VER(?:SION)?|IOS"
    r"|ANDROID|WINDOWS|WIN|MACOS|OPENGL|DIRECTX|GEN)[ -]?V?(?:\d{1,2}(?:\.\d{1,2}){1,2}|(?<=[ -])\d{1,2})(?: ?GEN ?\d)?"
    r"|USB ?\d(?:\.\d)?(?: ?GEN ?\d(?:X\d)?)?|IP[X0-6][0-9X][A-Z]?|WI-?FI ?\d[A-Z]?|(?:IEEE ?)?802\.?11.*"
    r"|DDR\d(?:-\d+)?|LPDDR\d\w?|H\.?26[45]|MPEG-?\d|MP[34]|(?:ISO|EN) ?\d{3,5}(?:[:-]\d+)*|RS-?(?:232|485)|CAT ?\dE?"
    r"|[2345]G(?: LTE)?|[248]K(?: UHD)?|\d{3,4}[PI]|PM2\.5|[34]D|\d{1,2}[ -]?BIT)"
)
_MEASURE = re.compile(
    r"(?i)[\d.,]+ ?(?:ML|MAH|WH|KWH|KG|MG|MM|CM|KM|GB|TB|MB|KB|GHZ|MHZ|KHZ|HZ|INCH(?:ES)?|FT|LBS?|OZ|WATTS?|VOLTS?"
    r"|AMPS?|LM|LUMENS?|PCS|PIECES?|PACKS?|DPI|RPM|DB|PSI|BAR|MP|FPS|HRS?|HOURS?|MINS?|DAYS?|YEARS?|MONTHS?)"
    r"|\d+(?:\.\d+)?[WV]|\d{4,5}K|[\d.,]+ (?:W|V|A|L|G|M|K|H|S|T|N|IN)|[\d.,]+ ?[\"'%°].*"
)
_TARGETED = re.compile("适[用配合]|兼容|[专通]用|用于|替[换代]|支持|配套")
_FITS = re.compile(
    r"(?i)(?:(?:compatible|use|works?) with|(?:designed |replacement |made |suitable )?for|fits"
    r"|适[用配合]于?|兼容|用于)(?=[\s:一-鿿])"
)
_UNIT = 24  # characters that a unit may have
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—－", "-"))


def read_identifier(attribute: Attribute, raw: str) -> str:
    """The identifier in standard form, of tidy text; of Chinese text the one that stands in it: ``索尼WH-1000XM5黑色``.

    Raises ValueError that says which rule it breaks.
    """
    text = unmarked(raw.translate(_DASHES))
    if fits := _FITS.match(text):
        raise ValueError(f"{text!r} stands with {fits.group().strip()!r}: what the product fits")
    if label := _LABEL.match(text) or _BARE_LABEL.match(text):
        text = unmarked(tidy(text[label.end() :]))
    if attribute.checksum == "gtin":
        text = read_gtin(text)
    text = without_decimals(text)
    if attribute.pattern:
        text = _fitting(attribute.pattern, text)
    if _is_loose(attribute.pattern) and (fault := _foreign(text)):
        raise ValueError(fault)
    return text


def _fitting(pattern: str, text: str) -> str:
    """The text, or the part of it, that fits a pattern. Raises ValueError where none does."""
    text = text.upper() if _is_upper_case(pattern) else text
    if not re.fullmatch(pattern, text):
        text = _within_chinese(pattern, text) or text
    if not re.fullmatch(pattern, text):
        raise ValueError(f"{text!r} does not match the pattern {pattern}")
    return text


def _foreign(text: str) -> str | None:
    """What a text is that fits a wide pattern and yet is no identifier, in a sentence; None where it may be one."""
    if what := damage(text.title()):
        return f"{text!r} is {what}; give the identifier as text"
    if is_date(text):
        return f"{text!r} is a date, no identifier"
    if not any(map(str.isdigit, text)):
        return f"{text!r} is a word, no identifier: it has no digit"
    if not text.strip("0 .-"):
        return f"{text!r} holds no digit but zero"
    if _WHOLE_STANDARD.fullmatch(text):
        return f"{text!r} is a standard or a version, no identifier"
    return f"{text!r} is a measure, no identifier" if _MEASURE.fullmatch(text) else None


def _is_loose(pattern: str | None) -> bool:
    """Whether a pattern takes any word, date and number: it does not say itself what is no identifier."""
    return pattern is None or all(re.fullmatch(pattern, text) for text in ("TWO WORDS", "2024-05-01", "5.3"))


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
    is_counted = part[-1:].isdigit() and begins_with_unit(simplified(behind[:_UNIT]))
    return bool(
        _LETTER_AND_DIGIT.match(part) and not (_AMOUNT.fullmatch(part) or _STANDARD.fullmatch(part) or is_counted)
    )


def _is_upper_case(pattern: str) -> bool:
    return "A-Z" in pattern and "a-z" not in pattern and "(?i" not in pattern
