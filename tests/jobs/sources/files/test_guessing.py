"""What a file is that nobody described."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.config import UNMAPPED, Source
from jobs.sources.files.guessing import with_encoding

CHINESE = "编号,标题\n1,艾克米马克杯 黑色\n2,北欧杯 带盖\n"
FRENCH = "id,titre\n1,Théière à motifs\n2,Bouilloire électrique\n"


@pytest.mark.parametrize(
    ("content", "options", "encoding"),
    [
        (CHINESE.encode(), {}, None),
        (CHINESE.encode("gb18030"), {}, "GB18030"),
        (FRENCH.encode("cp1252"), {}, "windows-1252"),
        (CHINESE.encode("gb18030"), {"charset": "GBK"}, None),
        (CHINESE.encode("utf-16"), {}, None),
    ],
)
def test_an_encoding_is_guessed_where_none_is_told_and_the_first_lines_are_sure(
    spark: SparkSession, tmp_path: Path, content: bytes, options: dict[str, Any], encoding: str | None
) -> None:
    (tmp_path / "goods.csv.gz").write_bytes(gzip.compress(content))
    path = str(tmp_path / "goods.csv.gz")
    source = Source(name="goods", format="csv", path=path, options=options, columns=UNMAPPED)
    assert with_encoding(spark, source).options.get("encoding") == encoding
