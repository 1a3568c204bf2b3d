"""English phrases for attributes that have no role: by their kind, the form of their name and of their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from udfs.quantities.registry import same_kind, unit_fault
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.rules import EnglishRule

_VERBS = {"supports": "support", "support": "support", "requires": "require", "needs": "need", "allows": "allow",
          "contains": "contain", "includes": "include", "uses": "use"}  # fmt: skip
_HAVING = ("has", "have", "with", "comes with", "features")
_BEING = ("compatible", "suitable", "made", "designed", "suited", "safe", "free")
_HOLDING = ("keeps", "holds", "lasts", "covers", "serves", "seats", "fits", "weighs", "supports", "runs")
_WITHIN = re.compile(r"\s(?:to|of|in|at|for|with|per)\s")
_STATES = frozenset(
    ("condition", "status", "type", "kind", "size", "color", "colour", "material", "gender", "age", "level", "mode",
     "category", "department", "power", "operation", "control")
)  # fmt: skip
_NOT = re.compile(r"(?:no|without|not)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Made:
    """A rule made for an attribute. ``words`` fill gaps as words of the language, ``stated`` as what the fact says."""

    rule: EnglishRule
    words: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)


def generic_rule(
    words: Words, attribute: Attribute, name: str, values: Sequence[str], *, whole: bool = True, yes: bool | None = None
) -> Made:
    """Phrases for values of an attribute called ``name``; ``yes`` where it says yes or no alone."""
    if yes is not None:
        return _truth(words, name, yes=yes)
    if attribute.kind == "quantity":
        return _quantity(words, attribute, name)
    if len(values) > 1:
        return _several(words, name, whole=whole)
    return _one(words, name, values[0])


def _truth(words: Words, name: str, *, yes: bool) -> Made:
    first, _, rest = name.partition(" ")
    before, _, last = name.rpartition(" ")
    if first in _BEING:
        return _be(name, yes=yes)
    if first in ("is", "are") and rest:
        return _be(rest, yes=yes)
    if first in _HAVING and rest:
        return _have(words, rest, yes=yes)
    if first in _VERBS and rest:
        return _verb(_VERBS[first], rest, yes=yes)
    if first == "can" and rest:
        return Made(EnglishRule(verb=("{value}",), title=""), stated={"value": name if yes else f"cannot {rest}"})
    if before and last in words.participles:
        verb = "are" if words.is_plural(before) else "is"
        said = f"{verb} {last}" if yes else f"{verb} not {last}"
        return Made(EnglishRule(own=("{name} {value}",), title=""), {}, {"value": said, "name": before})
    if words.is_adjective(name):
        return _be(name, yes=yes)
    return _have(words, name, yes=yes)


def _be(what: str, *, yes: bool) -> Made:
    return Made(
        EnglishRule(be=("{value}",), title=what if yes else ""), stated={"value": what if yes else f"not {what}"}
    )


def _have(words: Words, what: str, *, yes: bool) -> Made:
    if not yes:
        return Made(EnglishRule(have=("{value}",), title=""), stated={"value": f"no {what}"})
    have = "{a} {value}" if words.takes_article(what) else "{value}"
    return Made(EnglishRule(have=(have,), post=(f"with {have}",), title="{value}"), stated={"value": what})


def _verb(verb: str, what: str, *, yes: bool) -> Made:
    if yes:
        return Made(EnglishRule(verb=(f"{verb}[s] {{value}}",), title=""), stated={"value": what})
    return Made(EnglishRule(verb=("do[es] {value}",), title=""), stated={"value": f"not {verb} {what}"})


def _quantity(words: Words, attribute: Attribute, name: str) -> Made:
    first, _, rest = name.partition(" ")
    if first in _HOLDING and rest and attribute.unit:
        lasting = "for " if unit_fault(attribute.unit) is None and same_kind(attribute.unit, "h") else ""
        return Made(EnglishRule(verb=(f"{first[:-1]}[s] {rest} {lasting}{{value}}",), title=""))
    if attribute.unit == "count" and words.is_plural(name) and " " not in name:
        return Made(EnglishRule(have=("{value} {name}",), post=("with {value} {name}",), title="{value} {name}"))
    if attribute.unit == "count" or words.is_plural(name) or _WITHIN.search(name):
        return Made(EnglishRule(own=("{its} {name} {are} {value}",), title=""))
    return Made(
        EnglishRule(have=("{a} {name} of {value}",), post=("with {a} {name} of {value}",), title="{value} {name}")
    )


def _several(words: Words, name: str, *, whole: bool) -> Made:
    """Formats have a plural that names their values; of a timer there are not several, but options."""
    verb = "are" if whole else "include"
    listed = words.plural(name) if words.is_listed(name) else name if words.is_plural(name) else f"{name} options"
    return Made(EnglishRule(own=(f"{{its}} {{parts}} {verb} {{value}}",), title=""), {"parts": listed})


def _one(words: Words, name: str, value: str) -> Made:
    last, own_last = name.split()[-1], value.split()[-1]
    if denied := _NOT.match(value):
        form = "be" if denied.group().strip().lower() == "not" else "have"
        return Made(EnglishRule.model_validate({form: "{value}", "title": ""}))
    names_it = own_last.lower() in (last.lower(), words.plural(last).lower()) or value.lower().startswith(
        f"{name.lower()} "
    )
    if names_it and len(value.split()) > 1:
        thing = name if value.lower().startswith(name.lower()) else value
        one = words.takes_article(thing) and not words.is_plural(value)
        have = "{a} {value}" if one else "{value}"
        return Made(EnglishRule(have=(have,), post=(f"with {have}",), title="{value}"))
    if value.startswith("with "):
        return Made(EnglishRule(verb=("come[s] {value}",), title=""))
    if value.isdigit() and words.is_plural(name):
        return Made(EnglishRule(have=("{value} {name}",), title="{value} {name}"))
    if value in ("compatible", "ready"):
        return Made(EnglishRule(be=("{name} {value}",), title=""))
    if words.is_adjective(value) and not words.is_plural(name) and last not in _STATES:
        have = "{a} {value} {name}" if words.takes_article(name) else "{value} {name}"
        return Made(EnglishRule(have=(have,), post=(f"with {have}",), title="{value} {name}"))
    if words.is_plural(name) and not words.is_plural(value):
        return Made(EnglishRule(own=("{name}: {value}",), title=""))
    return Made(EnglishRule(own=("{its} {name} {are} {value}",), title=""))
