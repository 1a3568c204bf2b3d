"""A seller's value against what the text holds: where the text states it, that it does not, or that nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from training.distant.candidates import Candidate, is_telling, outermost
from training.distant.cues import Cues
from training.distant.texts import Place, ReadText
from training.distant.truth import Reason, Stated, is_rounded, same_value
from udfs.records import Fact, Field
from udfs.schema.definitions import Attribute, Category
from udfs.text.keys import fold, plain

_WORDS = re.compile(r"[^\W\d_一-鿿]{3,}|[一-鿿]{2}|[^\W_]*\d[^\W_]*")
_CODE = re.compile(r"(?=[^\s]*[a-z])(?=[^\s]*\d)[a-z0-9][a-z0-9/._-]{3,}")
_TOKEN, _DIGITS = re.compile(r"\S+"), re.compile(r"\d+(?:[.,]\d+)?")
_MOST_CHARACTERS, _MOST_WORDS = 60, 8  # of free text; a longer one is prose, of which parts may stand anywhere


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of a text that states a seller's value. ``rounded``: one of both is rounded: 14 MP, 14.1 MP."""

    place: Place
    fact: Fact
    rounded: bool = False
    sign: str = ""


@dataclass(slots=True)
class Finding:
    """What the text says of one attribute. ``hits``: places of the seller's values; ``others``: of other values.

    Without hits and ``reason`` the value is truly absent. ``reason``: why nothing is taught.
    """

    hits: list[Hit] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)
    reason: Reason | None = None


def match(
    category: Category,
    cues: Cues,
    texts: Mapping[Field, ReadText],
    stated: Mapping[str, Stated],
    candidates: Mapping[str, Sequence[Candidate]],
    foreign: Collection[tuple[str, str]] = (),
) -> dict[str, Finding]:
    """By attribute that the seller states, what the texts say of it.

    ``foreign``: attributes with signs by which the texts of the catalog say something else: lenses in mm, not screens;
    "digital" of digital cameras, where some seller states a brand Digital.
    """
    found: dict[str, Finding] = {}
    for key, own in stated.items():
        if own.doubt is not None:
            found[key] = Finding(reason=own.doubt)
            continue
        own_kind = [each for each in candidates.get(key, ()) if (key, each.sign) not in foreign]
        found[key] = _finding(key, category.attributes[key], cues, texts, own, own_kind)
    _settle_shared(category, cues, texts, found)
    for key, finding in found.items():
        if finding.reason is None and not finding.hits:
            finding.reason = _doubt(category, key, texts, stated[key], finding, found)
    return found


def _finding(
    key: str,
    attribute: Attribute,
    cues: Cues,
    texts: Mapping[Field, ReadText],
    stated: Stated,
    candidates: Sequence[Candidate],
) -> Finding:
    finding = Finding()
    for candidate in candidates:
        fact = next((fact for fact in stated.facts if same_value(fact, candidate.fact)), None)
        rounded = next((fact for fact in stated.facts if is_rounded(fact, candidate.fact)), None)
        if fact is None and rounded is not None and not candidate.torn:
            finding.hits.append(Hit(candidate.place, candidate.fact, rounded=True, sign=candidate.sign))
        elif fact is None or candidate.torn:
            if not candidate.denied:
                finding.others.append(candidate)
        elif candidate.denied:
            finding.reason = "the text denies it"
        else:
            finding.hits.append(Hit(candidate.place, fact, sign=candidate.sign))
    exact = [hit for hit in finding.hits if not hit.rounded]
    finding.hits = exact or finding.hits
    if attribute.kind in ("span", "identifier", "composition") or attribute.reads_sizes:
        finding.hits += _wordings(key, attribute, cues, texts, stated.facts, [hit.place for hit in finding.hits])
    finding.hits = _outermost(finding.hits)
    places = [hit.place for hit in finding.hits]
    finding.others = [other for other in finding.others if not any(other.place.overlaps(place) for place in places)]
    if finding.reason:
        finding.hits = []
    return finding


def _wordings(
    key: str,
    attribute: Attribute,
    cues: Cues,
    texts: Mapping[Field, ReadText],
    facts: Iterable[Fact],
    known: Sequence[Place],
) -> Iterator[Hit]:
    """Where the seller's own words stand, or those of the canonical value; short ones beside the attribute's name."""
    number = attribute.kind == "identifier"
    for fact in facts:
        wordings = {fold(each): each for each in (fact.raw_value, fact.value, *(fact.labels or {}).values()) if each}
        for wording in wordings.values():
            if len(wording) > _MOST_CHARACTERS or len(wording.split()) > _MOST_WORDS:
                continue
            for text in texts.values():
                yield from (
                    Hit(place, fact)
                    for place in text.find(wording)
                    if place not in known
                    and (
                        is_telling(wording, number=number)
                        or _is_as_written(text, place, wording)
                        or cues.beside(key, text, place)
                    )
                )


def _is_as_written(text: ReadText, place: Place, wording: str) -> bool:
    """Of a short name, such as HP, the case has to be the same as well."""
    return len(wording) > 1 and wording.isupper() and text.clean.text[place.start : place.end] == wording


def _outermost(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for name in dict.fromkeys(hit.place.field for hit in hits):
        own = {hit.place: hit for hit in hits if hit.place.field == name}
        kept += [own[place] for place in outermost(own)]
    return kept


def _settle_shared(
    category: Category, cues: Cues, texts: Mapping[Field, ReadText], found: Mapping[str, Finding]
) -> None:
    """A place that states the values of several attributes is of the one whose name stands beside it; else of none."""
    lost: dict[str, set[Place]] = {}
    makers = [hit.place for key, own in found.items() if category.attributes[key].maker for hit in own.hits]
    for key, own in found.items():
        for hit in own.hits:
            in_name = not category.attributes[key].maker and any(_is_inside(hit.place, name) for name in makers)
            if in_name or _is_of_another(cues, key, hit.place, texts[hit.place.field], found):
                lost.setdefault(key, set()).add(hit.place)
    for key, places in lost.items():
        found[key].hits = [hit for hit in found[key].hits if hit.place not in places]
        if not found[key].hits:
            found[key].reason = "several attributes have this value"


def _is_of_another(cues: Cues, key: str, place: Place, text: ReadText, found: Mapping[str, Finding]) -> bool:
    """Whether another attribute is named before a place, or has the same value there and nobody names this one."""
    if cues.of_another(key, text, place):
        return True
    rivals = [
        other
        for other in cues.alike[key]
        if other in found and any(theirs.place.overlaps(place) for theirs in found[other].hits)
    ]
    if not rivals:
        return False
    return not cues.beside(key, text, place) or any(cues.beside(other, text, place) for other in rivals)


def _is_inside(place: Place, other: Place) -> bool:
    longer = other.end - other.start > place.end - place.start
    return longer and other.field == place.field and other.start <= place.start and place.end <= other.end


def _doubt(
    category: Category,
    key: str,
    texts: Mapping[Field, ReadText],
    stated: Stated,
    finding: Finding,
    found: Mapping[str, Finding],
) -> Reason | None:
    """Why a value that was not found may be stated all the same; null where it is truly absent."""
    attribute = category.attributes[key]
    taken = [hit.place for other, own in found.items() if other != key for hit in own.hits]
    if any(not any(other.place.overlaps(place) for place in taken) for other in finding.others):
        return "text states another value"
    if any(_may_say(attribute, fact, text, taken) for fact in stated.facts for text in texts.values()):
        return "text may state it in other words"
    return None


def _may_say(attribute: Attribute, fact: Fact, text: ReadText, taken: Sequence[Place]) -> bool:
    """Whether a text holds a part of a value: a word of a name, a bare number, a code where a code is looked for."""
    said = " ".join(filter(None, (fact.raw_value, fact.value)))
    if attribute.kind == "boolean":
        said = " ".join((*attribute.name.root.values(), *attribute.aliases))
    if attribute.kind in ("quantity", "dimensions"):
        numbers = {number.lstrip("0").rstrip("0").rstrip(".,") for number in _DIGITS.findall(said)}
        here = {number.lstrip("0").rstrip("0").rstrip(".,") for number in _DIGITS.findall(text.plain)}
        return not numbers.isdisjoint(here)
    if attribute.kind == "composition" and "%" in text.plain:
        return True
    if attribute.kind == "identifier":
        codes = [code for code in _CODE.finditer(text.plain) if not _is_taken(text, code, taken)]
        return bool(codes) or not _parts(said).isdisjoint(_parts(text.plain))
    return not _parts(said).isdisjoint(_parts(text.plain)) or _is_shaped(said, text, taken)


def _is_shaped(said: str, text: ReadText, taken: Sequence[Place]) -> bool:
    """Whether a text holds a word of the form of a value with digits, such as 18x where the seller states 15x."""
    forms = {form for word in said.split() if (form := _form(word)) and any(map(str.isalpha, form))}
    return bool(forms) and any(
        _form(word[0]) in forms and not _is_taken(text, word, taken) for word in _TOKEN.finditer(text.plain)
    )


def _form(word: str) -> str | None:
    """Digits as one 9 each; null for a word without any."""
    return _DIGITS.sub("9", plain(word)) if _DIGITS.search(word) else None


def _is_taken(text: ReadText, code: re.Match[str], taken: Sequence[Place]) -> bool:
    return any(place.overlaps(Place(text.field, *code.span())) for place in taken)


def _parts(said: str) -> set[str]:
    words = plain(said)
    han = {words[i : i + 2] for i in range(len(words) - 1) if all("一" <= c <= "鿿" for c in words[i : i + 2])}
    return set(_WORDS.findall(words)) | han
