"""YAML that somebody else wrote, or broke: one sentence within a second, whatever it holds."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from udfs.config import Strict, load_config
from udfs.errors import ConfigError, SchemaError
from udfs.schema.loading import load_schema
from udfs.yaml_files import MAX_BYTES, read_yaml


class Settings(Strict):
    """A config of the tests."""

    size: float = 1.0
    names: tuple[str, ...] = ()
    parts: tuple[dict[str, int], ...] = ()


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
MERGED = "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 20_000))
BROKEN = {
    "itself in a list": (b"size: 1\nnames: &n [a, *n]\n", r"1?2: it holds itself by an alias"),
    "itself in a mapping": (b"parts: &p\n  - {a: *p}\n", r":\d+: it holds itself by an alias"),
    "itself at the top": (b"&top\nnames: *top\n", r":\d+: it holds itself by an alias"),
    "a billion laughs": (LAUGHS.encode(), r":1?\d: its aliases repeat more than 100,000 entries"),
    "laughs by merging": (MERGED.encode(), r":\d+: its aliases repeat more than 100,000 entries"),
    "a chain of aliases": (CHAIN.encode(), r":\d+: more than 50 keys or lists inside one another, by aliases"),
    "deep lists": (b"names: " + b"[" * 100_000, r":1: more than 50 keys or lists inside one another"),
    "deep keys": (b"".join(b" " * n + b"k:\n" for n in range(300)), r":51: more than 50 keys or lists"),
    "dashes": (b"names: \n" + b"- " * 100_000, r":2: more than 50 keys or lists"),
    "a list as key": (b"size: 1\n[a, b]: 1\n", r":2: a list or mapping cannot be a key"),
    "no such month": (b"size: 2026-13-45\n", r":1: a value cannot be read as what it looks like: month must be"),
    "many digits": (b"size: " + b"9" * 5000, r":1: a value cannot be read as what it looks like"),
    "an empty number": (b"size: !!int ''\n", r":1: a value cannot be read as what it looks like"),
    "no truth": (b"size: !!bool perhaps\n", r":1: a value cannot be read as what it looks like"),
    "NUL": (b"size: 1\nnames: [a\0]\n", r"cannot read .* as YAML: .*control characters"),
    "twice": ("尺寸: 1\n尺寸: 2\n".encode(), r":2: key `尺寸` is given twice; keep one"),
    "UTF-16": ("size: 1\n".encode("utf-16"), "it is written in UTF-16; save it as UTF-8"),
    "GBK": ("size: 1\nnames: [马克杯]\n".encode("gbk"), "line 2 is no UTF-8; save the file as UTF-8"),
    "two documents": (b"size: 1\n---\nsize: 2\n", "expected a single document"),
    "a tag": (b"size: !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
    "a long key": (b"? " + b"k" * 100_000 + b"\n: 1\n", r":1: k{80}…: unknown key"),
    "no number": (b"size: .nan\n", r":1: size: Input should be a finite number, got nan"),
    "no end": (b"size: 1e999\n", r":1: size: Input should be a finite number, got '1e999'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_config_is_told(tmp_path: Path, name: str) -> None:
    content, message = BROKEN[name]
    (tmp_path / "job.yaml").write_bytes(content)
    began = time.monotonic()
    with pytest.raises(ConfigError, match=message) as told:
        load_config(tmp_path / "job.yaml", Settings)
    assert len(str(told.value)) < 1000
    assert time.monotonic() - began < 3


def test_a_config_that_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "folder.yaml").mkdir()
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for name, message in {
        "pipe": "it is a pipe; a file is needed",
        "zero": "it is a device; a file is needed",
        "folder": "it is a folder; a file is needed",
        "large": "it holds more than 16,777,216 bytes",
        "gone": "there is no such file",
        "n\0l": "cannot read .*: embedded null byte",
        "x" * 5000: "cannot read .*File name too long",
    }.items():
        with pytest.raises(ConfigError, match=message):
            read_yaml(tmp_path / f"{name}.yaml")
    with pytest.raises(SchemaError, match=r"cannot read .*: it is a"):
        load_schema(tmp_path)


def test_many_faults_are_cut_short(tmp_path: Path) -> None:
    (tmp_path / "job.yaml").write_text("".join(f"k{n}: 1\n" for n in range(2000)), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^2000 fault\(s\) in (?s:.*)\n  and 1,950 more$"):
        load_config(tmp_path / "job.yaml", Settings)


def test_aliases_and_merged_keys_are_used(tmp_path: Path) -> None:
    (tmp_path / "job.yaml").write_text(
        "names: &names [a, b]\nparts: [&one {x: 1, y: 2}, *one, {<<: *one, y: 3}]\n", encoding="utf-8"
    )
    assert load_config(tmp_path / "job.yaml", Settings).parts == ({"x": 1, "y": 2}, {"x": 1, "y": 2}, {"x": 1, "y": 3})
    changed = load_config(tmp_path / "job.yaml", Settings, ["parts.1.x=7"])
    assert changed.parts == ({"x": 1, "y": 2}, {"x": 7, "y": 2}, {"x": 1, "y": 3})  # not what it is an alias of


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("parts.².x=1", "expected a number from 0 to 0, got `²`"),
        ("parts.٣.x=1", "expected a number from 0 to 0, got `٣`"),
        ("parts.-1.x=1", "expected a number from 0 to 0, got `-1`"),
        (f"parts.{'9' * 5000}.x=1", "expected a number from 0 to 0, got `9{80}…`"),
        ("names.0=1", "the list has no entry `0`, it is empty"),
        ("parts.0.x.y=1", "`x` holds a value, not keys"),
        (f"{'a.' * 1000}b=1", "more than 50 keys inside one another"),
        (f"names={'[' * 100_000}", "line 1: more than 50 keys or lists inside one another"),
        ("names=[*a]", "the value is not YAML: .*undefined alias"),
        ("names=&a [*a]", "it holds itself by an alias"),
        ("size=\udce4", "the value is not YAML"),
        ("size", "write it as key.path=value"),
        ("=3", "write it as key.path=value"),
    ],
)
def test_a_broken_override_is_told(tmp_path: Path, override: str, message: str) -> None:
    (tmp_path / "job.yaml").write_text("names: []\nparts: [{x: 1}]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=f"^cannot apply --set .*{message}"):
        load_config(tmp_path / "job.yaml", Settings, [override])
