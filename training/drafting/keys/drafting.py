"""Keys of one folded wording as one attribute."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from training.drafting.ascii_ids import ascii_id
from training.drafting.catalog import CatalogListing, Embed
from training.drafting.drafts import DraftAttribute, DraftedKeys, Key
from training.drafting.wordings import script_language
from udfs.records import Kind
from udfs.text.keys import fold


def draft_keys(listings: Sequence[CatalogListing], embed: Embed) -> DraftedKeys:  # noqa: ARG001
    rows: Counter[Key] = Counter()
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for listing in listings:
        rows.update({Key(listing.source, listing.site, each.key) for each in listing.stated})
        for each in listing.stated:
            values[fold(each.key)][each.value] += 1
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    for key in rows:
        groups[fold(key.key)].append(key)
    taken: set[str] = set()
    found = []
    for folded in sorted(groups, key=lambda each: -sum(rows[key] for key in groups[each])):
        name = max(groups[folded], key=lambda key: rows[key]).key
        own = values[folded]
        kind: Kind = "choice" if len(own) <= 40 and own.total() >= 3 * len(own) else "span"
        taken.add(key_id := ascii_id(name, taken, "attribute"))
        language = script_language(name) or "en"
        found.append(DraftAttribute(key_id, name, language, tuple(groups[folded]), kind, maker=folded == "brand"))
    return DraftedKeys(tuple(found), {}, rows)
