"""Chinese words for all that the command line says, and names and values beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from rich.cells import cell_len

from jobs.display import card, report
from jobs.display.console import padded
from jobs.lake.tables.definitions import ORIGINS, STATUSES
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.language.translations import CHINESE, in_chinese
from udfs.confidence.evidence import UNFOUNDED
from udfs.confidence.languages import UNKNOWN_LANGUAGES
from udfs.confidence.neighbours import UNCALIBRATED
from udfs.reasons import Reason
from udfs.schema.schema import Schema
from udfs.settings import NOTHING_INFERRED
from udfs.values.outcomes import DecidedBy

SOURCES = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "jobs").rglob("*.py"))
STAGES = re.findall(r'progress\.stage\("(.+?)"\)', SOURCES)
LITERALS = re.findall(r"""(?:\bsay\(|_line\(labels, )(?:"([^"]+)"|'([^']+)')""", SOURCES)


@pytest.mark.parametrize(
    "words",
    [
        {name for table in TABLES.values() for name in table.names},
        {table.comment for table in TABLES.values()},
        {*STATUSES, *ORIGINS, *Reason, *get_args(DecidedBy)},
        {*card.COLUMNS, *STAGES, *(label for label, _ in report.SHOWN)},
        {one or other for one, other in LITERALS},
    ],
    ids=["columns", "tables", "states and rules", "headings and stages", "all that is said"],
)
def test_every_fixed_word_has_a_chinese_one(words: set[str]) -> None:
    assert len(words) > 5
    assert words - CHINESE.keys() == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("by the model, 0.83", "由模型判断，0.83"),
        ("no unit given, read as ml; tolerance ±5 ml", "未写单位，按 ml 计；误差 ±5 ml"),
        ("expected a volume, got an offer, '买二' in '买二送一 500ml'", "应为容量，含促销 '买二'：'买二送一 500ml'"),
        ("expected a length, found no number in 'black'", "应为长度，没有数字：'black'"),
        ("斤 read as 500 g, Taiwan's is 600 g", "斤 按 500 g 计，台湾为 600 g"),
        ("several values: Black, White; nearest: Black 0.41", "多个值：Black, White；最接近：Black 0.41"),
        ("names Black; not known: cherry", "提到 Black；不认识：cherry"),
        ("mixture of Black, White", "由 Black, White 混合而成"),
        ("the seller offers several: Black, White", "卖家提供多个：Black, White"),
        ("'10086' stands behind '商品编号': a shop's own number", "'10086' 写在 '商品编号' 后：店铺自己的编号"),
        (
            "'nylon' stands behind 'Lining Material': said of a part, or of something else than the product",
            "'nylon' 写在 'Lining Material' 后：说的是部件或其他东西，不是商品本身",
        ),
        (
            "'no lid' stands under 'no': the product is said not to have it",
            "'no lid' 被 'no' 否定：商品没有这一项",
        ),
        ("2 copies of this id; no date tells which is the newest", "该编号有 2 份；没有日期，无法判断哪份最新"),
        ("below 0.9, seller states 'Cape: x'", "低于 0.9，卖家写的是 'Cape: x'"),
        ("'Warm' rests on no words of the listing (0.25 of 1)", "'Warm' 没有商品文字作依据（0.25，至少要 1）"),
        (
            "the source gives no category; the text is in Thai, which the checkpoint has not learnt",
            "数据源没有给出类目；文本是泰语，检查点没有学过",
        ),
        (
            "the text is in Thai, which the checkpoint has not learnt; the model chose 'Black'",
            "文本是泰语，检查点没有学过；模型选的是 'Black'",
        ),
        (UNFOUNDED, "检查点不知道哪些选择没有商品文字作依据；请重新训练"),
        (UNKNOWN_LANGUAGES, "不会指出检查点没学过的语言：它不知道自己学过哪些；请重新训练"),
        (UNCALIBRATED, "最近值只作建议：检查点不知道它们的正确率；请重新训练"),
        ("seller goes before model", "卖家优先于模型"),
        (
            "the checkpoint has not learnt 1 category (vase), 4 attributes (a.b, a.c and 2 more): left to the rules",
            "检查点没有学过 1 个类目（vase）、4 个属性（a.b, a.c and 2 more）：交给规则",
        ),
        (NOTHING_INFERRED, "不做推理（checkpoint 为 none）：只用卖家所写和规则"),
        (
            "the listing gives no category; there is no model to tell, as `checkpoint` is none",
            "商品没有给出类目；没有模型可判断（checkpoint 为 none）",
        ),
        (
            "the model's best guess is mug (0.98), which the schema does not have as it was learnt",
            "模型最倾向 mug（0.98），但 schema 里没有它所学的这个类目",
        ),
        (
            "unknown_category: the source gives no category; the model's best guess is mug (0.31)",
            "未知类目：数据源没有给出类目；模型最倾向 mug（0.31）",
        ),
        ("'a: b; c' was decided to be 'd'", "'a: b; c' was decided to be 'd'"),
        ("letters and digits", "letters and digits"),  # a rule of a schema's own
    ],
)
def test_remarks_keep_what_varies(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


@pytest.mark.parametrize(
    ("attribute", "value", "chinese"),
    [
        ("color", "Black", "黑色"),
        ("brand", "Acme", "艾克米"),
        ("brand", "Nobody", "Nobody"),
        ("capacity", "300–350 ml", "300–350 毫升"),
        ("capacity", "12 W", "12 W"),  # made when the schema had another unit
        ("glaze", "Matte", "Matte"),
    ],
)
def test_a_value_kept_in_english_alone_is_named_by_the_schema(
    tiny_schema: Schema, attribute: str, value: str, chinese: str
) -> None:
    assert Labels(tiny_schema, "zh").canonical("mug", attribute, value) == chinese
    assert Labels(tiny_schema, "en").canonical("mug", attribute, value) == value


@pytest.mark.parametrize("name", ["title", "标题", "schema 未收录"])
def test_padding_counts_the_cells_of_a_terminal(name: str) -> None:
    assert cell_len(padded(name, 14)) == 14
    assert padded(name, 14).rstrip() == name
