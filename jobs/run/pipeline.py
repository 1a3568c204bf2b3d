"""The standardize run, top to bottom: its stages, and what each hands to the next."""

from __future__ import annotations

from contextlib import ExitStack

from pyspark.sql import SparkSession

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake import runs
from jobs.lake.runs import RunSummary
from jobs.lake.store import sign
from jobs.run.categorize import categorize_listings
from jobs.run.finish import clean_up, finish
from jobs.run.infer import infer
from jobs.run.job import prepare
from jobs.run.read import read
from jobs.run.release.held import hold
from jobs.run.release.judge import judge_run
from jobs.run.reported import spark_errors_reported
from jobs.run.staged import Staged
from jobs.run.standardizing.standardize import standardize

STOPPED = "readers stay on the last published run, and running again goes on from what is finished"
"""What Ctrl-C leaves behind."""


def run(spark: SparkSession, config: JobConfig, progress: Progress) -> RunSummary:
    """Standardize the sources of a config into its target.

    Raises InputError when something given is wrong, mostly before anything is written, LimitError when a gate holds the
    run, and RunError for what running again heals. Nothing is published then. Once what was wrong is corrected, a run
    goes on with what this one has finished; one that is held waits for a person: see :mod:`jobs.run.release.resume`.
    """
    with spark_errors_reported(progress, config), ExitStack() as work:
        work.callback(sign, spark, None)
        with progress.stage("prepare"):
            job = prepare(spark, config, progress)
            work.enter_context(job.staging.at_work(job.started_at))
        with progress.stage("read"):
            found = read(job)
        with progress.stage("infer"):
            n_inferred = infer(job, found)
        with progress.stage("categorize"):
            categorized = categorize_listings(job, found, check_extractions=n_inferred > 0)
        with progress.stage("standardize"):
            standardized = standardize(job, found, categorized)
        with progress.stage("judge"):
            judgement = judge_run(job, found.n_rows, categorized, standardized)
        sources = [runs.source_facts(*each) for each in zip(job.sources, found.rows, strict=True)]
        staged = Staged(found, n_inferred, categorized, standardized, sources, judgement)
        if judgement.holds:
            hold(job, staged)
        summary = finish(job, staged)
    clean_up(job)
    return summary
