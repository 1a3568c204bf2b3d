"""Windows, stitching and the way from tokens back to raw characters."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.conftest import tiny_model, tiny_tokenizer
from udfs.encoder.tokens import EncodedText, TextEncoder


def text_encoder(window: int, overlap: int) -> TextEncoder:
    return TextEncoder(tiny_tokenizer(), cls_id=2, sep_id=3, pad_id=0, window=window, overlap=overlap)


def word_tokenizer(*words: str) -> Tokenizer:
    """Whole words are its pieces; the known ones count from 2."""
    pieces = {"[UNK]": 1} | {word: i for i, word in enumerate(words, 2)}
    tokenizer = Tokenizer(models.WordLevel(pieces, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def units_of(encoded: EncodedText, text: str) -> tuple[int, int]:
    """Half-open units of the first occurrence of ``text`` in the clean title and description."""
    start = (encoded.title.text + encoded.description.text).index(text)
    return encoded.unit_start.tolist().index(start), encoded.unit_end.tolist().index(start + len(text)) + 1


def test_every_piece_of_a_long_text_is_read_once_from_its_deepest_window() -> None:
    encoder = text_encoder(window=10, overlap=3)
    [encoded] = encoder.encode([("abcdefghijklmnopqrst", None)])
    plan = encoder.windows(len(encoded.pieces))
    assert plan == [(0, 8), (5, 13), (10, 18), (12, 20)]
    batch = encoder.collate([encoded])
    assert batch.ids.shape == (4, 10)
    stitched = batch.ids.reshape(-1)[batch.stitch[0]]
    assert stitched.tolist() == encoded.pieces.tolist()
    windows = (batch.stitch[0] // 10).tolist()
    # Pieces 5 to 7 are in the first two windows: 5 and 6 are deeper in the first, 7 is deeper in the second.
    assert windows == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]


def test_each_unit_knows_its_piece_its_place_its_kind_and_the_space_around_it() -> None:
    pieces = word_tokenizer("🔥", "WH1000", "mugs")
    encoder = TextEncoder(pieces, cls_id=0, sep_id=9, pad_id=0, window=32, overlap=4)
    [encoded] = encoder.encode([("🔥 WH1000", "mugs 红,")])
    assert encoded.pieces.tolist() == [2, 3, 9, 4, 1]
    shown = encoded.title.text + encoded.description.text
    places = zip(encoded.unit_start.tolist(), encoded.unit_end.tolist(), strict=True)
    assert [shown[start:end] for start, end in places] == ["🔥", "WH", "1000", "mug", "s", "红", ","]
    assert encoded.unit_token.tolist() == [0, 1, 1, 3, 3, 4, 4]
    digit, upper, lower, other, mark, symbol = 0, 1, 2, 5, 6, 7
    assert encoded.features.tolist() == [  # place from the start and the end, class, space before + 2 * behind, field
        [0, 0, symbol, 3, 0],
        [0, 1, upper, 1, 0], [1, 0, digit, 2, 0],
        [0, 1, lower, 1, 1], [1, 0, lower, 2, 1],
        [0, 1, other, 1, 1], [1, 0, mark, 2, 1],
    ]  # fmt: skip


def test_a_word_mark_alone_has_no_unit_beside_that_of_its_word() -> None:
    class Marking:  # as sentencepiece does with words it knows only without the mark: U+2581, then the word
        def encode_batch(self, texts: list[str], **_: bool) -> list[SimpleNamespace]:
            places = [[(0, 1), (0, 3)] if text else [] for text in texts]
            return [SimpleNamespace(ids=[7, 8][: len(offsets)], offsets=offsets) for offsets in places]

    encoder = TextEncoder(Marking(), cls_id=0, sep_id=9, pad_id=0, window=32, overlap=4)  # type: ignore[arg-type]
    [encoded] = encoder.encode([("mug", None)])
    assert encoded.pieces.tolist() == [7, 8]
    units = zip(encoded.unit_token.tolist(), encoded.unit_start.tolist(), encoded.unit_end.tolist(), strict=True)
    assert [*units] == [(1, 0, 3)]


def test_a_short_text_gives_the_same_vectors_beside_a_long_one() -> None:
    encoder, model = text_encoder(window=16, overlap=4), tiny_model(1)
    short, long = encoder.encode([("black mug", "350 ml"), ("a very long text " * 4, None)])
    with torch.inference_mode():
        labels = model.project_labels()
        alone = model.encode(encoder.collate([short]), labels).tokens[0]
        beside = model.encode(encoder.collate([short, long]), labels).tokens[0, : len(short.pieces)]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_offsets_lead_back_to_the_raw_field_through_html_and_full_width() -> None:
    encoder = text_encoder(window=64, overlap=8)
    title, description = "ＡＢＣ mug", "<p>holds&nbsp;<b>350</b>ml</p>"
    [encoded] = encoder.encode([(title, description)])
    shown = encoded.title.text + encoded.description.text
    assert shown == "ABC mugholds 350ml"
    first, after = units_of(encoded, "350ml")
    field, start, end = encoded.to_raw(first, after)
    assert (field, description[start:end]) == ("description", "350</b>ml")
    assert encoded.to_raw(*units_of(encoded, "ABC")) == ("title", 0, 3)
    assert encoded.from_raw("description", start, end) == (first, after)
    assert encoded.from_raw("description", 0, 3) is None  # the tag <p> is not read


def test_spans_can_begin_and_end_where_letters_meet_digits_at_a_plural_s_and_at_every_han_character() -> None:
    encoder = TextEncoder(word_tokenizer(), cls_id=2, sep_id=3, pad_id=0, window=64, overlap=8)
    [encoded] = encoder.encode([('300GB cups 8"保温杯', None)])
    text = encoded.title.text
    parts = [text[a:b] for a, b in zip(encoded.unit_start, encoded.unit_end, strict=True)]
    assert parts == ["300", "GB", "cup", "s", "8", '"', "保", "温", "杯"]
    assert encoded.unit_token.tolist() == [0, 0, 1, 1, 2, 2, 2, 2, 2]


def test_a_plural_is_cut_in_any_case_and_an_abbreviation_is_not() -> None:
    encoder = TextEncoder(word_tokenizer(), cls_id=2, sep_id=3, pad_id=0, window=64, overlap=8)
    [encoded] = encoder.encode([("Mens WOMENS socks GPS gas", None)])
    text = encoded.title.text
    parts = [text[a:b] for a, b in zip(encoded.unit_start, encoded.unit_end, strict=True)]
    assert parts == ["Men", "s", "WOMEN", "S", "sock", "s", "GPS", "gas"]


def test_traditional_characters_are_read_as_simplified_ones_and_stand_where_they_stood() -> None:
    words = word_tokenizer("蓝牙耳机", "黑色")
    encoder = TextEncoder(words, cls_id=2, sep_id=3, pad_id=0, window=64, overlap=8)
    traditional, plain = encoder.encode([("<b>藍牙</b>耳機 黑色", None), ("<b>蓝牙</b>耳机 黑色", None)])
    assert traditional.pieces.tolist() == plain.pieces.tolist() == [2, 3]
    assert traditional.title.text == "藍牙耳機 黑色"
    assert traditional.to_raw(0, 2) == ("title", 3, 5)


def test_the_site_is_read_before_the_title_and_holds_no_units() -> None:
    encoder = text_encoder(window=64, overlap=8)
    plain, sited = encoder.encode([("mug", "350 ml")])[0], encoder.encode([("mug", "350 ml", "shop")])[0]
    assert sited.pieces.tolist() == [*encoder.encode([("shop", None)])[0].pieces.tolist(), 3, *plain.pieces.tolist()]
    assert (sited.unit_token - 5).tolist() == plain.unit_token.tolist()
    assert sited.to_raw(0, 3) == plain.to_raw(0, 3) == ("title", 0, 3)


def test_null_and_empty_texts_have_no_units() -> None:
    encoder = text_encoder(window=16, overlap=4)
    for encoded in encoder.encode([(None, None), ("", " \n"), (None, "mug")]):
        batch = encoder.collate([encoded])
        assert int(batch.unit_mask.sum()) == len(encoded.description.text)


def test_an_overlap_of_half_a_window_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap must be below half of the window, got 8 of 16"):
        text_encoder(window=16, overlap=8)
