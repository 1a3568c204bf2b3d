"""Keystrokes in, labels out: a whole session without a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from training.data.examples import read_examples
from training.labelling.session import HELP, Session, begin, step
from udfs.schema.schema import Schema

MUG: dict[str, Any] = {
    "product_id": "m1",
    "title": "Acme jet black mug 350 ml",
    "description": None,
    "checked": False,
    "suggested": {
        "category": {"id": "mug", "confidence": 0.9},
        "spans": [{"attribute": "brand", "field": "title", "start": 0, "end": 4, "text": "Acme", "confidence": 0.8}],
        "choices": [{"attribute": "color", "value": "white", "confidence": 0.4}],
    },
}
CHINESE: dict[str, Any] = {
    "product_id": "m2",
    "title": "艾克米 白色马克杯",
    "description": "容量：350毫升",
    "checked": False,
}


def type_in(session: Session, *typed: str) -> Session:
    for line in typed:
        session = step(session, line)
    return session


def told(session: Session, place: int = 0) -> dict[str, Any]:
    return {key: session.rows[place].get(key) for key in ("category", "spans", "choices", "checked")}


def test_enter_accepts_what_is_suggested(tiny_schema: Schema) -> None:
    end = type_in(begin([MUG], tiny_schema), "")

    assert end.over
    assert told(end) == {
        "category": "mug",
        "spans": [{"attribute": "brand", "field": "title", "start": 0, "end": 4, "text": "Acme"}],
        "choices": {"color": ["white"]},
        "checked": True,
    }
    assert end.rows[0]["suggested"] == MUG["suggested"]


def test_words_values_and_texts_correct_it(tiny_schema: Schema) -> None:
    shown = begin([MUG], tiny_schema)
    assert shown.keys == {"a": "brand", "c": "capacity", "d": "color"}

    end = type_in(shown, "c 5-6", "d jet black", "d @2-3", "")

    assert told(end) == {
        "category": "mug",
        "spans": [
            {"attribute": "brand", "field": "title", "start": 0, "end": 4, "text": "Acme"},
            {"attribute": "color", "field": "title", "start": 5, "end": 14, "text": "jet black"},
            {"attribute": "capacity", "field": "title", "start": 19, "end": 25, "text": "350 ml"},
        ],
        "choices": {"color": ["black"]},
        "checked": True,
    }


def test_chinese_words_are_characters(tiny_schema: Schema) -> None:
    end = type_in(begin([CHINESE], tiny_schema), "= 马克杯", "a 1-3", "d 白", "d @4", 'c "350毫升"', "")

    assert told(end)["category"] == "mug"
    assert [(span["attribute"], span["field"], span["text"]) for span in told(end)["spans"]] == [
        ("brand", "title", "艾克米"), ("color", "title", "白"), ("capacity", "description", "350毫升"),
    ]  # fmt: skip
    examples, rejected = read_examples(end.rows, tiny_schema)
    assert (len(examples), rejected) == (1, [])


def test_a_value_takes_the_place_of_another_and_undo_brings_it_back(tiny_schema: Schema) -> None:
    shown = type_in(begin([MUG], tiny_schema), "a 2", "a -", "d -")
    assert (shown.labels.spans, shown.labels.choices) == ((), {})

    back = type_in(shown, "u", "u")

    assert [back.texts[0][place.start : place.end] for _, place in back.labels.spans] == ["jet"]
    assert type_in(back, "u", "u").said == "nothing to undo in this listing; b goes back to the one before"


def test_skip_back_quit_and_going_on(tiny_schema: Schema) -> None:
    shown = type_in(begin([MUG, CHINESE], tiny_schema), "s", "= 1", "b")
    assert (shown.at, shown.rows[0].get("skipped")) == (0, True)

    again = type_in(shown, "")
    assert (again.at, again.labels.category) == (1, "mug")  # what was typed before going back is still there
    assert "skipped" not in again.rows[0]

    ended = type_in(again, "q")
    assert ended.over
    assert begin(ended.rows, tiny_schema).at == 1
    assert begin([{**MUG, "checked": True}, {**CHINESE, "skipped": True}], tiny_schema).over


def test_goods_of_no_category_have_no_labels(tiny_schema: Schema) -> None:
    end = type_in(begin([MUG], tiny_schema), "= -", "")

    assert told(end) == {"category": None, "spans": [], "choices": {}, "checked": True}


def test_another_category_drops_what_it_does_not_have(tiny_schema: Schema) -> None:
    shown = type_in(begin([MUG], tiny_schema), "= desk lamp")

    assert (shown.labels.spans, shown.labels.choices, shown.keys) == ((), {}, {"a": "power"})


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("hello", "'hello' is no command; type the key of an attribute and a word's number, or ? for help"),
        ("x 1", "no attribute has the key x; there are a, c, d"),
        ("a 9", "9: the words are numbered 1 to 6"),
        ("a Bodum", "'Bodum' stands neither in the title nor in the description"),
        ("d 3", "3: the values are numbered 1 to 2"),
        ("d 1 2", "it has one value at most, got black, white"),
        ("d green", "'green' is no value of it; there are black, white"),
        ("= sofa", "'sofa' is no category; give its name or a number of 1 to 2, or - for none of them"),
        ("?", HELP),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_why(typed: str, fault: str, tiny_schema: Schema) -> None:
    shown = begin([MUG], tiny_schema)

    after = step(shown, typed)

    assert (after.said, after.labels, after.rows, after.at) == (fault, shown.labels, shown.rows, 0)


def test_without_a_category_attributes_have_no_keys(tiny_schema: Schema) -> None:
    after = step(begin([CHINESE], tiny_schema), "a 1")

    assert after.said == "choose the category first: = and its number or name; Enter keeps the listing without one"


def test_labels_that_training_would_refuse_are_not_kept(tiny_schema: Schema) -> None:
    row = {"product_id": "m3", "title": "Mug <b></b> one", "category": "mug", "spans": [
        {"attribute": "brand", "start": 4, "end": 11}]}  # fmt: skip

    after = step(begin([row], tiny_schema), "")

    assert after.at == 0
    assert after.said.startswith("these labels cannot be kept: span of brand: '<b></b>' holds nothing that is read")


def test_labels_that_are_there_are_shown_and_all_attributes_count_once_they_are_checked(tiny_schema: Schema) -> None:
    row = {
        "product_id": "m3", "title": "黑 Acme mug", "category": "马克杯", "labelled_attributes": ["brand"],
        "spans": [{"attribute": "brand", "text": "Acme"}], "choices": {"color": "黑"},
    }  # fmt: skip

    end = type_in(begin([row], tiny_schema), "")

    assert told(end) == {
        "category": "mug",
        "spans": [{"attribute": "brand", "field": "title", "start": 2, "end": 6, "text": "Acme"}],
        "choices": {"color": ["black"]},
        "checked": True,
    }
    assert "labelled_attributes" not in end.rows[0]


def test_what_the_schema_lacks_is_told_before_it_is_gone(tiny_schema: Schema) -> None:
    row = {
        "product_id": "m4", "title": "Acme mug", "category": "mug", "choices": {"color": ["teal"]},
        "spans": [{"attribute": "maker", "text": "Acme"}],
    }  # fmt: skip

    assert begin([row], tiny_schema).said == "not in the schema, and gone with Enter: maker; color teal"
    sofa = {"product_id": "s", "title": "Sofa", "category": "sofa"}
    assert begin([sofa], tiny_schema).said == "not in the schema, and gone with Enter: sofa"


def test_training_refuses_what_nobody_has_checked(tiny_schema: Schema) -> None:
    _, rejected = read_examples([MUG], tiny_schema)

    assert [one.reason for one in rejected] == ["nobody has checked its labels yet; do it with `facetmill labels edit`"]
