"""What sellers state, looked for in the texts of their listings, over a whole catalog."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from training.distant.candidates import Candidate, CandidateReader
from training.distant.cues import Cues
from training.distant.matching import Finding, match
from training.distant.sureness import Agreement, Agreements
from training.distant.texts import ReadText, read_texts
from training.distant.truth import SellerReader, Stated
from udfs.records import Fact, Field, Listing
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_LONGEST_NAME = 40  # characters of a stated name that is looked for in other listings


@dataclass(frozen=True, slots=True)
class Sought:
    """One listing with what its seller states and what its texts hold."""

    listing: Listing
    category: str
    stated: Mapping[str, Stated]
    texts: Mapping[Field, ReadText]
    candidates: Mapping[str, Sequence[Candidate]]
    findings: Mapping[str, Finding]


class Names:
    """Names that sellers state of free attributes: they are looked for in the texts of all listings."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._names: dict[tuple[str, str], dict[str, Fact]] = {}

    def learn(self, category: str, stated: Mapping[str, Stated], only: Collection[str] | None = None) -> None:
        """Remember the names that one seller states; of ``only`` these attributes."""
        for key, own in stated.items():
            if self._schema.attribute(category, key).kind != "span" or (only is not None and key not in only):
                continue
            for fact in own.facts:
                for wording in filter(None, (fact.raw_value, fact.value)):
                    if len(wording) <= _LONGEST_NAME:
                        self._names.setdefault((category, key), {}).setdefault(fold(wording), fact)

    def of(self, category: str, attribute: str) -> Mapping[str, Fact]:
        """Folded wordings with what they mean."""
        return self._names.get((category, attribute), {})


class DistantLabeller:
    """Looks for statements by one schema. Names that sellers state are learned from all listings first."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.sellers = SellerReader(schema)
        self._candidates = CandidateReader(self.sellers.standardizer)
        self._cues: dict[str, Cues] = {}

    def candidates(
        self,
        category: str,
        texts: Mapping[Field, ReadText],
        names: Names,
        only: Collection[str] | None = None,
    ) -> dict[str, list[Candidate]]:
        """By attribute, all that the texts hold that may be a value of it; of ``only`` these attributes."""
        return {
            key: [
                candidate
                for text in texts.values()
                for candidate in self._candidates.read(category, key, attribute, text, names.of(category, key))
            ]
            for key, attribute in self.schema.categories[category].attributes.items()
            if only is None or key in only
        }

    def cues(self, category: str) -> Cues:
        """The names of a category's attributes."""
        if category not in self._cues:
            self._cues[category] = Cues(self.schema.categories[category])
        return self._cues[category]

    def seek(self, listing: Listing, category: str, stated: Mapping[str, Stated], names: Names) -> Sought:
        """Look for what a seller states in title and description."""
        texts = read_texts(listing)
        candidates = self.candidates(category, texts, names)
        findings = match(self.schema.categories[category], self.cues(category), texts, stated, candidates)
        for text in texts.values():
            text.forget()
        return Sought(listing, category, stated, texts, candidates, findings)


def settle(labeller: DistantLabeller, sought: Sequence[Sought], agreements: Agreements) -> list[Sought]:
    """Count how often texts and sellers agree, and read again what is written by signs that mean something else."""
    for each in sought:
        _count_signs(agreements, each)
    foreign = {category: agreements.foreign(category) for category in {each.category for each in sought}}
    settled = [_without(labeller, each, foreign[each.category]) for each in sought]
    for each in settled:
        _count_agreement(agreements, each)
    return settled


def _without(labeller: DistantLabeller, sought: Sought, foreign: Collection[tuple[str, str]]) -> Sought:
    if not foreign:
        return sought
    definition, cues = labeller.schema.categories[sought.category], labeller.cues(sought.category)
    findings = match(definition, cues, sought.texts, sought.stated, sought.candidates, foreign)
    for text in sought.texts.values():
        text.forget()
    return replace(sought, findings=findings)


def _count_signs(agreements: Agreements, sought: Sought) -> None:
    for key, finding in sought.findings.items():
        mine = {hit.sign for hit in finding.hits if hit.sign}
        others = {other.sign for other in finding.others if other.sign and not other.torn} - mine
        for sign in mine:
            agreements.by_sign.setdefault((sought.category, key, sign), Agreement()).same += 1
        for sign in others:
            agreements.by_sign.setdefault((sought.category, key, sign), Agreement()).other += 1


def _count_agreement(agreements: Agreements, sought: Sought) -> None:
    """Count whether text and seller agree, where the text holds some value of what the seller states."""
    for key, finding in sought.findings.items():
        if finding.hits:
            agreements.of(sought.category, key).same += 1
        elif finding.reason == "text states another value" and not all(other.torn for other in finding.others):
            agreements.of(sought.category, key).other += 1
