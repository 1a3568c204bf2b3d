"""Label Studio: the form and the tasks, letter by letter, and exports as it writes them.

Form, tasks and predictions like these pass label-studio-sdk 2.1.2 (``LabelInterface.validate``, ``validate_task``,
``validate_prediction``). It cannot be installed beside the pinned numpy, so the tests compare what it accepted.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from training.data.examples import read_examples
from training.labelling.label_studio import form, read_export, task
from udfs.schema.schema import Schema

CHINESE: dict[str, Any] = {
    "product_id": "m2", "title": "🔥艾克米 白色马克杯", "description": "容量：350毫升", "checked": False,
    "suggested": {
        "category": {"id": "mug", "confidence": 0.9},
        "spans": [{"attribute": "capacity", "field": "description", "start": 3, "end": 8, "confidence": 0.7}],
        "choices": [{"attribute": "color", "value": "white", "confidence": 0.6}],
    },
}  # fmt: skip


def chosen(name: str, *values: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "title", "type": "choices", "value": {"choices": list(values)}}


def region(field: str, start: int, end: int, text: str, label: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"from_name": f"{field}_spans", "to_name": field, "type": "labels", "value": value}


def exported(*results: list[dict[str, Any]], cancelled: bool = False) -> dict[str, Any]:
    """A task of an export with an annotation for each result."""
    annotations = [{"result": result, "was_cancelled": cancelled} for result in results]
    return {"id": 7, "data": task(CHINESE, SCHEMALESS)["data"], "annotations": annotations}


SCHEMALESS = Schema(categories={})


def test_the_form_asks_for_category_spans_and_the_lists_of_the_category(tiny_schema: Schema) -> None:
    view = ET.fromstring(form(tiny_schema, "zh"))

    labels = [(label.get("value"), label.get("alias")) for label in view.findall("Labels[@name='title_spans']/Label")]
    assert labels == [("品牌", "brand"), ("容量", "capacity"), ("颜色", "color"), ("功率", "power")]
    assert [choice.get("alias") for choice in view.findall("Choices[@name='category']/Choice")] == [
        "mug", "lamp", "none_of_them",
    ]  # fmt: skip
    (own,) = view.findall("View")
    assert own.attrib == {
        "visibleWhen": "choice-selected", "whenTagName": "category", "whenChoiceValue": "马克杯,mug",
    }  # fmt: skip
    (colors,) = own.findall("Choices")
    assert (colors.get("name"), colors.get("choice")) == ("mug.color", "single")
    assert [(choice.get("value"), choice.get("alias")) for choice in colors] == [("黑色", "black"), ("白色", "white")]


def test_a_task_has_what_is_suggested_as_a_prediction(tiny_schema: Schema) -> None:
    assert task(CHINESE, tiny_schema) == {
        "data": {"product_id": "m2", "site": "", "title": "🔥艾克米 白色马克杯", "description": "容量：350毫升"},
        "predictions": [
            {
                "model_version": "facetmill",
                "result": [
                    {"id": "choice-category", **chosen("category", "mug")},
                    {"id": "span-0", **region("description", 3, 8, "350毫升", "capacity")},
                    {"id": "choice-mug.color", **chosen("mug.color", "white")},
                ],
            }
        ],
    }
    assert "predictions" not in task({"product_id": "1", "title": "mug", "checked": False}, tiny_schema)


def test_an_export_gives_labelled_rows(tiny_schema: Schema) -> None:
    result = [
        chosen("category", "mug"),
        region("title", 1, 4, "艾克米", "brand"),
        region("description", 3, 8, "350毫升", "capacity"),
        chosen("mug.color", "white"),
        chosen("lamp.mode", "left over from a category that was chosen before"),
    ]

    rows, left = read_export([exported(result)], tiny_schema)

    assert left == []
    assert [(span["attribute"], span["text"]) for span in rows[0]["spans"]] == [
        ("brand", "艾克米"), ("capacity", "350毫升"),
    ]  # fmt: skip
    assert (rows[0]["category"], rows[0]["choices"], rows[0]["checked"]) == ("mug", {"color": ["white"]}, True)
    assert read_examples(rows, tiny_schema)[1] == []


def test_offsets_in_javascripts_units_are_understood_by_their_text(tiny_schema: Schema) -> None:
    result = [chosen("category", "mug"), region("title", 2, 5, "艾克米", "brand")]  # the emoji counts twice there

    rows, _ = read_export([exported(result)], tiny_schema)

    assert [(span["start"], span["end"], span["text"]) for span in rows[0]["spans"]] == [(1, 4, "艾克米")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([], "it is no task with `data`: export as JSON, not as JSON-MIN or CSV"),
        ({"data": {"title": "mug"}}, "its `data` has no product_id: it was not made by `facetmill labels export`"),
        (exported(), "nobody has labelled it, or it was skipped"),
        (exported([chosen("category", "mug")], cancelled=True), "nobody has labelled it, or it was skipped"),
        (exported([]), "no category is chosen; choose one, or `none of them`"),
        (exported([chosen("category", "sofa")]), "the schema has no category 'sofa'"),
        (
            exported([chosen("category", "lamp"), region("title", 1, 4, "艾克米", "brand")]),
            "category lamp has no attribute 'brand'",
        ),
        (
            exported([chosen("category", "mug"), region("title", 1, 4, "飞利浦", "brand")]),
            "the title does not hold '飞利浦' at 1:4; was it changed after the export?",
        ),
        (
            exported([chosen("category", "mug")], [chosen("category", "lamp")]),
            "2 people labelled it differently; keep one annotation of it",
        ),
    ],
)
def test_tasks_without_usable_labels_are_named_with_the_reason(given: Any, reason: str, tiny_schema: Schema) -> None:
    rows, left = read_export([given], tiny_schema)

    assert (rows, [(one.number, one.reason) for one in left]) == ([], [(1, reason)])


def test_none_of_them_is_a_label(tiny_schema: Schema) -> None:
    rows, _ = read_export([exported([chosen("category", "none_of_them")])], tiny_schema)

    assert (rows[0]["category"], rows[0]["spans"], rows[0]["checked"]) == (None, [], True)
