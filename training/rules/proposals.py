"""Pipelines of steps that could explain labelled pairs of one attribute. Which of them are worth a rule is decided
elsewhere (``training/rules/learning.py``)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context
from difflib import SequenceMatcher

from udfs.quantities.parsing import read_amounts, read_numbers_with_units
from udfs.quantities.registry import convert, same_kind
from udfs.schema.rules import run_steps
from udfs.schema.steps import AnyStep, Assume, Characters, Conversion, Convert, Expand, Number, Round, Take

Steps = tuple[AnyStep, ...]
_Numbers = list[tuple[float, float]]  # number and how far off it may be
_Sample = list[tuple[str, _Numbers]]

_PLAIN: tuple[Steps, ...] = (
    ("upper case",),
    ("lower case",),
    ("letters and digits",),
    ("letters and digits", "upper case"),
    ("digits",),
    ("as written",),
)
_TAKES: tuple[Take, ...] = ("first", "sum", "largest", "last", "smallest")
_ENDS: tuple[Take, ...] = ("first", "largest", "smallest")  # of a range
# What catalogs are kept in, by kind. A quantity may be wanted in any of them, and any may go without saying.
_UNITS = (
    ("cm", "mm", "m", "inch", "ft", "yd"),
    ("g", "kg", "mg", "oz", "lb"),
    ("ml", "L", "fl_oz", "gallon"),
    ("h", "min", "s", "day", "month", "year"),
    ("W", "kW"),
    ("V", "mV"),
    ("mAh", "Ah"),
    ("Wh", "kWh"),
    ("MHz", "GHz", "kHz", "Hz"),
    ("GB", "TB", "MB", "kB"),
)
_SAMPLE = 40  # distinct texts are enough to tell centimetres from inches
_VALUE = re.compile(r"(-?\d+(?:\.(\d+))?)(?:\s(\D+))?")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_SIDES = range(1, 4)  # an abbreviation is looked for in changed pieces of at most so many tokens


@dataclass(frozen=True, slots=True)
class Example:
    """A text, cleaned, and the values that are right for it. ``count`` pairs say so."""

    text: str
    accepted: frozenset[str]
    count: int


def propose(examples: Sequence[Example], min_support: int) -> dict[str, Steps]:
    """Pipelines by shape. The shape of two pipelines is equal when they differ only in what was read off the pairs, so
    that what is learned from one part of the pairs can be judged on the other."""
    found = {" ".join(map(str, steps)): steps for steps in _PLAIN}
    found |= _parts(examples)
    if _share_of_numbers(examples) >= 0.5:
        found |= {f"number {take}": (Number(number=take),) for take in _TAKES}
        found |= _conversions(examples)
    return found | _expansions(examples, min_support)


def _share_of_numbers(examples: Sequence[Example]) -> float:
    numeric = sum(e.count for e in examples if any(_VALUE.fullmatch(value) for value in e.accepted))
    return numeric / max(1, sum(e.count for e in examples))


def _parts(examples: Sequence[Example]) -> dict[str, Steps]:
    """The place in the text at which the value stands most often."""
    found: dict[str, Steps] = {}
    for before in ((), ("digits",), ("letters and digits",)):
        places = Counter[tuple[int, int]]()
        for example in examples:
            text = run_steps(before, example.text) or ""
            places.update(dict.fromkeys(_places(text, example.accepted), example.count))
        for rank, ((first, last), _) in enumerate(places.most_common(2)):
            steps: Steps = (*before, Characters(characters=(first, last)))
            found[f"{before} characters {rank}"] = steps
    return found


def _places(text: str, accepted: Iterable[str]) -> Iterator[tuple[int, int]]:
    for value in accepted:
        if 1 < len(value) < len(text):
            yield from ((m.start() + 1, m.start() + len(value)) for m in re.finditer(f"(?={re.escape(value)})", text))


def _conversions(examples: Sequence[Example]) -> dict[str, Steps]:
    """The two best pairs of unit wanted and unit assumed, with the decimals that the values have."""
    sample = [(e.text, values) for e in examples if (values := _numbers(e.accepted))][:_SAMPLE]
    decimals = Counter(len(m[2] or "") for e in examples for v in e.accepted if (m := _VALUE.fullmatch(v)))
    suffixes = Counter(m[3] for e in examples for v in e.accepted if (m := _VALUE.fullmatch(v)))
    with_unit = suffixes[None] < suffixes.total() / 2
    votes = Counter[tuple[str, str | None]]()
    for units in _UNITS:
        votes.update(_votes(sample, units))
    found: dict[str, Steps] = {}
    for rank, ((to, assume), count) in enumerate(votes.most_common(2)):
        for take in _ENDS if count > 1 else ():
            for factors in ({}, _factors(sample, to, assume)):
                first = Convert(convert=Conversion(to=to, assume=assume, take=take, factors=factors))
                for places in (None, *(places for places, _ in decimals.most_common(2))):
                    rounded: Steps = (first,) if places is None else (first, Round(round=places))
                    steps = rounded if with_unit else (*rounded, "without unit")
                    found[f"convert {rank} {take} {bool(factors)} {places}"] = steps
    return found


def _factors(sample: _Sample, to: str, assume: str | None) -> dict[str, float]:
    """Units that the values are converted from with a shortened factor, such as 0.45 kg to the pound."""
    stated: defaultdict[str, list[tuple[float, _Numbers]]] = defaultdict(list)
    for text, values in sample:
        for number, unit in read_numbers_with_units(text, to)[:1]:
            if (given := unit or assume) and given != to and same_kind(given, to) and convert(0, given, to) == 0:
                stated[given].append((number, values))
    found: dict[str, float] = {}
    for unit, numbers in stated.items():
        exact = convert(1, unit, to)
        right = {
            factor: sum(_hits([number], factor, values) for number, values in numbers)
            for factor in (exact, *_shortened(exact))
        }
        best = max(right, key=lambda factor: right[factor])  # the first of equals: the exact one
        if best != exact:
            found[unit] = best
    return found


def _shortened(number: float) -> Iterator[float]:
    """The number rounded to, and cut after, its first digits."""
    for digits in range(4, 0, -1):
        cut = Context(prec=digits, rounding=ROUND_DOWN)
        yield float(f"{number:.{digits}g}")
        yield float(cut.create_decimal(repr(number)))


def _numbers(accepted: Iterable[str]) -> _Numbers:
    """The number of each value that has one, with half a unit of its last digit."""
    matches = (_VALUE.match(value) for value in sorted(accepted))
    return [(float(m[1]), 0.501 / 10 ** len(m[2] or "")) for m in matches if m]


def _votes(sample: _Sample, units: Sequence[str]) -> Counter[tuple[str, str | None]]:
    """How many texts of the sample each unit wanted, with each unit assumed or none, explains."""
    base = units[0]
    in_one = {unit: convert(1, base, unit) for unit in units}
    votes = Counter[tuple[str, str | None]]()
    for text, values in sample:
        stated = read_amounts(text, base)
        bare = [number for number, unit in read_numbers_with_units(text, base) if unit is None]
        for to in units:
            if _hits(stated, in_one[to], values):
                votes.update((to, assume) for assume in (None, *units))
            elif bare:
                votes.update((to, unit) for unit in units if _hits(bare, in_one[to] / in_one[unit], values))
    return votes


def _hits(numbers: Iterable[float], factor: float, values: _Numbers) -> bool:
    return any(abs(number * factor - value) <= slack for number in numbers for value, slack in values)


def _expansions(examples: Sequence[Example], min_support: int) -> dict[str, Steps]:
    """With all abbreviations, and with the frequent ones: where most of a table holds, rare entries do as well."""
    unit = _assumed(examples, min_support)
    assumed: Steps = (Assume(assume=unit),) if unit else ()
    found: dict[str, Steps] = {"assume": assumed} if unit else {}
    for support in sorted({min_support, 1}):
        if not (table := _abbreviations(examples, support)):
            continue
        expand: Steps = (Expand(expand=table),)
        found[f"expand {support}"] = expand
        found |= {f"expand {support} number {take}": (*expand, Number(number=take)) for take in _TAKES}
        if unit:
            found[f"assume expand {support}"] = assumed + expand
    return found


def _assumed(examples: Sequence[Example], min_support: int) -> str | None:
    """What values have behind a number that stands alone in the text."""
    units = Counter[str]()
    for example in examples:
        if re.fullmatch(r"\d[\d.,/]*", example.text):
            for value in example.accepted:
                if value.startswith(f"{example.text} "):
                    units[value.removeprefix(f"{example.text} ")] += example.count
    unit, count = max(units.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return unit if count >= min_support else None


def _abbreviations(examples: Sequence[Example], min_support: int) -> dict[str, str]:
    """Words of the texts that most values have in a longer form, with that form; spelled as most texts do."""
    seen, spellings, meant = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for example in examples:
        words = {word for word in _TOKEN.findall(example.text) if word.isalpha()}
        seen.update(dict.fromkeys((word.casefold() for word in words), example.count))
        spellings.update(dict.fromkeys(words, example.count))
        if example.text in example.accepted:
            continue  # right as it is: another accepted value is a synonym, not the long form
        pairs = {pair for value in example.accepted for pair in _replaced(example.text, value)}
        meant.update(dict.fromkeys(((short.casefold(), long) for short, long in pairs), example.count))
    table: dict[str, str] = {}
    for (short, long), count in sorted(meant.items(), key=lambda item: (-item[1], item[0])):
        if short not in table and count >= min_support and count / seen[short] >= 0.5:
            table[short] = long
    spelled = {
        short: max((w for w in spellings if w.casefold() == short), key=lambda w: spellings[w]) for short in table
    }
    return {spelled[short]: long for short, long in sorted(table.items())}


def _replaced(text: str, value: str) -> Iterator[tuple[str, str]]:
    """Word and long form, from the pieces in which text and value differ."""
    before, after = list(_TOKEN.finditer(text)), list(_TOKEN.finditer(value))
    same = SequenceMatcher(None, [m[0] for m in before], [m[0] for m in after], autojunk=False)
    for kind, start, end, first, last in same.get_opcodes():
        if kind != "replace" or end - start not in _SIDES:
            continue
        words = [match[0] for match in before[start:end] if match[0].isalnum()]
        long = value[after[first].start() : after[last - 1].end()]
        if len(words) == 1 and words[0].isalpha() and any(map(str.isalpha, long)):
            yield words[0], long
