"""A schema as a folder of YAML files that :func:`udfs.schema.loading.load_schema` reads back as an equal schema."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from udfs.atomic import write_texts
from udfs.errors import SchemaError
from udfs.schema.definitions import Attribute, Category, wordings_of
from udfs.schema.ignored import of_all, without
from udfs.schema.schema import Schema

_LINE = 110  # characters that a mapping or list may take to stand on one line
_SHARED, _ALL = "shared", "categories"
_LEARNED = re.compile(r"support: \d+, precision: ")
_HEADER = """\
# What has `support` and `precision` was learned from labelled pairs: so many pairs it was applied to, and the share of
# them that it made right. Learning again replaces it. Without these two keys a rule is yours, and stays.

"""


def schema_texts(schema: Schema, folder: str | Path) -> dict[Path, str]:
    """A file for each category, and one for what categories share and for the tags, with what it is to hold.

    Where the categories do not stand in the order of the alphabet, in which files are read, one file holds them all.
    """
    return {Path(folder) / f"{name}.yaml": _text(data) for name, data in _files(schema).items()}


def write_schema(schema: Schema, folder: str | Path) -> list[Path]:
    """Write the files of :func:`schema_texts`, and return them; each takes its name once all are written.

    Comments of the files that the schema was read from are lost. Raises SchemaError, before anything is written, when
    the folder holds a ``*.yaml`` file that would be read as part of the schema without being one.
    """
    target = Path(folder)
    texts = schema_texts(schema, target)
    if strangers := sorted(set(target.glob("*.yaml")) - texts.keys()):
        raise SchemaError(
            f"cannot write a schema to {target}: it holds {strangers[0].name}, which would be read as a part of it; "
            "name a folder that is empty or new"
        )
    target.mkdir(parents=True, exist_ok=True)
    write_texts(texts)
    return list(texts)


class _Block(dict[str, Any]):
    """A mapping that stands on lines of its own, however short."""


class _Lines(list[Any]):
    """A list with a line for each item, however short."""


class _Dumper(yaml.SafeDumper):
    """Short mappings and lists on one line each."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """No anchors: each definition can be read where it stands."""
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """On one line if that is short enough."""
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = not isinstance(mapping, _Block) and _inner_width(node) <= _LINE
        return node

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        """On one line if that is short enough, or if all of it is plain text, which folds well."""
        node = super().represent_sequence(tag, sequence, flow_style)
        plain = all(isinstance(item, yaml.ScalarNode) for item in node.value)
        node.flow_style = not isinstance(sequence, _Lines) and (plain or _inner_width(node) <= _LINE)
        return node


_Dumper.add_representer(_Block, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data))
_Dumper.add_representer(_Lines, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data))


def _width(node: yaml.Node) -> int:
    """Characters on one line; more than a line for what holds lines of its own."""
    if isinstance(node, yaml.ScalarNode):
        return len(str(node.value)) + 2
    if not isinstance(node, yaml.CollectionNode) or node.flow_style is False:
        return _LINE + 1
    return _inner_width(node)


def _inner_width(node: yaml.CollectionNode) -> int:
    parts = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return 2 + sum(map(_width, parts))


def _text(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, width=120, allow_unicode=True, sort_keys=False)
    return (_HEADER if _LEARNED.search(text) else "") + text


def _files(schema: Schema) -> dict[str, _Block]:
    """File names without suffix to content."""
    shared = _shared(schema)
    wordings = {
        key: [wording for own in category.attributes.items() for wording in wordings_of(*own)]
        for key, category in schema.categories.items()
    }
    ignored = of_all({key: category.ignored_keys for key, category in schema.categories.items()}, wordings)
    in_order = list(schema.categories) == sorted(schema.categories)
    files: defaultdict[str, _Block] = defaultdict(_Block)
    for key, category in schema.categories.items():
        file = files[key if in_order else _ALL]
        own = without(category.ignored_keys, (*ignored, *wordings[key]))
        file.setdefault("categories", _Block())[key] = _category(category, shared, own)
    if shared:
        files[_SHARED]["attributes"] = _Block({key: _attribute(data) for key, data in shared.items()})
    if schema.languages:
        files[_SHARED]["languages"] = list(schema.languages)
    if ignored:
        files[_SHARED]["ignored_keys"] = list(ignored)
    if schema.tags:
        files[_SHARED]["tags"] = _Block({key: _dump(tag) for key, tag in schema.tags.items()})
    return dict(files)


def _dump(model: Any) -> dict[str, Any]:
    data: dict[str, Any] = model.model_dump(mode="json", exclude_defaults=True)
    return data


def _shared(schema: Schema) -> dict[str, dict[str, Any]]:
    """Attributes of several categories: what all of them say alike, where that is a definition in itself."""
    uses: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    kinds: dict[str, Attribute] = {}
    for category in schema.categories.values():
        for key, attribute in category.attributes.items():
            uses[key].append(_dump(attribute))
            kinds[key] = attribute
    shared: dict[str, dict[str, Any]] = {}
    for key, (first, *others) in uses.items():
        same = {name: part for name, part in first.items() if all(other.get(name) == part for other in others)}
        needed = {"name", "description", "kind"} | kinds[key].traits.needs
        if others and needed <= same.keys():
            shared[key] = same
    return shared


def _category(category: Category, shared: Mapping[str, Mapping[str, Any]], ignored: list[str]) -> _Block:
    own = {key: _dump(attribute) for key, attribute in category.attributes.items()}
    attributes = {
        key: {name: part for name, part in data.items() if shared.get(key, {}).get(name) != part}
        for key, data in own.items()
    }
    parts = category.model_dump(mode="json", exclude_defaults=True, exclude={"attributes", "ignored_keys"})
    parts |= {"ignored_keys": ignored} if ignored else {}
    return _Block(parts | {"attributes": _Block({key: _attribute(data) for key, data in attributes.items()})})


def _attribute(data: Mapping[str, Any]) -> dict[str, Any]:
    """One line for an attribute that says little; values and rules always have a line each."""
    kinds = {"values": _Block, "rules": _Lines}
    return {key: kinds[key](part) if key in kinds else part for key, part in data.items()}
