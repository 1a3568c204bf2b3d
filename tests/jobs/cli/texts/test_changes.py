"""What a row of the file changes, by what the tables hold now."""

from __future__ import annotations

import pytest
from pyspark.sql import Row

from jobs.cli.texts.changes import Judge
from jobs.cli.texts.rows import FileRow, digest
from jobs.cli.texts.stored import State, Stored
from udfs.schema.schema import Schema
from udfs.writing.styles import Style

KEY = ("A1", "description", "page", "en")
MADE, EDITED, REMADE = State("Made.", "draft"), State("Edited.", "approved"), State(None, "draft", remade=True)


def judge(schema: Schema, state: State | None) -> Judge:
    products = {
        "A1": Row(category="mug", stale=None),
        "A2": Row(category="mug", stale="no_text"),
        "A3": Row(category=None, stale=None),
    }
    stored = Stored(products, {KEY: state} if state else {}, {KEY: "ann"}, None)
    return Judge(stored, schema, {"page": Style(max_characters={"en": 60})})


def row(text: str | None, status: str, exported: tuple[str | None, str] | None = None) -> FileRow:
    return FileRow(2, KEY, text, status, None, digest(KEY, *exported) if exported else None)


@pytest.mark.parametrize(
    ("state", "text", "status", "exported", "change"),
    [
        (MADE, "Mine.", "approved", None, ("Mine.", "approved")),
        (MADE, "Made.", "locked", None, ("Made.", "locked")),
        (MADE, "Made.", "draft", None, None),
        (MADE, "Mine.", "draft", ("Made.", "draft"), ("Mine.", "approved")),
        (MADE, "Mine.", "draft", ("An older one.", "draft"), ("Mine.", "approved")),
        (MADE, "Mine.", "draft", None, "the text is another than the one made, and status is draft; set approved"),
        (MADE, None, "draft", ("Made.", "draft"), "an empty text; write one, or leave the row out"),
        (None, "New.", "draft", None, ("New.", "approved")),
        (EDITED, "Edited.", "approved", None, None),
        (EDITED, "Edited.", "locked", None, ("Edited.", "locked")),
        (EDITED, "Mine.", "approved", ("Made.", "draft"), ("Mine.", "approved")),
        (EDITED, "whatever", "draft", None, (None, "draft")),
        (EDITED, "Edited.", "draft", ("Edited.", "approved"), (None, "draft")),
        (EDITED, "Older.", "draft", ("Older.", "locked"), (None, "draft")),
        (EDITED, "Edited.", "draft", ("Made.", "draft"), None),
        (EDITED, "Mine.", "draft", ("Made.", "draft"), "status is draft, and ann has edited the text since the export"),
        (REMADE, "whatever", "draft", None, None),
        (REMADE, "Edited.", "approved", None, ("Edited.", "approved")),
    ],
)
def test_only_what_somebody_edited_is_a_change(
    tiny_schema: Schema,
    state: State | None,
    text: str | None,
    status: str,
    exported: tuple[str | None, str] | None,
    change: object,
) -> None:
    found = judge(tiny_schema, state).change(row(text, status, exported))
    if isinstance(change, str):
        assert isinstance(found, str)
        assert found.startswith(change)
    else:
        assert (found and found[1:]) == change  # type: ignore[index]


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (("A2", "description", "page", "en"), "product 'A2' has no texts: its listing is rejected now (no_text)"),
        (("A3", "description", "page", "en"), "product 'A3' has no texts: it has no category of the schema"),
        (("A1", "blurb", "page", "en"), "unknown kind 'blurb'; allowed: description, summary"),
        (("A1", "summary", "page", "en"), "unknown style 'page' of a summary; allowed: summary"),
    ],
)
def test_a_text_that_cannot_be_is_told(tiny_schema: Schema, key: tuple[str, str, str, str], told: str) -> None:
    assert list(judge(tiny_schema, None).faults(FileRow(2, key, "x", "approved", None, None))) == [told]
