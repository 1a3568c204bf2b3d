"""Styles that come with the package, and those of a user's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from udfs.errors import ConfigError
from udfs.writing.forbidden import Forbidden, Found
from udfs.writing.style_files import load_styles


def test_three_styles_are_shipped_with_claims_that_no_text_may_make() -> None:
    styles = load_styles()
    assert {name: (style.form, style.max_characters) for name, style in styles.items()} == {
        "marketplace_title": ("title", {"en": 60, "zh": 30}),
        "search_snippet": ("sentences", {"en": 155, "zh": 78}),
        "shop_page": ("sentences", {"en": 600, "zh": 300}),
    }
    for style in styles.values():
        assert Forbidden.of(style.words_forbidden("en")).first("The Best kettle")
        assert Forbidden.of(style.words_forbidden("en")).first("helps against pain: pain-relief")
        assert Forbidden.of(style.words_forbidden("zh")).first("全球第一的水壶")
        assert Forbidden.of(style.words_forbidden("zh")).first("能降血壓")
        assert not Forbidden.of(style.words_forbidden("zh")).first("第一代，最大承重10公斤")


def test_a_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "shop_page.yaml").write_text("max_characters: {en: 50}\nclaims: []\n", encoding="utf-8")
    (tmp_path / "leaflet.yaml").write_text("max_characters: {zh: 40}\nforbidden: {zh: [便宜]}\n", encoding="utf-8")
    styles = load_styles(tmp_path)
    assert sorted(styles) == ["leaflet", "marketplace_title", "search_snippet", "shop_page"]
    assert (styles["shop_page"].languages, styles["shop_page"].words_forbidden("en")) == (("en",), ())
    assert {"便宜", "最好"} <= set(styles["leaflet"].words_forbidden("zh"))
    assert list(load_styles(tmp_path, only=("leaflet",))) == ["leaflet"]


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("form: poem\nmax_characters: {en: 0}\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("max_charcters: {en: 5}\n", encoding="utf-8")
    (tmp_path / "My style.yaml").write_text("max_characters: {en: 5}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_styles(tmp_path)
    told = str(error.value)
    assert "one.yaml:1: form: Input should be 'sentences' or 'title'" in told
    assert "one.yaml:2: max_characters.en" in told
    assert "did you mean `max_characters`?" in told
    assert "My style.yaml: a style is named by its file: lower-case" in told


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _: None, "no such folder"),
        (lambda folder: folder.mkdir(), "it holds no *.yaml file; add one a style"),
        (lambda folder: folder.write_text(""), "there is a file"),
    ],
)
def test_a_folder_without_styles_is_told(tmp_path: Path, make: Callable[[Path], object], told: str) -> None:
    make(tmp_path / "styles")
    with pytest.raises(ConfigError, match=r"cannot load styles from") as error:
        load_styles(tmp_path / "styles")
    assert told in str(error.value)


def test_an_unknown_style_names_the_known() -> None:
    with pytest.raises(ConfigError, match="no style is called poem; there are marketplace_title, search_snippet"):
        load_styles(only=("poem",))


def test_an_empty_word_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("max_characters: {en: 9}\nforbidden: {en: ['']}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="an empty word would forbid every text: en"):
        load_styles(tmp_path)


def test_places_are_those_of_the_text() -> None:
    words = Forbidden(("no. 1", "best", "第一"))
    assert list(words.find("½ price, the BEST; bestow")) == [Found("best", 13, 17)]
    assert list(words.find("No.1 销量第一")) == [Found("no.1", 0, 4), Found("第一", 7, 9)]
