"""Evidence of a draft as the lines of ``draft.jsonl`` and ``keys.jsonl``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from training.drafting.assembling import Assembled
from training.drafting.drafts import DraftedCategories, DraftedKeys, Key
from training.drafting.evidence import Evidence, Facts
from udfs.schema.definitions import Attribute, wordings_of
from udfs.text.keys import fold

_EXAMPLES = 20  # texts of an attribute, with their rows
_WORDINGS = 20
_AS_OTHERS, _RARE = "a wording of an attribute", "stated too rarely to be an attribute"
_UNSEEN = "not among the listings looked at"
_SHOWN = 120  # characters of an example


def evidence_lines(
    made: Assembled, categories: DraftedCategories, keys: DraftedKeys, evidence: Evidence
) -> Iterator[dict[str, Any]]:
    """A line for each category, attribute, attribute of a category, and value."""
    for drafted_id, name in sorted(made.category_ids.items(), key=lambda pair: pair[1]):
        yield _category(name, evidence.categories.get(drafted_id, Facts()), evidence, categories.how)
    for attribute in sorted(keys.attributes, key=lambda each: each.id):
        if (key := made.attribute_ids.get(attribute.id)) is not None:
            facts = evidence.attributes[attribute.id]
            yield {
                "what": "attribute", "id": key, "rows": facts.rows, "share": _share(facts.rows, evidence.listings),
                "kind": attribute.kind, "why": attribute.why, "sites": dict(facts.sites.most_common()),
                "keys": [[*own, keys.rows.get(own, 0)] for own in attribute.keys], "examples": _examples(facts),
            }  # fmt: skip
    yield from _fills(made, evidence)
    for key, values in sorted(made.values.items()):
        rows = max(1, sum(value.rows for value in values))
        for value in values:
            most = dict(Counter(value.wordings).most_common(_WORDINGS))
            yield {
                "what": "value", "attribute": key, "id": value.id, "rows": value.rows,
                "share": _share(value.rows, rows), "wordings": most,
            }  # fmt: skip


def _category(key: str, facts: Facts, evidence: Evidence, how: str) -> dict[str, Any]:
    return {
        "what": "category", "id": key, "rows": facts.rows, "share": _share(facts.rows, evidence.listings), "how": how,
        "sites": dict(facts.sites.most_common()), "examples": [title[:_SHOWN] for title in facts.titles],
    }  # fmt: skip


def _fills(made: Assembled, evidence: Evidence) -> Iterator[dict[str, Any]]:
    """What share of a category states each of its attributes."""
    found: list[tuple[str, str, Facts]] = []
    for (category, attribute), facts in evidence.within.items():
        of, key = made.category_ids.get(category), made.attribute_ids.get(attribute)
        if of is not None and key in made.schema.categories[of].attributes:
            found.append((of, str(key), facts))
    rows = {
        made.category_ids[key]: facts.rows for key, facts in evidence.categories.items() if key in made.category_ids
    }
    for category, key, facts in sorted(found, key=lambda each: (each[0], -each[2].rows, each[1])):
        yield {
            "what": "fill", "category": category, "attribute": key, "rows": facts.rows,
            "share": _share(facts.rows, rows[category]), "sites": dict(facts.sites.most_common()),
        }  # fmt: skip


def key_lines(
    counted: Iterable[tuple[Key, int]], made: Assembled, keys: DraftedKeys, evidence: Evidence
) -> Iterator[dict[str, Any]]:
    """What became of each key: the attribute that a run reads it as, or why it is none."""
    meaning = {key: attribute for attribute in keys.attributes for key in attribute.keys}
    owner = _owners(made)
    for key, rows in counted:
        drafted, junk = meaning.get(key), keys.junk.get(key)
        seen = evidence.keys.get(key)
        category = _place(seen, made)
        own = None if junk and drafted is None else _read_as(owner.get(fold(key.key)), category, made)
        left_out = junk or (_RARE if drafted or seen else _UNSEEN)
        yield {
            "source": key.source, "site": key.site, "key": key.key, "rows": rows, "category": category,
            "attribute": own[0] if own else None, "kind": own[1].kind if own else None,
            "unit": own[1].unit if own else None,
            "reason": (drafted.why if drafted else _AS_OTHERS) if own else left_out,
        }  # fmt: skip


def _read_as(attribute: str | None, category: str | None, made: Assembled) -> tuple[str, Attribute] | None:
    """An attribute as the category has it in which its key is stated most; else as the first that has it."""
    if attribute is None:
        return None
    places = [made.schema.categories[category]] if category else []
    has = (
        each.attributes[attribute]
        for each in (*places, *made.schema.categories.values())
        if attribute in each.attributes
    )
    return attribute, next(has)


def _owners(made: Assembled) -> Mapping[str, str]:
    """The attribute of most categories, by folded wording."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for category in made.schema.categories.values():
        for key, attribute in category.attributes.items():
            for wording in wordings_of(key, attribute):
                votes[fold(wording)][key] += 1
    return {wording: count.most_common(1)[0][0] for wording, count in votes.items()}


def _place(seen: Mapping[str | None, int] | None, made: Assembled) -> str | None:
    """The category of most listings that state a key; null where most are of none."""
    most = max(seen, key=lambda each: (seen[each], each or "")) if seen else None
    return made.category_ids.get(most) if most else None


def _share(rows: int, of: int) -> float:
    return round(rows / of, 4) if of else 0.0


def _examples(facts: Facts) -> list[list[Any]]:
    ordered = sorted(facts.stated.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[text[:_SHOWN], rows] for text, rows in ordered[:_EXAMPLES]]
