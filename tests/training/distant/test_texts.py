"""Where wordings and numbers stand in a text, and what is kept of a long one."""

from __future__ import annotations

from training.distant.clauses import LONGEST, cut, width
from training.distant.numbers import numbers_of
from training.distant.texts import Place, ReadText, read_texts
from udfs.records import Listing


def text_of(raw: str) -> ReadText:
    return read_texts(Listing("1", raw))["title"]


def found(raw: str, wording: str) -> list[str]:
    text = text_of(raw)
    return [text.clean.text[place.start : place.end] for place in text.find(wording)]


def numbers(raw: str, unit: str) -> list[str]:
    text = text_of(raw)
    return [text.clean.text[n.place.start : n.place.end] for n in numbers_of(text, unit)]


def test_wordings_are_found_whatever_their_hyphens_case_and_script() -> None:
    assert found("Sony WH 1000-XM5, wh1000xm5", "WH-1000XM5") == ["WH 1000-XM5", "wh1000xm5"]
    assert found("藍牙耳机 蓝牙", "蓝牙") == ["藍牙", "蓝牙"]
    assert found("ＳＯＮＹ　ｗａｌｋｍａｎ", "Sony") == ["SONY"]


def test_a_part_of_a_word_or_of_a_number_is_none() -> None:
    assert found("blackened Black & black2", "black") == ["Black"]
    assert found("16.1 MP, 1.16 and 16", "16") == ["16"]
    assert found("16, 17", "16") == ["16"]


def test_numbers_are_found_where_they_stand_in_any_spelling() -> None:
    assert numbers("0.5升 保温杯 五百毫升, 500ml. Ends", "ml") == ["0.5升", "五百毫升", "500ml"]
    assert numbers('2.7" LCD, 3.0-Inch, 10 cm', "inch") == ['2.7"', "3.0-Inch", "10 cm"]
    assert numbers("holds 6.7 inches.", "inch") == ["6.7 inches"]
    assert numbers("Model 500 WH-1000XM5", "ml") == []


def test_a_number_right_behind_another_may_be_torn() -> None:
    text = text_of("Coolpix 16 1 MP, 12.1 MP")
    assert [(n.torn, text.clean.text[n.place.start : n.place.end]) for n in numbers_of(text, "MP")] == [
        (True, "1 MP"), (False, "12.1 MP"),
    ]  # fmt: skip


def test_short_texts_stay_whole() -> None:
    assert cut(text_of("Acme bottle"), ()) is None


def test_a_long_chinese_text_is_cut_to_its_labels_its_beginning_and_numbers() -> None:
    prose = "这款水杯适合办公室和户外使用，陪伴你的每一天。" * 30
    text = text_of(f"开头一句。{prose}容量500毫升。{prose}")
    at = text.clean.text.index("500毫升")
    place = Place("title", at, at + len("500毫升"))
    shorter = cut(text, [place])
    assert shorter is not None
    assert shorter.text.startswith("开头一句")
    assert width(shorter.text) <= LONGEST + 40  # clauses are joined by line breaks
    start, end = shorter.place(place) or (0, 0)
    assert shorter.text[start:end] == "500毫升"
    assert shorter.place(Place("title", at - 30, at - 28)) is None or prose[:5] in shorter.text
