"""What the goods are only compared with: 60W equivalent, replaces 60W, 相当于60W, 200 g lighter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.quantities.terms import Term

_STANDS_FOR = re.compile(r"(?i)\W{0,2}(?:[a-z]+ )?(?:equivalent|equiv\b\.?|eq\b\.?|replacement|comparable)|\s?等效")
_COMPARED = re.compile(
    r"(?i)(?:\b(?:equivalent to|equivalent of|equivalent|equals?(?: to)?|replac(?:es|ing)|ersetzt"
    r"|comparable (?:to|with)|instead of|same as"
    r"|was|formerly|vs\.?)|相当于|等效于?|等于|替代|代替|媲美|原[价来]?)[\s:a]*\Z"
)
_TO_END = re.compile(
    r"(?i)(?:\b(?:to|of|with|as)|于|replac(?:es|ing)|ersetzt|instead of|equals?|was|vs\.?|:"
    r"|等于|相当于|替代|代替|媲美)[\s:a]*\Z"
)


_DIFFERENCE_BEHIND = re.compile(
    r"(?i)\s*(?:lighter|heavier|longer|shorter|taller|thinner|thicker|less|bigger|smaller|larger|wider|faster"
    r"|higher|lower|away|apart)\b"
)
_DIFFERENCE_BEFORE = re.compile(
    r"(?i)(?:\bby|\bsav(?:es?|ing)|\breduc(?:es?|ing)|\bless(?! than)|比[^\d,，。;；]{0,12})\s*\Z"
)


def is_difference(text: str, term: Term) -> bool:
    """Whether a term says by how much things differ: 200 g lighter, saves 2 kg, 比上一代轻200克."""
    before = text[max(0, term.start - 24) : term.start]
    return bool(_DIFFERENCE_BEHIND.match(text, term.end) or _DIFFERENCE_BEFORE.search(before))


def compared_with(text: str, term: Term, terms: Sequence[Term]) -> bool:
    """Whether a term says what the goods are as good as: 60W equivalent, 相当于60W."""
    reach = max((other.end for other in terms if other.end <= term.start), default=0)
    before = text[max(reach, term.start - 24) : term.start]
    compared = _COMPARED.search(before)
    owned = compared is not None and bool(reach) and not before[: compared.start()].strip() and reach >= term.start - 24
    return bool(_STANDS_FOR.match(text, term.end)) or (
        compared is not None and (not owned or _TO_END.search(before) is not None)
    )
