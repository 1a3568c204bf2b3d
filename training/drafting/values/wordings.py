"""One stated text cut into single wordings of values, without what says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.text.cleaning import clean
from udfs.text.keys import fold, tidy
from udfs.text.placeholders import is_placeholder
from udfs.text.spreadsheets import damage
from udfs.values.names import parts_by_script, without_company_suffix, without_repeats

LONGEST = 80
"""Characters of a wording; what is longer is a text, and no value."""
_MARKUP = 1_000  # characters of a statement that are read
_URL = re.compile(r"(?i)\b(?:https?://|www\.)\S")


def wordings_in(stated: str, separators: Sequence[str] = (), *, maker: bool = False) -> Iterator[str]:
    """The wordings that a statement holds, tidied, each once. ``separators`` stand between several values.

    Of ``maker`` the legal form goes: Acme Co., Ltd. is Acme.
    """
    text = clean(stated[:_MARKUP]).text
    parts = re.split("|".join(map(re.escape, separators)), text) if separators else [text]
    seen: set[str] = set()
    for part in parts:
        wording = _maker(part) if maker else tidy(part)
        folded = fold(wording)
        if folded and folded not in seen and _says_something(wording):
            seen.add(folded)
            yield wording


def _maker(text: str) -> str:
    return without_company_suffix(without_repeats(tidy(text)))


def _says_something(wording: str) -> bool:
    if len(wording) > LONGEST or _URL.search(wording) or damage(wording):
        return False
    singular = wording.removesuffix("s")  # No brands
    return (
        not is_placeholder(wording)
        and not (singular and is_placeholder(singular))
        and not all(map(is_placeholder, parts_by_script(wording)))
    )
