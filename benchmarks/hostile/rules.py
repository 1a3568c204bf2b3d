"""Everything that reads raw text, as functions of one text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from udfs.quantities.numerals import read_numbers
from udfs.quantities.parsing import parse_quantity, read_amounts, read_numbers_with_units
from udfs.quantities.sizes import read_size, read_sizes
from udfs.quantities.spelling import normalize
from udfs.records import Kind
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.schema.steps import Convert, Expand, Named, Number, Round, apply_step
from udfs.screening import screen
from udfs.text.chinese import simplified
from udfs.text.cleaning import clean, has_text, nfkc, trimmed
from udfs.text.keys import fold, plain, same_text, tidy
from udfs.text.sites import site_of
from udfs.values.closed_lists import Wordings
from udfs.values.compatibility import target_of, target_word
from udfs.values.fillers import CategoryWords
from udfs.values.identifiers import read_identifier
from udfs.values.names import bare_names, parts_by_script, with_case, without_company_suffix, without_repeats
from udfs.values.placeholders import says_nothing
from udfs.values.raw import Column, RawValue
from udfs.values.readers import READERS
from udfs.values.standardizer import Standardizer

Rule = Callable[[str], object]

_NAMED: tuple[Named, ...] = (
    "as written",
    "upper case",
    "letters and digits",
    "digits",
    "first part",
    "without unit",
    "size",
)
_STEPS = (Number(number="first"), Convert.model_validate({"convert": {"to": "cm"}}), Round(round=1),
          Expand(expand={"GB": "Gigabytes"}))  # fmt: skip
_UNITS = ("ml", "cm", "count", "percent", "h")


def rules_of(schema: Schema) -> dict[str, Rule]:
    """Name to rule: first the two doors that values enter by, for each attribute, then each rule by itself."""
    return {**_doors(schema), **_texts(schema), **_quantities(), **_steps(), **_values(schema)}


def _doors(schema: Schema) -> dict[str, Rule]:
    standardizer = Standardizer(schema, match_threshold=0.6)
    places = [(c, a) for c, category in schema.categories.items() for a in category.attributes]
    return {f"value {c}.{a}": partial(_entered, standardizer, c, a) for c, a in places}


def _entered(standardizer: Standardizer, category: str, attribute: str, raw: str) -> object:
    """What the job does with a raw value: cut into parts, each standardized."""
    parts = standardizer.parts(category, attribute, raw)
    return [standardizer.standardize(category, attribute, part, column=Column()) for part in parts]


def _texts(schema: Schema) -> dict[str, Rule]:
    return {
        "clean": clean,
        "has_text": has_text,
        "trimmed": trimmed,
        "nfkc": nfkc,
        "simplified": simplified,
        "fold": fold,
        "tidy": tidy,
        "plain": plain,
        "same_text": same_text,
        "site_of": site_of,
        "screen": lambda text: screen(
            schema, 1_000_000, product_id=text, title=text, description=text, category=text,
            seller_attributes=[(text, text)], sites=[text],
        ),
    }  # fmt: skip


def _quantities() -> dict[str, Rule]:
    parsing = {f"parse_quantity {unit}": partial(parse_quantity, unit=unit, bare=True) for unit in _UNITS}
    return {
        "normalize": normalize,
        "read_numbers": read_numbers,
        "read_amounts": lambda text: read_amounts(text, "cm", assume="cm"),
        "read_numbers_with_units": lambda text: read_numbers_with_units(text, "cm"),
        "read_size": read_size,
        "read_sizes": read_sizes,
        **parsing,
    }


def _steps() -> dict[str, Rule]:
    named: dict[str, Rule] = {f"step {name}": partial(apply_step, name) for name in _NAMED}
    return named | {f"step {step.name}": step.apply for step in _STEPS}


def _values(schema: Schema) -> dict[str, Rule]:
    maker = _first(schema, lambda attribute: attribute.maker)
    identifier = _first(schema, lambda attribute: attribute.kind == "identifier")
    closed = _first(schema, lambda attribute: attribute.is_choice and not attribute.reads_sizes)
    category = next(each for each in schema.categories.values() if closed in each.attributes.values())
    key = next(key for key, attribute in category.attributes.items() if attribute is closed)
    wordings = Wordings(closed, CategoryWords(category).fillers_of(key))
    name = next(iter(maker.values.values())).name.first
    rules: dict[str, Rule] = {
        "target_of": partial(target_of, maker),
        "target_word in a text": lambda text: target_word(maker, [text], name),
        "target_word of a name": lambda text: target_word(maker, [text], text[:2]),
        "read_identifier": partial(read_identifier, identifier),
        "without_company_suffix": without_company_suffix,
        "bare_names": lambda text: list(bare_names(text)),
        "parts_by_script": lambda text: list(parts_by_script(text)),
        "without_repeats": without_repeats,
        "with_case": lambda text: with_case(text, "title"),
        "says_nothing": lambda text: says_nothing(RawValue(text)),
        "wordings within": lambda text: wordings.read(RawValue(text)),
        "find_category": schema.find_category,
    }
    kinds = {attribute.kind for each in schema.categories.values() for attribute in each.attributes.values()}
    read = {f"reader of {kind}": partial(_read, _first(schema, _of_kind(kind))) for kind in READERS if kind in kinds}
    return rules | read


def _of_kind(kind: Kind) -> Callable[[Attribute], bool]:
    return lambda attribute: attribute.kind == kind


def _read(attribute: Attribute, text: str) -> object:
    return READERS[attribute.kind](attribute, RawValue(text), Column())


def _first(schema: Schema, wanted: Callable[[Attribute], bool]) -> Attribute:
    """The schema's first attribute of that sort. Raises StopIteration where it has none."""
    return next(a for category in schema.categories.values() for a in category.attributes.values() if wanted(a))
