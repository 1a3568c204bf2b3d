"""Lines to the records of CSV and JSON: no line is swallowed, whatever is never closed."""

from __future__ import annotations

import json
import time

import pytest

from jobs.sources.files.csv_layout import csv_layout, likely_separator, other_separator
from jobs.sources.files.csv_records import Grammar, records
from jobs.sources.files.json_records import by_depth, by_lines, is_by_lines

COMMA = Grammar(",")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1,"Mug\n2,Cup\n3,Jug', ['!1,"Mug', "2,Cup", "3,Jug"]),
        ('1,"Mug\n2,"Cup, red",x\n3,Jug', ['!1,"Mug', '2,"Cup, red",x', "3,Jug"]),
        ('1,"Mug\n2,"",x\n3,"Jug",y', ['!1,"Mug', '2,"",x', '3,"Jug",y']),
        ('1,"杯\n2,"壶"\n3,"碗', ['!1,"杯', '2,"壶"', '!3,"碗']),
        ('1,"a\n\nb",2\n\n3,c', ['1,"a\n\nb",2', "3,c"]),
        ('1,"a ""q""\n""b""",2\n3,c', ['1,"a ""q""\n""b""",2', "3,c"]),
        ('1,5" screen\n2,"a\nb"', ['1,5" screen', '2,"a\nb"']),
        ('1,5" x,"a\nb",c', ['1,5" x,"a\nb",c']),
        ('1,"Mug "big" x",3\n2,b', ['1,"Mug "big" x",3', "2,b"]),
        ('1,"a\nb" ,c', ['1,"a\nb" ,c']),
        ('1,"a\nb","c\nd"', ['1,"a\nb","c\nd"']),
    ],
)
def test_records_of_csv(text: str, expected: list[str]) -> None:
    assert [f"{'!' * record.broken}{record.text}" for record in records(text.split("\n"), COMMA)] == expected


def test_quotes_escaped_by_a_backslash() -> None:
    lines = ['1,"a \\"b\\"', 'c",2', '3,"x\\\\",4']
    assert [record.lines for record in records(lines, Grammar(",", escape="\\"))] == [2, 1]


def test_rows_that_a_quote_may_have_merged_are_doubtful() -> None:
    merged = '1,"Mug,red\n2,Cup",blue\n3,"a\nb",c'
    assert [record.doubtful for record in records(merged.split("\n"), COMMA)] == [True, False]


@pytest.mark.parametrize(
    "line", ['{0},"abc', '{0},"""a', '{0},"",x', '{0},"a" b', '"{0}""'], ids=["open", "three", "empty", "behind", "end"]
)
def test_quotes_that_are_never_closed_take_linear_time(line: str) -> None:
    begin = time.process_time()
    count = sum(1 for _ in records(['0,"open', *(line.format(number) for number in range(100_000))], COMMA))
    assert count > 1
    assert time.process_time() - begin < 10


def test_a_header_is_read_as_it_stands() -> None:
    layout = csv_layout('sep=;\r\n\ufeff"id"; Title ;title;"Body\nHTML";\r\n1;2;3;4;5', {})
    assert layout is not None
    assert layout.header == ("id", "Title1", "title2", "Body\nHTML", "_c4")
    assert layout.repeated == ("Title",)
    assert layout.grammar.sep == ";"
    assert csv_layout("\n\n", {}) is None
    plain = csv_layout("7,Mug\n", {"header": "false"})
    assert plain is not None
    assert (plain.header, plain.lead) == (("_c0", "_c1"), ())


@pytest.mark.parametrize(
    ("header", "sep"),
    [("a;b;c", ";"), ("a\tb, c\td", "\t"), ('"a;b;c",d', ","), ("a|b", "|"), ("title", None), ("a,b;c", None)],
)  # fmt: skip
def test_the_separator_is_found_in_the_header(header: str, sep: str | None) -> None:
    assert likely_separator([header]) == sep


def test_another_separator_than_told_is_named() -> None:
    told = csv_layout("编号;标题\n1;杯\n", {})
    assert told is not None
    assert other_separator(told) == (
        'has one column, `编号;标题`, where columns are separated by ",": set `options: {sep: ";"}`'
    )
    single = csv_layout("title\nMug\n", {})
    assert single is not None
    assert other_separator(single) is None


OBJECTS = ['{"a": "x} {", "b": [{"c": 1}]}', '{"a": "杯\\"}"}']


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(OBJECTS),
        "".join(OBJECTS),
        ", ".join(OBJECTS),
        f"[{','.join(OBJECTS)}]",
        "[\n" + ",\n".join(OBJECTS) + "\n]\n",
        json.dumps([json.loads(each) for each in OBJECTS], indent=2, ensure_ascii=False),
        "\n".join(json.dumps(json.loads(each), indent="\t", ensure_ascii=False) for each in OBJECTS),
    ],
    ids=["lines", "one line", "commas", "array on a line", "array by lines", "indented array", "indented objects"],
)
def test_objects_of_json_whatever_their_lines(text: str) -> None:
    lines = text.split("\n")
    found = list(by_lines(lines) if is_by_lines(lines) else by_depth(lines))
    assert [json.loads(record[0]) for record in found] == [json.loads(each) for each in OBJECTS]
    assert not any(record[1] for record in found)


def test_an_object_that_is_never_closed_swallows_no_other() -> None:
    lines = ['{"a": 1}', '{"a": 2', '{"a": 3}{"a": 4']
    assert [(text, broken) for text, broken, *_ in by_lines(lines)] == [
        ('{"a": 1}', False), ('{"a": 2', True), ('{"a": 3}', False), ('{"a": 4', True),
    ]  # fmt: skip
    pretty = ["[", "  {", '    "a": 1', "  ,", "  {", '    "a": 2', "  }", "]", "trailing"]
    assert [(" ".join(text.split()), broken) for text, broken, *_ in by_depth(pretty)] == [
        ('{ "a": 1', True), ('{ "a": 2 }', False), ("trailing", True),
    ]  # fmt: skip


def test_many_objects_on_a_line_take_linear_time() -> None:
    line = "[" + ",".join(['{"a": [{}]}'] * 100_000) + "]"
    begin = time.process_time()
    assert sum(1 for _ in by_depth([line])) == sum(1 for _ in by_lines([line])) == 100_000
    assert time.process_time() - begin < 10
