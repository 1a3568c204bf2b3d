"""Pieces and units, and the way from them back to raw characters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers

from tests.conftest import tiny_tokenizer
from udfs.encoder.tokens import EncodedText, TextEncoder
from udfs.records import Listing


def encode(*listings: Listing, tokenizer: Any = None, sep_id: int = 3, site: bool = False) -> list[EncodedText]:
    """By pieces of single characters unless told."""
    return TextEncoder(tokenizer or tiny_tokenizer(), sep_id=sep_id, site=site).encode(listings)


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


def test_each_unit_knows_its_piece_its_place_its_kind_and_the_space_around_it() -> None:
    pieces = word_tokenizer("🔥", "WH1000", "mugs")
    [encoded] = encode(Listing("1", "🔥 WH1000", "mugs 红,"), tokenizer=pieces, sep_id=9)
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

    [encoded] = encode(Listing("1", "mug"), tokenizer=Marking())
    assert encoded.pieces.tolist() == [7, 8]
    units = zip(encoded.unit_token.tolist(), encoded.unit_start.tolist(), encoded.unit_end.tolist(), strict=True)
    assert [*units] == [(1, 0, 3)]


def test_offsets_lead_back_to_the_raw_field_through_html_and_full_width() -> None:
    title, description = "ＡＢＣ mug", "<p>holds&nbsp;<b>350</b>ml</p>"
    [encoded] = encode(Listing("1", title, description))
    shown = encoded.title.text + encoded.description.text
    assert shown == "ABC mugholds 350ml"
    first, after = units_of(encoded, "350ml")
    title_first, title_after = units_of(encoded, "ABC")
    [(field, start, end), whole] = encoded.to_raw([first, title_first], [after, title_after])
    assert (field, description[start:end]) == ("description", "350</b>ml")
    assert whole == ("title", 0, 3)
    assert encoded.from_raw("description", start, end) == (first, after)
    assert encoded.from_raw("description", 0, 3) is None  # the tag <p> is not read


def test_spans_can_begin_and_end_where_letters_meet_digits_at_a_plural_s_and_at_every_han_character() -> None:
    [encoded] = encode(Listing("1", '300GB cups 8"保温杯'), tokenizer=word_tokenizer())
    text = encoded.title.text
    parts = [text[a:b] for a, b in zip(encoded.unit_start, encoded.unit_end, strict=True)]
    assert parts == ["300", "GB", "cup", "s", "8", '"', "保", "温", "杯"]
    assert encoded.unit_token.tolist() == [0, 0, 1, 1, 2, 2, 2, 2, 2]


def test_a_plural_is_cut_in_any_case_and_an_abbreviation_is_not() -> None:
    [encoded] = encode(Listing("1", "Mens WOMENS socks GPS gas"), tokenizer=word_tokenizer())
    text = encoded.title.text
    parts = [text[a:b] for a, b in zip(encoded.unit_start, encoded.unit_end, strict=True)]
    assert parts == ["Men", "s", "WOMEN", "S", "sock", "s", "GPS", "gas"]


def test_traditional_characters_are_read_as_simplified_ones_and_stand_where_they_stood() -> None:
    words = word_tokenizer("蓝牙耳机", "黑色")
    listings = [Listing("1", "<b>藍牙</b>耳機 黑色"), Listing("2", "<b>蓝牙</b>耳机 黑色")]
    traditional, plain = encode(*listings, tokenizer=words)
    assert traditional.pieces.tolist() == plain.pieces.tolist() == [2, 3]
    assert traditional.title.text == "藍牙耳機 黑色"
    assert traditional.to_raw([0], [2]) == [("title", 3, 5)]


def test_the_site_is_read_before_the_title_and_holds_no_units() -> None:
    listing = Listing("1", "mug", "350 ml", site="shop")
    [plain], [sited], [shop] = encode(listing), encode(listing, site=True), encode(Listing("2", "shop"))
    assert sited.pieces.tolist() == [*shop.pieces.tolist(), 3, *plain.pieces.tolist()]
    assert (sited.unit_token - 5).tolist() == plain.unit_token.tolist()
    assert sited.to_raw([0], [3]) == plain.to_raw([0], [3]) == [("title", 0, 3)]


def test_a_field_that_says_nothing_beside_the_other_is_not_read() -> None:
    lorem = "Lorem ipsum dolor sit amet, consectetur adipiscing elit."
    [mug, null] = encode(Listing("1", "red mug", lorem), Listing("2", "null", "red mug"))
    assert (mug.title.text, mug.description.text) == ("red mug", "")
    assert (null.title.text, null.description.text) == ("", "red mug")
