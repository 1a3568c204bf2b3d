"""A seller's wording of a category cut into the levels of its path, however a shop or marketplace writes one.

``A > B > C``, ``A >> B``, ``A/B/C``, ``A | B``, breadcrumbs on several lines, JSON lists of levels or of whole paths,
and lists of objects with names. A part is never cut where a stronger mark has cut already: a level keeps its own ``/``.
"""

from __future__ import annotations

import ast
import html
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from udfs.text.keys import fold
from udfs.text.placeholders import is_placeholder

# Strongest first: a text is cut at the first of them that it has, the others may stand inside of its levels.
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        r"[\r\n\t]+",
        r"[-=]?[>＞›»→⟩]+",
        r"[|｜│¦]+",
        r"[/／\\＼]+",
        r"::+",
    )
)
_STRONG = _MARKS[:2]
_BEGINNING = 8  # characters of a title by which it is looked for
_DOTS = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")  # apparel.shoes.boots, in a text without blanks
# Marks that names of categories hold as well: what they cut is tried, and never certain.
_DOUBTFUL = re.compile(r"[,，;；、:：]|(?<=\s)[-–—~]+(?=\s)|(?<=[㐀-鿿])[-–—~]+(?=[㐀-鿿])")
_INSIDE = re.compile(r"[/／|｜,，;；、&＆+＋]|(?<=\s)and(?=\s)|(?<=\w)[和与及](?=\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"\A\d+\s*[-:.]\s+|[(（]\d[\d,.]*[)）]\Z")  # of Google's taxonomy; how many goods a level has
# How breadcrumbs begin; a schema's category of that name is not meant by them.
_ROOTS = frozenset(
    fold(root)
    for root in (
        "home", "homepage", "home page", "main", "root", "root category", "default category", "all", "all categories",
        "all products", "categories", "catalog", "products", "shop", "首页", "主页", "全部", "全部分类", "所有分类",
        "全部商品", "商品分类",
    )
)  # fmt: skip
_REST = frozenset(
    map(fold, ("other", "others", "misc", "miscellaneous", "其他", "其它", "杂项"))
)  # a level, not nothing
_NAMES = ("name", "title", "label", "text", "value")  # of the objects of a list, the key that holds the level


class CategoryPath(NamedTuple):
    """Levels of a path, the topmost first. ``certain``: whether it is sure that they are its levels."""

    levels: tuple[str, ...]
    certain: bool


def paths_of(text: str) -> list[CategoryPath]:
    """The ways a wording of a category can be read, the likeliest first; none where it holds no words."""
    plain = html.unescape(text) if "&" in text else text
    lists = [*_listed(plain)]
    if lists:
        paths = [CategoryPath(levels, certain=len(lists) == 1) for levels in lists]
    else:
        paths = [CategoryPath(_cut(plain), certain=True), *_doubtful(plain)]
    trimmed = [path._replace(levels=_trimmed(path.levels)) for path in paths]
    return [path for path in trimmed if path.levels]


def wording_of(text: str, title: str | None) -> str:
    """A wording as the review queue shows it: its levels, without the product's own name, which some shops put last."""
    paths = paths_of(text)
    if not paths:
        return text.strip()
    levels = paths[0].levels
    names_product = len(levels) > 1 and title is not None and _is_title(levels[-1], title)
    return " > ".join(levels[:-1] if names_product else levels)


def without_product(text: str, title: str | None) -> str:
    """A wording without the product's own name, which some shops put last; the same wording where it has none."""
    if not title or title[:_BEGINNING].casefold() not in text.casefold():
        return text  # nearly always, and cheaply told
    paths = paths_of(text)
    levels = paths[0].levels if paths else ()
    return " > ".join(levels[:-1]) if len(levels) > 1 and _is_title(levels[-1], title) else text


def _is_title(level: str, title: str) -> bool:
    """Whether a level is the product's title, or one of them begins as the other does, by two words at least."""
    begun = level.rstrip(".… ")
    own, whole = fold(begun), fold(title)
    cut_off = begun != level and bool(own)
    if cut_off or len(begun.split()) > 1:
        return whole.startswith(own) or (len(title.split()) > 1 and own.startswith(whole))
    return own == whole


def pieces(level: str) -> list[str]:
    """What one level joins, such as Mugs and Cups in ``Mugs & Cups``; one where it joins nothing."""
    return [piece for piece in map(str.strip, _INSIDE.split(level)) if piece]


def _cut(text: str) -> tuple[str, ...]:
    marks = _MARKS if any(map(str.isspace, text)) else (*_MARKS, _DOTS)
    mark = next((mark for mark in marks if mark.search(text)), None)
    return tuple(level.strip() for level in (mark.split(text) if mark else (text,)))


def _doubtful(text: str) -> Iterator[CategoryPath]:
    """Several paths in one text, or the levels of one, where a comma, semicolon or dash may join them."""
    parts = _DOUBTFUL.split(text)
    if len(parts) < 2:
        return
    if any(mark.search(text) for mark in _MARKS):
        yield from (CategoryPath(levels, certain=False) for levels in _longest([_cut(part) for part in parts]))
    else:
        yield CategoryPath(tuple(parts), certain=False)


def _longest(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without those that another goes on with: ``Home, Home > Kitchen`` is one path."""
    ordered = sorted(dict.fromkeys(paths))
    begun = {path for path, following in pairwise(ordered) if path == following[: len(path)]}
    return [path for path in dict.fromkeys(paths) if path not in begun]


def _trimmed(levels: tuple[str, ...]) -> tuple[str, ...]:
    """The levels that say something, without the shop's own root before others."""
    named = [bare for level in levels if (bare := _NUMBERED.sub("", level.strip().strip("\"'[]")).strip())]
    said = [level for level in named if fold(level) and (fold(level) in _REST or not is_placeholder(level))]
    return tuple(said[1:] if len(said) > 1 and fold(said[0]) in _ROOTS else said)


def _listed(text: str) -> Iterator[tuple[str, ...]]:
    """The paths that a list or object in JSON, or as Python prints it, holds; none where the text is none."""
    found = _parsed(text.strip())
    if not isinstance(found, list | dict):
        return
    items = [*_items(found)]
    texts = [item for item in items if isinstance(item, str)]
    nested = [tuple(level for level in _items(item) if isinstance(level, str)) for item in items if not _is_text(item)]
    whole = [text for text in texts if any(mark.search(text) for mark in _STRONG)]
    if whole:
        yield from _longest([_cut(text) for text in texts])
    elif len(texts) == 1 and not nested:
        yield _cut(texts[0])
    elif texts:
        yield tuple(texts)
    else:
        yield from _longest(nested)


def _is_text(item: Any) -> bool:
    return isinstance(item, str)


def _items(found: list[Any] | dict[str, Any]) -> Iterator[Any]:
    """Levels as texts, paths as lists. An object with a name is a level; one without is a list of its values."""
    for each in [found] if _name(found) else found.values() if isinstance(found, dict) else found:
        if (name := _name(each)) is not None:
            yield name
        elif isinstance(each, str | list | dict):
            yield each


def _name(item: Any) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return next((item[key] for key in _NAMES if isinstance(item.get(key), str)), None)


def _parsed(text: str) -> Any:
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        with warnings.catch_warnings(action="ignore"):  # of escapes that Python does not have
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
