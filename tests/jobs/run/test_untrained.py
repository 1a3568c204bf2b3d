"""The job without a model, and with a checkpoint that has not learnt all of the schema."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from jobs.cli.ask.explain import explain
from jobs.lake.runs import RunSummary
from jobs.language.names import Labels
from jobs.reading.light import LightLibrary
from tests.jobs.run.job import Job
from udfs.errors import CheckpointError
from udfs.schema.loading import load_schema

STYLE = "      glaze:\n        name: {en: Glaze, zh: 釉}\n        description: {en: Its surface}\n        kind: span\n"
VASE = """  vase:
    name: {en: Vase}
    description: {en: For flowers}
    aliases: [boats]
    attributes:
      height: {name: {en: Height}, description: {en: How high}, kind: quantity, unit: cm}
"""
OPEN = ("thresholds.value=0", "thresholds.untrained=0")


def teach(job: Job) -> None:
    """Two things that the checkpoint has not learnt: an attribute and a category."""
    job.edit("schema/tiny.yaml", "  lamp:\n", f"{STYLE}{VASE}  lamp:\n")


def rows(job: Job, table: str, *names: str) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in names) for row in job.store.read(table).collect()}


def explained(job: Job, product_id: str) -> str:
    schema, out = load_schema(job.folder / "schema"), Console(file=io.StringIO(), width=200)
    explain(out, LightLibrary.open(str(job.target)), schema, Labels(schema, "en"), product_id, None)
    return " ".join(out.file.getvalue().split())  # type: ignore[attr-defined]


def test_without_a_model_nothing_is_inferred_and_one_may_come_and_go(ready_job: Job) -> None:
    job = ready_job
    rules = ("checkpoint=none", "thresholds.value=0")
    summary = job.run(*rules)
    names = ("read", "standardized", "rejected", "texts_inferred", "made_anew")
    assert [summary.counts[name] for name in names] == [9, 4, 5, 0, 4]
    assert (job.store.read("extractions").count(), job.store.read("models").count()) == (0, 0)
    first = job.values()
    assert {origin for _, _, origin, _ in first.values()} == {"seller", None}
    assert (first["a1", "capacity"][1], first["a2", "brand"][1], first["l1", "power"][1]) == ("350 ml", "Acme", "5 W")
    assert rows(job, "attributes", "source_model", "trained") == {("none", None)}
    assert rows(job, "runs", "model") == {("none",)}
    assert "made by rules alone, without a model" in explained(job, "a1")

    model = job.run("thresholds.value=0")
    assert (model.counts["texts_inferred"], model.counts["made_anew"], model.counts["from_model"] > 0) == (4, 4, True)
    assert job.store.read("models").count() == 1
    # what sellers state says the same, and keeps the model of its last change
    assert rows(job, "attributes", "source_model") == {("none",), (model.model,)}

    again = job.run(*rules)
    assert (again.counts["texts_inferred"], again.counts["made_anew"]) == (0, 4)
    assert job.values() == first


def test_without_a_model_unplaced_goods_are_rejected_or_kept_and_say_why(ready_job: Job) -> None:
    job = ready_job
    job.run("checkpoint=none", "unknown_category=model")
    [row] = job.store.read("rejected").filter("reason = 'unknown_category'").collect()
    why = "the schema has no category Boats; there is no model to tell, as `checkpoint` is none"
    assert (row["product_id"], row["detail"]) == ("a4", why)
    kept = job.run("checkpoint=none", "unknown_category=none")
    assert (kept.counts["without_category"], kept.counts["standardized"]) == (1, 5)


def test_what_the_checkpoint_has_not_learnt_is_left_to_the_rules(job: Job, finished: tuple[Path, RunSummary]) -> None:
    teach(job)
    with pytest.raises(CheckpointError, match=r"differs: category vase, mug\.glaze\).*`allow_untrained: true`"):
        job.run()
    summary = job.run("allow_untrained=true", *OPEN)
    counts = summary.counts
    assert (counts["texts_inferred"], counts["untrained_attributes"], counts["untrained_categories"]) == (0, 2, 1)
    assert job.values()["a1", "glaze"] == ("standard", "matte", "seller", "text")
    assert rows(job, "attributes", "attribute", "origin") >= {("brand", "model"), ("glaze", "seller")}
    assert ("glaze", "model") not in rows(job, "attributes", "attribute", "origin")
    assert rows(job, "products", "product_id", "category", "category_origin") >= {("a4", "vase", "seller")}
    assert counts["standardized"] == 5
    [run] = job.store.read("runs").filter(f"run_id = '{summary.run_id}'").collect()
    [earlier] = job.store.read("runs").filter(f"run_id = '{finished[1].run_id}'").collect()
    assert run["model_schema"] == earlier["model_schema"]


def test_the_model_may_be_asked_about_what_it_has_not_learnt(job: Job) -> None:
    teach(job)
    summary = job.run("ask_untrained=true", *OPEN)
    assert summary.counts["texts_inferred"] == 5
    found = rows(job, "attributes", "attribute", "origin", "trained")
    assert ("glaze", "model", False) in found
    assert {attribute for attribute, _, trained in found if trained is not None} == {"glaze"}
    assert job.values()["a1", "glaze"][2] == "seller"
    assert "the model has not learnt this attribute" in explained(job, "a2")
    sure = job.run("ask_untrained=true", "thresholds.value=0", "thresholds.untrained=1")
    assert sure.counts["texts_inferred"] == 0
    assert ("glaze", "model", False) not in rows(job, "attributes", "attribute", "origin", "trained")
