"""Listing text to subword pieces, and to the units that spans are made of.

Training and prediction encode their texts here, so both see the same text in the same way.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from udfs.records import FIELDS, Field, Listing
from udfs.text.chinese import simplified
from udfs.text.cleaning import CleanText, clean
from udfs.text.placeholders import said

Ints = NDArray[np.int64]

MAX_PLACE = 7  # places of a unit in its piece are told apart up to this one
N_CLASSES = 8
N_EDGES = 4
_DIGIT, _UPPER, _LOWER, _CASED, _MIXED, _OTHER, _PUNCTUATION, _SYMBOL = range(N_CLASSES)
LONG_PIECE = 64  # characters beyond which a piece is an unknown one that will not come again
MAX_SITE = 12  # pieces of a site's name that are read

# Letters of scripts without cases stand for syllables or words (Han, Kana, Hangul): each may begin a value.
_CASELESS = r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"

BORDER = re.compile(
    rf"(?<=\d)(?=\D)|(?<=\D)(?=\d)|(?<=\W)(?=\w)|(?<=\w)(?=\W)|(?<=.)(?={_CASELESS})|(?<={_CASELESS})(?=.)"
)
_PLURAL = re.compile(r"(?:[A-Za-z][a-z]{2}s|[A-Z]{3}S)\Z")


@dataclass(frozen=True, slots=True)
class EncodedText:
    """One ``listing``, ready to batch; ``title`` and ``description`` as they are read.

    ``pieces``: (tokens,) ids of site, title and description with separators between, without the outer special tokens;
    nothing is cut. Title and description are made of U *units*, the smallest parts that spans start and end with: a
    piece, cut where letters meet digits or marks, before a plural's s, and around every letter of a script without
    cases (each Han character is a unit). ``unit_token``: (U,) index into ``pieces``. ``unit_start``, ``unit_end``: (U,)
    half-open characters of the clean title and description, the one following the other. ``features``: (U, 5) place in
    the piece from its start and from its end, class, white space at the edges, field.
    """

    listing: Listing
    title: CleanText
    description: CleanText
    pieces: Ints
    unit_token: Ints
    unit_start: Ints
    unit_end: Ints
    features: Ints

    @property
    def split(self) -> int:
        """Where the description's characters begin."""
        return len(self.title.text)

    @property
    def words(self) -> NDArray[np.bool_]:
        """(tokens,) pieces of title and description that hold letters or digits; marks and separators hold none."""
        found = np.zeros(len(self.pieces), bool)
        found[self.unit_token[self.features[:, 2] < _PUNCTUATION]] = True
        return found

    def to_raw(self, firsts: list[int], ends: list[int]) -> list[tuple[Field, int, int]]:
        """Field and half-open raw offsets of spans, each of half-open units that lie within one field."""
        if not firsts:
            return []
        first = self.unit_start[firsts]
        last = self.unit_end[np.subtract(ends, 1)] - 1
        starts = np.concatenate([self.title.starts, self.description.starts])[first].tolist()
        stops = np.concatenate([self.title.ends, self.description.ends])[last].tolist()
        names = [FIELDS[field] for field in (first >= self.split).tolist()]
        return list(zip(names, starts, stops, strict=True))

    def from_raw(self, field: Field, start: int, end: int) -> tuple[int, int] | None:
        """Half-open units that the raw offsets touch; None when cleaning cut the characters away."""
        clean_text, shift = (self.title, 0) if field == "title" else (self.description, self.split)
        place = clean_text.from_raw(start, end)
        if place is None:
            return None
        first = int(np.searchsorted(self.unit_end, place[0] + shift, side="right"))
        after = int(np.searchsorted(self.unit_start, place[1] + shift, side="left"))
        return (first, after) if first < after else None


class TextEncoder:
    """Turns listings into :class:`EncodedText`. ``sep_id`` stands between fields; ``site``: whether sites are read."""

    def __init__(self, tokenizer: Tokenizer, *, sep_id: int, site: bool) -> None:
        self.tokenizer = tokenizer
        self.tokenizer.encode_special_tokens = True  # a "<s>" in a seller's text is text
        self.sep_id, self.site = sep_id, site

    def encode(self, listings: Sequence[Listing]) -> list[EncodedText]:
        """Encode listings, in order; a text that is read alone, such as a label, is the title of one.

        Null and empty fields have no units, nor has one that says nothing, such as lorem ipsum beside a title. The
        site is read by the encoder and holds no units. Traditional Chinese is read as simplified, of which encoders
        have seen far more; offsets are the same.
        """
        fields = [(*said(item.title, item.description), *([item.site] if self.site else ())) for item in listings]
        cleaned = [[clean(part) for part in row] for row in fields]
        flat = [_as_read(part.text) for row in cleaned for part in row]
        encodings = iter(self.tokenizer.encode_batch(flat, add_special_tokens=False))
        rows = zip(listings, cleaned, strict=True)
        return [self._join(listing, row, [next(encodings) for _ in row]) for listing, row in rows]

    def _join(self, listing: Listing, parts: Sequence[CleanText], encodings: Sequence[Any]) -> EncodedText:
        """Put the site's pieces before the title's and the description's, and number the units through both fields."""
        title, description = parts[:2]
        pieces: list[int] = []
        for encoding in encodings[2:]:
            pieces += [*encoding.ids[:MAX_SITE], self.sep_id] if encoding.ids else []
        units: list[Ints] = []
        for field, (part, encoding, shift) in enumerate(zip(parts, encodings, (0, len(title.text)), strict=False)):
            if not (ids := encoding.ids):
                continue
            pieces += [self.sep_id] if field else []
            units.append(_units(part.text, encoding.offsets, len(pieces), shift, field))
            pieces += ids
        columns = np.concatenate(units) if units else np.zeros((0, 8), np.int64)
        token, start, end = columns[:, 0], columns[:, 1], columns[:, 2]
        return EncodedText(listing, title, description, np.array(pieces, np.int64), token, start, end, columns[:, 3:])


def _as_read(text: str) -> str:
    """Write traditional Chinese as simplified, where every character keeps its place."""
    plain = simplified(text)
    return plain if len(plain) == len(text) else text  # some phrase of another length: places would shift


def _units(text: str, offsets: Sequence[tuple[int, int]], first_piece: int, shift: int, field: int) -> Ints:
    """(U, 8) piece, start, end and the five features of one field's units, in reading order.

    ``shift`` is added to their characters, ``first_piece`` to their pieces.
    """
    starts: list[int] = []
    parts: list[bytes] = []
    for first, after in offsets:
        # sentencepiece counts the space before a word as part of it
        piece = text[first:after].lstrip(" ")
        ends_word = after == len(text) or not text[after].isalnum()
        starts.append(after - len(piece))
        parts.append((_cuts if len(piece) <= LONG_PIECE else _cuts.__wrapped__)(piece, ends_word))
    token = np.repeat(np.arange(len(parts)), [len(part) // _ROW for part in parts])
    cuts = np.frombuffer(b"".join(parts), np.int32).reshape(-1, 5)  # joined tens of times faster than as arrays
    start, end = (np.array(starts)[token, None] + cuts[:, :2]).T
    space = np.ones(len(text) + 2, bool)  # with one on either side
    space[1:-1] = np.frombuffer(text.encode("utf-32-le"), np.uint32) == ord(" ")
    units = np.empty((len(token), 8), np.int64)
    units[:, 0] = token + first_piece
    units[:, 1], units[:, 2] = start + shift, end + shift
    units[:, 3:6] = cuts[:, 2:]
    units[:, 6] = space[start] + 2 * space[end + 1]
    units[:, 7] = field
    # A word mark alone (U+2581) has the offsets of the word's first character; the later piece is its own.
    stands = np.ones(len(units), bool)
    stands[:-1] = end[:-1] <= start[1:]
    kept: Ints = units[stands]
    return kept


_ROW = 5 * np.dtype(np.int32).itemsize


@functools.lru_cache(maxsize=65536)
def _cuts(piece: str, ends_word: bool) -> bytes:
    """(n, 5) int32, half-open parts of a piece that are units: start, end, place from the start and the end, class."""
    borders = {0, len(piece)} | {m.start() for m in BORDER.finditer(piece)}
    if ends_word and _PLURAL.search(piece):
        borders.add(len(piece) - 1)
    parts = [*itertools.pairwise(sorted(borders))]
    ends = [(min(place, MAX_PLACE), min(len(parts) - 1 - place, MAX_PLACE)) for place in range(len(parts))]
    rows = [(a, b, *end, _class(piece[a:b])) for (a, b), end in zip(parts, ends, strict=True)]
    return np.array(rows, np.int32).tobytes()


def _class(text: str) -> int:
    """Tell digits, letters by their case, marks and symbols apart."""
    if text.isdecimal():
        return _DIGIT
    if text.isalpha():
        if text.isupper():
            return _UPPER
        if text.islower():
            return _LOWER
        return _CASED if text[0] != text[0].swapcase() else _OTHER
    if any(character.isalnum() for character in text):
        return _MIXED
    return _PUNCTUATION if unicodedata.category(text[0])[0] == "P" else _SYMBOL
