"""YAML files to frozen pydantic models, all faults at once, each with its file and line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from udfs.errors import ConfigError

# libyaml reads a schema ten times as fast as Python; PyYAML can be built without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KeyPath = tuple[str | int, ...]


class Strict(BaseModel):
    """A model that is immutable and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, arbitrary_types_allowed=False)


ModelT = TypeVar("ModelT", bound=BaseModel)


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


def read_yaml(path: str | Path, error: type[ConfigError] | type[Exception] = ConfigError) -> Document:
    """Parse one YAML mapping. Raises ``error`` when the file is missing, no YAML, no mapping, or repeats a key."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
        node, data = _parse(text)
    except FileNotFoundError as cause:
        raise error(f"cannot read {file}: there is no such file") from cause
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as cause:
        raise error(f"cannot read {file} as YAML: {cause}") from cause
    lines: dict[KeyPath, int] = {}
    repeated: list[str] = []
    if node is not None:
        _collect_lines(node, (), lines, repeated, str(file))
    if repeated:
        raise error("\n".join(repeated))
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise error(f"{file}:1: expected a mapping of keys at the top, got {type(data).__name__}")
    return Document(str(file), data, lines)


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The document's nodes, which know their lines, and the data made of them."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


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


def load_config(path: str | Path, model: type[ModelT], overrides: Sequence[str] = ()) -> ModelT:
    """Read a config file, apply ``key.path=value`` overrides (values are YAML), check it against ``model``.

    Raises ConfigError with every fault at once, each with file and line, before anything else starts.
    """
    document = read_yaml(path)
    for override in overrides:
        _apply(document, override)
    faults: list[str] = []
    result = validate(document, document.data, model, (), faults)
    if result is None or faults:
        raise ConfigError(f"{len(faults)} fault(s) in {path}:\n  " + "\n  ".join(faults))
    return result


def _apply(document: Document, override: str) -> None:
    dotted, separator, text = override.partition("=")
    if not separator or not dotted.strip():
        raise ConfigError(f"cannot apply --set {override!r}: write it as key.path=value")
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as cause:
        raise ConfigError(f"cannot apply --set {override!r}: the value is not YAML: {cause}") from cause
    target = document.data
    *parents, last = dotted.strip().split(".")
    for parent in parents:
        target = target[_index(target, parent, override)] if isinstance(target, list) else target.setdefault(parent, {})
        if not isinstance(target, dict | list):
            raise ConfigError(f"cannot apply --set {override!r}: `{parent}` holds a value, not keys")
    if isinstance(target, list):
        target[_index(target, last, override)] = value
    else:
        target[last] = value


def _index(items: list[Any], key: str, override: str) -> int:
    if not key.isdigit() or int(key) >= len(items):
        raise ConfigError(f"cannot apply --set {override!r}: expected a number from 0 to {len(items) - 1}, got `{key}`")
    return int(key)


def validate(document: Document, data: Any, model: type[ModelT], prefix: KeyPath, faults: list[str]) -> ModelT | None:
    """Check ``data`` (found at ``prefix`` in the document) and append one line for each fault; None if any."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            keys = _known_keys(document, prefix, fault["loc"])
            hint = _suggest(model, fault["loc"]) if fault["type"] == "extra_forbidden" else ""
            dotted = ".".join(str(key) for key in (*prefix, *fault["loc"]) if not _is_internal(key))
            faults.append(f"{document.where(keys)}: {dotted}: {_say(fault)}{hint}")
    return None


def _is_internal(key: str | int) -> bool:
    """Pydantic puts names such as ``function-after[...]`` or ``[key]`` into a location; users do not know them."""
    return isinstance(key, str) and ("[" in key or key.startswith("function"))


def _known_keys(document: Document, prefix: KeyPath, location: tuple[str | int, ...]) -> KeyPath:
    path: KeyPath = prefix
    for key in location:
        if (*path, key) in document.lines:
            path = (*path, key)
    return path


def _say(fault: Any) -> str:
    kind, value = fault["type"], fault.get("input")
    if kind == "extra_forbidden" and value is None and " " in str(fault["loc"][-1]):
        return "unknown key; a text with a comma inside {...} needs quotes around it"
    if kind == "extra_forbidden":
        return "unknown key; delete it or correct its name"
    if kind == "missing":
        return "missing key; add it"
    message = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    shown = "" if isinstance(value, dict | list) else f", got {value!r}"
    return f"{message}{shown}"


def _suggest(model: type[BaseModel], location: tuple[str | int, ...]) -> str:
    """The allowed key nearest to the unknown one, found by walking the model's fields."""
    fields: Any = model
    for key in location[:-1]:
        if not (isinstance(fields, type) and issubclass(fields, BaseModel)) or not isinstance(key, str):
            return ""
        field = fields.model_fields.get(key)
        fields = field.annotation if field else None
    if not (isinstance(fields, type) and issubclass(fields, BaseModel)):
        return ""
    near = difflib.get_close_matches(str(location[-1]), list(fields.model_fields), n=1)
    return f" (did you mean `{near[0]}`?)" if near else f" (allowed: {', '.join(fields.model_fields)})"
