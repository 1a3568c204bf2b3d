"""Codes of losing claims in words, in both languages."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from jobs.language.names import Labels
from jobs.language.reasons import why_lost
from udfs.records import LostBy, LostClaim
from udfs.schema.schema import Schema


@pytest.mark.parametrize(
    ("outcome", "given", "english", "chinese"),
    [
        ("repeated", {}, "same value, stated again", "同一个值，重复出现"),
        ("less_sure", {"against": "红"}, "less confident", "置信度较低"),
        ("outranked", {"against_origin": "seller"}, "seller goes before model", "卖家优先于模型"),
        ("unheard", {}, "model is not heard for this attribute", "该属性不采信模型"),
        ("below_threshold", {"least": 0.5}, "below the threshold 0.5", "低于阈值 0.5"),
        (
            "below_overrule", {"least": 0.9, "against": "墨绿", "against_origin": "seller"},
            "below 0.9, seller states '墨绿'", "低于 0.9，卖家写的是 '墨绿'",
        ),
        (
            "below_overrule", {"least": 0.9, "against": "jet", "against_origin": "person"},
            "below 0.9, person states 'jet'", "低于 0.9，人工写的是 'jet'",
        ),
        (
            "contradicted", {"against": "350ml+500ml", "against_origin": "seller"},
            "seller states '350ml+500ml'", "卖家写的是 '350ml+500ml'",
        ),
        (
            "one_of_several", {"against": "red, blue", "against_origin": "seller"},
            "one of several that the seller offers", "卖家提供多个，这是其中之一",
        ),
        ("unmapped", {}, "unmapped", "未映射"),
        ("invalid", {"detail": "got 5 without a unit"}, "got 5 without a unit", "5 没有单位"),
    ],
)  # fmt: skip
def test_each_code_is_worded(
    tiny_schema: Schema, outcome: LostBy, given: dict[str, Any], english: str, chinese: str
) -> None:
    claim = LostClaim("color", 0, outcome, "model", "red", 0.4, "standard", "name", "Red", **given)
    assert why_lost(claim, Labels(tiny_schema, "en")) == english
    assert why_lost(claim, Labels(tiny_schema, "zh")) == chinese


def test_no_code_is_without_words(tiny_schema: Schema) -> None:
    for outcome in get_args(LostBy):
        claim = LostClaim("color", 0, outcome, "model", None, 0.4, "standard", "name", least=0.5)
        assert why_lost(claim, Labels(tiny_schema, "zh"))
