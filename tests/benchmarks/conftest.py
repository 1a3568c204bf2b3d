"""Small Chinese data sets in their own formats, a checkpoint for them, and a backbone to train from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from transformers import PreTrainedTokenizerFast

from benchmarks.quality.__main__ import main
from benchmarks.quality.checkpoint import prepare
from tests.conftest import make_checkpoint, tiny_model, tiny_tokenizer
from tests.jobs.conftest import spark as spark

CHINESE = ("jd_titles", "taobao", "reviews_zh")
NOTEBOOKS = [
    {
        "title": f"绿屋笔记本 A{number} 学生",
        "spans": [
            {"attribute": "1", "start": 0, "end": 2}, {"attribute": "4", "start": 2, "end": 5},
            {"attribute": "18", "start": 6, "end": 8}, {"attribute": "8", "start": 9, "end": 11},
        ],
    }
    for number in range(1, 9)
]  # fmt: skip
ATTRIBUTES = """\
id,name,name_zh,description
1,brand,品牌,its maker (绿屋、晨星)
4,product_type,产品,"what it is, often several"
8,audience,适用人群,who it is for
18,specification,规格,its measure (A5、24色)
"""
# The first title has white space as a character. An I- after nothing or another label begins a span. Windows line ends.
KETTLES = "晨 B-HPPX\r\n星 I-HPPX\r\n\u3000 O\r\n水 I-HCCX\r\n壶 I-HCCX\r\n\r\n" + "".join(
    f"壶 B-HCCX\r\n{number} B-MISC\r\n升 I-MISC\r\n\r\n" for number in range(1, 7)
)
KETTLE_OF_DEV = "晨 B-HPPX\n星 I-HPPX\nX B-XH\n壶 I-HCCX\n"
REVIEWS = "category,label,review\n" + "".join(
    f'书籍,1,"很好看，第{number}遍"\n酒店,0,房间{number}太吵\n' for number in range(4)
)


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_chinese(folder: Path) -> Path:
    write_lines(folder / "jd_titles/train.jsonl", NOTEBOOKS)
    (folder / "jd_titles/attributes.csv").write_text(ATTRIBUTES, encoding="utf-8")
    for name, text in (
        ("taobao_ner/train.txt", KETTLES), ("taobao_ner/dev.txt", KETTLE_OF_DEV), ("reviews_zh/train.csv", REVIEWS),
    ):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def invoke(*words: object) -> Result:
    """``python -m benchmarks.quality`` with these words."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the data."""
    return write_chinese(tmp_path_factory.mktemp("chinese"))


@pytest.fixture(scope="session")
def chinese_checkpoint(tmp_path_factory: pytest.TempPathFactory, chinese: Path) -> Path:
    """Random weights for the schema of all three."""
    return make_checkpoint(tmp_path_factory.mktemp("quality") / "chinese", prepare(CHINESE, chinese, lambda _: None)[0])


@pytest.fixture(scope="session")
def tiny_training(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Options of a command that trains: one epoch from a tiny random backbone."""
    backbone = tmp_path_factory.mktemp("backbone")
    tiny_model(1).encoder.save_pretrained(backbone)
    PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(), cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]", unk_token="[UNK]"
    ).save_pretrained(backbone)
    settings = (
        f"backbone={{name: {backbone}}}",
        "optimization.epochs=1",
        "text.window=64",
        "text.overlap=16",
        "dev_share=0.3",
    )
    return [word for setting in settings for word in ("--set", setting)]
