"""Work of one run, kept in Parquet under the target so that expensive or shared steps are computed once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from pyspark.sql import Column, DataFrame, Observation

from jobs.lake.lease import Lease
from jobs.lake.store import Store
from jobs.session import files
from jobs.session.faults import SPARK_ERRORS

_FOLDER = "_staging"
_HELD = "held.json"
_KEPT = timedelta(days=1)  # what versions wrote that had no lease: a run that is still at work needs its folder


class Staging:
    """The folder ``<target>/_staging/<run_id>``. Nothing in it is needed once the run has ended, well or not; that of a
    run that is held is kept until somebody decides, or another run is published.
    """

    def __init__(self, store: Store, run_id: str) -> None:
        self.spark = store.spark
        self._parent = f"{store.target}/{_FOLDER}"
        self.folder = f"{self._parent}/{run_id}"
        self.lease = Lease(store.spark, self.folder)

    def path(self, name: str) -> str:
        """Where a staged frame lies."""
        return f"{self.folder}/{name}"

    def write(
        self, name: str, frame: DataFrame, /, *split_by: str, **figures: Column
    ) -> tuple[DataFrame, dict[str, int]]:
        """Compute a frame once: the stored frame, and aggregate ``figures`` taken from the rows on their way.

        ``split_by`` columns become folders, so that a filter on them reads only its part.
        """
        watched, observation = watch(frame, **figures) if figures else (frame, None)
        writer = watched.write.mode("overwrite").partitionBy(*split_by) if split_by else watched.write.mode("overwrite")
        writer.parquet(self.path(name))
        # The schema is known: reading it from the files again would cost a job.
        stored = self.spark.read.schema(frame.schema).parquet(self.path(name))
        return stored, dict(observation.get) if observation is not None else {}

    def read(self, name: str) -> DataFrame:
        """A frame that another process has staged."""
        return self.spark.read.parquet(self.path(name))

    def keep(self, state: str) -> None:
        """Keep this folder though its run ends, with what it takes to go on."""
        files.write(self.spark, self.path(_HELD), state)

    def kept(self) -> str | None:
        """What :meth:`keep` was told; null where the folder is not kept, or no more there."""
        return files.read(self.spark, self.path(_HELD))

    def remove(self) -> None:
        """Delete this run's staging."""
        files.delete(self.spark, self.folder)

    def remove_kept(self) -> None:
        """Delete what held runs have left: another one is published, and what they would change is not as they saw it.

        What cannot be deleted is left to the next run.
        """
        for run_id in files.names(self.spark, self._parent):
            with suppress(*SPARK_ERRORS):
                if files.exists(self.spark, f"{self._parent}/{run_id}/{_HELD}"):
                    files.delete(self.spark, f"{self._parent}/{run_id}")

    @contextmanager
    def at_work(self, now: datetime) -> Iterator[None]:
        """Keep this run's folder while the body works, and first delete those of dead runs (see :meth:`remove_old`).

        The folder stays when the body ends: the next run deletes it where this one does not.
        """
        self.lease.begin()
        try:
            self.remove_old(now)
            yield
        finally:
            self.lease.end()

    def remove_old(self, now: datetime) -> None:
        """Delete what runs have left behind that are neither at work nor held; without a lease, a day after they began.

        ``now`` is in UTC. What cannot be deleted, or is by another run at this moment, is left to the next run.
        """
        oldest = run_stamp(now - _KEPT)
        for run_id in files.names(self.spark, self._parent):
            with suppress(*SPARK_ERRORS):
                self._remove_if_dead(run_id, oldest)

    def _remove_if_dead(self, run_id: str, oldest: str) -> None:
        folder = f"{self._parent}/{run_id}"
        if files.exists(self.spark, f"{folder}/{_HELD}"):
            return
        at_work = folder == self.folder or self.lease.at_work(folder)
        if at_work is False or (at_work is None and run_id < oldest):
            files.delete(self.spark, folder)


def run_stamp(started: datetime) -> str:
    """How the id of a run begins that started then, in UTC: later ones sort behind."""
    return f"{started:%Y%m%dT%H%M%SZ}"


def watch(frame: DataFrame, **figures: Column) -> tuple[DataFrame, Observation]:
    """The frame, and aggregates of its rows that can be had once it has been computed: no second pass for a count."""
    observation = Observation()
    return frame.observe(observation, *(figure.alias(name) for name, figure in figures.items())), observation
