"""YAML as plain data that remembers its lines, within limits: no file can hang the reader or end the process.

Aliases may repeat a part, not multiply it: nine lines of aliases to aliases would be a billion nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from udfs.errors import ConfigError
from udfs.regular_files import UnfitFileError, read_regular

# libyaml reads a schema ten times as fast as Python; PyYAML can be built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 50
"""Keys and lists inside one another; libyaml's binding recurses, and 100,000 end the process."""
MAX_REPEATED = 100_000
"""Nodes that aliases repeat, all together."""

KeyPath = tuple[str | int, ...]


class Document:
    """A parsed YAML file that remembers on which line each key path stands."""

    def __init__(self, path: str, data: Any, lines: dict[KeyPath, int]) -> None:
        self.path = path
        self.data = data
        self.lines = lines

    def where(self, keys: Sequence[str | int]) -> str:
        """``file:line`` of a key path, or of its nearest parent that the file holds."""
        path = tuple(keys)
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.path}:{self.lines.get(path, 1)}"


class Refused(yaml.YAMLError):
    """YAML that breaks a limit of this module; ``line`` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line, self.what = line, what


def read_yaml(path: str | Path, error: type[ConfigError] | type[Exception] = ConfigError) -> Document:
    """Parse one YAML mapping. Raises ``error`` when the file is missing, no YAML, no mapping, or repeats a key."""
    file = Path(path)
    lines: dict[KeyPath, int] = {}
    repeated: list[str] = []
    try:
        data = parse_yaml(_text(file), lambda node: _collect_lines(node, (), lines, repeated, str(file)))
    except FileNotFoundError as cause:
        raise error(f"cannot read {file}: there is no such file") from cause
    except Refused as cause:
        raise error(f"{file}:{cause.line}: {cause.what}") from cause
    except UnfitFileError as cause:
        raise error(f"cannot read {file}: {cause}") from cause
    except (OSError, ValueError, yaml.YAMLError) as cause:
        raise error(f"cannot read {file} as YAML: {cause}") from cause
    if repeated:
        raise error("\n".join(repeated))
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise error(f"{file}:1: expected a mapping of keys at the top, got {type(data).__name__}")
    return Document(str(file), data, lines)


def _text(file: Path) -> str:
    content = read_regular(file, MAX_BYTES)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as cause:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnfitFileError("it is written in UTF-16; save it as UTF-8") from cause
        line = content.count(b"\n", 0, cause.start) + 1
        raise UnfitFileError(f"line {line} is no UTF-8; save the file as UTF-8") from cause


def parse_yaml(text: str, look: Callable[[yaml.Node], None] = lambda _: None) -> Any:
    """The data of one document, in which no part stands twice; ``look`` sees its nodes, which know their lines.

    Raises yaml.YAMLError for what is no YAML, :class:`Refused` included, and ValueError for text that has no
    UTF-8.
    """
    _check_depth(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _Aliases().measure(node)
        look(node)  # now: making the data changes nodes that merge others
        return _own(_construct(loader, node))
    finally:
        loader.dispose()


def _check_depth(text: str) -> None:
    """By events, which need no recursion: the nodes would be made first and break the limit by then."""
    event: Any
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Refused(event.start_mark.line + 1, f"more than {MAX_DEPTH} keys or lists inside one another")


class _Aliases:
    """Measures a document as it is once its aliases are what they stand for.

    A node is met first where it is written, and measured there once: no deeper recursion than the text has.
    """

    def __init__(self) -> None:
        self.sizes: dict[int, tuple[int, int]] = {}  # by id of a node: nodes in it, and depth
        self.open: set[int] = set()
        self.repeated = 0

    def measure(self, node: yaml.Node) -> tuple[int, int]:
        known = self.sizes.get(id(node))
        if known:
            self.repeated += known[0]
            if self.repeated > MAX_REPEATED:
                raise self._refused(node, f"its aliases repeat more than {MAX_REPEATED:,} entries; write fewer")
            return known
        if id(node) in self.open:
            raise self._refused(node, "it holds itself by an alias; write the part out")
        self.open.add(id(node))
        parts = [self.measure(child) for child in _children(node)]
        self.open.remove(id(node))
        size = 1 + sum(n for n, _ in parts), 1 + max((depth for _, depth in parts), default=0)
        if size[1] > MAX_DEPTH + 1:
            raise self._refused(node, f"more than {MAX_DEPTH} keys or lists inside one another, by aliases")
        self.sizes[id(node)] = size
        return size

    def _refused(self, node: yaml.Node, what: str) -> Refused:
        return Refused(node.start_mark.line + 1, what)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Refused(key.start_mark.line + 1, "a list or mapping cannot be a key; write a text")
            yield value


def _construct(loader: Any, node: yaml.Node) -> Any:
    try:
        return loader.construct_document(node)
    except yaml.YAMLError:
        raise
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as cause:
        # PyYAML lets these through, such as for the 13th month, `!!int x` or an integer of 5,000 digits.
        raise Refused(node.start_mark.line + 1, f"a value cannot be read as what it looks like: {cause}") from cause


def _own(data: Any) -> Any:
    """The data with lists and mappings of its own in each place: an override must not change what an alias shares."""
    if isinstance(data, dict):
        return {key: _own(value) for key, value in data.items()}
    return [_own(value) for value in data] if isinstance(data, list) else data


def _collect_lines(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], repeated: list[str], file: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[Any] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                repeated.append(f"{file}:{line}: key `{key.value}` is given twice; keep one")
            seen.add(key.value)
            lines[(*path, key.value)] = line
            _collect_lines(value, (*path, key.value), lines, repeated, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _collect_lines(value, (*path, index), lines, repeated, file)
