"""YAML files to frozen pydantic models, all faults at once, each with its file and line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from udfs.errors import ConfigError
from udfs.yaml_files import MAX_DEPTH, KeyPath, parse_yaml, read_yaml
from udfs.yaml_files import Document as Document

_SHOWN = 80  # characters of a key or value in a message
_TOLD = 50  # faults of a file


class Strict(BaseModel):
    """A model that is immutable and refuses keys it does not know, and numbers that are none or without end."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=False, arbitrary_types_allowed=False, allow_inf_nan=False
    )


ModelT = TypeVar("ModelT", bound=BaseModel)


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
        more = [f"and {len(faults) - _TOLD:,} more"] if len(faults) > _TOLD else []
        raise ConfigError(f"{len(faults)} fault(s) in {path}:\n  " + "\n  ".join([*faults[:_TOLD], *more]))
    return result


def _apply(document: Document, override: str) -> None:
    told = f"cannot apply --set {_short(override)!r}"
    dotted, separator, text = override.partition("=")
    if not separator or not dotted.strip():
        raise ConfigError(f"{told}: write it as key.path=value")
    try:
        value = parse_yaml(text)
    except (yaml.YAMLError, ValueError) as cause:
        raise ConfigError(f"{told}: the value is not YAML: {cause}") from cause
    target = document.data
    *parents, last = dotted.strip().split(".")
    if len(parents) >= MAX_DEPTH:
        raise ConfigError(f"{told}: more than {MAX_DEPTH} keys inside one another")
    for parent in parents:
        target = target[_index(target, parent, told)] if isinstance(target, list) else target.setdefault(parent, {})
        if not isinstance(target, dict | list):
            raise ConfigError(f"{told}: `{_short(parent)}` holds a value, not keys")
    if isinstance(target, list):
        target[_index(target, last, told)] = value
    else:
        target[last] = value


def _index(items: list[Any], key: str, told: str) -> int:
    if not items:
        raise ConfigError(f"{told}: the list has no entry `{_short(key)}`, it is empty")
    # Not every digit makes a number: "²" is one to isdigit, "٣" to isdecimal; and thousands of them are refused by int.
    if not (key.isascii() and key.isdecimal() and len(key) < 10 and int(key) < len(items)):
        raise ConfigError(f"{told}: expected a number from 0 to {len(items) - 1}, got `{_short(key)}`")
    return int(key)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def validate(document: Document, data: Any, model: type[ModelT], prefix: KeyPath, faults: list[str]) -> ModelT | None:
    """Check ``data`` (found at ``prefix`` in the document) and append one line for each fault; None if any."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            keys = _known_keys(document, prefix, fault["loc"])
            hint = _suggest(model, fault["loc"]) if fault["type"] == "extra_forbidden" else ""
            dotted = ".".join(_short(str(key)) for key in (*prefix, *fault["loc"]) if not _is_internal(key))
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
    shown = "" if isinstance(value, dict | list) else f", got {_short(repr(value))}"
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
    near = difflib.get_close_matches(str(location[-1])[:_SHOWN], list(fields.model_fields), n=1)
    return f" (did you mean `{near[0]}`?)" if near else f" (allowed: {', '.join(fields.model_fields)})"
