"""What facts say in Chinese: the words for a value, without blanks between them."""

from __future__ import annotations

import re

from udfs.quantities.registry import same_kind
from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.measures import measure, number_text
from udfs.writing.phrases.rules import AttributeRule
from udfs.writing.phrases.values import HAN, label_of, parts_of

_AXES = {"length": "长", "width": "宽", "height": "高", "depth": "深", "thickness": "厚", "diameter": "直径"}
_BLANK = re.compile(r"(?<=[㐀-鿿，。、（）]) +| +(?=[㐀-鿿，。、（）])")
_AT_MOST = (("h", "最长"), ("ml", "最大"), ("cm", "最大"), ("g", "不超过"))


def value_of(attribute: Attribute, own: AttributeRule | None, fact: Fact, role: str | None) -> str | None:
    """The words of a fact; null where it has none in Chinese that can be printed."""
    if attribute.kind == "quantity" and fact.number is not None and fact.unit:
        return _quantity(fact)
    if attribute.kind == "dimensions":
        return _dimensions(fact)
    if attribute.kind == "composition":
        return _composition(attribute, fact)
    label = label_of(attribute, own, fact, "zh", role)
    return tight(label) if label else None


def tight(text: str) -> str:
    """Chinese text without blanks beside its characters."""
    return _BLANK.sub("", text) if HAN.search(text) else text


def _quantity(fact: Fact) -> str:
    pieces = {part.name: part for part in fact.parts}
    number, unit = fact.number or 0.0, fact.unit or ""
    if "each" in pieces and "pieces" in pieces and fact.unit != "count":
        each = measure(pieces["each"].number, pieces["each"].unit, None, "zh").text
        return f"{number_text(pieces['pieces'].number, 'zh')}×{each}"
    text = measure(number, unit, fact.number_max, "zh").text
    if fact.bound == "at most":
        return next((word for example, word in _AT_MOST if same_kind(unit, example)), "最高") + text
    return f"至少{text}" if fact.bound else text


def _dimensions(fact: Fact) -> str | None:
    """30×20×10厘米（长×宽×高）."""
    if not fact.parts:
        return None
    shown = "×".join(number_text(part.number, "zh") for part in fact.parts)
    unit = measure(2.0, fact.parts[0].unit, None, "zh").text.removeprefix("2")
    axes = [_AXES[part.name] for part in fact.parts if part.name in _AXES]
    return f"{shown}{unit}" + (f"（{'×'.join(axes)}）" if len(axes) == len(fact.parts) else "")


def _composition(attribute: Attribute, fact: Fact) -> str | None:
    """95%棉和5%氨纶; null where a part has no Chinese name."""
    named = [share + tight(name) for share, name in parts_of(attribute, fact, "zh")]
    if len(named) > 1:
        return "和".join(["、".join(named[:-1]), named[-1]])
    return named[0] if named else None
