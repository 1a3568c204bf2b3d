"""Listing text to tensors: subword pieces, windows over long text, and the characters that spans are made of.

Training and prediction build their batches here, so both see the same text in the same way.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from udfs.records import FIELDS, Field
from udfs.text import CleanText, clean

MAX_PLACE = 7  # places of a character in its piece are told apart up to this one
N_CHARACTER_CLASSES = 8
_SPACE, _DIGIT, _UPPER, _LOWER, _HAN, _LETTER, _PUNCTUATION, _SYMBOL = range(N_CHARACTER_CLASSES)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EncodedText:
    """One listing, ready to batch.

    ``pieces``: (tokens,) ids of title, separator and description, without the outer special tokens; nothing is cut.
    The characters of both clean fields follow each other: ``character_token``: (characters,) index into ``pieces``, -1
    for characters outside any piece (spaces); ``features``: (characters, 4) place in the piece from its start and from
    its end, character class, field. ``split`` is where the description's characters begin.
    """

    title: CleanText
    description: CleanText
    pieces: Ints
    character_token: Ints
    features: Ints

    @property
    def split(self) -> int:
        return len(self.title.text)

    def to_raw(self, start: int, end: int) -> tuple[Field, int, int]:
        """Field and half-open raw offsets of a half-open range of characters that lies within one field."""
        if start < self.split:
            return (FIELDS[0], *self.title.to_raw(start, end))
        return (FIELDS[1], *self.description.to_raw(start - self.split, end - self.split))

    def from_raw(self, field: Field, start: int, end: int) -> tuple[int, int] | None:
        """The inverse of :meth:`to_raw`; None when cleaning cut the characters away."""
        clean_text, shift = (self.title, 0) if field == "title" else (self.description, self.split)
        place = clean_text.from_raw(start, end)
        return (place[0] + shift, place[1] + shift) if place else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of several listings: B listings, W windows of at most N pieces, T pieces and C characters at most.

    ``ids``, ``mask``: (W, N). ``stitch``: (B, T) index of each piece's best window position in the flattened (W * N).
    ``token_mask``: (B, T). ``character_token``: (B, C) index into T. ``character_mask``: (B, C) characters that may be
    in a span. ``features``: (B, C, 4).
    """

    ids: torch.Tensor
    mask: torch.Tensor
    stitch: torch.Tensor
    token_mask: torch.Tensor
    character_token: torch.Tensor
    character_mask: torch.Tensor
    features: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


class TextEncoder:
    """Turns listings into :class:`EncodedText` and those into :class:`Batch`.

    ``window`` is the longest encoder input in pieces, special tokens included; windows of a long text overlap by
    ``overlap`` pieces, and each piece is read from the window in which it is farthest from an edge.
    """

    def __init__(
        self, tokenizer: Tokenizer, *, cls_id: int, sep_id: int, pad_id: int, window: int, overlap: int
    ) -> None:
        if not 0 <= overlap < (window - 2) // 2:
            raise ValueError(f"overlap must be below half of the window, got {overlap} of {window}")
        self.tokenizer = tokenizer
        self.tokenizer.encode_special_tokens = True  # a "<s>" in a seller's text is text
        self.cls_id, self.sep_id, self.pad_id = cls_id, sep_id, pad_id
        self.window, self.overlap = window, overlap

    def encode(self, texts: Sequence[tuple[str | None, str | None]]) -> list[EncodedText]:
        """Raw (title, description) pairs to encoded texts, in order. Null and empty fields have no characters."""
        cleaned = [(clean(title), clean(description)) for title, description in texts]
        flat = [part.text for pair in cleaned for part in pair]
        encodings = self.tokenizer.encode_batch(flat, add_special_tokens=False)
        return [
            self._join(title, description, encodings[2 * row], encodings[2 * row + 1])
            for row, (title, description) in enumerate(cleaned)
        ]

    def _join(self, title: CleanText, description: CleanText, first: Any, second: Any) -> EncodedText:
        pieces: list[int] = list(first.ids)
        places = [_place_characters(title.text, first.offsets, 0)]
        if second.ids:
            pieces += [self.sep_id, *second.ids]
            places.append(_place_characters(description.text, second.offsets, len(first.ids) + 1))
        token, start, end = (np.concatenate([place[i] for place in places]) for i in range(3))
        text = title.text + description.text if second.ids else title.text
        classes = np.fromiter((_character_class(c) for c in text), np.int64, len(text))
        fields = (np.arange(len(text)) >= len(title.text)).astype(np.int64)
        features = np.stack([np.minimum(start, MAX_PLACE), np.minimum(end, MAX_PLACE), classes, fields], axis=1)
        return EncodedText(title, description, np.array(pieces, np.int64), token, features)

    def windows(self, n_pieces: int) -> list[tuple[int, int]]:
        """Half-open piece ranges that cover a text of ``n_pieces`` pieces; one (0, 0) for an empty text."""
        room = self.window - 2
        if n_pieces <= room:
            return [(0, n_pieces)]
        step = room - self.overlap
        starts = range(0, n_pieces - self.overlap, step)
        return [(min(start, n_pieces - room), min(start + room, n_pieces)) for start in starts]

    def collate(self, encoded: Sequence[EncodedText]) -> Batch:
        """One batch of all given texts, padded to the longest window and the longest text."""
        plans = [self.windows(len(item.pieces)) for item in encoded]
        width = max(end - start for plan in plans for start, end in plan) + 2
        n_tokens = max(1, *(len(item.pieces) for item in encoded))
        n_characters = max(1, *(len(item.character_token) for item in encoded))
        ids = np.full((sum(map(len, plans)), width), self.pad_id, np.int64)
        mask = np.zeros(ids.shape, bool)
        stitch = np.zeros((len(encoded), n_tokens), np.int64)
        token_mask = np.zeros(stitch.shape, bool)
        character_token = np.zeros((len(encoded), n_characters), np.int64)
        character_mask = np.zeros(character_token.shape, bool)
        features = np.zeros((*character_token.shape, 4), np.int64)
        row = 0
        for i, (item, plan) in enumerate(zip(encoded, plans, strict=True)):
            best = np.full(len(item.pieces), -1)
            for start, end in plan:
                length = end - start
                ids[row, 0], ids[row, length + 1] = self.cls_id, self.sep_id
                ids[row, 1 : length + 1] = item.pieces[start:end]
                mask[row, : length + 2] = True
                depth = _depth(start, end, len(item.pieces))
                better = depth > best[start:end]
                best[start:end][better] = depth[better]
                stitch[i, start:end][better] = row * width + 1 + np.flatnonzero(better)
                row += 1
            token_mask[i, : len(item.pieces)] = True
            n = len(item.character_token)
            character_token[i, :n] = np.maximum(item.character_token, 0)
            character_mask[i, :n] = item.character_token >= 0
            features[i, :n] = item.features
        arrays = (ids, mask, stitch, token_mask, character_token, character_mask, features)
        return Batch(*map(torch.from_numpy, arrays))


def _depth(start: int, end: int, n_pieces: int) -> Ints:
    """Distance of each piece of a window from the window's nearest cut; the text's own ends are no cuts."""
    position: Ints = np.arange(end - start)
    left = position if start > 0 else np.full(end - start, n_pieces)
    right = position[::-1] if end < n_pieces else np.full(end - start, n_pieces)
    depth: Ints = np.minimum(left, right)
    return depth


def _place_characters(text: str, offsets: Sequence[tuple[int, int]], shift: int) -> tuple[Ints, Ints, Ints]:
    """For each character: its piece (plus ``shift``, -1 for none), and its place in it from either end."""
    token = np.full(len(text), -1, np.int64)
    from_start = np.zeros(len(text), np.int64)
    from_end = np.zeros(len(text), np.int64)
    for piece, (first, end) in enumerate(offsets):
        start = first
        while start < end and text[start] == " ":  # sentencepiece counts the space before a word as part of it
            start += 1
        for position in range(start, end):
            token[position] = piece + shift
            from_start[position] = position - start
            from_end[position] = end - 1 - position
    return token, from_start, from_end


@functools.lru_cache(maxsize=65536)
def _character_class(character: str) -> int:
    category = unicodedata.category(character)
    if category[0] == "Z":
        return _SPACE
    if category[0] == "N":
        return _DIGIT
    if "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff":
        return _HAN
    if category[0] == "L":
        return {"Lu": _UPPER, "Ll": _LOWER}.get(category, _LETTER)
    return _PUNCTUATION if category[0] == "P" else _SYMBOL
