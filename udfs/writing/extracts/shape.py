"""Of what shape a clause is: a sentence, a row of words, cut in two, shouted, mostly numbers."""

from __future__ import annotations

import re

from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile("[㐀-鿿]")
_FEWEST_WORDS, _FEWEST_HAN = 3, 4
_SENTENCE_WORDS, _SENTENCE_HAN = 5, 7
# What Chinese sentences say of goods; a value such as 加厚珊瑚绒面料 has none of these.
_SAYS = re.compile(
    "采用|使用|配[有备]|带有|内置|具有|拥有|支持|适[合用]|可[以随]?|能|有|是|不|让|无需|方便|轻松|提供|避免|保持|搭配|设计|打造|防止|减少|有效|贴合|[为由附含]"
)
_DETAIL = re.compile(r"[\d,，、]")
_NOUN_HAN = 8
_PAIRS = (("(", ")"), ("（", "）"), ("[", "]"), ("“", "”"), ("「", "」"), ("《", "》"))
_SHOUTED = 0.6  # share of capitals
_SHOUTED_WORDS = 3
_NUMBERS = 1  # digits for each letter from which on a clause is a table
_SEARCHED = 8  # words of what people search for
_GRAMMAR = 0.15  # share of words that are of grammar, in the language of a text
_LONG_WORD = 28  # letters; several words without blanks


def n_han(text: str) -> int:
    """How many Han characters a text has."""
    return len(_HAN.findall(text))


def size(text: str) -> float:
    """How long a clause is, in the fewest words or Han characters that say anything: from 1 on it is long enough."""
    return len(_WORD.findall(_HAN.sub(" ", text))) / _FEWEST_WORDS + n_han(text) / _FEWEST_HAN


def is_sentence(text: str, language: str) -> bool:
    """Whether a text says something of its own accord, and is no value behind a name.

    English needs five words, a word of grammar among them; other spaced languages theirs, where words of theirs are
    known. Chinese needs seven characters and a word with which sentences are made.
    """
    if n_han(text) >= _SENTENCE_HAN and n_han(text) >= 0.3 * len(text):
        return _SAYS.search(text) is not None
    words = _WORD.findall(text)
    return len(words) >= _SENTENCE_WORDS and not fragment(text, language)


def fragment(text: str, language: str) -> bool:
    """Whether a text is a row of words without one of grammar, in Chinese a short one without verb, number and comma.

    Of a language without a list of such words none is.
    """
    if language == "zh":
        return n_han(text) <= _NOUN_HAN and not _SAYS.search(text) and not _DETAIL.search(text)
    grammar = _words(language)
    return bool(grammar) and not any(plain(word) in grammar for word in _WORD.findall(text))


def has_grammar(text: str, language: str) -> bool:
    """Whether so many words of grammar stand in a text that it is in their language."""
    grammar = _words(language)
    words = [plain(word) for word in _WORD.findall(text)]
    return sum(word in grammar for word in words) >= max(2, _GRAMMAR * len(words))


def is_search_words(text: str, language: str) -> bool:
    """Whether a row of words, begun small and not by one of grammar, has no verb: it is there for search engines.

    Of a language whose verbs nobody listed a short row is enough.
    """
    verbs, words = _words(f"{language} verb"), [plain(word) for word in _WORD.findall(text)]
    if language == "zh" or not words or not text[0].islower() or words[0] in _words(language):
        return False
    return not any(word in verbs for word in words) if verbs else len(words) <= _SEARCHED


def is_name_of_other(text: str, language: str, title: str) -> bool:
    """Whether a row of words, all with capitals and not all of the title, may name other goods: Baseus Car Charger."""
    words = _WORD.findall(_HAN.sub(" ", text))
    if not words or not all(word[0].isupper() for word in words) or not fragment(text, language):
        return False
    own = {plain(word) for word in _WORD.findall(title)}
    return not any(map(str.isdigit, text)) and not all(plain(word) in own for word in words)


def is_broken(text: str) -> bool:
    """Whether a text was cut in two, glued together, or is mostly numbers."""
    if any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS):
        return True
    if text.count('"') % 2 and not re.search(r'\d\s?"', text):
        return True
    if any(len(word) > _LONG_WORD for word in _WORD.findall(_HAN.sub(" ", text))) or "=" in text or "_" in text:
        return True
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isdigit, text)) > _NUMBERS * (letters + 1)


def is_shouted(text: str) -> bool:
    """Whether most letters of several words are capitals."""
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if len(_WORD.findall(_HAN.sub(" ", text))) < _SHOUTED_WORDS or len(letters) <= n_han(text):
        return False
    return sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


def _words(name: str) -> frozenset[str]:
    return word_lists("udfs.writing.extracts", "small_words.txt").get(name, frozenset())
