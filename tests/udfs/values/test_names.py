"""Names of makers as sellers shout, whisper and double them."""

from __future__ import annotations

import pytest

from udfs.values.names import in_two_scripts, with_case


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NEW BALANCE", "New Balance"),
        ("new balance", "New Balance"),
        ("LI NING", "Li Ning"),
        ("JBL TUNE", "JBL Tune"),
        ("COCA-COLA", "Coca-Cola"),
        ("LEVI'S", "Levi's"),
        ("L’ORÉAL", "L’Oréal"),
        ("H&M", "H&M"),
        ("ESR", "ESR"),
        ("iOttie", "iOttie"),
        ("小米", "小米"),
    ],
)
def test_title_case(written: str, name: str) -> None:
    assert with_case(written, "title") == name


@pytest.mark.parametrize("written", ["Foobar/福巴", "福巴（Foobar）", "福巴 Foobar", "Foobar | 福巴", "Foobar福巴"])
def test_a_name_in_two_scripts_is_one(written: str) -> None:
    assert in_two_scripts(written.replace("（", "(").replace("）", ")")) == ("Foobar", "福巴")


@pytest.mark.parametrize(
    "written",
    [
        "3M胶带", "T恤", "福巴", "Foobar", "A/福巴", "Foobar/福巴/Bar", "3M 胶带",
        "Foobar 男鞋", "Foobar 保温杯", "Foobar(深圳)", "Foobar 2024新款", "Foobar 其他",
    ],
)  # fmt: skip
def test_other_names_are_none(written: str) -> None:
    assert in_two_scripts(written) is None
