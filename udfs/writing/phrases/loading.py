"""The phrase rules of the package, and those that stand beside a schema, in its folder ``phrases``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from udfs.config import Strict, load_config, validate
from udfs.errors import ConfigError
from udfs.schema.schema import Schema
from udfs.writing.phrases.rules import (
    AttributeRule,
    CategoryRule,
    ChineseRule,
    ChineseWords,
    EnglishRule,
    EnglishWords,
    Phrases,
    RoleRule,
)
from udfs.yaml_files import Document, read_yaml

FOLDER = "phrases"
"""Where a schema's own phrase rules stand, below its folder."""
_HERE = Path(__file__).parent


class _English(Strict):
    rules: dict[str, EnglishRule]
    openings: tuple[str, ...]
    words: EnglishWords


class _Chinese(Strict):
    rules: dict[str, ChineseRule]
    openings: tuple[str, ...]
    words: ChineseWords


class _Own(Strict):
    """A file beside a schema. Keys of ``attributes`` are ids, of all categories or of one: ``tea.form``."""

    categories: dict[str, CategoryRule] = Field(default_factory=dict)
    attributes: dict[str, AttributeRule] = Field(default_factory=dict)


def load_phrases(folder: str | Path | None = None) -> Phrases:
    """The phrase rules for a schema. ``folder`` is the schema's: rules of its own stand in its folder ``phrases``.

    Null, a schema of one file and a schema without that folder have the rules of the package alone. Raises ConfigError
    that lists all faults with file and line: unknown keys, roles and gaps, and what two files say of one attribute.
    """
    own = Path(folder) / FOLDER if folder is not None else None
    files = sorted(own.glob("*.yaml")) if own and own.is_dir() else []
    if not files:
        return _packaged()
    categories: dict[str, CategoryRule] = {}
    attributes: dict[str, AttributeRule] = {}
    faults: list[str] = []
    for file in files:
        document = read_yaml(file)
        read = validate(document, document.data, _Own, (), faults)
        if read is None:
            continue
        faults += _twice(document, "categories", categories, read.categories)
        faults += _twice(document, "attributes", attributes, read.attributes)
        faults += _no_roles(document, read.attributes)
        categories |= read.categories
        attributes |= read.attributes
    if faults:
        raise ConfigError(f"{len(faults)} fault(s) in the phrase rules of {own}:\n  " + "\n  ".join(faults))
    return _packaged().model_copy(update={"categories": categories, "attributes": attributes})


def check_phrases(schema: Schema, rules: Phrases) -> None:
    """Raises ConfigError that lists what a schema's own rules name and the schema does not have."""
    faults = [
        f"categories.{key}: the schema has no such category" for key in rules.categories.keys() - schema.categories
    ]
    for key, rule in rules.attributes.items():
        category, _, attribute = key.rpartition(".")
        named = [own.attributes.get(attribute) for id_, own in schema.categories.items() if category in ("", id_)]
        known = {value for definition in named if definition for value in definition.values}
        if not any(named):
            faults.append(f"attributes.{key}: the schema has no such attribute")
        faults += [
            f"attributes.{key}: the attribute has no value {value!r}; it has {', '.join(sorted(known)) or 'none'}"
            for value in sorted({*rule.values, *rule.nouns} - known)
            if any(named)
        ]
    if faults:
        raise ConfigError(f"{len(faults)} fault(s) in the phrase rules beside the schema:\n  " + "\n  ".join(faults))


@cache
def _packaged() -> Phrases:
    english = load_config(_HERE / "english.yaml", _English)
    chinese = load_config(_HERE / "chinese.yaml", _Chinese)
    roles = read_yaml(_HERE / "roles.yaml").data
    return Phrases(
        roles={key: RoleRule.model_validate(rule) for key, rule in roles.items()},
        english=english.rules,
        english_openings=english.openings,
        chinese=chinese.rules,
        chinese_openings=chinese.openings,
        english_words=english.words,
        chinese_words=chinese.words,
    )


def _twice(document: Document, section: str, before: Mapping[str, Any], own: Mapping[str, Any]) -> list[str]:
    return [
        f"{document.where((section, key))}: {section}.{key}: another file has rules for it; keep one of them"
        for key in own
        if key in before
    ]


def _no_roles(document: Document, own: Mapping[str, AttributeRule]) -> list[str]:
    roles = _packaged().roles
    return [
        f"{document.where(('attributes', key, 'role'))}: attributes.{key}.role: there is no role {rule.role!r}; "
        f"allowed: {', '.join(roles)}"
        for key, rule in own.items()
        if rule.role is not None and rule.role not in roles
    ]
