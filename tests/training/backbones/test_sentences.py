"""Which encoder reads a catalog's texts."""

from __future__ import annotations

from training.backbones.sentences import ENGLISH, MULTILINGUAL, Sentences, encoder_for

BRITISH = ["Acme stainless steel travel mug with a lid", "Nordic desk lamp, dimmable, white", "HP Xeon E5335"] * 10
INDONESIAN = (
    "Sepatu lari pria warna hitam, nyaman dipakai untuk olahraga setiap hari. Bahan ringan dan tidak mudah rusak."
)


def test_titles_in_ascii_need_not_be_english() -> None:
    assert encoder_for(BRITISH) == ENGLISH
    assert encoder_for([*BRITISH, "Nordic café au lait bowl – 0.4 l ™"]) == ENGLISH
    assert encoder_for([*BRITISH, INDONESIAN]) == MULTILINGUAL
    assert encoder_for([*BRITISH, "不锈钢保温杯 500毫升", "北欧台灯 白色"]) == MULTILINGUAL


def test_letters_that_the_encoder_has_no_pieces_for_are_unknown() -> None:
    english = Sentences(ENGLISH)
    assert english.unknown(BRITISH) == 0.0
    assert english.unknown(["የቡና ሲኒ ጥቁር 350 ml", "ყავის ფინჯანი"]) > 0.8
    assert 0.1 < english.unknown(["Coffee mug with a black handle", "የቡና ሲኒ"]) < 0.3
    assert english.unknown([]) == 0.0
