"""Lines of JSON: objects that can be written again, or a sentence."""

from __future__ import annotations

import pytest

from udfs.jsonl import json_object


def test_an_object_with_whole_characters() -> None:
    assert json_object(b'{"title": "\\ud83d\\ude00 caf\\u00e9"}') == {"title": "😀 café"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"title": "M\\ud800g"}', "this line is no JSON (.*surrogates not allowed.*); correct or delete it"),
        (b'{"M\\udc00g": 1}', "this line is no JSON (.*surrogates not allowed.*); correct or delete it"),
        (b"[" * 100_000, "this line is no JSON (maximum recursion depth exceeded.*); correct or delete it"),
        (b"[1]", "expected an object, got list"),
    ],
)
def test_what_is_no_object_of_text(line: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault.replace("(", r"\(").replace(")", r"\)")):
        json_object(line)
