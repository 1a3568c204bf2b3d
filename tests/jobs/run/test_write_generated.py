"""Texts that a generative model words, in a run: what it says truly stands, all else stays as phrase rules say it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from jobs.lake.tables.target import TABLES
from tests.generators import parrot, tiny_seq2seq
from tests.jobs.run.job import Job
from tests.jobs.run.test_write import said, texts
from udfs.errors import ConfigError

ON = ("texts.keywords=0", "texts.summary=null", "texts.styles=[shop_page, marketplace_title]")
TRUE = "This lamp has a power of 5 W."


def by(model: Path | str, **more: object) -> tuple[str, ...]:
    wanted = {"model": str(model), "class": "seq2seq", "max_new_tokens": 40, "device": "cpu", **more}
    return (*ON, *(f"texts.generator.{key}={value}" for key, value in wanted.items()))


def shown(job: Job) -> dict[tuple[str, str, str], str | None]:
    return {key: row["text"] for key, row in texts(job).items()}


@pytest.mark.usefixtures("one_thread")
def test_nonsense_falls_back_and_truth_stands(job: Job, tmp_path: Path) -> None:
    plain = job.run(*ON)
    rules = shown(job)
    assert not {"texts_generated", "texts_refused"} & plain.counts.keys()
    n_asked = sum(text is not None and style == "shop_page" for (_, style, _), text in rules.items())
    assert n_asked >= 4

    model = tiny_seq2seq(tmp_path / "model")
    nonsense = job.run(*by(model))
    assert shown(job) == rules
    assert {row["generator"] for row in texts(job).values()} == {"phrases", None}
    assert nonsense.counts["products_written"] == 4  # the recipe is another
    assert (nonsense.counts["texts_generated"], nonsense.counts["texts_refused"]) == (0, n_asked)

    again = job.run(*by(model, token_budget=64))
    assert (again.counts["products_written"], again.counts["texts_refused"]) == (0, 0)
    assert again.table_versions["texts"] == nonsense.table_versions["texts"]

    shutil.rmtree(model)
    changed = job.run(*by(parrot(model, TRUE)))
    row = texts(job)["l1", "shop_page", "en"]
    assert (row["text"], row["generator"], row["verdict"], said(row)) == (TRUE, "model", "supported", {"power": "5 W"})
    assert (changed.counts["texts_generated"], changed.counts["texts_refused"]) == (1, n_asked - 1)
    assert shown(job) == {**rules, ("l1", "shop_page", "en"): TRUE}  # of l2, whose power is 9 W, it is a lie


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("/no/such/model", r"cannot load the generator '/no/such/model' \(class seq2seq\): there is no such folder"),
        ("phrases", r"a model called phrases is not told from"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_before_anything_is_read(job: Job, model: str, told: str) -> None:
    before: dict[str, Any] = {name: job.store.version(name) for name in TABLES}
    with pytest.raises(ConfigError, match=told):
        job.run(*by(model))
    assert {name: job.store.version(name) for name in TABLES} == before
