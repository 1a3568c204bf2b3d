"""Standardization learned from labelled pairs: what sellers wrote, and the value that is right for it.

What is learned is put into the schema as people would write it: ``rules`` of an attribute (short pipelines, and aliases
of whole texts for what these get wrong), and ``learned`` aliases of the values of a closed list. Each has its support
and precision. Learning again first forgets what was learned before; what people wrote stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, takewhile
from typing import TypeVar

from training.rules.aliases import Example, Wording, learn_wordings
from training.rules.decision_list import FOLDS, Case, Thresholds, learn_list
from training.rules.harm import Read, Refused, harmless
from training.rules.proposals import Steps
from udfs.config import Strict
from udfs.schema.definitions import Attribute
from udfs.schema.rules import Evidence, Rule
from udfs.schema.schema import Schema
from udfs.schema.steps import Expand
from udfs.text.cleaning import clean
from udfs.text.keys import fold
from udfs.values.fillers import CategoryWords
from udfs.values.readers import from_rule
from udfs.values.standardizer import Standardizer

Key = tuple[str, str]  # ids of category and attribute
_AGREEING = 2  # entries that two tables of abbreviations need in common, and none against, to be of one kind
ModelT = TypeVar("ModelT", bound=Strict)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a seller wrote of an attribute (ids of the schema), and the values that are right for it, one or more."""

    category: str
    attribute: str
    raw: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of so many pairs come out right."""

    pairs: int
    right: int

    @property
    def share(self) -> float:
        """0..1; 1 where there are no pairs."""
        return self.right / self.pairs if self.pairs else 1.0


@dataclass(frozen=True, slots=True)
class Learned:
    """A schema with what pairs taught, and by attribute the aliases that were left out for what they would break."""

    schema: Schema
    refused: Mapping[Key, Sequence[Refused]]


def learn(pairs: Iterable[Pair], schema: Schema, thresholds: Thresholds) -> Schema:
    """The schema with what the pairs teach. Raises KeyError for a category or attribute that it does not have."""
    return learn_all(pairs, schema, thresholds).schema


def learn_all(pairs: Iterable[Pair], schema: Schema, thresholds: Thresholds) -> Learned:
    """As :func:`learn`, with what was left out."""
    by_attribute = _by_attribute(pairs)
    both = {key: _learn(key, schema, own, thresholds) for key, own in by_attribute.items()}
    learned = {key: attribute for key, (attribute, _) in both.items()}
    shared = {key: _with_shared(attribute, learned.values()) for key, attribute in learned.items()}
    for key, attribute in shared.items():
        measured = _measured(key, schema, attribute, by_attribute[key])
        if all(_is_good(rule, thresholds) for rule in measured.rules if rule.learned):
            learned[key] = measured
    return Learned(_with(schema, learned), {key: refused for key, (_, refused) in both.items() if refused})


def coverage(pairs: Iterable[Pair], schema: Schema) -> dict[Key, Coverage]:
    """How many pairs of each attribute the schema makes right, as they are."""
    standardizer = Standardizer(schema, match_threshold=1.0)
    found: dict[Key, Coverage] = {}
    for key, own in _by_attribute(pairs).items():
        values = {raw: standardizer.standardize(*key, raw).value for raw in {pair.raw for pair in own}}
        found[key] = Coverage(len(own), sum(values[pair.raw] in pair.values for pair in own))
    return found


def cross_validated(pairs: Iterable[Pair], schema: Schema, thresholds: Thresholds) -> dict[Key, Coverage]:
    """How many pairs come out right when they are left out of learning: an estimate for pairs not seen yet."""
    folds = _folds(pairs)
    total: defaultdict[Key, Coverage] = defaultdict(lambda: Coverage(0, 0))
    for fold_ in folds:
        others = [pair for other in folds if other is not fold_ for pair in other]
        for key, part in coverage(fold_, learn(others, schema, thresholds)).items():
            total[key] = Coverage(total[key].pairs + part.pairs, total[key].right + part.right)
    return dict(total)


def _learn(key: Key, schema: Schema, pairs: Sequence[Pair], thresholds: Thresholds) -> tuple[Attribute, list[Refused]]:
    """The attribute with rules and aliases that hold on the pairs, and the aliases left out."""
    refused: list[Refused] = []
    given = schema.attribute(*key)
    before = tuple(takewhile(lambda rule: not rule.learned, given.rules))
    after = tuple(rule for rule in given.rules[len(before) :] if not rule.learned)
    values = {name: _replaced(value, learned={}) for name, value in given.values.items()}
    plain = _replaced(given, values=values, rules=before + after)
    if plain.is_choice:
        plain, refused = _with_wordings(key, schema, plain, pairs, thresholds)
        found: list[Steps] = [("first part",)] if _splitting_helps(key, schema, plain, pairs) else []
    else:
        found = learn_list(_cases(key, schema, plain, before, pairs), cache(partial(_finished, plain)), thresholds)
    while True:
        rules = (*before, *(Rule(do=steps, support=0, precision=0) for steps in found), *after)
        measured = _measured(key, schema, _replaced(plain, rules=rules), pairs)
        weak = [rule.do for rule in measured.rules if rule.learned and not _is_good(rule, thresholds)]
        if not weak:
            return measured, refused
        found = [steps for steps in found if steps not in weak]


def _is_good(rule: Rule, thresholds: Thresholds) -> bool:
    return (rule.support or 0) >= thresholds.support and (rule.precision or 0) >= thresholds.precision


def _measured(key: Key, schema: Schema, attribute: Attribute, pairs: Sequence[Pair]) -> Attribute:
    """The attribute with support and precision of its learned rules, as the standardizer applies them."""
    standardizer = Standardizer(_with(schema, {key: attribute}), match_threshold=1.0)
    support, right = Counter[int](), Counter[int]()
    for raw, values in _values_by_raw(pairs).items():
        rule = standardizer.schema_rule(*key, raw)
        value = standardizer.standardize(*key, raw).value
        support[id(rule)] += len(values)
        right[id(rule)] += sum(value in accepted for accepted in values)
    rules = [
        _replaced(rule, support=support[id(rule)], precision=round(right[id(rule)] / max(1, support[id(rule)]), 4))
        if rule.learned
        else rule
        for rule in attribute.rules
    ]
    return _replaced(attribute, rules=tuple(rules))


def _with_shared(attribute: Attribute, others: Iterable[Attribute]) -> Attribute:
    """Abbreviations of other attributes added to the learned tables that agree with theirs: what GB and MB mean in two
    attributes, TB means in both."""
    known = [step.expand for other in others for rule in other.rules for step in rule.do if isinstance(step, Expand)]
    rules = [
        _replaced(rule, do=tuple(_extended(step, known) if isinstance(step, Expand) else step for step in rule.do))
        if rule.learned
        else rule
        for rule in attribute.rules
    ]
    return _replaced(attribute, rules=tuple(rules))


def _extended(step: Expand, tables: Iterable[Mapping[str, str]]) -> Expand:
    own = {short.casefold(): long for short, long in step.expand.items()}
    table = dict(step.expand)
    for other in tables:
        common = [(own[short.casefold()], long) for short, long in other.items() if short.casefold() in own]
        if len(common) >= _AGREEING and all(mine == theirs for mine, theirs in common):
            table |= {short: long for short, long in other.items() if short.casefold() not in own}
    return Expand(expand=dict(sorted(table.items())))


def _cases(key: Key, schema: Schema, plain: Attribute, before: tuple[Rule, ...], pairs: Sequence[Pair]) -> list[Case]:
    """What is left to learn: texts that are no known wording, say something, and meet no rule of people before."""
    standardizer = Standardizer(_with(schema, {key: plain}), match_threshold=1.0)
    counts: defaultdict[tuple[str, frozenset[str]], list[int]] = defaultdict(lambda: [0] * FOLDS)
    for fold_, part in enumerate(_folds(pairs)):
        for pair in part:
            counts[pair.raw, frozenset(pair.values)][fold_] += 1
    cases: list[Case] = []
    for (raw, accepted), by_fold in counts.items():
        standard, text = standardizer.standardize(*key, raw), clean(raw).text
        closed = standard.rule == "no value" or fold(text) in plain.value_by_wording
        if not closed and all(rule.apply(text) is None for rule in before):
            cases.append(Case(text, accepted, standard.value in accepted, tuple(by_fold)))
    return cases


def _finished(attribute: Attribute, made: str) -> str | None:
    """The value that what a rule makes ends as; None where the attribute does not accept it."""
    return from_rule(attribute, "", made).value


def _with_wordings(
    key: Key, schema: Schema, attribute: Attribute, pairs: Sequence[Pair], thresholds: Thresholds
) -> tuple[Attribute, list[Refused]]:
    """The attribute with learned aliases of its values, and those left out for what they would break."""
    fillers = CategoryWords(schema.categories[key[0]]).fillers_of(key[1])

    def reader(wordings: Sequence[Wording]) -> Read:
        own = Standardizer(_with(schema, {key: _taught(attribute, wordings)}), match_threshold=1.0)
        return lambda text: own.standardize(*key, text).value

    wordings = learn_wordings(attribute, _examples(attribute, pairs, reader(())), thresholds, fillers)
    right = {raw: frozenset(chain(*values)) for raw, values in _values_by_raw(pairs).items()}
    alone = schema.categories[key[0]].model_copy(update={"attributes": {key[1]: attribute}})
    kept, refused = harmless(wordings, right, attribute, CategoryWords(alone).fillers_of(key[1]), reader)
    return _taught(attribute, kept), refused


def _examples(attribute: Attribute, pairs: Sequence[Pair], read: Read) -> list[Example]:
    """The pairs by text and accepted values, with the ids of these."""
    counts = Counter((clean(pair.raw).text, frozenset(pair.values)) for pair in pairs)
    ids = attribute.value_by_wording
    return [
        Example(
            text, frozenset(ids[fold(value)] for value in accepted if fold(value) in ids), count, read(text) in accepted
        )
        for (text, accepted), count in counts.items()
    ]


def _taught(attribute: Attribute, wordings: Sequence[Wording]) -> Attribute:
    """The attribute with these as learned aliases, and no others."""
    learned: defaultdict[str, dict[str, Evidence]] = defaultdict(dict)
    for wording in wordings:
        learned[wording.value][wording.text] = Evidence(support=wording.support, precision=round(wording.precision, 4))
    values = {key: _replaced(value, learned=learned.get(key, {})) for key, value in attribute.values.items()}
    return _replaced(attribute, values=values)


def _splitting_helps(key: Key, schema: Schema, attribute: Attribute, pairs: Sequence[Pair]) -> bool:
    """Whether the first of several values named is the right one."""
    split = _replaced(attribute, rules=(*attribute.rules, Rule(do=("first part",))))
    without, with_it = (coverage(pairs, _with(schema, {key: each}))[key] for each in (attribute, split))
    return with_it.right > without.right


def _by_attribute(pairs: Iterable[Pair]) -> dict[Key, list[Pair]]:
    """In a fixed order, so that what is learned does not depend on the order of the pairs."""
    found: defaultdict[Key, list[Pair]] = defaultdict(list)
    for pair in sorted(pairs, key=_order):
        found[pair.category, pair.attribute].append(pair)
    return dict(found)


def _with(schema: Schema, attributes: Mapping[Key, Attribute]) -> Schema:
    """The schema with other definitions of some attributes."""
    categories = dict(schema.categories)
    for (category, key), attribute in attributes.items():
        own = categories[category]
        categories[category] = _replaced(own, attributes={**own.attributes, key: attribute})
    return _replaced(schema, categories=categories)


def _replaced(model: ModelT, **changes: object) -> ModelT:
    """A checked copy. Unlike ``model_copy`` it does not carry over look-ups that were cached for the old content."""
    return type(model)(**{name: getattr(model, name) for name in type(model).model_fields} | changes)


def _values_by_raw(pairs: Sequence[Pair]) -> dict[str, list[tuple[str, ...]]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for pair in pairs:
        found[pair.raw].append(pair.values)
    return found


def _order(pair: Pair) -> tuple[str, str, str, tuple[str, ...]]:
    return pair.category, pair.attribute, pair.raw, pair.values


def _folds(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Five parts, the same for any order of the pairs; equal texts are spread over them."""
    order = sorted(pairs, key=_order)
    return [order[start::FOLDS] for start in range(FOLDS)]
