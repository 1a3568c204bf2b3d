"""The language of an attribute's name, told by its script, and in Latin letters by the shops that use it."""

from __future__ import annotations

from collections.abc import Sequence

from training.drafting.keys.uses import Use
from udfs.text.languages import language_of

_CODES = {
    "English": "en", "Chinese": "zh", "Japanese": "ja", "Korean": "ko", "Thai": "th", "Cyrillic script": "ru",
    "Arabic script": "ar", "Hebrew": "he", "Greek": "el", "Spanish": "es", "Portuguese": "pt", "French": "fr",
    "German": "de", "Italian": "it", "Dutch": "nl", "Polish": "pl", "Turkish": "tr", "Vietnamese": "vi",
    "Indonesian": "id", "Malay": "ms", "Tagalog": "tl", "Swedish": "sv", "Danish": "da", "Finnish": "fi",
    "Czech": "cs", "Romanian": "ro", "Hungarian": "hu",
}  # fmt: skip
_VALUES = 30  # of a key that are read with it


def language_of_keys(name: str, uses: Sequence[Use]) -> str:
    """A code such as en, zh or pt; en where nobody can tell. A short name is read with the values of its key."""
    if code := _CODES.get(language_of(name) or ""):
        return code
    same = [use for use in uses if " ".join(use.key.key.split()) == name]
    values = " ".join(text for use in same[:3] for text, _ in use.values.most_common(_VALUES))
    beyond = any(letter.isalpha() and not letter.isascii() for letter in name)
    found = _CODES.get(language_of(f"{name}. {name}. {values}") or "", "en")
    return found if beyond or found != "zh" else "en"
