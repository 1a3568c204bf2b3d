"""What a reading of a closed list comes to: one value, a mixture, or why none is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from udfs.schema.definitions import Attribute
from udfs.text.keys import plain
from udfs.text.negation import denies
from udfs.values.closed_lists import Reading
from udfs.values.raw import RawValue


def only_value(definition: Attribute, reading: Reading) -> str | None:
    """The one value that a text names; null for none, for several, and where it may mean another one.

    Of several values an unknown word may name one more; of one value it may change which one is meant.
    """
    sure = definition.has_many or not reading.unknown
    return next(iter(reading.ids)) if len(reading.ids) == 1 and sure else None


def is_mixed(mixture: str, reading: Reading) -> bool:
    """Whether a text names several values that the mixture stands for: together in one product, or as 黑红拼色."""
    several = len(reading.ids) > 1 and (reading.together or reading.last == mixture)
    return several and not reading.unknown


def contradicts(definition: Attribute, value_id: str, value: RawValue) -> bool:
    """Whether a text denies something and the value's names do not: "without microphone" is no built-in one."""
    return denies(value.plain) and not any(denies(plain(name)) for name in definition.values[value_id].name.texts)


def doubts(definition: Attribute, reading: Reading) -> Iterator[str]:
    """Why the values that a text names are not taken."""
    if len(reading.ids) > 1:
        yield f"several values: {', '.join(names_of(definition, reading.ids))}"
    elif reading.ids:
        yield f"names {names_of(definition, reading.ids)[0]}"
    if reading.ids and reading.unknown:
        yield unknown_words(reading)
    yield from (f"{definition.values[key].name.first} under {word!r}" for key, word in reading.imitated.items())


def unknown_words(reading: Reading) -> str:
    """The words that the schema does not know, as a remark."""
    return f"not known: {', '.join(dict.fromkeys(reading.unknown))}"


def names_of(definition: Attribute, ids: Collection[str]) -> list[str]:
    """Names of the values with these ids, in the schema's order."""
    return [value.name.first for key, value in definition.values.items() if key in ids]
