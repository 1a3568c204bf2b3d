"""In which language a short wording is written, as far as its script tells; and what it is made of."""

from __future__ import annotations

import re

_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
    (re.compile("[\u0400-\u04ff]"), "ru"),
    (re.compile("[\u0600-\u06ff]"), "ar"),
    (re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE), "vi"),
)
OTHER_SCRIPTS = frozenset(("ja", "ko", "zh", "th", "ru", "ar"))
"""Languages that are not written in Latin letters: a word in such letters is of another one."""


def script_language(text: str) -> str | None:
    """The language that a script, or a letter that only one language has, tells; null for other Latin letters."""
    return next((language for letters, language in _SCRIPTS if letters.search(text)), None)
