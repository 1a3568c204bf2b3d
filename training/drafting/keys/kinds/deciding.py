"""The kind of an attribute, by the evidence of its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from training.drafting.keys.kinds.codes import code_of
from training.drafting.keys.kinds.evidence import Evidence, Value
from training.drafting.keys.kinds.lists import listed
from training.drafting.keys.kinds.measures import quantity_of, size_of
from training.drafting.keys.vocabulary import folded
from udfs.quantities.composition import is_complete, read_composition
from udfs.quantities.messages import QuantityError
from udfs.quantities.registry import same_kind
from udfs.records import Axis, Kind
from udfs.text.keys import fold

_PARSED = 0.6  # share of statements that parse from which they are quantities
_SIZED = 0.45  # the same of sizes, which sellers write in more ways
_COMPOSED = 0.4
_SURELY = 0.8  # share below which a person should look
_MAKERS = 40  # makers that are a closed list, at most
_TRUTHS = 0.7  # share of yes and no from which an attribute is one or the other
_LEADING = 0.8  # the same where words may follow
_FIRST = re.compile(r"[,;(/\n，；（]|\s-\s|::")  # ends the first word of "Yes, optical"
_AXES: dict[Axis, frozenset[str]] = {
    "length": frozenset({"length", "长度", "panjang", "largo", "comprimento", "chiều dài", "ความยาว"}),
    "width": frozenset({"width", "宽度", "lebar", "ancho", "largura", "chiều rộng", "ความกว้าง"}),
    "height": frozenset({"height", "高度", "tinggi", "alto", "altura", "chiều cao", "ความสูง"}),
    "depth": frozenset({"depth", "深度", "profundidad", "profundidade"}),
    "thickness": frozenset({"thickness", "厚度", "ketebalan", "grosor", "espessura", "độ dày"}),
    "diameter": frozenset({"diameter", "直径", "diámetro", "diâmetro"}),
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a draft says of an attribute's values, as in :class:`training.drafting.drafts.DraftAttribute`. ``doubt``:
    what a person should look at; null where the evidence is clear."""

    kind: Kind
    why: str
    unit: str | None = None
    range: tuple[float, float] | None = None
    axis: Axis | None = None
    pattern: str | None = None
    checksum: str | None = None
    many: tuple[str, ...] = ()
    maker: bool = False
    doubt: str | None = None


def kind_of(evidence: Evidence) -> Kinds:
    """The first kind that the evidence carries; a span where it carries none."""
    deciders: tuple[Callable[[Evidence], Kinds | None], ...] = (
        _bar_code, _named_code, _composition, _truth, _size, _quantity, _few_makers, _maker, _code, _choice
    )  # fmt: skip
    found = next(filter(None, (decide(evidence) for decide in deciders)), None)
    return found or Kinds("span", f"free text, {evidence.distinct:.0%} of the statements differ")


def _maker(evidence: Evidence) -> Kinds | None:
    if evidence.named(lambda key: key in folded("maker")) <= 0.5:
        return None
    return Kinds("span", "its keys name who made the product", maker=True)


def _few_makers(evidence: Evidence) -> Kinds | None:
    """Makers of which a few dozen make nearly all goods are a closed list as any other."""
    if evidence.named(lambda key: key in folded("maker")) <= 0.5:
        return None
    found = listed(evidence)
    if not found.closed or found.several or found.values > _MAKERS:
        return None
    return Kinds("choice", f"{found.values} makers are four fifths of what is stated")


def _bar_code(evidence: Evidence) -> Kinds | None:
    found = code_of(evidence, named=False)
    if found is None or found.checksum is None:
        return None
    return Kinds("identifier", found.why, pattern=found.pattern, checksum=found.checksum)


def _composition(evidence: Evidence) -> Kinds | None:
    share = evidence.share(_is_composed)
    return Kinds("composition", f"{share:.0%} are parts with their shares") if share >= _COMPOSED else None


def _is_composed(value: Value) -> bool:
    if not ("%" in value.text or "％" in value.text):
        return False
    try:
        return is_complete(read_composition(value.text))
    except QuantityError:
        return False


def _truth(evidence: Evidence) -> Kinds | None:
    names = {use.name.folded for use in evidence.uses}
    words = folded("yes") | folded("no")
    whole = evidence.share(lambda value: fold(value.text) in words or fold(value.text) in names)
    leading = evidence.share(lambda value: _begins(value, words) or fold(value.text) in names)
    if whole < _TRUTHS and not (leading >= _LEADING and whole >= _TRUTHS * 2 / 3):
        return None
    doubt = None if whole >= _SURELY else f"only {whole:.0%} of the statements are yes or no"
    return Kinds("boolean", f"{whole:.0%} are yes or no", doubt=doubt)


def _begins(value: Value, words: frozenset[str]) -> bool:
    return fold(_FIRST.split(value.text, maxsplit=1)[0]) in words


def _size(evidence: Evidence) -> Kinds | None:
    found = size_of(evidence)
    if found is None or found.share < _SIZED:
        return None
    doubt = None if found.share >= _SURELY else f"only {found.share:.0%} of the statements parse as sizes"
    why = f"{found.share:.0%} parse as sizes of several numbers"
    return Kinds("dimensions", why, found.unit, found.range, doubt=doubt)


def _quantity(evidence: Evidence) -> Kinds | None:
    found = quantity_of(evidence)
    if found is None or found.share < _PARSED:
        return None
    doubt = None if found.share >= _SURELY else f"only {found.share:.0%} of the statements parse in {found.unit}"
    why = f"{found.share:.0%} parse in {found.unit}"
    return Kinds("quantity", why, found.unit, found.range, _axis(evidence, found.unit), doubt=doubt)


def _axis(evidence: Evidence, unit: str) -> Axis | None:
    """The axis that the keys name by one word alone: Width, 宽度, Item Width; not that of a strap."""
    if not same_kind(unit, "cm"):
        return None
    for axis, words in _AXES.items():
        if sum(use.rows for use in evidence.uses if set(use.name.words) <= words) * 2 > evidence.rows:
            return axis
    return None


def _named_code(evidence: Evidence) -> Kinds | None:
    return _code(evidence, named=True) if evidence.named(lambda key: key in folded("number")) > 0.5 else None


def _code(evidence: Evidence, *, named: bool = False) -> Kinds | None:
    found = code_of(evidence, named=named)
    return Kinds("identifier", found.why, pattern=found.pattern) if found else None


def _choice(evidence: Evidence) -> Kinds | None:
    found = listed(evidence)
    if not found.closed:
        return None
    why = f"{found.values} wordings are four fifths of what is stated"
    return Kinds("choices" if found.several else "choice", why, many=found.many)
