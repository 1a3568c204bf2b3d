"""Cleaning keeps the way back to the raw characters; folding and tidying keep what wordings mean."""

from __future__ import annotations

import pytest

from udfs.text.cleaning import clean, has_text, trimmed
from udfs.text.keys import fold, tidy

CLEAN = [
    (None, ""),
    ("", ""),
    ("  plain \t text\r\n ", "plain text"),
    ("<p>Soft&nbsp;&amp; warm</p><p>Red</p>", "Soft & warm Red"),
    ("a<b>b</b>c<br/>d", "abc d"),
    ("<ul><li>one</li><li>two</li></ul>", "one two"),
    ("x<script>var a = '<p>';</script>y<!-- note -->z", "xyz"),
    ("5 < 6 > 3 <3", "5 < 6 > 3 <3"),
    ("&lt;b&gt; &#39;q&#39; &#x4e2d; &nosuch;", "<b> 'q' 中 &nosuch;"),
    ("Lewi&amp;#39;s &amp;amp; Co", "Lewi's & Co"),
    ("R&#38;#38;D &AMP;AMP;AMP; &amp;nosuch; A&amp;B", "R&D & &nosuch; A&B"),
    ("2&amp;nbsp;l &amp;lt; 3&amp;#x2009;l", "2 l < 3 l"),
    ("open <!-- comment", "open <!-- comment"),
    ("a<!-->b-->c", "ac"),
    ("<script>a</script >b<SCRIPT>c</script\n>d<style>e", "bde"),
    ("<script>a</style>b", "<script>ab"),
    ("BÃ¼rostuhl â€“ weiÃŸ", "Bürostuhl – weiß"),
    ("<b>MÃ¼sli</b>&amp;amp; Milch", "Müsli& Milch"),
    ("ä¿\x9dæ¸©æ\x9d¯ 500ml", "保温杯 500ml"),
    ("杯子 CafÃ© ok", "杯子 CafÃ© ok"),
    ("ＡＢＣ１２３　保温杯（红）", "ABC123 保温杯(红)"),
    ("🔥保温杯✨", "🔥保温杯✨"),
    ("so\u200bny\u200e \ufeffwh", "sony wh"),
    ("cafe\u0301 ①", "café 1"),
    ("1½ lb, ½ cup", "1 1/2 lb, 1/2 cup"),
    ("EU 42⅔ 1&frac12;", "EU 42 2/3 1 1/2"),
    ("Sony™ X&trade;℠", "Sony X"),
    ("\x00bad\x07bell", "bad bell"),
]

# raw text, a part of the clean text, the raw slice it stands for
SPANS = [
    ("<p>Color:&nbsp;<b>jet&nbsp;black</b></p>", "jet black", "jet&nbsp;black"),
    ("容量：５００ｍｌ，红色", "500ml", "５００ｍｌ"),
    ("🔥🔥 保温杯 500ml ✨", "500ml", "500ml"),
    ("so\u200bny wh-1000", "sony", "so\u200bny"),
    ("cafe\u0301 mug", "café", "cafe\u0301"),
    ("a &amp; b", "& b", "&amp; b"),
    ("Red<br>Blue", "Blue", "Blue"),
    ("Lewi&amp;#39;s jeans", "wi's", "wi&amp;#39;s"),
    ("Rot <b>BÃ¼ro</b>stuhl weiÃŸ", "Bürostuhl", "BÃ¼ro</b>stuhl"),
    ("ä¿\x9dæ¸©æ\x9d¯ 500ml", "温杯 500", "æ¸©æ\x9d¯ 500"),
    ("weiÃŸ 2&amp;amp;4 ｍｌ", "4 ml", "4 ｍｌ"),
    ("30\n\n hrs", "30 hrs", "30\n\n hrs"),
    ("㎏ 2㎏", "2kg", "2㎏"),
    ("about 1½ lb", "1 1/2 lb", "1½ lb"),
]


@pytest.mark.parametrize(("raw", "text"), CLEAN)
def test_clean_text(raw: str | None, text: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == text
    assert len(cleaned.starts) == len(cleaned.ends) == len(text)
    assert has_text(raw) == (text != "")


@pytest.mark.parametrize("raw", ["\u200b", "<b></b>", "&nbsp;", "™", "\x07", "<!-- note -->", " \n"])
def test_what_is_not_seen_is_no_text(raw: str) -> None:
    assert (clean(raw).text, has_text(raw)) == ("", False)


def test_trimmed_text_keeps_its_inside() -> None:
    assert trimmed("\u3000\ufeff a\u00a0\u200bb \x85") == "a\u00a0\u200bb"
    assert trimmed("\u3000\u200b") is trimmed("") is trimmed(None) is None


@pytest.mark.parametrize(("raw", "part", "slice_"), SPANS)
def test_clean_spans_map_to_raw_slices_and_back(raw: str, part: str, slice_: str) -> None:
    cleaned = clean(raw)
    at = cleaned.text.rindex(part)
    start, end = cleaned.to_raw(at, at + len(part))
    assert raw[start:end] == slice_
    assert cleaned.from_raw(start, end) == (at, at + len(part))


def test_a_character_of_a_ligature_stands_for_all_of_it() -> None:
    cleaned = clean("2㎏")
    assert cleaned.text == "2kg"
    assert [cleaned.to_raw(i, i + 1) for i in range(3)] == [(0, 1), (1, 2), (1, 2)]


def test_raw_ranges_of_cut_text_have_no_clean_range() -> None:
    assert clean("<b>x</b>").from_raw(0, 3) is None


@pytest.mark.parametrize(("start", "end"), [(1, 1), (-1, 1), (0, 4), (2, 1)])
def test_empty_or_outside_ranges_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"expected a non-empty range within 0:3"):
        clean("abc").to_raw(start, end)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Over-Ear ", "over ear"),
        ("ＵＳＢ－Ｃ", "usb c"),
        ("Sony®", "sony"),
        ("Sony™", "SONY"),
        ("Levi’s", "levis"),
        ("（黑色）", "黑 色"),
        ("Straße", "STRASSE"),
    ],
)
def test_wordings_that_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("3.5 mm", "35 mm"), ("C++", "C"), ("黑色", "黑"), ("USB-A", "USB-C")])
def test_wordings_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Sony\n WH ", "Sony WH"),
        ("（索尼）", "索尼"),
        ("【新款】耳机", "【新款】耳机"),
        ("AirPods (2nd generation)", "AirPods (2nd generation)"),
        ("black.", "black"),
        ("Sony™", "Sony"),
        ("ＱＣＹ", "QCY"),
        ("(a", "a"),
        ("...", "..."),
        ("EU 42½", "EU 42 1/2"),
    ],
)
def test_tidy(raw: str, text: str) -> None:
    assert tidy(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<SONY> WH-1000XM5", "<SONY> WH-1000XM5"),
        ("width <max 30cm, height >5cm mug", "width <max 30cm, height >5cm mug"),
        ("<STYLE>.a{color:red}</STYLE>Mug<BR/>350 ml", "Mug 350 ml"),
        ('<a href="x">Mug</a> &AMP; cup', "Mug & cup"),
    ],
)
def test_only_html_is_markup(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "raw", ["<!--" * 20_000, "<script" * 20_000, "<style" * 20_000, "<script></script " * 20_000, "&#" * 20_000]
)
def test_mark_up_without_an_end_is_text_however_often_it_begins(raw: str) -> None:
    """Looking for the end of each would take minutes."""
    assert clean(raw).text == raw.strip()


def test_no_more_marks_stand_behind_a_character_than_a_script_can_put_there() -> None:
    """Ordering them takes a time that grows with their square."""
    raw = "e" + "\u0301\u0327" * 50_000 + " x"
    cleaned = clean(raw)
    assert cleaned.text == tidy(raw) == "\u0229" + "\u0327" * 14 + "\u0301" * 15 + " x"
    assert cleaned.to_raw(0, 1) == (0, 100_001)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("(" * 100_000 + "a", "a"),
        ("a" + ")" * 100_000, "a"),
        ("[" * 50_000 + "a" + "】" * 50_000, "a"),
        ("(" * 50_000 + "a" + ")" * 50_000, "(" * 50_000 + "a" + ")" * 50_000),
        ("(a) (b)", "(a) (b)"),
        ("a) (b", "a) (b"),
        ("))a((", "a"),
    ],
)
def test_tidy_brackets(raw: str, text: str) -> None:
    assert tidy(raw) == text
