"""Text decoded in a wrong encoding: what is certain is mended, what has no sense is told, other text is left alone."""

from __future__ import annotations

import pytest

from udfs.text.mojibake import damage, mended, remark

MENDED = [
    ("BÃ¼rostuhl", "Bürostuhl", "latin-1"),
    ("weiÃŸ â€“ grÃ¼n", "weiß – grün", "sloppy-windows-1252"),
    ("ä¿\x9dæ¸©æ\x9d¯", "保温杯", "latin-1"),
    ("Â°C", "°C", "latin-1"),
    ("80 Â°C", "80 °C", "latin-1"),
]
TOLD = [
    ("±£ÎÂ±\xad 500ml", "GBK was read as Latin-1: 保温杯"),
    ("³äµç±¦ 20000mAh", "GBK was read as Latin-1: 充电宝"),
    ("保温水杯".encode().decode("gbk"), "UTF-8 was read as GBK: 保温水杯"),
    ("锟斤拷锟斤拷 -", "锟斤拷 stands where characters are lost, and nothing else is said"),
]
LEFT_ALONE = [
    "", "plain", "Bürostuhl weiß", "Crème brûlée", "Señor Niño", "保温杯 500ml", "ÄÖÜ äöü", "20 °C ± 2 °C", "½ l · 3×4",
    "À «ceci»", "Mï¿½g", "水杯 CafÃ©", "Übergröße", "Кружка", "マグカップ", "머그컵", "🔥🔥🔥🔥🔥", "“””“”",
    "联通", "£££ ÷ ¥¥¥",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "text", "encoding"), MENDED)
def test_certain_damage_is_mended(raw: str, text: str, encoding: str) -> None:
    found = mended(raw)
    assert found
    assert (found.text, found.encoding) == (text, encoding)
    assert [raw[start:end] for start, end in zip(found.bounds, found.bounds[1:], strict=False)] == [
        character.encode().decode(encoding) for character in text
    ]


@pytest.mark.parametrize(("raw", "why"), TOLD)
def test_text_without_sense_is_told(raw: str, why: str) -> None:
    assert (mended(raw), damage(raw)) == (None, why)


def test_what_is_told_of_text_with_sense() -> None:
    assert remark("BÃ¼rostuhl") == "UTF-8 was read as latin-1; mended"
    assert remark("新款 锟斤拷锟斤拷 500ml") == "锟斤拷 stands where characters are lost; left as it is"
    assert remark("Mï¿½g 5ï¿½C") == "ï¿½ stands where characters are lost; left as it is"
    assert remark("水杯 CafÃ©") == "UTF-8 may have been read in another encoding; left as it is"
    assert [remark(text) for text in (None, "", "Café", "水杯", "À «ceci»")] == [None] * 5


@pytest.mark.parametrize("raw", LEFT_ALONE)
def test_other_text_is_left_alone(raw: str) -> None:
    assert (mended(raw), damage(raw)) == (None, None)


def test_no_text_has_no_damage() -> None:
    assert damage(None) is None
