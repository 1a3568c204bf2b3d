"""Reader options: those that drop rows are refused, and unknown ones get a hint."""

from __future__ import annotations

import pytest

from jobs.config import Source
from jobs.sources.files.options import faults, folder_options, parser_options, reader_options

COLUMNS = {"product_id": "id", "title": "name"}


def source(kind: str, **options: str | bool | int) -> Source:
    return Source.model_validate({"name": "s", "format": kind, "path": "p", "columns": COLUMNS, "options": options})


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("csv", {"mode": "DROPMALFORMED"}, "option mode: DROPMALFORMED is not taken: rows that do not parse"),
        ("json", {"mode": "FAILFAST"}, "option mode: FAILFAST is not taken"),
        ("csv", {"comment": "#"}, "option comment is not taken: rows that begin with that character would vanish"),
        ("csv", {"ignoreCorruptFiles": True}, "option ignorecorruptfiles: true is not taken: rows of damaged files"),
        ("parquet", {"ignoreMissingFiles": "true"}, "option ignoremissingfiles: true is not taken"),
        ("delta", {"readChangeFeed": True}, "option readchangefeed is not taken: rows of several versions"),
        ("csv", {"unescapedQuoteHandling": "SKIP_VALUE"}, "is not taken: values would be lost"),
        ("text", {"wholetext": True}, "option wholetext is not taken: each file would be one row"),
        ("csv", {"seperator": ";"}, "option seperator is unknown to format csv: did you mean sep?"),
        ("csv", {"delimeter": ";"}, "option delimeter is unknown to format csv: did you mean delimiter?"),
        ("json", {"quote": "'"}, "option quote is unknown to format json: there are allow"),
    ],
)  # fmt: skip
def test_an_option_that_drops_rows_or_means_nothing_is_told(kind: str, options: dict[str, str], said: str) -> None:
    (fault,) = faults(source(kind, **options))
    assert said in fault


def test_options_that_say_how_rows_are_read_are_taken() -> None:
    given = source(
        "csv", sep=";", Header=False, encoding="GBK", mode="permissive", multiLine=True, recursiveFileLookup=True,
        **{"fs.s3a.endpoint": "x"},
    )  # fmt: skip
    assert list(faults(given)) == []
    options = reader_options(given)
    assert folder_options(options) == {"recursivefilelookup": "true", "fs.s3a.endpoint": "x"}
    assert parser_options(options) == {"sep": ";", "mode": "permissive"}
