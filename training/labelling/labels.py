"""The labels of one listing while a person works on them, and the line that they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from training.labelling.words import Place
from udfs.records import Field
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_OUTDATED = ("skipped", "labelled_attributes", "confidence")


class SpanMark(NamedTuple):
    """A stated attribute and where: half-open characters of the raw field."""

    attribute: str
    place: Place


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of a listing. ``category`` is null for goods of no category of the schema."""

    category: str | None = None
    spans: tuple[SpanMark, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_category(self, category: str | None, schema: Schema) -> Labels:
        """The same of another category: what that one does not have is dropped."""
        own = schema.categories[category].attributes if category else {}
        kept = {
            key: values for key, values in self.choices.items() if key in own and set(values) <= set(own[key].values)
        }
        return Labels(category, tuple(mark for mark in self.spans if mark.attribute in own), kept)

    def marked(self, attribute: str, places: Iterable[Place], category: Category) -> Labels:
        """With places that state an attribute; of one value they take the place of those before, as its mentions."""
        before = self.spans if category.attributes[attribute].has_many else self.without(attribute).spans
        new = tuple(SpanMark(attribute, place) for place in places)
        clear = tuple(
            mark
            for mark in before
            if mark.attribute != attribute or not any(_overlap(mark.place, own.place) for own in new)
        )
        return replace(self, spans=tuple(sorted((*clear, *new), key=_reading_order)))

    def chosen(self, attribute: str, values: Sequence[str], category: Category) -> Labels:
        """With values of a closed list; one value takes the place of another where only one may hold."""
        before = self.choices.get(attribute, ()) if category.attributes[attribute].has_many else ()
        return replace(self, choices={**self.choices, attribute: tuple(dict.fromkeys((*before, *values)))})

    def without(self, attribute: str) -> Labels:
        """Without anything said of an attribute."""
        return Labels(
            self.category,
            tuple(mark for mark in self.spans if mark.attribute != attribute),
            {key: values for key, values in self.choices.items() if key != attribute},
        )


def _reading_order(mark: SpanMark) -> tuple[bool, int, str]:
    return mark.place.field != "title", mark.place.start, mark.attribute


def _overlap(one: Place, other: Place) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def labels_of(row: Mapping[str, Any], schema: Schema) -> Labels:
    """The labels of a line that was checked; else what is suggested, or what the line says already."""
    said, marks, choices = _told(row)
    known = schema.find_category(said)
    marked = tuple(mark for one in marks if (mark := _mark(one, row)))
    chosen = {key: _values(values, known, key, schema) for key, values in choices.items()}
    return Labels(known, tuple(sorted(marked, key=_reading_order)), chosen).in_category(known, schema)


def left_out(row: Mapping[str, Any], schema: Schema) -> list[str]:
    """What a line says and :func:`labels_of` does not: of a category, attribute or value that the schema lacks."""
    said, marks, choices = _told(row)
    labels = labels_of(row, schema)
    own = schema.categories[labels.category].attributes if labels.category else {}
    lost = [said] if said and not labels.category else []
    lost += [str(one["attribute"]) for one in marks if one["attribute"] not in own or not _mark(one, row)]
    return [*lost, *(f"{key} {', '.join(values)}" for key, values in choices.items() if key not in labels.choices)]


def _told(row: Mapping[str, Any]) -> tuple[str | None, list[Mapping[str, Any]], dict[str, tuple[str, ...]]]:
    """Category, spans and choices, as the line words them."""
    choices: dict[str, tuple[str, ...]] = {}
    if row.get("checked") is False and row.get("suggested"):
        told = row["suggested"]
        for one in told.get("choices") or []:
            choices[one["attribute"]] = (*choices.get(one["attribute"], ()), one["value"])
        return (told.get("category") or {}).get("id"), told.get("spans") or [], choices
    for key, given in (row.get("choices") or {}).items():
        choices[key] = (given,) if isinstance(given, str) else tuple(given or ())
    return row.get("category"), row.get("spans") or [], {key: values for key, values in choices.items() if values}


def labelled(row: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """The line with the labels, checked: a labelled row as training reads it.

    A person looked for all attributes, and is sure: what said otherwise is dropped.
    """
    texts = {"title": row.get("title") or "", "description": row.get("description") or ""}
    spans = [
        {"attribute": key, **place._asdict(), "text": texts[place.field][place.start : place.end]}
        for key, place in labels.spans
    ]
    told = {"category": labels.category, "spans": spans, "choices": {k: list(v) for k, v in labels.choices.items()}}
    return {**{key: value for key, value in row.items() if key not in _OUTDATED}, **told, "checked": True}


def _values(given: tuple[str, ...], category: str | None, key: str, schema: Schema) -> tuple[str, ...]:
    """The ids of values that may be given by any wording; what is none stays as it is."""
    attribute = schema.categories[category].attributes.get(key) if category else None
    if attribute is None:
        return given
    return tuple(one if one in attribute.values else attribute.value_by_wording.get(fold(one), one) for one in given)


def _mark(one: Mapping[str, Any], row: Mapping[str, Any]) -> SpanMark | None:
    """A span of a line by its offsets, or by its text and which one of it; null where it stands nowhere."""
    name: Field = "description" if one.get("field") == "description" else "title"
    text = row.get(name) or ""
    start, end = one.get("start"), one.get("end")
    if start is None or end is None:
        start = -1
        for _ in range(one.get("nth") or 1):
            start = text.find(one.get("text") or "\0", start + 1)
            if start < 0:
                return None
        end = start + len(one["text"])
    return SpanMark(one["attribute"], Place(name, start, end)) if 0 <= start < end <= len(text) else None
