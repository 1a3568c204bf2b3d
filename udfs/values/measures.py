"""Values made of numbers: quantities, sizes of several numbers, compositions."""

from __future__ import annotations

import re
from dataclasses import replace

from udfs.quantities.composition import Ingredient, is_complete, read_composition
from udfs.quantities.dimensions import Size, format_dimensions, read_dimensions
from udfs.quantities.formatting import format_quantity
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import Quantity, Reading, parse_quantity, read_quantity
from udfs.quantities.registry import convert
from udfs.records import Outcome, Part
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold
from udfs.values.raw import Column, RawValue

_IMITATED = re.compile(r"(?i)\b(?:faux|imitation|artificial|synthetic|mock|non|no)\b")


def quantity(definition: Attribute, raw: RawValue, column: Column | None) -> Outcome:
    """The one number that a text states; of a size that of the attribute's axis, of a composition the part's share."""
    unit = definition.unit or ""
    try:
        found = _of_axis(definition, raw, column) or _share(definition, raw) or _stated(definition, raw, column)
    except QuantityError as fault:
        return Outcome("invalid", "unit", detail=str(fault))
    shown, chinese = (format_quantity(found.number, unit, found.number_max, chinese=zh) for zh in (False, True))
    return in_range(definition, found, "unit", shown, chinese)


def _stated(definition: Attribute, raw: RawValue, column: Column | None) -> Quantity:
    reading = Reading(
        definition.unit or "",
        bare=column is not None,
        assume=column.unit if column else None,
        decimal=column.decimal if column else None,
        pack="each" if definition.pack == "each" else "total",
        per=definition.per,
        plausible=definition.range,
    )
    found = read_quantity(raw.text, reading)
    if column is None or column.unit is None or found.unit_given is not None:
        return found
    return replace(found, unit_given=column.unit, notes=(*found.notes, f"{column.unit} by the column's name"))


def _of_axis(definition: Attribute, raw: RawValue, column: Column | None) -> Quantity | None:
    """The number of the attribute's axis where the text is a size; None where it is one number."""
    if definition.axis is None:
        return None
    unit = definition.unit or ""
    try:
        extents = read_dimensions(raw.text, unit, definition.order, bare=_bare(definition, column)).extents
    except QuantityError:
        return None
    own = [extent.number for extent in extents if extent.axis == definition.axis]
    if own:
        return Quantity(own[0], None, unit, unit)
    axes = ", ".join(str(extent.axis) for extent in extents if extent.axis)
    raise QuantityError(
        f"expected the {definition.axis}, got {axes or 'a size whose axes nobody names'} in {raw.text.strip()!r}"
    )


def _share(definition: Attribute, raw: RawValue) -> Quantity | None:
    """The share of the part that the attribute is ``of``; None where the text is a share without a name."""
    if not definition.of:
        return None
    try:
        parts = read_composition(raw.text)
    except QuantityError:
        return None
    own = [part for part in parts if _is_named(definition, part.name)]
    if len(own) != 1:
        names = ", ".join(part.name for part in parts)
        raise QuantityError(f"expected the share of {definition.of[0]}, got those of {names} in {raw.text.strip()!r}")
    return Quantity(own[0].share, None, definition.unit or "", "%")


def _is_named(definition: Attribute, name: str) -> bool:
    """Whether a part is the one that the attribute is ``of``; English puts the head last: combed ringspun cotton."""
    wanted = set(map(fold, definition.of))
    if fold(name) in wanted:
        return True
    *before, head = name.split() or [""]
    return bool(before) and head.isascii() and fold(head) in wanted and not _IMITATED.search(" ".join(before))


def in_range(definition: Attribute, found: Quantity, rule: str, value: str, value_zh: str) -> Outcome:
    """The value with its numbers, or invalid where they are implausible."""
    low, high = definition.range or (float("-inf"), float("inf"))
    top = found.number if found.number_max is None else found.number_max
    if found.number < low or top > high:
        shown = format_quantity(found.number, found.unit, found.number_max)
        return Outcome("invalid", rule, detail=f"{shown} is outside {format_quantity(low, found.unit, high)}")
    return Outcome(
        "standard",
        rule,
        value,
        value_zh,
        number=found.number,
        unit=found.unit,
        detail=_remarks(found),
        labels={"en": value, "zh": value_zh},
        number_max=found.number_max,
        bound=found.bound,
        parts=_pack(found),
    )


def _pack(found: Quantity) -> tuple[Part, ...]:
    if found.pieces is None or found.each is None:
        return ()
    return Part("pieces", found.pieces, "count"), Part("each", found.each, found.unit)


def _remarks(found: Quantity) -> str | None:
    """What a reader of the numbers alone would miss."""
    assumed = found.unit_given is None and found.unit not in ("count", "bare_number")
    return "; ".join([*([f"no unit given, read as {found.unit}"] if assumed else []), *found.notes]) or None


def made_quantity(definition: Attribute, rule: str, made: str) -> Outcome:
    """What an attribute's own rule made, as a number in range."""
    return in_range(definition, parse_quantity(made, definition.unit or "", bare=True), rule, made, made)


def dimensions(definition: Attribute, raw: RawValue, column: Column | None) -> Outcome:
    """A size of several numbers, each with its axis where the text or the schema says which it is."""
    try:
        bare = _bare(definition, column)
        size = read_dimensions(raw.text, definition.unit or "", definition.order, bare=bare)
        return _sized(definition, "dimensions", size, bare)
    except QuantityError as fault:
        return Outcome("invalid", "dimensions", detail=str(fault))


def extent(definition: Attribute, part: Part) -> Outcome:
    """What one number of a size says of the quantity that holds its axis."""
    unit = definition.unit or ""
    found = Quantity(convert(part.number, part.unit, unit), None, unit, part.unit)
    shown, chinese = (format_quantity(found.number, unit, chinese=zh) for zh in (False, True))
    return in_range(definition, found, "dimensions", shown, chinese)


def made_dimensions(definition: Attribute, rule: str, made: str) -> Outcome:
    """What an attribute's own rule made, as a size."""
    unit = definition.unit or ""
    return _sized(definition, rule, read_dimensions(made, unit, definition.order, bare=unit))


def _bare(definition: Attribute, column: Column | None) -> str | None:
    """The unit of numbers without one: they count in a seller's own column only."""
    return None if column is None else column.unit or definition.unit


def _sized(definition: Attribute, rule: str, size: Size, bare: str | None = None) -> Outcome:
    unit, extents = definition.unit or "", size.extents
    low, high = definition.range or (0.0, float("inf"))
    if any(not low <= extent.number <= high for extent in extents):
        shown = format_dimensions(extents, unit)
        return Outcome("invalid", rule, detail=f"{shown} is outside {format_quantity(low, unit, high)}")
    parts = tuple(Part(each.axis or str(place), each.number, unit) for place, each in enumerate(extents, 1))
    value, value_zh = (format_dimensions(extents, unit, chinese=zh) for zh in (False, True))
    detail = None if size.unit_given else f"no unit given, read as {bare or unit}"
    return Outcome("standard", rule, value, value_zh, detail=detail, labels={"en": value, "zh": value_zh}, parts=parts)


def composition(definition: Attribute, raw: RawValue, _: Column | None) -> Outcome:
    """Parts with their shares, known ones by their names in the schema, largest first."""
    try:
        return _composed(definition, "composition", read_composition(raw.text))
    except QuantityError as fault:
        return Outcome("invalid", "composition", detail=str(fault))


def made_composition(definition: Attribute, rule: str, made: str) -> Outcome:
    """What an attribute's own rule made, as a composition."""
    return _composed(definition, rule, read_composition(made))


def _composed(definition: Attribute, rule: str, found: list[Ingredient]) -> Outcome:
    ordered = sorted(found, key=lambda part: -part.share)
    ids = [definition.value_by_wording.get(fold(part.name)) for part in ordered]
    named = list(zip(ordered, ids, strict=True))
    labels = {
        language: ", ".join(
            f"{part.share:g}% {definition.values[key].name.best(language) if key else part.name}" for part, key in named
        )
        for language in ("en", "zh")
    }
    detail = None if is_complete(found) else f"the shares make {sum(part.share for part in found):g}% together"
    outcome = Outcome("standard", rule, labels["en"], labels["zh"], labels=labels, detail=detail)
    return replace(outcome, parts=tuple(Part(key or part.name, part.share, "percent") for part, key in named))
