"""``facetmill schema learn``: rules and aliases of a schema from labelled pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml
from rich.console import Console

from jobs.cli.options import lang_option
from jobs.cli.schema.target import check_target, keep_draft, write_learned
from jobs.display.console import Cell, console, grid
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.places import default_schema
from training.rules.decision_list import Thresholds
from training.rules.harm import Refused
from training.rules.learning import Coverage, Key, Pair, coverage, cross_validated, learn_all
from udfs.errors import LabelError
from udfs.jsonl import made_of_lines
from udfs.schema.loading import load_schema
from udfs.schema.rules import Rule
from udfs.schema.schema import Schema
from udfs.text.keys import fold


@click.command("learn", cls=Command)
@click.option("--labels", required=True, metavar="FILE", help="JSON lines: category, attribute, raw, value.")
@click.option(
    "--schema",
    "folder",
    default=default_schema,
    type=click.Path(),
    help="Schema folder  [default: conf/schema, or else the bundled one]",
)
@click.option("--out", required=True, type=click.Path(), help="Folder for the schema with what was learned.")
@click.option("--min-support", default=2, show_default=True, type=click.IntRange(min=1), help="Pairs a rule needs.")
@click.option(
    "--min-precision", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="Share it must make right."
)
@click.option("--force", is_flag=True, help="Write into a folder of other files too, and keep those as NAME.bak.")
@lang_option
def command(labels: str, folder: str, out: str, min_support: int, min_precision: float, force: bool, lang: str) -> None:
    """Learn rules and aliases from pairs of what sellers wrote and the standard value, and write them into a schema.

    Each line names a category and an attribute of the schema by their ids, the raw text, and the value that is right
    for it, or a list of several. What was learned before is replaced; what people wrote stays, but for comments. An
    alias that would break a right value is left out and shown.

    \b
    Example:
      facetmill schema learn --labels pairs.jsonl --schema conf/schema --out build/schema
    """
    learn_schema(console(), labels, folder, out, Thresholds(min_support, min_precision), lang, force=force)


def learn_schema(
    out: Console, file: str, folder: str, target: str, thresholds: Thresholds, lang: str, *, force: bool
) -> None:
    """Learn from the pairs in ``file`` on top of the schema in ``folder``, write the result to ``target``, and print
    what was learned and how well it does."""
    check_target(Path(target), Path(folder), force=force)
    schema = load_schema(folder)
    pairs = read_pairs(file, schema)
    labels = Labels(schema, lang)
    both = learn_all(pairs, schema, thresholds)
    learned = both.schema
    kept = write_learned(learned, Path(target), force=force)
    keep_draft(Path(folder), Path(target))
    keys = sorted({(pair.category, pair.attribute) for pair in pairs})
    columns = [labels.say(column) for column in ("attribute", "rule", "support", "precision")]
    out.print(grid(out, columns, _rules(learned, keys, labels)))
    inside, outside = coverage(pairs, learned), cross_validated(pairs, schema, thresholds)
    columns = [labels.say(column) for column in ("attribute", "pairs", "right", "cross-validated")]
    out.print(grid(out, columns, _coverage(keys, inside, outside, labels)))
    wrote = "wrote {}; `right` is the share of the pairs, `cross-validated` of pairs left out of learning"
    if both.refused:
        columns = [labels.say(column) for column in ("attribute", "alias", "value", "text", "without it", "with it")]
        title = labels.say("aliases left out, as they would break a right value")
        out.print(grid(out, columns, _refused(both.refused, labels), title=title))
    if kept:
        out.print(labels.say("what the files said before is in {}").format(", ".join(map(str, kept))))
    out.print(labels.say(wrote).format(target))


def read_pairs(path: str, schema: Schema) -> list[Pair]:
    """Labelled pairs from a file of JSON lines. Raises LabelError that lists faults with file and line."""
    try:
        pairs, faults = made_of_lines(path, lambda row: _pair(row, schema))
    except OSError as cause:
        raise LabelError(f"cannot read labelled pairs from {path}: {cause}") from cause
    if faults:
        raise LabelError(f"cannot learn from {path}: {faults}")
    if not pairs:
        raise LabelError(f"cannot learn from {path}: it holds no labelled pair")
    return pairs


def _pair(data: dict[str, Any], schema: Schema) -> Pair:
    category, attribute, raw = (_text(data, key) for key in ("category", "attribute", "raw"))
    if category not in schema.categories:
        raise ValueError(f"the schema has no category {category!r}; it has {', '.join(schema.categories)}")
    attributes = schema.categories[category].attributes
    if attribute not in attributes:
        raise ValueError(f"category {category} has no attribute {attribute!r}; it has {', '.join(attributes)}")
    values = data.get("value")
    values = values if isinstance(values, list) else [values]
    if not values or not all(isinstance(value, str) and value for value in values):
        raise ValueError(f"`value` must be a text or a list of texts, none of them empty, got {data.get('value')!r}")
    allowed = attributes[attribute]
    if allowed.is_choice and not any(fold(value) in allowed.value_by_wording for value in values):
        names = ", ".join(value.name.first for value in allowed.values.values())
        raise ValueError(f"{category}.{attribute} has no value {' or '.join(map(repr, values))}; it has {names}")
    return Pair(category, attribute, raw, tuple(values))


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{key}` must be a text that is not empty, got {value!r}")
    return value


def _place(key: Key, labels: Labels) -> str:
    """Category and attribute: their ids, as the files name them, or their Chinese names."""
    category, attribute = key
    return f"{labels.category(category)}.{labels.attribute(*key)}" if labels.lang != "en" else f"{category}.{attribute}"


def _rules(schema: Schema, keys: Sequence[Key], labels: Labels) -> Iterator[list[Cell]]:
    """A row for each learned rule; the learned aliases of a closed list are counted in one."""
    for key in keys:
        attribute, label = schema.attribute(*key), _place(key, labels)
        for rule in attribute.rules:
            if rule.learned:
                yield [label, _shown(rule), rule.support, rule.precision]
        evidence = [each for value in attribute.values.values() for each in value.learned.values()]
        if evidence:
            support = sum(each.support for each in evidence)
            right = sum(each.support * each.precision for each in evidence)
            yield [label, labels.say("{} aliases of values").format(len(evidence)), support, right / support]


def _refused(refused: Mapping[Key, Sequence[Refused]], labels: Labels) -> Iterator[list[Cell]]:
    """A row for each alias, with a text that it would change."""
    for key, aliases in refused.items():
        values = labels.schema.attribute(*key).values
        for each in aliases:
            name = values[each.value].name.first
            yield [_place(key, labels), each.alias, name, each.text, each.before, each.after or labels.say("nothing")]


def _shown(rule: Rule) -> str:
    """The steps as they stand in the file."""
    steps = rule.model_dump(mode="json", exclude_defaults=True)["do"]
    text: str = yaml.safe_dump(steps, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False)
    return text.strip()


def _coverage(
    keys: Sequence[Key], inside: Mapping[Key, Coverage], outside: Mapping[Key, Coverage], labels: Labels
) -> Iterator[list[Cell]]:
    for key in keys:
        yield [_place(key, labels), inside[key].pairs, inside[key].share, outside[key].share]
    all_inside, all_outside = (_sum(part.values()) for part in (inside, outside))
    yield [labels.say("all"), all_inside.pairs, all_inside.share, all_outside.share]


def _sum(parts: Iterable[Coverage]) -> Coverage:
    counts = [(part.pairs, part.right) for part in parts]
    return Coverage(sum(pairs for pairs, _ in counts), sum(right for _, right in counts))
