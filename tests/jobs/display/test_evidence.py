"""Evidence marked in a listing's text."""

from __future__ import annotations

from rich.console import Console

from jobs.display.evidence import Mark, marked


def test_marks_stand_in_the_clean_text_though_offsets_are_of_the_raw_one() -> None:
    raw = "<p>Sony&nbsp;耳机</p><br>容量 <b>２００毫安</b>"
    marks = [Mark(3, 7, "Brand"), Mark(raw.index("２"), raw.index("</b>"), "容量")]
    assert marked(raw, marks, styled=False).plain == "[Sony](Brand) 耳机 容量 [200毫安](容量)"


def test_overlapping_marks_share_their_text() -> None:
    text = marked("500 ml mug", [Mark(0, 6, "Capacity"), Mark(4, 10, "Type")], styled=False)
    assert text.plain == "[500 ](Capacity)[ml](Capacity, Type)[ mug](Type)"


def test_marks_in_what_cleaning_cuts_are_left_out() -> None:
    assert marked("<b>x</b>", [Mark(0, 3, "Tag")], styled=False).plain == "x"
    assert marked(None, [], styled=False).plain == ""


def test_a_long_text_keeps_its_borders_and_what_surrounds_the_marks() -> None:
    raw = "a" * 200 + "RED" + "b" * 200
    text = marked(raw, [Mark(200, 203, "Color")], styled=False, limit=100).plain
    assert text == f"{'a' * 40} … {'a' * 40}[RED](Color){'b' * 40} … {'b' * 40}"
    assert marked("a" * 100, [], styled=False, limit=100).plain == "a" * 100


def test_on_a_terminal_the_name_stands_behind_the_coloured_text() -> None:
    console = Console(force_terminal=True, color_system="standard", width=80)
    with console.capture() as capture:
        console.print(marked("a [red] mug", [Mark(2, 7, "Color")], styled=True))
    shown = capture.get()
    assert "\x1b[" in shown
    assert marked("a [red] mug", [Mark(2, 7, "Color")], styled=True).plain == "a [red] Color  mug"
