"""How the labelled listings use each attribute, counted for :mod:`udfs.confidence.prior`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from training.data.examples import Example
from udfs.confidence.prior import Usage, shape, wording_key
from udfs.encoder.tokens import BORDER
from udfs.records import FIELDS
from udfs.text.cleaning import clean

LONGEST = 80
"""Characters of a wording beyond which nobody else is asked whether they hold it: they never do, and it takes long."""

Wordings = Mapping[str, frozenset[str]]
"""All stated wordings of a listing, by attribute."""


def count_usage(examples: Iterable[Example], attributes: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Usage]]:
    """Usage by category and attribute. ``attributes``: those that listings of each category are asked for."""
    by_category: dict[str, list[Example]] = {}
    for example in examples:
        if example.listing.category:
            by_category.setdefault(example.listing.category, []).append(example)
    return {category: _category_usage(own, attributes[category]) for category, own in by_category.items()}


def _category_usage(examples: Sequence[Example], attributes: Sequence[str]) -> dict[str, Usage]:
    """Count one category's listings: what they state, and which of all stated wordings they hold."""
    stated = [_stated(example) for example in examples]
    known: dict[str, set[str]] = defaultdict(set)
    for own in stated:
        for attribute, wordings in own.items():
            known[attribute] |= {wording_key(wording) for wording in wordings}
    every = set[str]().union(*known.values())
    longest = max((len(wording) for wording in every if len(wording) <= LONGEST), default=0)
    held = [_held(example, every, longest) for example in examples]
    return {
        attribute: _usage(
            [
                (own.get(attribute, frozenset()), there & known[attribute])
                for example, own, there in zip(examples, stated, held, strict=True)
                if example.is_labelled(attribute)
            ]
        )
        for attribute in attributes
    }


def _usage(listings: Sequence[tuple[frozenset[str], set[str]]]) -> Usage:
    """Of the listings labelled for an attribute, what each states, and the known wordings that it holds."""
    stated: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for wordings, there in listings:
        own = {wording_key(wording) for wording in wordings}
        stated.update(own)
        elsewhere.update(there - own)
        shapes.update({shape(wording) for wording in wordings})
    n_stated = sum(bool(wordings) for wordings, _ in listings)
    return Usage(
        stated=n_stated,
        silent=len(listings) - n_stated,
        wordings={wording: (n, elsewhere[wording]) for wording, n in sorted(stated.items())},
        shapes=dict(sorted(shapes.items())),
    )


def _stated(example: Example) -> Wordings:
    """Collect the raw wordings of a listing's labelled statements."""
    found: dict[str, set[str]] = defaultdict(set)
    for span in example.spans:
        found[span.attribute].add(example.wording(span))
    return {attribute: frozenset(wordings) for attribute, wordings in found.items()}


def _held(example: Example, wordings: set[str], longest: int) -> set[str]:
    """Which of the wordings' keys stand in a listing as whole words, numbers or characters without case."""
    texts = [clean(example.listing.text_of(name)).text for name in FIELDS]
    return {part for text in texts for part in _parts(text, longest)} & wordings


def _parts(text: str, longest: int) -> Iterable[str]:
    """Keys of the parts of a clean text, at most so many characters long, between places where units may begin."""
    folded = text.casefold()
    borders = [0, *(match.start() for match in BORDER.finditer(folded)), len(folded)]
    after = 0
    for i, start in enumerate(borders):
        while after < len(borders) and borders[after] - start <= longest:
            after += 1
        for end in borders[i + 1 : after]:
            yield folded[start:end].strip()
