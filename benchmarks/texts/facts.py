"""A sentence for each attribute of a file of the form facts_to_text."""

from __future__ import annotations

import re

from benchmarks.texts.attribute_text import read_attribute
from benchmarks.texts.statements import statements
from udfs.writing.phrases.plain_english import plain_sentence

_NUMBER = re.compile(r"\d[\d.,]*")


def answer(data: str) -> str:
    """One sentence for each thing that an attribute says, as one text. Says no number that ``data`` doesn't hold."""
    attribute = read_attribute(data)
    as_it_stands = f"{data.strip().rstrip('.')}."
    if not attribute.name.strip():
        return as_it_stands
    text = " ".join(plain_sentence(each.name, each.own, each.others).text for each in statements(attribute))
    return text if numbers(text) <= numbers(data) else as_it_stands


def numbers(text: str) -> set[float | str]:
    """By value: 121 and 121.0 are one."""
    found: set[float | str] = set()
    for match in _NUMBER.findall(text):
        digits = match.replace(",", "").strip(".")
        try:
            found.add(float(digits))
        except ValueError:
            found.add(digits)
    return found
