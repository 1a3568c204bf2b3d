"""Traditional characters to simplified ones, so that what sellers write in either script meets."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    """OpenCC's dictionary; loading it takes about 2 ms, so it waits for the first text."""
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters: ``兩萬毫安時`` gives ``两万毫安时``. Other scripts stay as they are.

    Meant for keys, for reading numbers and units, and for what the model reads; never for what people see: it would
    change Japanese words too. Text with half of a surrogate pair, which is no Unicode, stays as it is.
    """
    if text.isascii():
        return text
    try:
        return str(_converter().convert(text))
    except UnicodeEncodeError:
        return text
