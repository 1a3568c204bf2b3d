"""Starting Spark: what is missing is said before a JVM starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.session.properties import read_properties
from jobs.session.start import build_session, require_java
from udfs.errors import EnvironmentFault


def fake_java(home: Path, version: str) -> None:
    java = home / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2020-01-01' >&2\n", encoding="utf-8")
    java.chmod(0o755)


def test_java_is_checked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EnvironmentFault, match=f"found no Java .JAVA_HOME is {tmp_path}.: install a JDK 17 or 21"):
        require_java()
    fake_java(tmp_path, "1.8.0_402")
    with pytest.raises(EnvironmentFault, match="found Java 8; Spark needs 17 or 21"):
        build_session("never started", "conf/spark/local.conf")


@pytest.mark.parametrize("version", ["17.0.15", "21"])
def test_fit_java_passes(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    require_java()


def test_properties_file(tmp_path: Path) -> None:
    path = tmp_path / "spark.conf"
    path.write_text("# comment\n\nspark.a   1 2\nspark.b=x=y\n", encoding="utf-8")
    assert read_properties(path) == {"spark.a": "1 2", "spark.b": "x=y"}
    with pytest.raises(EnvironmentFault, match="cannot read the Spark properties file"):
        read_properties(tmp_path / "absent.conf")
