"""A run that a gate holds, and what people decide of it, on real tables: one story, told once, copied for each end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyspark.sql import SparkSession

from jobs.cli.main import main
from jobs.display.progress import Progress
from jobs.lake import synchronize as synchronizing
from jobs.lake.runs import newest_run
from jobs.lake.store import Store
from jobs.lake.tables.target import CACHES, DERIVED, TABLES
from jobs.reading.library import Library
from jobs.reading.published.target import Target
from jobs.run.recipes import stale_categories
from jobs.run.release.resume import discard, release
from tests.jobs.run.test_derive import Job
from udfs.errors import InputError, LimitError, TableError

GATES = (
    "gates=[{measure: lost, most: 0.1, least: 1}, {measure: coverage, most: 0.4, least: 1, by: [category, attribute]}, "
    "{measure: lost, most: 0.9}, {measure: unmapped, most: 0, level: warn, least: 1}]"
)
BY_WHOM = ("Li Wei", "as planned")
PUBLISHED = TABLES.keys() - CACHES - {"runs"}


class Story:
    """A job that was published, and then held: the colour of a mug is gone from its source."""

    def __init__(self, spark: SparkSession, folder: Path, schema: Path) -> None:
        self.folder, self.schema = folder, schema
        self.job = Job(spark, folder, schema)
        self.first = self.job.run(GATES)
        self.before = versions(self.job.store)
        self.lose(self.job)
        with pytest.raises(LimitError) as stopped:
            self.job.run(GATES)
        self.error = stopped.value
        self.run_id = next(run_id for run_id, state in states(self.job.store).items() if state == "held")

    def lose(self, job: Job) -> None:
        job.edit('""Colour"":""jet black"",', "")

    def copied(self, folder: Path) -> Job:
        """The same job elsewhere, with its target as it is now."""
        shutil.copytree(self.folder / "target", folder / "target")
        copy = Job(self.job.spark, folder, self.schema)
        self.lose(copy)
        return copy


@pytest.fixture(scope="module")
def story(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tiny_schema_folder: Path, empty_target: Path
) -> Story:
    folder = tmp_path_factory.mktemp("story")
    shutil.copytree(empty_target, folder / "target")
    return Story(spark, folder, tiny_schema_folder)


@pytest.fixture
def copy(story: Story, tmp_path: Path) -> Job:
    return story.copied(tmp_path)


def command(name: str, run_id: str, job: Job, by: str, why: str) -> Result:
    """One of the commands that decide of a run."""
    asked = [name, run_id, "--target", job.store.target, "--by", by, "--why", why]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    return result


def versions(store: Store) -> dict[str, int | None]:
    return {name: store.version(name) for name in TABLES}


def states(store: Store) -> dict[str, str]:
    return {row["run_id"]: row["state"] for row in store.read("runs").collect()}


def rows(store: Store, versions: dict[str, int]) -> dict[str, list[str]]:
    """By table what a reader sees of it, without which run wrote it."""
    kept = {name: [c for c in TABLES[name].content if c != "run_id"] for name in versions if name in PUBLISHED}
    return {
        name: sorted(map(str, store.read(name, versions[name]).select(*columns).collect()))
        for name, columns in kept.items()
    }


def test_nothing_but_its_own_row_is_written_of_a_run_that_is_held(story: Story) -> None:
    assert str(story.error).startswith(
        f"run {story.run_id} is held, nothing was published: 1 of 7 values (14.3%) are lost, `lost` allows 10.0%; "
        "mug color: coverage falls by 50.0% of 2 products, `coverage` allows 40.0%. `facetmill gate` shows examples. "
        f"Release it with `facetmill release {story.run_id} --by NAME --why TEXT`"
    )
    assert story.error.exit_code == 3
    store, target = story.job.store, story.job.store.target
    after = versions(store)
    assert {name for name in TABLES if after[name] != story.before[name]} == {"runs"}
    (row,) = store.read("runs").filter("state = 'held'").collect()
    assert [(v["gate"], v["category"], v["measured"], v["failed"]) for v in row["verdicts"]] == [
        ("lost", None, 0.142857, True), ("coverage", "mug", 0.5, True), ("unmapped", None, 0.0, False),
    ]  # fmt: skip
    assert [(e["gate"], e["product_id"], e["before"], e["after"]) for e in row["examples"]] == [
        ("lost", "a", "Black", None), ("coverage", "a", "Black", None),
    ]  # fmt: skip
    assert row["table_versions"] == story.first.table_versions  # whoever takes the newest row is right

    for newest in (Library.open(story.job.spark, target).run.run_id, Target(target).run["run_id"]):
        assert newest == story.first.run_id
    for opened in (lambda: Library.open(story.job.spark, target, story.run_id), lambda: Target(target, story.run_id)):
        with pytest.raises(TableError, match=rf"run {story.run_id} of .* is held, and nothing of it is published; "):
            opened()


def test_a_released_run_is_what_it_would_have_been_without_gates(
    story: Story, copy: Job, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = story.copied(tmp_path_factory.mktemp("ungated"))
    ungated = other.run("gates=[{measure: lost, most: 0.1, least: 1, level: warn}]")  # as if no run had been held
    assert (ungated.counts["made_anew"], ungated.counts["attributes_deleted"]) == (1, 1)
    assert [(verdict.failed, verdict.level) for verdict in ungated.verdicts] == [(True, "warn")]
    with pytest.raises(InputError, match=rf"run {ungated.run_id} was published since it was held, and takes its place"):
        release(other.spark, other.store.target, story.run_id, *BY_WHOM, Progress())

    told = command("release", story.run_id, copy, *BY_WHOM)
    assert story.run_id in told.stdout
    assert "products standardized 3" in " ".join(told.stdout.split())
    row = Library.open(copy.spark, copy.store.target).run_row()
    assert {**row["counts"], "read": 3} == ungated.counts
    assert rows(copy.store, row["table_versions"]) == rows(other.store, ungated.table_versions)
    assert row["table_versions"].keys() >= DERIVED
    assert states(copy.store) == {story.first.run_id: "live", story.run_id: "live"}
    assert (row["run_id"], row["decided_by"], row["decided_why"]) == (story.run_id, *BY_WHOM)
    assert row["started_at"] < row["decided_at"] < row["finished_at"]
    assert row["table_versions"]["runs"] == copy.store.version("runs")
    assert not (Path(copy.file).parent / "target/_staging" / story.run_id).exists()
    with pytest.raises(InputError, match=rf"cannot release run {story.run_id}: it is live since 20"):
        release(copy.spark, copy.store.target, story.run_id, *BY_WHOM, Progress())
    newest = newest_run(copy.store)
    assert newest is not None
    assert stale_categories(copy.store, newest, newest.recipes) == frozenset()  # the next run makes nothing anew


def test_after_a_release_that_died_the_next_run_is_judged_by_the_last_live_one(
    story: Story, copy: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = synchronizing.commit

    def dies(store: Store, name: str, changes: Any) -> None:
        if name == "products":
            raise KeyboardInterrupt
        original(store, name, changes)

    with monkeypatch.context() as patched:
        patched.setattr(synchronizing, "commit", dies)
        with pytest.raises(KeyboardInterrupt):
            release(copy.spark, copy.store.target, story.run_id, *BY_WHOM, Progress())
    assert copy.store.read("attributes").filter("product_id = 'a' AND attribute = 'color'").isEmpty()
    assert Target(copy.store.target).run["run_id"] == story.first.run_id
    with pytest.raises(InputError, match="since it was held, table attributes was written to"):
        release(copy.spark, copy.store.target, story.run_id, *BY_WHOM, Progress())
    with pytest.raises(LimitError, match=r"1 of 7 values \(14\.3%\) are lost"):
        copy.run(GATES)


def test_a_discarded_run_keeps_its_row_alone(story: Story, copy: Job) -> None:
    told = command("discard", story.run_id, copy, "Li Wei", "the export was cut off")
    assert told.stdout == f"run {story.run_id} is discarded; readers stay on the last published run\n"
    (row,) = copy.store.read("runs").filter("state = 'discarded'").collect()
    assert (row["run_id"], row["decided_why"], len(row["verdicts"])) == (story.run_id, "the export was cut off", 3)
    assert not (Path(copy.file).parent / "target/_staging" / story.run_id).exists()
    assert Target(copy.store.target).run["run_id"] == story.first.run_id
    with pytest.raises(TableError, match="was discarded by Li Wei, and its tables were never published"):
        Target(copy.store.target, story.run_id)
    with pytest.raises(InputError, match=rf"cannot release run {story.run_id}: Li Wei discarded it on 20"):
        release(copy.spark, copy.store.target, story.run_id, *BY_WHOM, Progress())
    with pytest.raises(TableError, match="holds no finished run 'none'; there are"):
        discard(copy.spark, copy.store.target, "none", *BY_WHOM)


def decide(job: Job) -> None:
    job.store.spark.sql(
        f"INSERT INTO delta.`{job.store.path('decisions')}` (category, attribute, raw_value, action, value, "
        "decided_by, decided_at) VALUES ('mug', 'color', '白色', 'map', 'black', 'Li Wei', current_timestamp())"
    )


def write_to_tags(job: Job) -> None:
    job.store.spark.sql(f"DELETE FROM delta.`{job.store.path('products')}` WHERE product_id = 'c'")


def lose_staging(job: Job) -> None:
    shutil.rmtree(Path(job.file).parent / "target/_staging")


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        (decide, r"since it was held, what decides values has changed \(decisions\)\. Nothing was published"),
        (write_to_tags, r"since it was held, table products was written to\. Nothing was published"),
        (lose_staging, r"what it had staged is gone; run the job again"),
    ],
)
def test_what_has_moved_since_is_not_released(story: Story, copy: Job, moves: Callable[[Job], Any], told: str) -> None:
    moves(copy)
    before = versions(copy.store)
    with pytest.raises(InputError, match=rf"^cannot release run {story.run_id}: {told}"):
        release(copy.spark, copy.store.target, story.run_id, *BY_WHOM, Progress())
    assert versions(copy.store) == before
    assert states(copy.store)[story.run_id] == "held"
