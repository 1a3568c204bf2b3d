"""Stated texts of one attribute to its canonical values: the most frequent wording first, the others as aliases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from training.drafting.ascii_ids import ascii_id
from training.drafting.values.likeness import Signature, signature, slips
from training.drafting.values.wordings import wordings_in
from training.drafting.wordings import OTHER_SCRIPTS, script_language
from udfs.text.keys import fold
from udfs.values.names import parts_by_script, without_company_suffix

_LEAST_PAIRS = 2  # statements of two scripts together that make two wordings one value
_ALIASES = 30  # of one value


@dataclass(frozen=True, slots=True)
class DraftValue:
    """A canonical value. ``name``: its most frequent wording by language; ``aliases``: its others, frequent ones first.

    ``rows``: statements that hold it; ``wordings``: how many of them are written so.
    """

    id: str
    name: Mapping[str, str]
    aliases: tuple[str, ...]
    rows: int
    wordings: Mapping[str, int] = field(default_factory=dict)


def draft_values(
    stated: Mapping[str, int],
    *,
    language: str = "en",
    separators: Sequence[str] = (),
    maker: bool = False,
    least_rows: int = 1,
    most: int | None = None,
) -> list[DraftValue]:
    """Values of the stated texts (with how many rows state each), the most frequent first.

    ``language``: what wordings in Latin letters are taken for. ``separators``: between several values of one statement.
    ``maker``: the values are makers, and lose their legal forms. Values of fewer rows than ``least_rows`` are left out.
    """
    weights: Counter[str] = Counter()
    for text, rows in stated.items():
        for wording in wordings_in(text, separators, maker=maker):
            weights[wording] += rows
    groups = _Groups(weights)
    groups.join_equal()
    groups.join_scripts()
    groups.join_forms()
    groups.join_slips()
    found = [group for group in groups.members() if sum(weights[wording] for wording in group) >= least_rows]
    return _named(found[:most], weights, language)


class _Groups:
    """Wordings in groups of one meaning; joined by union and find."""

    def __init__(self, weights: dict[str, int]) -> None:
        """``weights``: wordings that are only found within others are added, with no rows."""
        self._weights = weights
        self._parent = {wording: wording for wording in weights}

    def find(self, wording: str) -> str:
        while (above := self._parent[wording]) != wording:
            self._parent[wording] = self._parent[above]
            wording = above
        return wording

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.find(one), self.find(other)), key=self._rank)
        self._parent[second] = first

    def _rank(self, wording: str) -> tuple[int, bool, str]:
        """The most frequent first; of equals, those that do not shout."""
        return -self._weights[wording], wording.isupper(), wording

    def join_equal(self) -> None:
        """The same text but for case, width and script of Han; the same words in another order; the same measure."""
        by_fold: dict[str, str] = {}
        by_signature: dict[Signature, str] = {}
        for wording in self._weights:
            self.join(wording, by_fold.setdefault(fold(wording), wording))
            self.join(wording, by_signature.setdefault(signature(wording), wording))

    def join_scripts(self) -> None:
        """黑色 and Black where sellers write ``黑色/Black``, and neither is written beside another one as often."""
        pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
        wholes = {fold(wording): wording for wording in self._weights}
        for wording in self._weights:
            parts = [fold(part) for part in parts_by_script(wording)]
            if len(parts) == 2 and _two_scripts(*parts):
                one, other = sorted(parts)
                pairs[one, other].append(wording)
        for (one, other), written in _mutual(pairs, self._weights):
            sure = sum(self._weights[wording] for wording in written) >= _LEAST_PAIRS
            known = [wholes[part] for part in (one, other) if part in wholes]
            if sure or len(known) == 2:
                for wording in (*written, *known, *self._parts(written[0])):
                    self.join(wording, written[0])

    def _parts(self, wording: str) -> Iterator[str]:
        """The two wordings that one holds; nobody may have written them alone."""
        for part in parts_by_script(wording):
            if self._parent.setdefault(part, part) == part:
                self._weights.setdefault(part, 0)
            yield part

    def join_forms(self) -> None:
        """Acme Ltd. and Acme, where both are stated."""
        wholes = {fold(wording): wording for wording in self._weights}
        for wording in list(self._weights):
            if bare := wholes.get(fold(without_company_suffix(wording))):
                self.join(wording, bare)

    def join_slips(self) -> None:
        totals: Counter[str] = Counter()
        for wording, rows in self._weights.items():
            totals[self.find(wording)] += rows
        for rare, frequent in list(slips(totals)):
            self.join(rare, frequent)

    def members(self) -> list[list[str]]:
        """Groups, the most frequent first, their wordings too."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for wording in sorted(self._weights, key=self._rank):
            groups[self.find(wording)].append(wording)
        rows = {root: sum(self._weights[wording] for wording in group) for root, group in groups.items()}
        return [groups[root] for root in sorted(groups, key=lambda root: (-rows[root], root))]


def _two_scripts(one: str, other: str) -> bool:
    return bool(one and other) and script_language(one) != script_language(other)


def _mutual(
    pairs: Mapping[tuple[str, str], list[str]], weights: Mapping[str, int]
) -> Iterable[tuple[tuple[str, str], list[str]]]:
    """Pairs in which each part stands beside the other most often."""
    rows = {pair: sum(weights[wording] for wording in written) for pair, written in pairs.items()}
    best: dict[str, tuple[str, str]] = {}
    for pair in sorted(rows, key=lambda pair: (-rows[pair], pair)):
        for part in pair:
            best.setdefault(part, pair)
    for pair, written in pairs.items():
        if all(best[part] == pair for part in pair):
            yield pair, written


def _named(groups: Sequence[Sequence[str]], weights: Mapping[str, int], language: str) -> list[DraftValue]:
    taken: set[str] = set()
    found: list[DraftValue] = []
    for group in groups:
        name = _names(group, language)
        base = name.get("en") or next(iter(name.values()))
        key = ascii_id(base, taken)
        taken.add(key)
        own = {fold(wording) for wording in name.values()}
        aliases = [wording for wording in _distinct(group) if fold(wording) not in own][:_ALIASES]
        rows = {wording: weights[wording] for wording in group if weights[wording]}
        found.append(DraftValue(key, name, tuple(aliases), sum(rows.values()), rows))
    return found


def _names(group: Sequence[str], language: str) -> dict[str, str]:
    """The most frequent wording of each language; one of two scripts together only where there is no other."""
    single = [wording for wording in group if len(list(parts_by_script(wording))) < 2] or list(group[:1])
    latin = "en" if language in OTHER_SCRIPTS else language
    names: dict[str, str] = {}
    for wording in single:
        script = script_language(wording)
        names.setdefault(script or (latin if any(map(str.isalpha, wording)) else language), wording)
    return names


def _distinct(group: Sequence[str]) -> list[str]:
    first: dict[str, str] = {}
    for wording in group:
        first.setdefault(fold(wording), wording)
    return list(first.values())
