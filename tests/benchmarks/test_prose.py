"""The measure of sentences: what counts as one, what is left out, and the figures of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.prose import longest, main, page_of, sentences

PAGES = Path(__file__).parents[2] / "docs"

ENGLISH = """# A heading of five words.

A run takes 3.5 s on two cores, e.g. here. It reads [its
sources](https://example.org/a.b) once[^1]. `make test. Now` says so!

| a table | with. Sentences. |
| --- | --- |

- **Label.** An item ends at the next one
- even without a full stop
  on its second line

```bash
make demo  # Not a sentence. Nor this one.
```

[^1]: By a script of ours.
"""


def test_sentences_are_those_of_paragraphs_items_and_footnotes() -> None:
    assert list(sentences(ENGLISH)) == [
        "A run takes 3.5 s on two cores, e.g. here.",
        "It reads its sources once.",
        "X says so!",
        "Label.",
        "An item ends at the next one",
        "even without a full stop on its second line",
        "By a script of ours.",
    ]


def test_english_counts_words_and_leaves_labels_out() -> None:
    page = page_of("README.md", ENGLISH)

    assert (page.chinese, page.lengths) == (False, (10, 5, 3, 7, 9, 5))


def test_median_and_tail_are_lengths_that_half_and_nearly_all_sentences_keep() -> None:
    page = page_of("page.md", "\n\n".join(" ".join(["word"] * length) for length in range(1, 43)))

    assert (len(page.lengths), page.median, page.tail) == (40, 23, 41)
    assert (page_of("empty.md", "").median, page_of("empty.md", "").tail) == (0, 0)


def test_chinese_counts_characters_and_a_foreign_word_as_one() -> None:
    page = page_of("README.zh.md", "## 标题\n\n运行 `facetmill run` 一次，读取 Delta 表。全部商品都在！\n")

    assert (page.chinese, page.lengths) == (True, (9, 6))


def test_both_languages_are_printed_apart_with_the_longest_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("One two three. One two three four five.", encoding="utf-8")
    (tmp_path / "b.md").write_text("全部商品都在。", encoding="utf-8")

    main([str(tmp_path / "b.md"), str(tmp_path / "a.md"), "--longest", "1"])

    lines = [line.split() for line in capsys.readouterr().out.replace(f"{tmp_path}/", "").splitlines()]
    assert lines[1::2][:2] == [["a.md", "2", "5", "5"], ["b.md", "1", "6", "6"]]
    assert lines[4:] == [
        [],
        ["b.md"],
        ["-", "全部商品都在。"],
        [],
        ["a.md"],
        ["-", "One", "two", "three", "four", "five."],
    ]
    assert longest("One two three. One.", 1) == ["One two three."]


@pytest.mark.parametrize(
    "name",
    ["contributing", "maps", "operations", "own-catalog", "performance", "quality", "schema", "texts", "training"],
)
def test_pages_keep_to_sentences_that_a_reader_can_follow(name: str) -> None:
    page = page_of(name, (PAGES / f"{name}.md").read_text(encoding="utf-8"))

    assert page.lengths
    assert page.median <= 14, "see: python -m benchmarks.prose --longest 10 docs/*.md"
    assert page.tail <= 26, "see: python -m benchmarks.prose --longest 10 docs/*.md"
