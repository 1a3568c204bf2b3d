"""A sentence for each attribute of a file of the form facts_to_text."""

from __future__ import annotations

import re

from benchmarks.texts.attribute_text import read_attribute
from benchmarks.texts.statements import statements
from udfs.writing.phrases.plain_english import plain_sentence

_NUMBER = re.compile(r"\d[\d.,]*")


def answer(data: str) -> str:
    """One sentence for each thing that an attribute says, as one text. Says no number that ``data`` doesn't hold."""
    said = [plain_sentence(each.name, each.own, each.others).text for each in statements(read_attribute(data))]
    text = " ".join(said)
    return text if numbers(text) <= numbers(data) else f"{data.strip().rstrip('.')}."


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
