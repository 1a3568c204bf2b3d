"""How one text is printed, beside the facts as they are now."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from pyspark.sql import Row
from rich.console import Console

from jobs.cli.texts.printing import Printer
from jobs.cli.texts.shown import ShownText
from jobs.language.names import Labels
from jobs.reading.products import StoredProduct
from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.edits import StatedFact

PRODUCT = {
    "product_id": "A1", "title": "ACME mug", "description": "", "category": "mug", "category_origin": "seller",
    "category_confidence": 1.0, "tags": [], "unknown_attributes": None, "site": None, "stale": None,
}  # fmt: skip
CAPACITY = Fact(
    "capacity", 0, "standard", "450 ml", "450 毫升", number=450.0, unit="ml", raw_value="0.45 l", origin="seller",
    confidence=1.0, labels={"en": "450 ml", "zh": "450 毫升"},
)  # fmt: skip
BLACK = Fact(
    "color",
    0,
    "standard",
    "Black",
    "黑色",
    "black",
    origin="model",
    confidence=0.97,
    labels={"en": "Black", "zh": "黑色"},
)
TEXT = "A black mug of 350 ml, and silent."
EDITED = ShownText(
    "description", "shop_page", "en", TEXT, None, "neither listing nor facts support 'silent'",
    (StatedFact("color", 0, "Black", 2, 7), StatedFact("capacity", 0, "350 ml", 15, 21)), (), "person", "addition",
    True, "approved", "ann", datetime(2026, 3, 1, 10, 0),
)  # fmt: skip


class Facts(StoredProduct):
    """A product with facts that are records already."""

    @property
    def facts(self) -> list[Fact]:
        """Those."""
        return [CAPACITY, BLACK]


def printed(schema: Schema, lang: str, waiting: Row | None = None) -> list[str]:
    out = Console(file=io.StringIO(), width=200)
    for line in Printer(out, Labels(schema, lang), Facts(PRODUCT, ())).text(EDITED, waiting):
        out.print(line)
    return [" ".join(line.split()) for line in out.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def test_a_fact_that_changed_is_shown_as_it_was_and_is(tiny_schema: Schema) -> None:
    assert printed(tiny_schema, "en", Row(edited_by="bob", status="draft", text=None)) == [
        "",
        (
            "shop_page en approved, edited by ann, 2026-03-01 10:00, not supported: addition, "
            "outdated: a fact that it states has changed"
        ),
        "text A [black](Color) mug of [350 ml](Capacity), and silent.",
        "in listing A [black](fact alone) [mug](title) of [350 ml](fact alone), and silent.",
        "remark neither listing nor facts support 'silent'",
        "attribute value origin raw place",
        "Color Black model 0.97 (whole listing)",
        "Capacity 350 ml (now 450 ml) seller 0.45 l seller's attribute",
        "waiting an edit by bob (draft), which the next run shows",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "shop_page en 已通过，由 ann 修改，2026-03-01 10:00，依据不足：多出的内容，已过时：所用的事实变了",
        "容量 350 ml（现为 450 毫升） 卖家 0.45 l 卖家属性",
        "说明 'silent' 在商品和事实中都没有依据",
    ],
)
def test_the_same_reads_as_chinese(tiny_schema: Schema, line: str) -> None:
    assert line in printed(tiny_schema, "zh")
