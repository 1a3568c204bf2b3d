"""What it takes to make a stored table what its definition says: commits, as few as Delta's SQL allows.

Columns and struct fields are added all at once, and so are checks dropped. Checks are added one by one, and Delta looks
at every row for each. Columns and other properties that people added are left as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from pyspark.sql.types import ArrayType, DataType, MapType, StructField, StructType

from jobs.lake.tables import declared
from jobs.lake.tables.declared import CHECK, FEATURE
from jobs.lake.tables.definitions import Table

_DEFAULTS = {"delta.enableChangeDataFeed": "false"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the log says of a table. ``properties`` hold its checks and table features too; ``comment`` may be null."""

    columns: StructType
    comment: str | None
    properties: Mapping[str, str]
    clustered: tuple[str, ...]
    empty: bool

    @classmethod
    def of(cls, checksum: Mapping[str, Any]) -> Stored | None:
        """From a version checksum, the file beside a commit that says what the table is (PROTOCOL.md).

        Null for one that leaves out the clustering, as it may.
        """
        if "domainMetadata" not in checksum:
            return None
        metadata, protocol = checksum["metadata"], checksum["protocol"]
        domains = {each["domain"]: json.loads(each["configuration"]) for each in checksum["domainMetadata"]}
        features = {f"{FEATURE}{name}": "supported" for name in protocol.get("writerFeatures") or ()}
        return cls(
            columns=StructType.fromJson(json.loads(metadata["schemaString"])),
            comment=metadata.get("description"),
            properties={**metadata["configuration"], **features},
            clustered=tuple(path[0] for path in domains.get("delta.clustering", {}).get("clusteringColumns", ())),
            empty=checksum["numFiles"] == 0,
        )


class Step(NamedTuple):
    """One commit: what it does, for people, and the clause of its ALTER TABLE; null where the table is made anew."""

    told: str
    clause: str | None


class _Difference(NamedTuple):
    """A column or struct field: its path, the type found (null: it is not there), what is wanted, and behind what."""

    path: str
    found: DataType | None
    wanted: StructField
    after: str | None = None


def unfit(table: Table, stored: Stored) -> Iterator[str]:
    """Why a stored table cannot become what its definition says; nothing when it can."""
    for path, found, wanted, _ in _differences(stored.columns, declared.columns(table)):
        if found is not None:
            yield f"has {path} as {found.simpleString()}, this version writes {wanted.dataType.simpleString()}"
        elif not (wanted.nullable or stored.empty):
            yield f"has rows, and none has a value of {path}, a new column that must not be null"


def steps(table: Table, stored: Stored) -> list[Step]:
    """What makes a stored table, one that is not unfit, what its definition says; [] when it is."""
    added = [each for each in _differences(stored.columns, declared.columns(table)) if each.found is None]
    if any(not each.wanted.nullable for each in added):
        return [Step(f"is empty, and is made anew with {_listed(each.path for each in added)}", None)]
    return [
        *_dropped_checks(table, stored),
        *_added_columns(added),
        *_changed_columns(table, stored),
        *_changed_properties(table, stored),
        *_clustering(table, stored),
        *_added_checks(table, stored),
    ]


def _differences(have: DataType, want: DataType, path: tuple[str, ...] = ()) -> Iterator[_Difference]:
    match have, want:
        case StructType(), StructType():
            for after, field in zip([None, *want.names], want, strict=False):
                if field.name in have.names:
                    yield from _differences(have[field.name].dataType, field.dataType, (*path, field.name))
                else:
                    yield _Difference(".".join((*path, field.name)), None, field, after)
        case ArrayType(), ArrayType():
            yield from _differences(have.elementType, want.elementType, (*path, "element"))
        case MapType(), MapType():
            yield from _differences(have.keyType, want.keyType, (*path, "key"))
            yield from _differences(have.valueType, want.valueType, (*path, "value"))
        case _ if have != want:
            yield _Difference(".".join(path), have, StructField(path[-1], want))


def _added_columns(added: list[_Difference]) -> Iterator[Step]:
    if added:
        columns = ", ".join(map(_column, added))
        yield Step(f"adds {_listed(each.path for each in added)}", f"ADD COLUMNS ({columns})")


def _column(each: _Difference) -> str:
    """Where the definition has it: structs are compared and cast by their order."""
    comment = each.wanted.metadata.get("comment")
    said = f" COMMENT {_text(comment)}" if comment else ""
    return f"{each.path} {each.wanted.dataType.simpleString()}{said} {f'AFTER {each.after}' if each.after else 'FIRST'}"


def _changed_columns(table: Table, stored: Stored) -> Iterator[Step]:
    """NOT NULL dropped, of unknown columns too, as our rows lack them; comments renewed. A step changes each once."""
    wanted = {field.name: field for field in declared.columns(table)}
    changes: list[list[tuple[str, str, str]]] = []
    for field in stored.columns:
        known, own = wanted.get(field.name), []
        if not field.nullable and (known is None or known.nullable):
            own.append((f"lets {field.name} be null", field.name, "DROP NOT NULL"))
        if known and (comment := known.metadata["comment"]) != field.metadata.get("comment"):
            own.append((f"renews the comment of {field.name}", field.name, f"COMMENT {_text(comment)}"))
        changes.append(own)
    for batch in zip_longest(*changes):
        made = [change for change in batch if change]
        clauses = ", ".join(f"`{name}` {clause}" for _, name, clause in made)
        yield Step(", ".join(told for told, _, _ in made), f"ALTER COLUMN {clauses}")


def _changed_properties(table: Table, stored: Stored) -> Iterator[Step]:
    have = _DEFAULTS | dict(stored.properties)
    changed = {key: value for key, value in declared.properties(table).items() if have.get(key) != value}
    told = [f"sets {key} to {value}" for key, value in changed.items()]
    if stored.comment != table.comment:
        changed["comment"] = table.comment
        told.append("renews the table's comment")
    if changed:
        pairs = ", ".join(f"{_text(key)} = {_text(value)}" for key, value in changed.items())
        yield Step(", ".join(told), f"SET TBLPROPERTIES ({pairs})")


def _clustering(table: Table, stored: Stored) -> Iterator[Step]:
    if stored.clustered != table.clustered:
        yield Step(f"clusters by {_listed(table.clustered)}", f"CLUSTER BY ({_listed(table.clustered)})")


def _dropped_checks(table: Table, stored: Stored) -> Iterator[Step]:
    """Those that are not declared, or otherwise; UNSET takes many at once, DROP CONSTRAINT one."""
    wanted = declared.checks(table)
    have = {key: check for key, check in sorted(stored.properties.items()) if key.startswith(CHECK)}
    gone = [key for key, check in have.items() if not _same(check, wanted.get(key))]
    if gone:
        names = _listed(key.removeprefix(CHECK) for key in gone)
        yield Step(f"drops check {names}", f"UNSET TBLPROPERTIES ({', '.join(map(_text, gone))})")


def _added_checks(table: Table, stored: Stored) -> Iterator[Step]:
    for name, check in table.checks.items():
        if not _same(stored.properties.get(f"{CHECK}{name}"), check):
            yield Step(f"adds check {name}", f"ADD CONSTRAINT {name} CHECK ({check})")


def _same(one: str | None, other: str | None) -> bool:
    """Whether two checks are equal but for white space, which ADD CONSTRAINT sets as it likes; null is none."""
    return re.sub(r"\s", "", one or "") == re.sub(r"\s", "", other or "")


def _text(value: str) -> str:
    """A literal of SQL."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
