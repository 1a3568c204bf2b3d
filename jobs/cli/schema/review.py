"""``facetmill schema review``: the marks of a draft, one after the other, on the terminal.

Each answer is written before the next question: one may stop anywhere and go on later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import get_args

import click

from jobs.cli.schema.target import write_learned
from jobs.display.console import one_line
from jobs.display.endings import Command
from jobs.drafting.folder import earlier_draft, save_review
from training.drafting import edits
from training.drafting.draft import Earlier
from training.drafting.folder.state import Answer, OpenMark, State
from udfs.errors import SchemaError
from udfs.records import Kind
from udfs.schema.schema import Schema

_ANSWERS = {"a": "accept", "r": "rename", "m": "merge", "d": "drop", "k": "kind", "s": "skip", "q": "quit"}
_SHOWN = 6  # examples and keys of a question
_WIDTH = 100


@click.command("review", cls=Command, stopped="what was answered before is written")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--limit", type=click.IntRange(min=1), help="Marks to walk through  [default: all]")
def command(folder: str, limit: int | None) -> None:
    """Walk through what a draft was not sure of: accept, rename, merge, drop, or another kind.

    The marks of most rows come first. An answer is written at once; those that are skipped come again next time.

    \b
    Example:
      facetmill schema review conf/mine
    """
    target = Path(folder)
    earlier = earlier_draft(target)
    if earlier is None:
        raise SchemaError(f"{target} holds no draft: make one by `facetmill schema draft SOURCE --out {target}`")
    marks = earlier.state.open[:limit]
    if not marks:
        click.echo(f"no mark of {target} waits for an answer")
        return
    review(target, earlier, marks)


def review(target: Path, earlier: Earlier, marks: list[OpenMark]) -> None:
    """Ask about each mark, and write each answer."""
    schema, state, answered = earlier.schema, earlier.state, 0
    for place, mark in enumerate(marks, 1):
        if not _concerns(schema, state, mark):
            state = state.answered(mark, "superseded")
            continue
        _show(place, len(marks), mark, schema, state)
        made = _answer(mark, schema, state)
        if made is None:
            break
        if made is _SKIPPED:
            continue
        changed, state = made
        kept = save_review(target, changed, state, partial(write_learned, force=True))
        for file in kept:
            click.echo(f"  what {target} said before is in {file}")
        schema, answered = changed or schema, answered + 1
    click.echo(
        f"{answered} answered, {len(state.open)} wait in {target}; check it by `facetmill schema check {target}`"
    )


_Made = tuple[Schema | None, State]
_SKIPPED: _Made = (None, State())


def _answer(mark: OpenMark, schema: Schema, state: State) -> _Made | None:
    """The schema, null where it stays as it is, and the marks after one answer; null to stop here."""
    told = ", ".join(f"{key} {word}" for key, word in _ANSWERS.items())
    while True:
        key = click.prompt(f"  {told}", type=click.Choice(list(_ANSWERS)), default="a", show_choices=False)
        if key == "q":
            return None
        if key == "s":
            return _SKIPPED
        try:
            changed, answer, to = _EDITS[key](mark, schema, state)
        except SchemaError as error:
            click.echo(f"  that does not work: {error}")
            continue
        return changed, state.answered(mark, answer, to)


_Edit = tuple[Schema | None, Answer, str | None]


def _accept(mark: OpenMark, schema: Schema, _: State) -> _Edit:
    if mark.unit is not None:
        name = click.prompt("  its name").strip()
        return edits.with_quantity(schema, mark.about, name, mark.unit), "accepted", name
    added = edits.with_values(schema, mark.about, mark.values) if mark.values else None
    return added, "accepted", None


def _rename(mark: OpenMark, schema: Schema, _: State) -> _Edit:
    _require_known(mark, schema)
    _require_no_proposal(mark)
    name = click.prompt("  its name").strip()
    change = edits.renamed_category if mark.of == "category" else edits.renamed_attribute
    return change(schema, mark.about, name), "renamed", name


def _merge(mark: OpenMark, schema: Schema, _: State) -> _Edit:
    _require_no_proposal(mark)
    into = click.prompt("  into (id)", default=mark.into).strip()
    return _merged(mark, schema, into), "merged", into


def _merged(mark: OpenMark, schema: Schema, into: str) -> Schema:
    """What is a category or attribute is one with the other; a wording that is neither becomes an alias of it."""
    if mark.of == "category":
        known = mark.about in schema.categories
        return (edits.merged_category if known else edits.with_level)(schema, mark.about, into)
    known = mark.about in _attributes(schema)
    return (edits.merged_attribute if known else edits.with_key)(schema, mark.about, into)


def _drop(mark: OpenMark, schema: Schema, _: State) -> _Edit:
    if mark.unit is not None:
        return None, "dropped", None  # only the proposal
    of_category = mark.of == "category"
    if mark.about not in (schema.categories if of_category else _attributes(schema)):
        return None, "dropped", None  # it is none already
    change = edits.dropped_category if of_category else edits.dropped_attribute
    return change(schema, mark.about), "dropped", None


def _kind(mark: OpenMark, schema: Schema, state: State) -> _Edit:
    _require_known(mark, schema)
    if mark.of == "category":
        raise SchemaError("a category has no kind")
    kind: Kind = click.prompt("  kind", type=click.Choice(get_args(Kind)))
    unit = click.prompt("  unit, such as g, cm, inch, count").strip() if kind in ("quantity", "dimensions") else None
    stated = _stated(state, mark.about)
    return edits.with_kind(schema, mark.about, kind, unit, stated), "kind", f"{kind} {unit}" if unit else kind


_EDITS: Mapping[str, Callable[[OpenMark, Schema, State], _Edit]] = {
    "a": _accept, "r": _rename, "m": _merge, "d": _drop, "k": _kind,
}  # fmt: skip


def _stated(state: State, attribute: str) -> dict[str, int]:
    """What is stated of an attribute: its values, or the examples of one that has none."""
    found = {
        wording: rows
        for line in state.lines("value")
        if line["attribute"] == attribute
        for wording, rows in line["wordings"].items()
    }
    examples = (line["examples"] for line in state.lines("attribute") if line["id"] == attribute)
    return found or {text: rows for each in examples for text, rows in each}


def _concerns(schema: Schema, state: State, mark: OpenMark) -> bool:
    """Whether what a mark is about is still there. A wording that was no category and no attribute always is."""
    known = schema.categories if mark.of == "category" else _attributes(schema)
    into = mark.into is None or mark.into in known
    was_one = any(line["id"] == mark.about for line in state.lines(mark.of))
    return into and (not was_one or mark.about in known)


def _require_known(mark: OpenMark, schema: Schema) -> None:
    known = schema.categories if mark.of == "category" else _attributes(schema)
    if mark.about not in known:
        raise SchemaError(f"{mark.about!r} is no {mark.of} of the schema; merge it into one, or accept that")


def _require_no_proposal(mark: OpenMark) -> None:
    if mark.unit is not None:
        raise SchemaError("this proposes an attribute: accept it and give its name, or drop it")


def _attributes(schema: Schema) -> set[str]:
    return {key for category in schema.categories.values() for key in category.attributes}


def _show(place: int, of: int, mark: OpenMark, schema: Schema, state: State) -> None:
    click.echo(f"\n{place}/{of}  {mark.of} {click.style(mark.about, bold=True)}: {mark.question} ({mark.rows:,} rows)")
    if mark.of == "category":
        lines = [line for line in state.lines("category") if line["id"] == mark.about]
        _echo("goods", [title for line in lines for title in line["examples"]])
        return
    for line in state.lines("attribute"):
        if line["id"] == mark.about:
            own = next(c.attributes[mark.about] for c in schema.categories.values() if mark.about in c.attributes)
            _echo("is", [f"{own.name.first}, {own.kind}{f' in {own.unit}' if own.unit else ''}; {line['why']}"])
            _echo("keys", [f"{key} ({rows}, {site or source})" for source, site, key, rows in line["keys"]])
            _echo("states", [f"{text} ({rows})" for text, rows in line["examples"]])


def _echo(word: str, texts: list[str]) -> None:
    if texts:
        click.echo(f"  {word}: {one_line(' | '.join(one_line(text, 60) for text in texts[:_SHOWN]), _WIDTH)}")
