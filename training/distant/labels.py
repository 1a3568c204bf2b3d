"""Listings with their sellers' statements in, labelled rows out: what training reads, without a labeller."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from training.distant import sureness
from training.distant.cues import Cues
from training.distant.hidden import Hidden, hidden_fifths, read_alone
from training.distant.matching import Hit
from training.distant.search import DistantLabeller, Names, Sought, settle
from training.distant.sureness import Agreements
from training.distant.written import Row, other_row, written_row
from udfs.records import Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema

_NAMED = {"itself": 1.0, "within": 0.9, None: 1.0}  # how sure a category is by how the seller's wording names it
_DRAFTED = 0.9  # how sure a category is that a draft tells


@dataclass(slots=True)
class DistantLabels:
    """``rows``: by category, null for none. ``found``, ``absent`` and ``dropped``: statements by category and
    attribute, and the last by reason, too. ``left_out``: listings by why nothing is taught of them. ``hidden``: how
    the statements were read from the texts alone, a fifth after the other; ``alone``: labels of what no seller states,
    where that was good enough; ``foreign``: by category, attributes with signs by which its texts say something else.
    """

    rows: dict[str | None, list[Row]] = field(default_factory=dict)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    absent: Counter[tuple[str, str]] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    agreements: Agreements = field(default_factory=Agreements)
    hidden: dict[tuple[str, str], Hidden] = field(default_factory=dict)
    alone: Counter[tuple[str, str]] = field(default_factory=Counter)
    foreign: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """All rows."""
        return sum(map(len, self.rows.values()))


def label(
    schema: Schema,
    listings: Sequence[Listing],
    *,
    categories: Mapping[str, str | None] | None = None,
    foreign: Iterable[Listing] = (),
    report: Callable[[str], None] = lambda _: None,
) -> DistantLabels:
    """Labelled rows of listings whose category the seller names, or ``categories`` does by product_id.

    A listing whose category is null there, and each of ``foreign``, is taught as of none: at most as many as there are
    other rows. A product_id that comes again is left out. See :mod:`training.distant.matching` for what is dropped.
    """
    labels = DistantLabels()
    placed, outside = _placed(listings, categories or {}, labels)
    labeller, names = DistantLabeller(schema), Names(schema)
    stated = [labeller.sellers.read(listing, category) for listing, category in placed]
    for (_, category), own in zip(placed, stated, strict=True):
        names.learn(category, own)
    report(f"{len(placed):,} listings of {len({c for _, c in placed})} categories, {len(outside):,} of none")
    sought = [labeller.seek(*each, own, names) for each, own in zip(placed, stated, strict=True)]
    sought = settle(labeller, sought, labels.agreements)
    labels.foreign = {category: labels.agreements.foreign(category) for category in schema.categories}
    labels.hidden = hidden_fifths(labeller, sought, labels.foreign)
    for each in sought:
        labels.rows.setdefault(each.category, []).append(_row(labeller, each, labels))
    others = [*outside, *foreign]
    _add_others(labels, others, {listing.product_id for listing, _ in placed})
    return labels


def _placed(
    listings: Sequence[Listing], categories: Mapping[str, str | None], labels: DistantLabels
) -> tuple[list[tuple[Listing, str]], list[Listing]]:
    """Listings with their categories, and those of none."""
    placed: list[tuple[Listing, str]] = []
    outside: list[Listing] = []
    seen: set[str] = set()
    for listing in listings:
        if listing.product_id in seen:
            labels.left_out["product_id came before"] += 1
            continue
        seen.add(listing.product_id)
        if listing.product_id in categories:
            category = categories[listing.product_id]
            if category is None:
                outside.append(listing)
            else:
                placed.append((listing, category))
        elif listing.category is not None and listing.named in _NAMED:
            placed.append((listing, listing.category))
        else:
            upper = listing.category is not None
            labels.left_out["only an upper level of the category is known" if upper else "no category is known"] += 1
    return placed, outside


def _row(labeller: DistantLabeller, sought: Sought, labels: DistantLabels) -> Row:
    """One labelled row; what became of each statement is counted."""
    definition, cues = labeller.schema.categories[sought.category], labeller.cues(sought.category)
    kept: dict[str, list[tuple[Hit, float]]] = {}
    confidences: dict[str, float] = {}
    for key, finding in sought.findings.items():
        name = (sought.category, key)
        agreement = labels.agreements.of(*name)
        if finding.hits and agreement.is_refuted:
            labels.dropped[(*name, "texts and sellers disagree on the attribute")] += 1
        elif finding.hits:
            labels.found[name] += 1
            kept[key] = [(hit, _sure(definition, cues, key, sought, hit, labels)) for hit in finding.hits]
            confidences[key] = max(sure for _, sure in kept[key])
        elif finding.reason:
            labels.dropped[(*name, finding.reason)] += 1
        else:
            labels.absent[name] += 1
            confidences[key] = sureness.absent(definition.attributes[key])
    for key, hits in _read_alone(definition, cues, sought, labels).items():
        labels.alone[sought.category, key] += 1
        kept[key] = hits
        confidences[key] = max(sure for _, sure in hits)
    confidences |= _surely_silent(definition, sought)
    own = sought.listing.category == sought.category
    sure = _NAMED.get(sought.listing.named, 1.0) if own else _DRAFTED
    return written_row(definition, sought, kept, confidences, sure)


def _read_alone(
    definition: Category, cues: Cues, sought: Sought, labels: DistantLabels
) -> dict[str, list[tuple[Hit, float]]]:
    """What the texts say of attributes that the seller does not state, where texts and sellers agree else."""
    found: dict[str, list[tuple[Hit, float]]] = {}
    for key, attribute in definition.attributes.items():
        hidden = labels.hidden.get((sought.category, key))
        if key in sought.stated or hidden is None or not hidden.is_trusted:
            continue
        foreign = labels.foreign[sought.category]
        own = sought.candidates.get(key, ())
        read = read_alone(attribute, sought, key, own, foreign)
        if read:
            rival = any(other not in sought.stated for other in cues.alike[key])
            sure = sureness.alone(attribute, hidden.same / hidden.read, rival=rival)
            found[key] = [(Hit(each.place, each.fact, sign=each.sign), sure) for each in read]
    return found


def _sure(definition: Category, cues: Cues, key: str, sought: Sought, hit: Hit, labels: DistantLabels) -> float:
    attribute, text = definition.attributes[key], sought.texts[hit.place.field]
    return sureness.found(
        attribute, text.clean.text[hit.place.start : hit.place.end], labels.agreements.of(sought.category, key),
        others=bool(sought.findings[key].others),
        rival=any(other not in sought.stated for other in cues.alike[key]),
        named=cues.beside(key, text, hit.place),
        rounded=hit.rounded,
    )  # fmt: skip


def _surely_silent(definition: Category, sought: Sought) -> dict[str, float]:
    """Quantities that neither seller nor text says anything of: no number of their kind stands there."""
    return {
        key: sureness.absent(attribute)
        for key, attribute in definition.attributes.items()
        if attribute.kind in ("quantity", "dimensions")
        and key not in sought.stated
        and not sought.candidates.get(key)
        and attribute.unit != "count"
    }


def _add_others(labels: DistantLabels, others: Sequence[Listing], known: set[str]) -> None:
    """Listings of no category: drawn, always the same ones, where there are more than of all others."""
    distinct = {each.product_id: each for each in others if each.product_id not in known}
    labels.left_out["product_id came before"] += len(others) - len(distinct)
    most = max(labels.n_rows, 1)
    drawn = sorted(distinct, key=lambda key: random.Random(key).random())[:most]
    if len(distinct) > most:
        labels.left_out["of no category, beyond as many as all others"] += len(distinct) - most
    rows = [other_row(distinct[key]) for key in sorted(drawn)]
    if rows:
        labels.rows[None] = rows
