"""What a draft found, on the terminal: columns, categories, attributes, what was left out, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console

from jobs.display.console import Cell, grid, one_line
from jobs.display.progress import Progress
from jobs.drafting.sources import Opened
from jobs.language.translations import in_chinese
from training.drafting.draft import Draft
from training.drafting.evidence import Facts
from training.drafting.keys.junk import says_nothing
from udfs.schema.definitions import Attribute

Say = Callable[[str], str]

_CATEGORIES, _ATTRIBUTES = 30, 40
_NAME, _EXAMPLES = 32, 50  # cells of a column


def show_guess(progress: Progress, opened: Opened, lang: str) -> None:
    """A line for each column of a file that nobody had described."""
    for note in opened.source.notes:
        progress.note(f"note: {note}")
    source = opened.source.source
    if opened.guess and (encoding := source.options.get("encoding")):
        progress.note(f"{source.name}: read as {encoding}")
    for told in opened.guess.told if opened.guess else ():
        role = told.role or _say(lang)("left out")
        progress.note(f"{source.name}.{one_line(told.column, _NAME)}: {role} ({told.why})")


def show_draft(out: Console, made: Draft, target: Path, kept: Sequence[Path], lang: str) -> None:
    """Print categories with their rows, attributes with their fill, what was left out, and the next commands."""
    say = _say(lang)
    categories = ("category", "name", "rows", "attributes", "required")
    out.print(grid(out, [say(column) for column in categories], [*_categories(made, say)], title=say("Categories")))
    columns = ("attribute", "name", "kind", "unit", "rows", "fill", "values", "examples")
    rows = [*_attributes(made)]
    out.print()
    out.print(grid(out, [say(column) for column in columns], rows[:_ATTRIBUTES], title=say("Attributes")))
    if len(rows) > _ATTRIBUTES:
        out.print(say("{:,} more, see {}").format(len(rows) - _ATTRIBUTES, target))
    out.print()
    for line in _sums(made, target, kept, lang):
        out.print(line)


def _say(lang: str) -> Say:
    return in_chinese if lang == "zh" else str


def _categories(made: Draft, say: Say) -> Iterator[list[Cell]]:
    rows = {
        key: made.evidence.categories[drafted].rows
        for drafted, key in made.made.category_ids.items()
        if drafted in made.evidence.categories
    }
    ordered = sorted(made.schema.categories, key=lambda key: (-rows.get(key, 0), key))
    for key in ordered[:_CATEGORIES]:
        category = made.schema.categories[key]
        required = sum(attribute.required for attribute in category.attributes.values())
        yield [key, one_line(category.name.first, _NAME), rows.get(key, 0), len(category.attributes), required]
    if len(ordered) > _CATEGORIES:
        rest = ordered[_CATEGORIES:]
        yield [say("{:,} more").format(len(rest)), "", sum(rows.get(key, 0) for key in rest), None, None]


def _attributes(made: Draft) -> Iterator[list[Cell]]:
    definitions = {key: own for c in made.schema.categories.values() for key, own in c.attributes.items()}
    facts = {made.made.attribute_ids[a]: f for a, f in made.evidence.attributes.items() if a in made.made.attribute_ids}
    for key in sorted(facts, key=lambda key: (-facts[key].rows, key)):
        yield _attribute(key, definitions[key], facts[key], made.evidence.listings)


def _attribute(key: str, definition: Attribute, facts: Facts, listings: int) -> list[Cell]:
    examples = " | ".join(one_line(text, 20) for text, _ in facts.stated.most_common(3))
    return [
        one_line(key, _NAME), one_line(definition.name.first, _NAME), definition.kind, definition.unit or "",
        facts.rows, f"{facts.rows / listings:.0%}", len(definition.values) or None, one_line(examples, _EXAMPLES),
    ]  # fmt: skip


def _sums(made: Draft, target: Path, kept: Sequence[Path], lang: str) -> Iterator[str]:
    say = _say(lang)
    evidence, keys = made.evidence, made.keys
    placed = sum(found is not None and found in made.made.category_ids for found in made.categories.of.values())
    yield say("{:,} of {:,} listings are in a category").format(placed, evidence.listings)
    statements = sum(keys.rows.values())
    junk = sum(keys.rows.get(key, 0) for key, why in keys.junk.items() if says_nothing(why))
    others = sum(keys.rows.get(key, 0) for key in keys.junk) - junk
    if statements:
        yield say(
            "{:.0%} of {:,} statements say nothing of the goods, {:.0%} are too rare or all alike: see {}"
        ).format(junk / statements, statements, others / statements, target / "keys.jsonl")
    else:
        yield say("no seller states an attribute in a map or block: attributes have to be added by hand")
    if kept:
        yield say("what the files said before is in {}").format(", ".join(map(str, kept)))
    yield say("wrote {}; {:,} marks wait for a person. Next:").format(target, len(made.state.open))
    yield f"  facetmill schema review {target}"
    yield f"  facetmill schema check {target}"
