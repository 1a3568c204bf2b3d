"""A plan in words, as a model is asked to say it: names and values of the product's language, never the listing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from udfs.records import Fact
from udfs.schema.definitions import Category
from udfs.writing.phrases.values import truth
from udfs.writing.planning.naming import label_of
from udfs.writing.records import Text

_COLON = {"zh": "："}
_AND = {"zh": "、"}


def facts_in_words(category: Category, text: Text, facts: Sequence[Fact]) -> str:
    """A line for each attribute of the facts that a text of phrase rules says, in its order: ``- Capacity: 1.7 L``.

    Values are worded as the text words them, so they are of its language, with numbers and units as people write them.
    """
    values = _values(text, {(fact.attribute, fact.ordinal): fact for fact in facts})
    colon, joint = _COLON.get(text.language, ": "), _AND.get(text.language, ", ")
    return "\n".join(
        f"- {category.attributes[key].name.best(text.language)}{colon}{joint.join(own)}" for key, own in values.items()
    )


def _values(text: Text, facts: Mapping[tuple[str, int], Fact]) -> dict[str, list[str]]:
    """Wordings of the facts by attribute, each once."""
    found: dict[tuple[str, int], str] = {}
    for said in text.said:
        key = said.attribute, said.ordinal
        if fact := facts.get(key):
            worded = label_of(fact, text.language) if truth(fact) is not None else text.text[said.start : said.end]
            found.setdefault(key, worded)
    values: dict[str, list[str]] = {}
    for (attribute, _), wording in found.items():
        if wording not in values.setdefault(attribute, []):
            values[attribute].append(wording)
    return values
