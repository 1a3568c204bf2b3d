"""A digest of the code and data that make rows of what model, seller and people say: a corrected rule changes it.

It covers whole packages rather than chosen modules. Too much costs one run without the model after an upgrade, and rows
that come out equal are not written; too little leaves wrong values in the tables for ever. How the model reads texts is
not in it: its scores are stored, under the checkpoint that made them.
"""

from __future__ import annotations

import ast
import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from udfs.schema import fingerprints
from udfs.schema.schema import Schema

# Rules of raw values, claims and the one answer; then the column functions that call them, and the rows made of these.
_RULES = {
    "udfs": (
        "text",
        "quantities",
        "schema",
        "values",
        "resolution",
        "records.py",
        "spark/functions.py",
        "spark/arrow.py",
    ),
    "jobs": ("run/standardizing/resolve.py", "run/standardizing/compare.py", "review/decisions.py"),
}  # fmt: skip
# What words facts, and what it reads texts and numbers with.
WRITING = {"udfs": ("writing", "text", "quantities", "resolution/losers.py", "spark/writing.py", "spark/facts.py")}
# What derives tables of the others.
_ANSWERS = {"udfs": ("answers", "spark/answers.py"), "jobs": ("answers", "run/derive.py")}
_LIBRARIES = ("ftfy", "opencc", "pint")  # their tables, dictionaries and units decide


@cache
def rules_digest() -> str:
    """Equal on all machines that have the same rules and library versions, comments and layout of the code apart."""
    return _digest(_RULES, _LIBRARIES)


@cache
def writing_digest() -> str:
    """The same of the code and data that make texts of facts: a corrected phrase makes them anew."""
    return _digest(WRITING, ("inflect", "babel"))


def answers_digest(schema: Schema) -> str:
    """The same of what derives tables such as facets: the code, and the order of the schema, by which they sort."""
    order = {key: [(name, [*a.values]) for name, a in own.attributes.items()] for key, own in schema.categories.items()}
    return fingerprints.digest([_answers_code(), [*order.items()]])


@cache
def _answers_code() -> str:
    return _digest(_ANSWERS, ())


def _digest(rules: Mapping[str, Sequence[str]], libraries: Sequence[str]) -> str:
    versions = {name: version(name) for name in libraries} | {"unicode": unicodedata.unidata_version}
    return hashlib.sha256(repr((code_digest(files, rules), versions)).encode()).hexdigest()[:16]


def code_digest(package: Callable[[str], Traversable], rules: Mapping[str, Sequence[str]] = _RULES) -> str:
    """Of the rules in the folders, or members of an archive, in which the packages of these names lie."""
    digest = hashlib.sha256()
    for name, places in rules.items():
        for place in places:
            for path, file in _files(package(name).joinpath(place), place):
                digest.update(repr((path, _said(file))).encode())
    return digest.hexdigest()


def _files(place: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """The files of a folder at any depth, or the file itself, by path."""
    if place.is_file():
        if path.endswith((".py", ".txt", ".yaml", ".tsv")):
            yield path, place
        return
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        yield from _files(entry, f"{path}/{entry.name}")


def _said(file: Traversable) -> Any:
    text = file.read_text(encoding="utf-8")
    return _tree(ast.parse(text)) if file.name.endswith(".py") else text


def _tree(node: Any) -> Any:
    """Syntax without docstrings and places; empty fields are left out, since later Pythons have more of them."""
    match node:
        case ast.AST():
            fields = ((name, _tree(value)) for name, value in ast.iter_fields(node) if value not in (None, []))
            return type(node).__name__, *fields
        case list():
            return [_tree(each) for each in node if not _is_docstring(each)]
    return repr(node)


def _is_docstring(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
