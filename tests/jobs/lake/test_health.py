"""The doctor's finding about the tables of a target, without Spark."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from jobs.cli.main import main
from jobs.lake.health import table_findings
from jobs.lake.tables.definitions import RUN_ID, Column
from jobs.lake.tables.target import TABLES
from jobs.session.health import Finding

OLD = Path(__file__).parents[2] / "data/target_0_1_0/target.zip"
ADVICE = "the next run does this, see Upgrading in docs/operations.md"


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A target with one table of the old one, which is as it was declared then."""
    tags = TABLES["tags"]
    own = tuple(RUN_ID if column.name == "run_id" else column for column in tags.columns)
    monkeypatch.setitem(TABLES, "tags", replace(tags, columns=own))
    shutil.unpack_archive(OLD, tmp_path / "all")
    shutil.move(tmp_path / "all/tags", tmp_path / "target/tags")
    return tmp_path / "target"


def test_what_a_run_will_change_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(table_findings(str(target))) == [Finding("tables", "ok", "as this version writes them")]
    tags = TABLES["tags"]
    changed = replace(
        tags, columns=(*tags.columns, Column("more", "INT", "Null.")), checks={**tags.checks, "own": "rank < 9"}
    )
    monkeypatch.setitem(TABLES, "tags", changed)
    assert list(table_findings(str(target))) == [
        Finding("tables", "warn", "tags: adds more; tags: adds check own", ADVICE)
    ]

    monkeypatch.setitem(TABLES, "tags", replace(tags, columns=(Column("rank", "BIGINT", "1 is best.", required=True),)))
    found = Finding(
        "tables", "fail", "tags has rank as int, this version writes bigint",
        "set another `target`, see Upgrading in docs/operations.md",
    )  # fmt: skip
    assert list(table_findings(str(target))) == [found]


def test_what_cannot_be_seen_is_left_to_the_run(target: Path) -> None:
    assert [each.found for each in table_findings("s3a://shop/target")] == [
        "s3a://shop/target is not local: a run tells what it changes before it does any work"
    ]
    assert [each.found for each in table_findings(str(target / "new"))] == ["none yet: the first run creates them"]
    (target / "tags/_delta_log/00000000000000000001.crc").unlink()
    assert [(each.status, each.found) for each in table_findings(str(target))] == [
        ("ok", "the logs of tags have no checksum: a run tells what it changes")
    ]


def test_the_doctor_says_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.cli.run.doctor.examine", lambda *_: iter(()))
    config = SimpleNamespace(target=str(target), places={"schema": "conf/schema"})
    monkeypatch.setattr("jobs.cli.run.doctor.job_config", lambda _: config)
    done = CliRunner().invoke(main, ["doctor", "--config", "job.yaml"])
    assert (done.exit_code, done.stdout) == (0, "ok   tables        as this version writes them\n")
