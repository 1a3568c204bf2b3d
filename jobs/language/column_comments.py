"""What the columns of a category's wide view say, with their units."""

from __future__ import annotations

from jobs.language.names import Labels

_BESIDE = {
    "_max": "upper end of a stated range",
    "_parts": "the numbers that make the value, by name",
    "_place": "place of the value in its list, from 1",
    "_evidence": "who states it, in which words, where, how surely, and what became of it",
}
"""What stands in the columns beside that of the value."""


def column_comment(column: str, attribute: str, labels: Labels, category: str) -> str:
    """What a column of an attribute says: the attribute's name and description in the language, and the unit of
    numbers.
    """
    own = labels.schema.attribute(category, attribute)
    name = own.name.best(labels.lang)
    beside = _BESIDE.get(column.removeprefix(attribute))
    said = labels.say(beside) if beside else own.description.best(labels.lang)
    has_unit = own.traits.numeric and beside in (None, _BESIDE["_max"])
    return f"{name}: {said}" + (f" ({own.unit})" if has_unit else "")
