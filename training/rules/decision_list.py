"""Which pipelines of steps, in which order, explain the labelled pairs of one attribute: a decision list.

The first pipeline that can be applied to a text makes its value. Pipelines are judged by cross-validation, so a table
read off the pairs does not get credit for the pairs that it was read off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from training.rules.proposals import Example, Steps, propose
from udfs.schema.rules import run_steps
from udfs.schema.steps import Alias
from udfs.text.keys import same_text

FOLDS = 5
_STEP_COST = 0.5  # pairs that each further step must win, so that of two equally good lists the plainer is taken


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least number of pairs that a learned thing is applied to, and least share of them that it makes right."""

    support: int = 2
    precision: float = 0.8


@dataclass(frozen=True, slots=True)
class Case:
    """A text, cleaned, with the values that are right for it. ``counts`` says how many pairs of each fold say so.

    ``solved``: the value is right already without anything learned.
    """

    text: str
    accepted: frozenset[str]
    solved: bool
    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        """Pairs in all folds."""
        return sum(self.counts)


Finish = Callable[[str], str | None]
"""What a pipeline makes to the value it ends as: the known name behind a wording; None where that is no valid value."""


@dataclass(slots=True)
class _Score:
    applied: int = 0
    right: int = 0
    solved: int = 0

    @property
    def gain(self) -> int:
        return self.right - self.solved


def learn_list(cases: Sequence[Case], finish: Finish, thresholds: Thresholds) -> list[Steps]:
    """Pipelines in the order in which they are tried: aliases of texts that the others get wrong, then the others."""
    general: list[Steps] = []
    rest = list(cases)
    while steps := _best(rest, finish, thresholds):
        general.append(steps)
        rest = [case for case in rest if run_steps(steps, case.text) is None]
    return _aliases(cases, general, finish, thresholds) + general


def _best(cases: Sequence[Case], finish: Finish, thresholds: Thresholds) -> Steps | None:
    """The pipeline that wins most pairs over what is right already; None when none is good enough."""
    scores: defaultdict[str, _Score] = defaultdict(_Score)
    for fold in range(FOLDS):
        others = [Example(c.text, c.accepted, n) for c in cases if (n := c.count - c.counts[fold])]
        held_out = [case for case in cases if case.counts[fold]]
        for shape, steps in propose(others, thresholds.support).items() if held_out else ():
            for case in held_out:
                _add(scores[shape], case, case.counts[fold], steps, finish)
    proposed = propose([Example(case.text, case.accepted, case.count) for case in cases], thresholds.support)
    good = {
        shape: scores[shape].gain - _STEP_COST * (len(steps) - 1)
        for shape, steps in proposed.items()
        if scores[shape].applied >= thresholds.support
        and scores[shape].right >= thresholds.precision * scores[shape].applied
    }
    best = max(good, key=lambda shape: good[shape], default=None)  # the first of equals: plain ones are proposed first
    return proposed[best] if best is not None and good[best] > 0 else None


def _add(score: _Score, case: Case, count: int, steps: Steps, finish: Finish) -> None:
    value = run_steps(steps, case.text)
    if value is not None:
        score.applied += count
        score.right += count * (finish(value) in case.accepted)
        score.solved += count * case.solved


def _aliases(cases: Iterable[Case], general: Sequence[Steps], finish: Finish, thresholds: Thresholds) -> list[Steps]:
    """Texts for which one value is right more often than what the general pipelines, or nothing at all, make."""
    by_text: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_text[same_text(case.text)].append(case)
    aliases: list[tuple[int, Steps]] = []
    for same in by_text.values():
        count = sum(case.count for case in same)
        right = sum(case.count for case in same if _is_right(case, general, finish))
        values = Counter[str]()
        for case in same:
            values.update(dict.fromkeys(case.accepted, case.count))
        value, wins = min(values.items(), key=lambda item: (-item[1], item[0]))
        if wins >= thresholds.support and wins >= thresholds.precision * count and wins > right:
            aliases.append((count, (Alias(alias={same[0].text: value}),)))
    return [steps for _, steps in sorted(aliases, key=lambda item: -item[0])]


def _is_right(case: Case, general: Sequence[Steps], finish: Finish) -> bool:
    made = (run_steps(steps, case.text) for steps in general)
    value = next((value for value in made if value is not None), None)
    return case.solved if value is None else finish(value) in case.accepted
