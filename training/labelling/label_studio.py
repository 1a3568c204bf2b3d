"""Label Studio: the form that it shows, tasks with predictions, and its export as labelled listings.

The form has a choice of the category and a text each for title and description, whose labels are attributes. Each
category has its closed lists, which show when it is chosen. Ids are the ``alias`` of what is shown, so results hold
them. https://labelstud.io/guide/tasks, https://labelstud.io/guide/export (JSON)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from training.labelling.labels import Labels, SpanMark, labelled, labels_of
from training.labelling.words import Place
from udfs.records import FIELDS, Field
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema

CATEGORY, NONE = "category", "none_of_them"
_COLORS = ("#2f9e44", "#1971c2", "#9c36b5", "#e8590c", "#0c8599", "#c2255c", "#5c940d", "#3b5bdb")


def form(schema: Schema, language: str) -> str:
    """The labelling config of a schema, as XML; names are in ``language``, or else in the schema's first."""
    view = ET.Element("View")
    ET.SubElement(view, "Header", value="$product_id", size="5")
    attributes = {key: one for category in schema.categories.values() for key, one in category.attributes.items()}
    for field in FIELDS:
        labels = ET.SubElement(view, "Labels", name=f"{field}_spans", toName=field)
        for number, (key, attribute) in enumerate(attributes.items()):
            shown, color = attribute.name.best(language), _COLORS[number % len(_COLORS)]
            ET.SubElement(labels, "Label", value=_unique(shown, key, attributes, language), alias=key, background=color)
        ET.SubElement(view, "Text", name=field, value=f"${field}", granularity="symbol")
    choices = ET.SubElement(
        view, "Choices", name=CATEGORY, toName="title", choice="single", required="true", showInline="true"
    )
    for key, category in schema.categories.items():
        ET.SubElement(choices, "Choice", value=category.name.best(language), alias=key)
    nothing = "以上都不是" if language == "zh" else "none of them"
    ET.SubElement(choices, "Choice", value=nothing, alias=NONE)
    for key in schema.categories:
        _closed_lists(view, schema, key, language)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _closed_lists(view: ET.Element, schema: Schema, category: str, language: str) -> None:
    definition = schema.categories[category]
    closed = {key: one for key, one in definition.attributes.items() if one.is_choice}
    if not closed:
        return
    # Versions of Label Studio look for what is shown, or for its alias; either will do.
    when = f"{definition.name.best(language)},{category}"
    own = ET.SubElement(view, "View", visibleWhen="choice-selected", whenTagName=CATEGORY, whenChoiceValue=when)
    for key, attribute in closed.items():
        ET.SubElement(own, "Header", value=attribute.name.best(language), size="6")
        kind = "multiple" if attribute.has_many else "single"
        choices = ET.SubElement(
            own, "Choices", name=_list_name(category, key), toName="title", choice=kind, showInline="true"
        )
        for value_id, value in attribute.values.items():
            ET.SubElement(choices, "Choice", value=value.name.best(language), alias=value_id)


def _unique(shown: str, key: str, attributes: Mapping[str, Attribute], language: str) -> str:
    """A name that only one attribute has."""
    same = sum(other.name.best(language) == shown for other in attributes.values())
    return shown if same == 1 else f"{shown} ({key})"


def _list_name(category: str, attribute: str) -> str:
    return f"{category}.{attribute}"


def task(row: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """A line of listings to label as a task: its texts, and its labels or suggestions as a prediction."""
    texts: dict[Field, str] = {field: row.get(field) or "" for field in FIELDS}
    data: dict[str, str] = {"product_id": str(row["product_id"]), "site": row.get("site") or ""}
    data |= dict(texts.items())
    labels = labels_of(row, schema)
    result = list(_results(labels, texts))
    if not (row.get("suggested") or row.get("checked")) or not result:
        return {"data": data}
    model = "checked by a person" if row.get("checked") else "facetmill"
    return {"data": data, "predictions": [{"model_version": model, "result": result}]}


def _results(labels: Labels, texts: Mapping[Field, str]) -> Iterator[dict[str, Any]]:
    if labels.category is not None:
        yield _chosen(CATEGORY, [labels.category])
    for number, (key, (field, start, end)) in enumerate(labels.spans):
        value = {"start": start, "end": end, "text": texts[field][start:end], "labels": [key]}
        yield {
            "id": f"span-{number}",
            "from_name": f"{field}_spans",
            "to_name": field,
            "type": "labels",
            "value": value,
        }
    for key, values in labels.choices.items():
        yield _chosen(_list_name(labels.category or "", key), list(values))


def _chosen(name: str, values: Sequence[str]) -> dict[str, Any]:
    value = {"choices": values}
    return {"id": f"choice-{name}", "from_name": name, "to_name": "title", "type": "choices", "value": value}


class Left(NamedTuple):
    """A task that gives no labels: its place in the export, from 1, its listing, and why."""

    number: int
    product_id: str | None
    reason: str


def read_export(tasks: Sequence[Any], schema: Schema) -> tuple[list[dict[str, Any]], list[Left]]:
    """Labelled rows of an export (JSON, not JSON-MIN), and the tasks that give none, each with its reason.

    Tasks that were skipped or not labelled give none, nor do those that two people labelled differently.
    """
    rows: list[dict[str, Any]] = []
    left: list[Left] = []
    for number, one in enumerate(tasks, 1):
        product_id = None
        try:
            data = _data(one)
            product_id = str(data["product_id"])
            rows.append(_labelled(one, data, schema))
        except ValueError as fault:
            left.append(Left(number, product_id, str(fault)))
    return rows, left


def _data(one: Any) -> Mapping[str, Any]:
    if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
        raise ValueError("it is no task with `data`: export as JSON, not as JSON-MIN or CSV")
    if not one["data"].get("product_id"):
        raise ValueError("its `data` has no product_id: it was not made by `facetmill labels export`")
    return dict(one["data"])


def _labelled(one: Mapping[str, Any], data: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    answers = [each for each in one.get("annotations") or [] if not each.get("was_cancelled")]
    if not answers:
        raise ValueError("nobody has labelled it, or it was skipped")
    texts: dict[Field, str] = {field: data.get(field) or "" for field in FIELDS}
    given = [_labels(each.get("result") or [], texts, schema) for each in answers]
    if any(labels != given[0] for labels in given):
        raise ValueError(f"{len(given)} people labelled it differently; keep one annotation of it")
    row: dict[str, Any] = {"product_id": str(data["product_id"])}
    row |= {field: text or None for field, text in texts.items()}
    return labelled(row | ({"site": data["site"]} if data.get("site") else {}), given[0])


def _labels(result: Sequence[Mapping[str, Any]], texts: Mapping[Field, str], schema: Schema) -> Labels:
    """Raises ValueError where a result is of no form of this schema, or names another category's attribute."""
    chosen: dict[str, list[str]] = {}
    marks: list[SpanMark] = []
    for each in result:
        name, value = str(each.get("from_name")), each.get("value") or {}
        if name in {f"{field}_spans" for field in FIELDS}:
            field: Field = "title" if name.startswith("title") else "description"
            place = _place(value, field, texts[field])
            marks += [SpanMark(key, place) for key in value.get("labels") or []]
        else:
            chosen.setdefault(name, []).extend(value.get("choices") or [])
    category = next(iter(chosen.pop(CATEGORY, [])), None)
    if category is None:
        raise ValueError("no category is chosen; choose one, or `none of them`")
    if category == NONE:
        return Labels()
    if category not in schema.categories:
        raise ValueError(f"the schema has no category {category!r}")
    own = schema.categories[category].attributes
    if foreign := [mark.attribute for mark in marks if mark.attribute not in own]:
        raise ValueError(f"category {category} has no attribute {foreign[0]!r}")
    marks.sort(key=lambda mark: (mark.place.field != "title", mark.place.start, mark.attribute))
    prefix = f"{category}."  # lists of a category that was chosen before, and is no more, do not count
    lists = {name.removeprefix(prefix): tuple(values) for name, values in chosen.items() if name.startswith(prefix)}
    return Labels(category, tuple(dict.fromkeys(marks)), dict(sorted(lists.items())))


def _place(value: Mapping[str, Any], field: Field, text: str) -> Place:
    """A region as characters. Its offsets may count UTF-16 units, as JavaScript does, so its own text decides."""
    start, end, wording = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        raise ValueError(f"a region of the {field} has no start and end, got {start!r} and {end!r}")
    units = text.encode("utf-16-le", "surrogatepass")
    counted = len(units[: 2 * start].decode("utf-16-le", "ignore")), len(units[: 2 * end].decode("utf-16-le", "ignore"))
    for first, after in ((start, end), counted):
        if 0 <= first < after <= len(text) and wording in (None, text[first:after]):
            return Place(field, first, after)
    raise ValueError(f"the {field} does not hold {wording!r} at {start}:{end}; was it changed after the export?")
