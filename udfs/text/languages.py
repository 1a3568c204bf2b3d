"""In which language a text is written: by its script, and in Latin letters by py3langid where that is sure.

A script tells a language, or a family of them, without a model: Thai, Korean, Cyrillic. Texts in Latin letters are told
apart by n-grams; of 3,000 English titles of goods, none came out as another language at :data:`SURE`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Any

_READ = 2_000  # characters of a text that are read: more would tell the same
_FEW = 3  # letters below which a script says too little: 5 Ω
_FEWEST = 20  # Latin letters below which n-grams do
_PURE = 0.9  # share of Latin letters from which n-grams are asked
_KANA = 0.2  # share of kana among kana and Han from which a text is Japanese
SURE = 0.8
"""Probability from which py3langid is believed."""

_LATIN, _HAN, _JAPANESE = "Latin", "Chinese", "Japanese"
# First words of the names that Unicode gives to letters; others say nothing.
_SCRIPTS = {
    "LATIN": _LATIN, "CJK": _HAN, "HIRAGANA": _JAPANESE, "KATAKANA": _JAPANESE, "HANGUL": "Korean", "THAI": "Thai",
    "CYRILLIC": "Cyrillic script", "ARABIC": "Arabic script", "HEBREW": "Hebrew", "GREEK": "Greek",
    "DEVANAGARI": "Devanagari script", "BENGALI": "Bengali script", "TAMIL": "Tamil", "TELUGU": "Telugu",
    "KANNADA": "Kannada", "MALAYALAM": "Malayalam", "GUJARATI": "Gujarati", "GURMUKHI": "Gurmukhi script",
    "SINHALA": "Sinhala", "LAO": "Lao", "KHMER": "Khmer", "MYANMAR": "Burmese", "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian", "ETHIOPIC": "Ethiopic script", "TIBETAN": "Tibetan",
}  # fmt: skip
_NAMES = {
    "en": "English", "es": "Spanish", "pt": "Portuguese", "fr": "French", "de": "German", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "tr": "Turkish", "vi": "Vietnamese", "id": "Indonesian", "ms": "Malay",
    "tl": "Tagalog", "sv": "Swedish", "da": "Danish", "fi": "Finnish", "cs": "Czech", "ro": "Romanian",
    "hu": "Hungarian",
}  # fmt: skip

_CODES = {name: code for code, name in _NAMES.items()} | {
    _HAN: "zh", _JAPANESE: "ja", "Korean": "ko", "Thai": "th", "Hebrew": "he", "Greek": "el", "Tamil": "ta",
    "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Gujarati": "gu", "Sinhala": "si", "Lao": "lo", "Khmer": "km",
    "Burmese": "my", "Georgian": "ka", "Armenian": "hy",
}  # fmt: skip


def language_code(text: str) -> str | None:
    """The IETF tag (BCP 47) of the language of a text; null where it is not sure, or several share the script."""
    name = language_of(text)
    return _CODES.get(name) or _unnamed(name) if name else None


def _unnamed(name: str) -> str | None:
    """The code of a language that has no name here; null for a script."""
    *_, code = name.split()
    return code if name.startswith("the language ") else None


def language_of(text: str) -> str | None:
    """The name of the language, or of the script where several share it; null where neither is sure.

    A text is in a script that has more than half of its letters; in Latin letters nearly all must be. Product codes,
    numbers and marks say nothing.
    """
    letters = Counter(text[:_READ])
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        if (script := _script(letter)) is not None:
            scripts[script] += count
    if scripts[_JAPANESE] >= _KANA * (scripts[_JAPANESE] + scripts[_HAN]):  # Japanese is written in both
        scripts[_JAPANESE] += scripts.pop(_HAN, 0)
    total = scripts.total()
    if total < _FEW:
        return None
    main, count = scripts.most_common(1)[0]
    if main != _LATIN:
        return main if count > total / 2 else None
    return _in_latin(text[:_READ]) if count >= max(_FEWEST, _PURE * total) else None


def not_learnt(language: str) -> str:
    """Why nothing counts that a model says of a text in that language."""
    return f"the text is in {language}, which the checkpoint has not learnt"


@lru_cache(1 << 14)
def _script(letter: str) -> str | None:
    """What the script of a letter is called; null for what is no letter."""
    if letter.isascii():
        return _LATIN if letter.isalpha() else None
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0]) if letter.isalpha() else None


def _in_latin(text: str) -> str | None:
    code, chance = _identifier().classify(text)
    return _NAMES.get(code, f"the language {code}") if chance >= SURE else None


@cache
def _identifier() -> Any:
    """Loaded where the first text in Latin letters is read: it takes a moment, and some catalogs have none."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
