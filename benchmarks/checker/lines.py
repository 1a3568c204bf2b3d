"""Lines of a file of texts to lines of verdicts: ``{"id", "facts", "listing", "text", "language"}`` in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.checker.facts import statements_from
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.text.languages import language_code
from udfs.writing.checking.checker import Checker
from udfs.writing.checking.reading.evidence import Evidence, Statement

_TITLES = ("title", "name", "item_title", "product_name")
_TEXTS = ("description", "detail", "text", "body")
_MAPS = ("attributes", "seller_attributes", "props")


def verdict_of(line: Mapping[str, Any], checker: Checker, schema: Schema | None) -> dict[str, Any]:
    """The answer to a line. Raises ValueError for what is wrong with it."""
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError(f"expected `text` as a text, got {text!r}")
    language = line.get("language") or language_code(text) or "en"
    if not isinstance(language, str):
        raise ValueError(f"expected `language` as a code such as en or zh, or null, got {language!r}")
    if "facts" not in line and "data" not in line:
        raise ValueError("expected `facts`, null where there are none; this line has none")
    listing = listing_from(line.get("listing"), schema)
    statements = statements_from(line.get("facts", line.get("data")), schema)
    facts = Evidence(statements, _categories(line, listing, statements, schema))
    found = checker.check(text, language, facts, listing)
    place = None if found.start is None else [found.start, found.end]
    verdict = "supported" if found.supported else "refused"
    return {"id": line.get("id"), "verdict": verdict, "kind": found.lie, "place": place}


def _categories(
    line: Mapping[str, Any], listing: Listing | None, statements: Sequence[Statement], schema: Schema | None
) -> tuple[str, ...]:
    """Names of what the product is: the line's or the listing's category, or else all that have the attributes."""
    if schema is None:
        return ()
    named = schema.find_category(line["category"]) if isinstance(line.get("category"), str) else None
    own = named or (listing.category if listing else None)
    stated = {statement.attribute for statement in statements}
    fitting = [key for key, each in schema.categories.items() if stated and stated <= each.attributes.keys()]
    names: list[str] = []
    for key in [own] if own else fitting:
        names += [*schema.categories[key].name.root.values(), *schema.categories[key].aliases]
    return tuple(names)


def listing_from(given: Any, schema: Schema | None) -> Listing | None:
    """The listing of a line: null, a text, or an object with title, description and attributes, some or all."""
    if given is None or given == "":
        return None
    if isinstance(given, str):
        return Listing("", description=given)
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return Listing("", description="\n".join(given))
    if not isinstance(given, Mapping):
        raise ValueError(f"expected `listing` as null, a text or an object with title and description, got {given!r}")
    title = next((given[key] for key in _TITLES if isinstance(given.get(key), str)), None)
    texts = [given[key] for key in _TEXTS if isinstance(given.get(key), str)]
    category = given.get("category") if isinstance(given.get("category"), str) else None
    return Listing(
        str(given.get("product_id", "")),
        title,
        "\n".join(texts) or None,
        (schema.find_category(category) or schema.titled_category(title)) if schema else None,
        tuple(_attributes(given)),
    )


def _attributes(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    own: Any = next((given[key] for key in _MAPS if given.get(key)), {})
    if isinstance(own, Mapping):
        return [(str(name), _shown(value)) for name, value in own.items() if value is not None]
    pairs = [(each.get("name"), each.get("value")) if isinstance(each, Mapping) else each for each in own]
    if isinstance(own, str) or any(not isinstance(each, list | tuple) or len(each) != 2 for each in pairs):
        return [("", _shown(own))]
    return [(str(name), _shown(value)) for name, value in pairs]


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
