"""Descriptions that a draft gives to what it finds: a plain sentence from the evidence, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable

_EXAMPLES = 3
_LONGEST = 40  # characters of an example
_LONGEST_TITLE = 60


def of_attribute(name: str, language: str, examples: Iterable[str]) -> dict[str, str]:
    """What sellers state under the name, with examples of it."""
    shown = _short(examples, _LONGEST)
    if language == "zh":
        return {"zh": f"卖家所写的{name}" + (f"，如{'、'.join(shown)}" if shown else "")}
    return {"en": f"{name}, as sellers state it" + (f", such as {', '.join(shown)}" if shown else "")}


def of_category(name: str, language: str, titles: Iterable[str]) -> dict[str, str]:
    """Which goods the category is for, with titles as examples."""
    shown = _short(titles, _LONGEST_TITLE)
    if language == "zh":
        return {"zh": f"卖家归为{name}的商品" + (f"，如{'；'.join(shown)}" if shown else "")}
    return {"en": f"Goods that sellers call {name}" + (f", such as {'; '.join(shown)}" if shown else "")}


def _short(texts: Iterable[str], longest: int) -> list[str]:
    plain = (" ".join(text.split()) for text in texts)
    cut = (text if len(text) <= longest else text[:longest].rstrip() + "…" for text in plain if text)
    return list(dict.fromkeys(cut))[:_EXAMPLES]
