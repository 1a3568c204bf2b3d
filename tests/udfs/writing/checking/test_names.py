"""Names of attributes that hold words and numbers of values: they say nothing of the value."""

from __future__ import annotations

import pytest

from udfs.records import Fact, Listing
from udfs.schema.schema import Schema
from udfs.writing.checking.checker import Checker

CHECKER = Checker(
    Schema.model_validate(
        {
            "categories": {
                "camera": {
                    "name": {"en": "Camera"},
                    "description": {"en": "Cameras."},
                    "attributes": {
                        "color": {
                            "name": {"en": "Color"}, "description": {"en": "x"}, "kind": "choice",
                            "values": {"white": {"name": {"en": "White"}}, "black": {"name": {"en": "Black"}}},
                        },
                        "type": {
                            "name": {"en": "Type"}, "description": {"en": "x"}, "kind": "choice",
                            "values": {"digital": {"name": {"en": "Digital"}}, "film": {"name": {"en": "Film"}}},
                        },
                        "white_balance": {"name": {"en": "White balance"}, "description": {"en": "x"}, "kind": "span"},
                        "digital_zoom": {"name": {"en": "Digital zoom"}, "description": {"en": "x"}, "kind": "span"},
                        "focal": {
                            "name": {"en": "35mm equivalent focal length"}, "description": {"en": "x"}, "kind": "span",
                        },
                    },
                }
            },
            "tags": {},
        }
    )
)  # fmt: skip
FACTS = [
    Fact("color", 0, "standard", "Black", value_id="black"),
    Fact("type", 0, "standard", "Film", value_id="film"),
    Fact("white_balance", 0, "standard", "auto"),
    Fact("digital_zoom", 0, "standard", "4x"),
    Fact("focal", 0, "standard", "28-84 mm"),
]


@pytest.mark.parametrize(
    ("text", "lie", "place"),
    [
        ("A black camera. Its white balance is auto, and its digital zoom is 4x.", None, None),
        ("Its 35mm equivalent focal length is 28-84 mm.", None, None),
        ("A white camera. Its balance is auto.", "name", "white"),
        ("A digital camera with a zoom of 4x.", "name", "digital"),
        ("A 35mm camera.", "number", "35mm"),
    ],
)
def test_the_name_of_an_attribute_is_no_value_of_another(text: str, lie: str | None, place: str | None) -> None:
    verdict = CHECKER.check(text, "en", FACTS, Listing("1", category="camera"))
    assert (verdict.lie, text[verdict.start or 0 : verdict.end] if lie else None) == (lie, place)
