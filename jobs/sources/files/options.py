"""Which of Spark's reader options a source may have: one that drops rows is refused, and so is an unknown one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from jobs.config import Source

Options = Mapping[str, str]
"""The options of a source: names in small letters, values as text."""

_FOLDERS = {"pathglobfilter", "recursivefilelookup", "modifiedbefore", "modifiedafter", "basepath"}
_SPARKS = {
    "timezone", "locale", "dateformat", "timestampformat", "timestampntzformat", "enabledatetimeparsingfallback",
    "compression", "codec", "multiline", "inferschema", "samplingratio", "preferdate", "mode", "ignorecorruptfiles",
    "ignoremissingfiles",
}  # fmt: skip
_CSV = {
    "sep", "delimiter", "encoding", "charset", "linesep", "header", "quote", "escape", "chartoescapequoteescaping",
    "ignoreleadingwhitespace", "ignoretrailingwhitespace", "nullvalue", "emptyvalue", "nanvalue", "positiveinf",
    "negativeinf", "maxcolumns", "maxcharspercolumn", "unescapedquotehandling", "enforceschema", "quoteall",
    "escapequotes",
}  # fmt: skip
_JSON = {
    "encoding", "charset", "linesep", "allowcomments", "allowunquotedfieldnames", "allowsinglequotes",
    "allownumericleadingzeros", "allowbackslashescapinganycharacter", "allowunquotedcontrolchars",
    "allownonnumericnumbers", "primitivesasstring", "prefersdecimal", "dropfieldifallnull", "ignorenullfields",
}  # fmt: skip
_OFTEN_MEANT = {"separator": "sep", "fieldseparator": "sep", "quotechar": "quote", "escapechar": "escape"}
_KNOWN = {"csv": _CSV, "json": _JSON, "text": {"encoding", "charset", "linesep"}}
_ALLOWED = {
    "mode": ({"permissive"}, "rows that do not parse are rejected one by one, with a reason"),
    "ignorecorruptfiles": ({"false"}, "rows of damaged files would vanish"),
    "ignoremissingfiles": ({"false"}, "rows of missing files would vanish"),
    "unescapedquotehandling": (
        {"stop_at_delimiter", "stop_at_closing_quote", "back_to_delimiter"}, "values would be lost",
    ),
}  # fmt: skip
_REFUSED = {
    "comment": "rows that begin with that character would vanish; take such lines out of the file",
    "columnnameofcorruptrecord": "rows that do not parse are kept in a column of our own",
    "singlevariantcolumn": "each row would be one value; use `columns` to name what is needed",
    "wholetext": "each file would be one row",
    "rowtag": "XML is not read; convert it to CSV or JSON lines",
    "readchangefeed": "rows of several versions would be read as one; pin `version` instead",
    "readchangedata": "rows of several versions would be read as one; pin `version` instead",
}


def reader_options(source: Source) -> Options:
    """The options of a source by their names in small letters."""
    return {name.lower(): _text(value) for name, value in source.options.items()}


def faults(source: Source) -> Iterator[str]:
    """A sentence for each option that drops rows, or that no reader of this format knows."""
    known = _KNOWN.get(source.format)
    for name, value in reader_options(source).items():
        allowed, why = _ALLOWED.get(name, (None, ""))
        if name in _REFUSED:
            yield f"option {name} is not taken: {_REFUSED[name]}"
        elif allowed and value.lower() not in allowed:
            yield f"option {name}: {value} is not taken: {why}; leave it out"
        elif known is not None and "." not in name and name not in known | _FOLDERS | _SPARKS:
            yield f"option {name} is unknown to format {source.format}: {_hint(name, known)}"


def _hint(name: str, known: set[str]) -> str:
    meant = {name: name for name in known | _FOLDERS} | {word: it for word, it in _OFTEN_MEANT.items() if it in known}
    near = get_close_matches(name, sorted(meant), 1)
    return f"did you mean {meant[near[0]]}?" if near else f"there are {', '.join(sorted(known))}"


def folder_options(options: Options) -> dict[str, str]:
    """Those that choose files, and those of the file system, whose names hold a dot."""
    return {name: value for name, value in options.items() if name in _FOLDERS or "." in name}


def parser_options(options: Options) -> dict[str, str]:
    """Those that say how a row is parsed."""
    aside = {*_FOLDERS, "encoding", "charset", "linesep", "compression", "codec", "multiline", "header", "inferschema"}
    return {name: value for name, value in options.items() if name not in aside and "." not in name}


def _text(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
