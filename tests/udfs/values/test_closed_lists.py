"""Wordings of strangers in a closed list: whatever they end in, they are found, and nothing stops the job."""

from __future__ import annotations

import pytest

from udfs.schema.definitions import Attribute, Category
from udfs.schema.schema import Schema
from udfs.values.standardizer import Standardizer

WORDINGS = {"steps": "±2 EV (3 frames in 1/3 -)", "pal": "NTSC / PAL", "dash": "a -", "star": "★"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bracketing: ±2 EV (3 frames in 1/3 -)", "steps"),
        ("video: NTSC/PAL", "pal"),
        ("NTSC / PAL", "pal"),
        ("nothing of that", None),
    ],
)
def test_wordings_with_signs_at_their_ends_are_read(text: str, value: str | None) -> None:
    values = {key: {"name": {"en": wording}} for key, wording in WORDINGS.items()}
    names = {"name": {"en": "Mode"}, "description": {"en": "Mode"}}
    attribute = Attribute.model_validate({**names, "kind": "choices", "values": values})
    schema = Schema(categories={"camera": Category.model_validate({**names, "attributes": {"mode": attribute}})})

    outcome = Standardizer(schema, match_threshold=None).standardize("camera", "mode", text)

    assert outcome.value_id == value
