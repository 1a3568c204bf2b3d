"""Sellers' keys to the attributes of a schema: junk put aside, keys of one attribute merged, its kind by evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from training.drafting.catalog import CatalogListing, Embed
from training.drafting.drafts import DraftAttribute, DraftedKeys, Key, Mark
from training.drafting.keys.comparing import Comparison
from training.drafting.keys.goods import goods_of
from training.drafting.keys.ids import Ids
from training.drafting.keys.junk import is_constant, reason
from training.drafting.keys.kinds.deciding import Kinds, kind_of
from training.drafting.keys.kinds.evidence import Evidence
from training.drafting.keys.languages import language_of_keys, languages_of_sites
from training.drafting.keys.marks import marks
from training.drafting.keys.merging import Groups, merged
from training.drafting.keys.pairing import pairs
from training.drafting.keys.profiles import Profile, profile
from training.drafting.keys.uses import Use, uses_of

_SMALL = 100  # listings of a catalog in which two that share a key are many
_FEW, _MOST = 3, 30  # listings that an attribute needs of other catalogs: one in a thousand, within these


def draft_keys(listings: Sequence[CatalogListing], embed: Embed | None) -> DraftedKeys:
    """The attributes that a catalog's sellers state, and the keys that are none, each with its reason.

    ``embed`` tells near keys by their meaning, in all languages that the encoder knows; null where there is none: then
    spelling and values alone do. The same listings give the same draft.
    """
    uses = uses_of(listings)
    profiles = {use.key: profile(use) for use in uses}
    junk = {use.key: why for use in uses if (why := _junk(use, profiles[use.key], listings))}
    kept = [use for use in uses if use.key not in junk]
    comparison = Comparison(kept, [profiles[use.key] for use in kept], embed, goods_of(listings))
    groups = merged(comparison, pairs(comparison))
    drafted: list[tuple[DraftAttribute, Kinds]] = []
    ids, languages = Ids(), languages_of_sites(kept)
    for own in _by_rows([[kept[place] for place in places] for places in groups.members]):
        if why := _left_out(own, len(listings)):
            junk |= {use.key: why for use in own}
        else:
            drafted.append(_attribute(own, ids, languages))
    rows = {use.key: use.rows for use in uses}
    attributes = tuple(attribute for attribute, _ in drafted)
    return DraftedKeys(attributes, junk, rows, _marks(drafted, groups, kept, rows, len(listings)))


def _junk(use: Use, own: Profile, listings: Sequence[CatalogListing]) -> str | None:
    if not use.values:
        return "nothing is stated but placeholders"
    return reason(use, own, listings)


def _by_rows(groups: Iterable[list[Use]]) -> list[list[Use]]:
    """The attribute with most rows first: of two with one name it has the plain id."""
    return sorted(groups, key=lambda own: (-sum(use.rows for use in own), tuple(map(str, own[0].key))))


def _left_out(own: Sequence[Use], n_listings: int) -> str | None:
    """Why a group of keys is no attribute: too few listings have it, or all say the same."""
    rows = sum(use.rows for use in own)
    fewest = 2 if n_listings < _SMALL else max(_FEW, min(_MOST, n_listings // 1000))
    if rows < fewest:
        return f"fewer than {fewest} listings state it"
    values: Counter[str] = Counter()
    for use in own:
        values.update(use.values)
    of_one_site = len({use.key[:2] for use in own}) == 1 and all(is_constant(use.values, use.rows) for use in own)
    return "one value for all" if of_one_site or is_constant(values, rows) else None


def _attribute(
    own: Sequence[Use], ids: Ids, languages: Mapping[tuple[str, str | None], str]
) -> tuple[DraftAttribute, Kinds]:
    found = kind_of(Evidence(own))
    name = _name(own)
    attribute = DraftAttribute(
        ids.give(name),
        name,
        language_of_keys(name, own, languages),
        tuple(use.key for use in own),
        found.kind,
        found.unit,
        found.range,
        found.axis,
        found.pattern,
        found.checksum,
        found.many,
        found.maker,
        found.why,
    )
    return attribute, found


def _name(own: Sequence[Use]) -> str:
    """The most frequent key, in its most frequent spelling."""
    rows: Counter[str] = Counter()
    spellings: Counter[tuple[str, str]] = Counter()
    for use in own:
        rows[use.name.folded] += use.rows
        spellings[use.name.folded, " ".join(use.key.key.split())] += use.rows
    folded = min(rows, key=lambda each: (-rows[each], each))
    return min((each for each in spellings if each[0] == folded), key=lambda each: (-spellings[each], each))[1]


def _marks(
    drafted: Sequence[tuple[DraftAttribute, Kinds]],
    groups: Groups,
    kept: Sequence[Use],
    rows: dict[Key, int],
    n_listings: int,
) -> tuple[Mark, ...]:
    near = [(kept[one].key, kept[other].key, why) for one, other, why in groups.near]
    return marks([(attribute, found.doubt) for attribute, found in drafted], near, rows, n_listings)
