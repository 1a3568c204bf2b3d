"""The language of an attribute's name, told by its script, and in Latin letters by the shops that use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from training.drafting.keys.uses import Use
from udfs.text.languages import language_of

_CODES = {
    "English": "en", "Chinese": "zh", "Japanese": "ja", "Korean": "ko", "Thai": "th", "Cyrillic script": "ru",
    "Arabic script": "ar", "Hebrew": "he", "Greek": "el", "Spanish": "es", "Portuguese": "pt", "French": "fr",
    "German": "de", "Italian": "it", "Dutch": "nl", "Polish": "pl", "Turkish": "tr", "Vietnamese": "vi",
    "Indonesian": "id", "Malay": "ms", "Tagalog": "tl", "Swedish": "sv", "Danish": "da", "Finnish": "fi",
    "Czech": "cs", "Romanian": "ro", "Hungarian": "hu",
}  # fmt: skip
_IN_LATIN = frozenset(_CODES.values()) - {"zh", "ja", "ko", "th", "ru", "ar", "he", "el"}
_SHORT = 3  # letters of a name that alone would say too little: 净重
_VALUES = 30  # of a key that are read with it


def languages_of_sites(uses: Sequence[Use]) -> dict[tuple[str, str | None], str]:
    """By source and site, the language of all its keys together, where one can tell."""
    keys: dict[tuple[str, str | None], list[str]] = {}
    for use in uses:
        keys.setdefault(use.key[:2], []).append(use.key.key)
    told = {site: _CODES.get(language_of(". ".join(own)) or "") for site, own in keys.items()}
    return {site: code for site, code in told.items() if code}


def language_of_keys(name: str, uses: Sequence[Use], sites: Mapping[tuple[str, str | None], str]) -> str:
    """A code such as en, zh or pt; en where nobody can tell. A short name is read with the values of its key; where
    that tells nothing, it is in the language of its site."""
    if code := _CODES.get(language_of(name if len(name) > _SHORT else name * _SHORT) or ""):
        return code
    same = [use for use in uses if " ".join(use.key.key.split()) == name]
    values = " ".join(text for use in same[:3] for text, _ in use.values.most_common(_VALUES))
    found = _CODES.get(language_of(f"{name}. {name}. {values}") or "")
    site = next((sites[use.key[:2]] for use in same if use.key[:2] in sites), "en")
    return found if found in _IN_LATIN else site if site in _IN_LATIN else "en"
