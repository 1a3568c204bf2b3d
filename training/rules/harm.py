"""What learned aliases would break: labelled texts, and known values beside words that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.rules.aliases import Wording
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, plain
from udfs.values.fillers import Fillers

Read = Callable[[str], str | None]
"""Makes the standard value of a text; None where there is none."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An alias that is left out, of the value with this id: ``text`` is read as ``before`` without it.

    ``after`` is what it would be read as with it; null for nothing.
    """

    alias: str
    value: str
    text: str
    before: str
    after: str | None


def harmless(
    wordings: Sequence[Wording],
    right: Mapping[str, frozenset[str]],
    attribute: Attribute,
    fillers: Fillers,
    reader: Callable[[Sequence[Wording]], Read],
) -> tuple[list[Wording], list[Refused]]:
    """The wordings that break nothing, and the others.

    ``right``: labelled texts, with the values that are right for them. ``reader`` reads by some of the wordings.
    ``fillers`` are words that stand beside any value of the attribute.
    """
    without = reader(())
    told = {text: value for text, accepted in right.items() if (value := without(text)) in accepted}
    refused = list(_of_filler(wordings, attribute, fillers, reader))
    kept = [wording for wording in wordings if wording.text not in {each.alias for each in refused}]
    while kept:
        read = reader(kept)
        broken = {text: after for text in told if (after := read(text)) not in right[text]}
        if not broken:
            break
        for text, after in broken.items():
            for guilty in _guilty(text, kept, attribute, right[text]):
                refused.append(Refused(guilty.text, guilty.value, text, told[text] or "", after))
                kept.remove(guilty)
    return kept, refused


def _of_filler(
    wordings: Iterable[Wording],
    attribute: Attribute,
    fillers: Fillers,
    reader: Callable[[Sequence[Wording]], Read],
) -> Iterator[Refused]:
    """Those that are nothing but filler, and so would change other values: of "design", "floral design"."""
    without = reader(())
    for wording in wordings:
        if fillers.unknown(plain(wording.text)) or any(map(str.isdigit, wording.text)):
            continue
        read = reader([wording])
        beside = (f"{v.name.first} {wording.text}" for key, v in attribute.values.items() if key != wording.value)
        for text in beside:
            if (before := without(text)) is not None and (after := read(text)) != before:
                yield Refused(wording.text, wording.value, text, before, after)
                break


def _guilty(text: str, kept: Sequence[Wording], attribute: Attribute, accepted: frozenset[str]) -> list[Wording]:
    """Which wordings a text holds, of values that are wrong for it if there are such."""
    held = [wording for wording in kept if fold(wording.text) in fold(text)]
    wrong = [one for one in held if accepted.isdisjoint(attribute.values[one.value].name.texts)]
    return wrong or held
